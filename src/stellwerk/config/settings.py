# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""All settings, from the environment, in one file.

``STELLWERK_PROCESS`` says which database role this process is (web, jobs, statistics, sealer,
owner); it then reads only that role's password.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from stellwerk.config.limits import *  # noqa: F403 - its __all__ and nothing else
from stellwerk.engine import keys, locate


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"STELLWERK_{name}", default)


def flag(name: str, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


PACKAGE = Path(__file__).resolve().parent.parent
PLACE = locate.home()
KEYRING_HOME = PLACE
HOME = PLACE.path
PROCESS = env("PROCESS", "web")
DEMO = flag("DEMO")
DEBUG = flag("DEBUG")
TESTING = flag("TESTING")

# --- keys --------------------------------------------------------------------------------------
SECRET_KEY = keys.django_secret(PLACE)

# --- addresses ---------------------------------------------------------------------------------
ALLOWED_HOSTS = env("HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
BASE_URL = env("BASE_URL")
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
ROOT_URLCONF = env("URLS", "stellwerk.config.urls")
WSGI_APPLICATION = "stellwerk.config.wsgi.application"

# --- rooms -------------------------------------------------------------------------------------
ROOMS = [
    *("base", "audit", "duties", "vocabulary", "directory", "networks", "cases", "indicators"),
    *("exchange", "access"),
]
WEB_AREAS = [
    *("shell", "accounts", "cases", "imports", "reports", "directory", "vocabulary", "audit"),
    *("duties", "networks"),
]
INSTALLED_APPS = [
    # Ours first: our words and templates win over those of libraries.
    *[f"stellwerk.{room}" for room in ROOMS],
    *[f"stellwerk.web.{area}" for area in WEB_AREAS],
    "stellwerk.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    *("django.contrib.staticfiles", "django.contrib.postgres"),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_filters",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "stellwerk.web.shell.middleware.OneTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stellwerk.web.shell.middleware.SessionLimits",
    "stellwerk.web.shell.middleware.SignedInActor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stellwerk.web.accounts.middleware.SecondFactor",
    "stellwerk.web.shell.middleware.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stellwerk.web.shell.context.shell",
            ],
            "builtins": ["stellwerk.web.shell.templatetags.app"],
        },
    },
]


# --- database ----------------------------------------------------------------------------------
def database(role: str) -> dict[str, object]:
    """The connection of one role; kept open, since a new one per request doubles the time."""
    fields = locate.dsn(role)
    # Statements may be prepared (``questions.kept`` does); Django's own cursor never does.
    fields["OPTIONS"] = {**fields["OPTIONS"], "prepare_threshold": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **fields,
    }


DATABASES = {"default": database(PROCESS)}
if TESTING:  # the suite asks as web and looks over its shoulder as the others
    DATABASES |= {role: database(role) for role in ("owner", "jobs", "statistics", "sealer")}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all web processes, so that ten guesses are ten guesses.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_count",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- sign-in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "stellwerk.web.accounts.adapters.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "stellwerk.web.accounts.forms.SignInForm",
    "reauthenticate": "stellwerk.web.accounts.forms.PasswordAgainForm",
    "change_password": "stellwerk.web.accounts.forms.NewPasswordForm",
    "reset_password": "stellwerk.web.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "stellwerk.web.accounts.forms.ResetPasswordForm",
}
# How many proxies of ours stand in front: without it every visitor would count as the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("PROXIES", "0"))
ACCOUNT_RATE_LIMITS = {"login_failed": "10/h/key,60/m/ip", "login": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Stellwerk"
MFA_FORMS = {
    "authenticate": "stellwerk.web.accounts.forms.CodeForm",
    "reauthenticate": "stellwerk.web.accounts.forms.CodeAgainForm",
    "activate_totp": "stellwerk.web.accounts.forms.AppForm",
    "add_webauthn": "stellwerk.web.accounts.forms.PasskeyForm",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "stellwerk.web.accounts.adapters.MFAAdapter"
SECOND_FACTOR_REQUIRED = flag("SECOND_FACTOR", default=not DEMO)
SESSION_IDLE = timedelta(minutes=15)
SESSION_ABSOLUTE = timedelta(hours=10)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Never in a cookie: a message may speak of a case.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "stellwerk.web.shell.refusals.forgery_suspected"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if env("OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env("OIDC_NAME", "Single Sign-On"),
                    "client_id": env("OIDC_CLIENT_ID"),
                    "secret": keys.read_secret(env("OIDC_SECRET_FILE")),
                    "settings": {"server_url": env("OIDC_ISSUER")},
                }
            ]
        }
    }
OIDC_ENABLED = bool(env("OIDC_ISSUER"))
# Claims by which the issuer says that it asked for a second factor; none: ours is always asked.
OIDC_STRONG_ACR = frozenset(env("OIDC_ACR").split())
OIDC_STRONG_AMR = frozenset(env("OIDC_AMR").split())
OIDC_NAME = env("OIDC_NAME", "Single Sign-On") if OIDC_ENABLED else ""
OIDC_ORIGIN = ["{0.scheme}://{0.netloc}".format(urlsplit(env("OIDC_ISSUER")))] * OIDC_ENABLED
SOCIALACCOUNT_ADAPTER = "stellwerk.web.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = False

# --- browser -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Single sign-on leaves by a form; browsers look at where it is redirected to.
        "form-action": [SELF, *OIDC_ORIGIN],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A document of a case; clamd as unix:/path or tcp://host:port, empty for none.
DOCUMENT_MOST_BYTES = int(env("DOCUMENT_MB", "10")) * 1_000_000
VIRUS_SCANNER = env("CLAMD")
# Held in memory up to a document's size: in clear it never lies on a disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = max(2_500_000, DOCUMENT_MOST_BYTES + 1)

# --- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["stellwerk.web.shell.formats"]

# --- mail and log ------------------------------------------------------------------------------
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env("SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = env("SMTP_HOST", "localhost")
EMAIL_PORT = int(env("SMTP_PORT", "25"))
EMAIL_HOST_USER = env("SMTP_USER")
EMAIL_HOST_PASSWORD = keys.read_secret(env("SMTP_PASSWORD_FILE"))
EMAIL_USE_TLS = flag("SMTP_TLS")
TEXT_MESSAGES = env("TEXT_MESSAGES")  # a provider's adapter (exchange.reminders); none: off
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "stellwerk@localhost")
LOGGING = {
    **{"version": 1, "disable_existing_loggers": False},
    "filters": {"secrets": {"()": "stellwerk.web.shell.log_filter.WithoutSecrets"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {f"django.{x}": {"filters": ["secrets"]} for x in ("request", "security.csrf")},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
