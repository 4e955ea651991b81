"""The demo cooperative: as `dev`, and its invented personas can log in by a link."""

from marke.config import wiring
from marke.config.settings.dev import *  # noqa: F403

DEMO = True
EMAIL_BACKEND = "marke.ops.mail.MailboxBackend"

wiring.wire(demo=True)
