"""A real cooperative on a packaged server, behind TLS."""

import os

from marke.config import secrets
from marke.config.settings.base import *  # noqa: F403
from marke.config.settings.base import VAR

SECRET_KEY = secrets.required("MARKE_SECRET_KEY_FILE")
PERSONAL_DATA_KEY = secrets.required("MARKE_PERSONAL_DATA_KEY_FILE")
ALLOWED_HOSTS = os.environ["MARKE_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("MARKE_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MARKE_SMTP_PORT", "25"))
EMAIL_USE_TLS = os.environ.get("MARKE_SMTP_TLS") == "1"
EMAIL_HOST_USER = os.environ.get("MARKE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = secrets.required("MARKE_SMTP_PASSWORD_FILE") if EMAIL_HOST_USER else ""
SITE_ADDRESS = os.environ.get("MARKE_SITE", CSRF_TRUSTED_ORIGINS[0])
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
