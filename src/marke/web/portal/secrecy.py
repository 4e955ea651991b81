"""No secret of a link in any log: what is written down of an address shows that a link was followed, never which."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"(/portal/open/)[^/\s'\"?]+")


class HideSecrets(logging.Filter):
    """Cut the secrets of links out of whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if SECRET.search(message):
            record.msg, record.args = SECRET.sub(r"\1…", message), None
        return True
