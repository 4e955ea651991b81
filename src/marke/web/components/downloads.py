"""Files for one reader: no browser and no proxy keeps them."""

from __future__ import annotations

from django.http import HttpResponse


def private_file(content: bytes | str, *, name: str, kind: str, shown: bool = False) -> HttpResponse:
    """A file under its name, of a media type; saved, or ``shown`` by the browser."""
    place = "inline" if shown else "attachment"
    headers = {"Content-Disposition": f'{place}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
