"""Settings of the site; what differs between machines comes from the environment (.env.example)."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from psycopg_pool.base import AttemptWithBackoff

from learnsts.environment import BASE_DIR, HOST, THREADS, VAR_DIR, env
from learnsts.monitoring.logs import logging_to
from learnsts.secret_key import secret_key

SECRET_KEY = secret_key()
DEBUG = env.bool("DEBUG", default=False)
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- compared with, never bound to
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["*"] if HOST == EVERYWHERE else [HOST, "127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "learnsts",
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
    "learnsts.monitoring.request_id.identified",
    "learnsts.monitoring.metrics.counted",
    "learnsts.middleware.health_apart",
    "learnsts.middleware.aws_apart",
    "learnsts.middleware.tell_refusals",
    "learnsts.cookies.read_exact_names",
    "learnsts.cookies.read_old_names",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "learnsts.shared_pages.share_pages",
    "django.middleware.gzip.GZipMiddleware",
    "learnsts.middleware.kept_by_caches",
    "learnsts.middleware.clear_for_the_next",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "learnsts.cookies.mark_sessions",
    "django.middleware.common.CommonMiddleware",
    "learnsts.csrf.OriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lessons.accounts.sign_in.staff_sessions.end_after_hours",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "learnsts.middleware.scripts_of_the_site",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "learnsts.middleware.vary_on_htmx",
    "learnsts.middleware.keep_private_pages",
    "learnsts.signed_out.KeepWhatWasSent",
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
                "learnsts.csrf.token_of_session",
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
    # A page waits no longer than `timeout` for PostgreSQL, whether it is away or at its limit of connections.
    # Whoever comes next has the pool try again, which by itself would wait longer each time.
    "django.db.backends.postgresql": {"pool": {"timeout": 3, "reconnect_timeout": 2}, "connect_timeout": 3},
}

# After a restart of PostgreSQL every connection in a pool is broken. They are tried and replaced one by one,
# between which psycopg_pool pauses, for a second at first: in all longer than a page waits.
AttemptWithBackoff.INITIAL_DELAY = 0.02

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'learnsts.sqlite3'}")}
DATABASES["default"]["OPTIONS"] = {
    **OPTIONS.get(DATABASES["default"]["ENGINE"], {}),
    **DATABASES["default"].get("OPTIONS", {}),
}
# A thread keeps SQLite open: opening and closing it takes longer than a call. PostgreSQL has its pool, which
# looks whether a connection has outlived a restart of the database before it is used.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

FAILING_OPEN = {
    "django.core.cache.backends.db.DatabaseCache": "learnsts.cache.DatabaseCache",
    "django.core.cache.backends.redis.RedisCache": "learnsts.cache.RedisCache",
}
# Shared by all workers, which is what rate limits need: Redis, or a table of the database.
# Where it does not answer, limits are not kept.
CACHES = {"default": env.cache("REDIS_URL", default="dbcache://django_cache?max_entries=10000")}
CACHES["default"]["BACKEND"] = FAILING_OPEN.get(CACHES["default"]["BACKEND"], CACHES["default"]["BACKEND"])
# What a worker keeps for strangers is its own.
CACHES["strangers"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "TIMEOUT": 60,  # seconds
    "OPTIONS": {"MAX_ENTRIES": 300},
}

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
ACCOUNT_ADAPTER = "lessons.accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "lessons:home"
# A whole school may sit behind one address: wrong passwords count against a name at that address, and a form
# that is merely sent counts against nobody. The site's own limits are in lessons/accounts/limits.py.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "login": "", "signup": ""}
# Of a process's threads, how many may be taken by those who sign in or up: some are always left for reading.
PASSWORDS_AT_ONCE = max(1, THREADS - 2)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
SESSION_ENGINE = "lessons.accounts.sign_in.sessions"
SESSION_COOKIE_AGE = 180 * 24 * 60 * 60
STAFF_SESSION_SECONDS = 12 * 60 * 60

# -- static files --------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "learnsts.static_files.OneRequestStorage"},
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
# Looks for Django's middleware by its name; learnsts.csrf.OriginMiddleware is one of its kind.
SILENCED_SYSTEM_CHECKS = ["security.W003"]

# No form has a file in it, and what is sent as one anyway would fill the disk while it comes.
DATA_UPLOAD_MAX_NUMBER_FILES = 0

# Behind a TLS proxy that sets X-Forwarded-Proto; `make run` serves plain HTTP on this machine only.
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Browsers take these from this very host alone, over TLS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# -- telling how it is ---------------------------------------------------------------------------

# Without EMAIL_URL nothing is sent to anybody: mail is printed.
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
ADMINS = [("", address) for address in env.list("ADMINS", default=[])]
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str("SERVER_EMAIL", default="learnsts@localhost")
EMAIL_SUBJECT_PREFIX = "[LearnSTS] "

# Who asks for /metrics shows this as a bearer token; without one there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

LOGGING = logging_to("console", *(["mail"] if ADMINS and "EMAIL_URL" in env else []))
