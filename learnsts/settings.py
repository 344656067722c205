"""Settings of the site; what differs between machines comes from the environment (.env.example)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY_FILE = VAR_DIR / "secret-key"


def secret_key() -> str:
    """The key from SECRET_KEY or from var/secret-key. Raises ImproperlyConfigured where there is none."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if SECRET_KEY_FILE.exists():
        return SECRET_KEY_FILE.read_text().strip()
    raise ImproperlyConfigured("Set SECRET_KEY, or let `make run` write var/secret-key.")


SECRET_KEY = secret_key()
DEBUG = env.bool("DEBUG", default=False)
# HOST is the address that `make run` serves on; 0.0.0.0 is every address this machine has.
HOST = env.str("HOST", default="127.0.0.1")
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- compared with, never bound to
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["*"] if HOST == EVERYWHERE else [HOST, "127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "lessons",
    "lessons.accounts",
    "lessons.quizzes",
    "lessons.sandbox",
    "lessons.classrooms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "adminsortable2",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "learnsts.middleware.aws_apart",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "learnsts.middleware.vary_on_htmx",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "learnsts.urls"
WSGI_APPLICATION = "learnsts.wsgi.application"
ASGI_APPLICATION = "learnsts.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data ----------------------------------------------------------------------------------------

OPTIONS: dict[str, dict[str, Any]] = {
    "django.db.backends.sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What was answered outlives a power failure. The log becomes part of the database every 4,000 pages
        # (16 MB), for which one call waits.
        "init_command": (
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;"
        ),
    },
    "django.db.backends.postgresql": {"pool": True},
}

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'learnsts.sqlite3'}")}
DATABASES["default"]["OPTIONS"] = {
    **OPTIONS.get(DATABASES["default"]["ENGINE"], {}),
    **DATABASES["default"].get("OPTIONS", {}),
}
# A thread keeps SQLite open: opening and closing it takes longer than a call. PostgreSQL has its pool.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None

# Shared by all workers, which is what rate limits need: Redis, or a table of the database.
CACHES = {"default": env.cache("REDIS_URL", default="dbcache://django_cache?max_entries=10000")}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en"
USE_I18N = False

# -- the sandbox ---------------------------------------------------------------------------------

# What a worker keeps of the simulated cloud: so many AWS accounts, each so long after its last call.
SANDBOX_ACCOUNTS_IN_MEMORY = env.int("SANDBOX_ACCOUNTS_IN_MEMORY", default=500)
SANDBOX_IDLE_SECONDS = env.float("SANDBOX_IDLE_SECONDS", default=3600.0)

# -- accounts ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "lessons:home"
ACCOUNT_ADAPTER = "lessons.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "lessons:home"
# A whole class may sign up at once behind one address, and mistype: the narrow limit is a name's at an
# address, and the wide one lets a school of a thousand be wrong now and then.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,1000/5m/ip", "login": "300/m/ip", "signup": "200/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SESSION_COOKIE_AGE = 180 * 24 * 60 * 60

# -- static files --------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- security ------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "learnsts.views.csrf_failure"

# Behind a TLS proxy that sets X-Forwarded-Proto; `make run` serves plain HTTP on this machine only.
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
