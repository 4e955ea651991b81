"""What is true of every Marke."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from marke.config import database, wiring
from marke.ops import installation

PROJECT = installation.PROJECT
PACKAGE = Path(__file__).resolve().parents[2]
VAR = installation.var_folder()

DEBUG = False
DEMO = False
"""Demo mode: personas can log in by a link. Never on in production (`marke check --deploy` refuses it)."""

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "rules",
    "marke.domain.foundation",
    "marke.domain.people",
    "marke.domain.accounts",
    "marke.domain.parameters",
    "marke.domain.outbox",
    "marke.domain.ledger",
    "marke.domain.members",
    "marke.domain.units",
    "marke.domain.apikeys",
    "marke.domain.sales",
    "marke.domain.quotes",
    "marke.domain.portal",
    "marke.domain.purchases",
    "marke.domain.checks",
    "marke.domain.orders",
    "marke.domain.work",
    "marke.domain.declarations",
    "marke.domain.wages",
    "marke.domain.payouts",
    "marke.domain.banking",
    "marke.domain.einvoicing",
    "marke.domain.directory",
    "marke.domain.lists",
    "marke.domain.receipts",
    "marke.domain.funding",
    "marke.reporting",
    "marke.web",
    "marke.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marke.web.middleware.SessionLimitsMiddleware",
    "marke.web.middleware.PersonLanguageMiddleware",
    "marke.web.middleware.ViewAsMemberMiddleware",
    "marke.web.middleware.PortalMiddleware",
    "marke.web.middleware.TransactionMiddleware",
]

ROOT_URLCONF = "marke.config.urls"
WSGI_APPLICATION = "marke.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "marke.web.context.shell",
            ],
            "builtins": ["template_partials.templatetags.partials", "marke.web.templatetags.marke"],
        },
    }
]
FORM_RENDERER = "marke.web.components.forms.MarkeRenderer"

DATABASES = database.databases()
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"},
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "addresses": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "addresses",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
"""``default`` holds the rate limits of signing in, in the database, so that every worker counts together; ``memory``
holds figures that a reading page may keep for some minutes; ``addresses`` who asks the public API how often, which is
kept nowhere else."""
NINJA_NUM_PROXIES = int(os.environ.get("MARKE_PROXIES", "0"))
"""How many proxies of our own stand before us; addresses that a visitor could invent are not believed."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_ADAPTER = "marke.web.public.accounts.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = "marke.web.public.accounts.adapter.name_of_user"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Marke"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "landing"

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["marke.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "files"

SESSION_COOKIE_AGE = 12 * 60 * 60
STAFF_SESSION_SECONDS = 12 * 60 * 60
STAFF_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_FILE_PATH = installation.mail_folder()
EMAIL_TIMEOUT = 60
DEFAULT_FROM_EMAIL = os.environ.get("MARKE_MAIL_FROM", "Marke <no-reply@marke.example>")
SITE_ADDRESS = os.environ.get("MARKE_SITE", "http://127.0.0.1:8000")
"""What stands before a path in a mail."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "marke.web.portal.secrecy.HideSecrets"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("MARKE_LOG_LEVEL", "WARNING")},
}

wiring.wire()
