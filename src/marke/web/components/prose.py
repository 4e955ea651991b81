"""Text that people write, as safe HTML: Markdown without HTML, images or scripts; links to the web and mail only."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_SCHEMES = frozenset({"https", "http", "mailto", ""})

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
_MARKDOWN.validateLink = lambda url: urlsplit(url).scheme.lower() in ALLOWED_SCHEMES  # type: ignore[method-assign]


def prose(markdown: str) -> SafeString:
    """Render a text. Its headings start one level lower, because the page has its own first heading."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(html)  # nosec B308, B703 - the renderer escapes everything it did not make itself
