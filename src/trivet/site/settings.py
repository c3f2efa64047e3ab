"""Settings of one record: all that differs between installations comes from TRIVET_HOME and the environment."""

import os
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from trivet.site.home import find_home, secret_key

PACKAGE = Path(__file__).resolve().parent.parent
TRIVET_HOME = find_home()

SECRET_KEY = os.environ.get("TRIVET_SECRET_KEY") or secret_key(TRIVET_HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TRIVET_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TRIVET_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "trivet.core",
    "trivet.registers",
    "trivet.figures",
    "trivet.reports",
    "trivet.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "trivet.site.urls"
WSGI_APPLICATION = "trivet.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

#: SQLite for one office (FULL durability, one writer at a time); PostgreSQL for a ministry by TRIVET_DATABASE_URL.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536"
    ),
}


def database() -> dict[str, object]:
    """The database that holds the record."""
    url = os.environ.get("TRIVET_DATABASE_URL", "")
    if url:
        return dict(environ.Env.db_url_config(url))
    name = TRIVET_HOME / "trivet.sqlite3"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": SQLITE_OPTIONS}


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("vi", _("Vietnamese")), ("id", _("Indonesian"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "trivet.site.formats"
USE_TZ = True
#: For languages whose formats do not say it: digits in groups of three.
NUMBER_GROUPING = 3
TIME_ZONE = "UTC"

#: So many calls of the interface a token or a person may make (each process counts for itself), and an outsider.
#: Written as calls/period, such as 600/m; an empty text sets no limit.
TRIVET_API_RATE = os.environ.get("TRIVET_API_RATE", "600/m")
TRIVET_API_RATE_OUTSIDE = os.environ.get("TRIVET_API_RATE_OUTSIDE", "120/m")

STATIC_URL = "static/"
STATIC_ROOT = TRIVET_HOME / "static"
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING"}},
}
