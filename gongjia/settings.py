"""The one settings file. Every choice an installation makes comes from the environment, typed and described below,
or from files that the environment names (NAME_FILE, systemd credentials).

`gongjia doctor` prints this table with the values in force and says in plain words what to mend.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, Field

from gongjia.foundation import logs
from gongjia.foundation.environment import given
from gongjia.foundation.postgres import Cluster, django_database

# Python looks for rubbish after every 700 new objects; with this much code to load that is a fifth of each start.
gc.set_threshold(10_000, 10, 10)

BASE = Path(__file__).resolve().parent.parent
DEMO_KEY = "demo-key-for-development-only-never-in-production"


class Environment(BaseModel):
    """What an installation may set. Names are those of the environment variables."""

    GONGJIA_MODE: Literal["development", "production"] = Field(
        "development", description="production refuses to start with anything unsafe"
    )
    GONGJIA_DEMO: bool = Field(False, description="fill and show the demo province and its named cast")
    GONGJIA_DATA: Path = Field(BASE / "var", description="folder of the embedded database, uploads and logs")
    DATABASE_URL: str = Field(
        "", description="postgresql://gongjia_app@… of an outside server 15-18; empty: the embedded one"
    )
    OWNER_DATABASE_URL: str = Field(
        "", description="the same database for the role that owns the tables; `gongjia migrate` alone uses it"
    )
    HOST: str = Field("127.0.0.1", description="address the web server listens on")
    PORT: int = Field(8000, ge=1, le=65535, description="port the web server listens on")
    PUBLIC_URL: str = Field("", description="address people see, with https:// in production")
    DEBUG: bool = Field(False, description="Django's debug pages; never in production")
    SECRET_KEY: str = Field(DEMO_KEY, description="signs sessions; at least 50 random characters")
    SEALING_KEYS: str = Field(
        "1:" + DEMO_KEY,
        description="version:secret pairs, comma separated, newest last; seal IDs, phones and second factors",
    )
    INDEX_KEY: str = Field(DEMO_KEY, description="key of the blind indexes; apart from the sealing keys")
    BEHIND_TLS: bool = Field(False, description="a proxy ends TLS and sets X-Forwarded-Proto; needed in production")
    SMS_BACKEND: str = Field(
        "gongjia.foundation.sms.ConsoleSms", description="dotted path of the SMS sender; needed in production"
    )
    EMAIL_URL: str = Field(
        "", description="smtp:// or smtps://user:password@host:port; empty: no e-mail, in development the console"
    )
    EMAIL_FROM: str = Field("gongjia@localhost", description="sender of e-mail")
    WEB_WORKERS: int = Field(2, ge=1, description="web processes")
    MAP_APPROVAL: str = Field("", description="approval number printed under the map (审图号), where one was given")
    AUDIT_ANCHOR: str = Field(
        "", description="who keeps each day's audit head outside: a folder, an e-mail address or an https address"
    )
    PUBLISHED_SECONDS: int = Field(60, ge=0, description="how long figures for the public are kept, then counted anew")
    SAME_TIME_SECONDS: float = Field(
        0.25,
        ge=0,
        le=5,
        description="answers about somebody leave so long after they were asked for, or a multiple of it",
    )
    API_LIMIT_TOKEN: int = Field(600, ge=1, description="requests a minute that one token may send")
    API_LIMIT_ANYBODY: int = Field(120, ge=1, description="requests a minute from one network address without a token")
    UPLOAD_LIMIT_MB: int = Field(20, ge=1, le=100, description="largest file a person may add")
    OBSERVERS: str = Field("127.0.0.0/8,::1/128", description="networks that may read /readyz and /metrics")
    SENTRY_DSN: str = Field("", description="where errors are reported, without anybody's data; empty: nowhere")
    BACKUP_FOLDER: str = Field(
        "", description="where backups and the write-ahead log go, best on another machine; empty: no backups"
    )
    BACKUP_KEEP: int = Field(7, ge=1, description="how many backups are kept; those from before a restore 30 days")
    REPLICATION_URL: str = Field(
        "", description="postgresql://… of the backup role of an outside server; the embedded one needs none"
    )


ENV = Environment.model_validate(given(Environment.model_fields, os.environ))
PRODUCTION = ENV.GONGJIA_MODE == "production"
DEMO = ENV.GONGJIA_DEMO
DATA = ENV.GONGJIA_DATA.absolute()
SEALING_KEYS_FILE = os.environ.get("SEALING_KEYS_FILE", "")  # looked at again when it changes (people/sealing.py)
TESTING = "pytest" in sys.modules

# The table of contents: one programme more is one folder and one line here.
PROGRAMMES = [
    "gongjia.programmes.join_request",
    "gongjia.programmes.membership_transfer",
    "gongjia.programmes.concern",
    "gongjia.programmes.dispute_mediation",
    "gongjia.programmes.owed",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "template_partials",
    "gongjia.operations",
    "gongjia.world",
    "gongjia.desks",
    *PROGRAMMES,
    "gongjia.cases",
    "gongjia.indicators",
    "gongjia.connections",
    "gongjia.notices",
    "gongjia.unions",
    "gongjia.people",
    "gongjia.law",
    "gongjia.audit",
    "gongjia.web",
    "gongjia.foundation",
]

MIDDLEWARE = [
    "gongjia.foundation.same_time.SameTime",
    "gongjia.operations.middleware.Probes",
    "gongjia.operations.middleware.Observed",
    "gongjia.foundation.middleware.PlainHeaders",
    "gongjia.foundation.middleware.KnownMethods",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongjia.web.middleware.ChosenLanguage",
    "gongjia.web.middleware.NotTooLarge",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongjia.people.middleware.OwnEyes",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongjia.people.middleware.IdleLimit",
    "gongjia.unions.middleware.SecondFactorRequired",
]

ROOT_URLCONF = "gongjia.urls"
WSGI_APPLICATION = "gongjia.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongjia.web.context.look",
                "gongjia.desks.context.navigation",
            ]
        },
    }
]

if ENV.DATABASE_URL:
    DATABASES = {"default": django_database(ENV.DATABASE_URL)}
    OWNER_DATABASE = django_database(ENV.OWNER_DATABASE_URL or ENV.DATABASE_URL)
else:
    DATABASES = {"default": django_database(Cluster(DATA).url)}
    OWNER_DATABASE = django_database(Cluster(DATA).owner_url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "foundation_cache"},
    # Of each web process: published figures, which anybody may ask for as often as they like.
    "published": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": ENV.PUBLISHED_SECONDS},
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gongjia.people.passwords.NoWordsOfOurOwn"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("ko", "한국어"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = BASE / "static"
NODE_MODULES = BASE / "node_modules"
STATICFILES_DIRS = [
    ("htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("bootstrap", NODE_MODULES / "bootstrap" / "dist" / "css"),
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = True  # from where they lie: nothing to collect, nothing to forget after an upgrade
WHITENOISE_AUTOREFRESH = ENV.DEBUG

DEBUG = ENV.DEBUG
SECRET_KEY = ENV.SECRET_KEY
ALLOWED_HOSTS = [ENV.PUBLIC_URL.split("//")[-1].split(":")[0].rstrip("/")] if ENV.PUBLIC_URL else ["*"]
CSRF_TRUSTED_ORIGINS = [ENV.PUBLIC_URL.rstrip("/")] if ENV.PUBLIC_URL else []
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # a member stays signed in for 30 days; officers' idle limit is in people
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # the page carries the token itself
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOOK_COOKIE_NAME, MAILBOX_COOKIE_NAME, BROWSER_COOKIE_NAME = "gj_look", "mailbox", "browser"
CSRF_FAILURE_VIEW = "gongjia.web.views.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENV.BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # No other host can set a cookie of these names.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME, LOOK_COOKIE_NAME, MAILBOX_COOKIE_NAME = "__Host-language", "__Host-look", "__Secure-mailbox"
    BROWSER_COOKIE_NAME = "__Host-browser"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
UPLOAD_LIMIT = ENV.UPLOAD_LIMIT_MB * 1024 * 1024

DEFAULT_FROM_EMAIL = ENV.EMAIL_FROM
EMAIL_BACKEND = "gongjia.foundation.mail.NoServer" if PRODUCTION else "django.core.mail.backends.console.EmailBackend"
if ENV.EMAIL_URL:
    _mail = urlsplit(ENV.EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_USER)  # a password never goes out in clear
    EMAIL_TIMEOUT = 20
LOGGING = logs.configuration(production=PRODUCTION)

# Sign-in (people). Codes and all limits are ours (people/codes.py, people/limits.py), so allauth's own are off.
ACCOUNT_ADAPTER = "gongjia.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
SAME_TIME_SECONDS = ENV.SAME_TIME_SECONDS  # foundation/same_time.py
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# The API: requests a minute, by token, and by network address for whoever shows none.
API_LIMIT_TOKEN = ENV.API_LIMIT_TOKEN
API_LIMIT_ANYBODY = ENV.API_LIMIT_ANYBODY
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Gongjia"
MFA_TOTP_TOLERANCE = 1  # the code before and after holds too: people type slowly, and phones' clocks differ
MFA_ADAPTER = "gongjia.people.adapter.SecondFactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
