"""One host, for evaluation and development: the embedded server, keys made at first use."""

from marke.config import secrets
from marke.config.settings.base import *  # noqa: F403
from marke.config.settings.base import VAR

SECRET_KEY = secrets.read_or_make(VAR / "secrets" / "django")
PERSONAL_DATA_KEY = secrets.read_or_make(VAR / "secrets" / "personal-data")
"""Encrypts national numbers and the like; lives outside the database."""
