"""Tests: fixed keys, fast password hashing, mail kept in memory, undefined template variables fail."""

from marke.config.settings.base import *  # noqa: F403

SECRET_KEY = "test-key-of-no-value"  # nosec B105
PERSONAL_DATA_KEY = "test-key-of-no-value"
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
