"""Settings of one record: all that differs between installations comes from TRIVET_HOME and the environment."""

import os
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from trivet.site.home import find_home, secret_key
from trivet.site.protection import HTTPS, PROVIDERS, PROXIES, cache, content_policy
from trivet.site.second_reader import reading_model
from trivet.values.markings import marking_named

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
    "trivet.procedures",
    "trivet.figures",
    "trivet.coordination",
    "trivet.programme",
    "trivet.intake",
    "trivet.reports",
    "trivet.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
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
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
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
AUTHENTICATION_BACKENDS = ["trivet.web.signing_in.WithDuties"]
#: New passwords by the first; those of the second are still read, and written anew when their owner signs in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "trivet.web.signing_in.Accounts"
SOCIALACCOUNT_ADAPTER = "trivet.web.signing_in.Providers"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# A whole house stands behind one address in the morning; wrong passwords keep the library's strict limits.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "trivet.web.passkey_forms.Add",
    "login_webauthn": "trivet.web.passkey_forms.SignIn",
    "authenticate_webauthn": "trivet.web.passkey_forms.SecondStep",
    "reauthenticate_webauthn": "trivet.web.passkey_forms.Again",
}
MFA_TOTP_ISSUER = "Trivet"
MFA_TOTP_TOLERANCE = 1
#: Without HTTPS a browser offers passkeys on the machine itself only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": PROVIDERS, "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
CACHES = {"default": cache(TRIVET_HOME)}

#: A session ends with the browser, and after so many hours at the latest.
SESSION_COOKIE_AGE = int(float(os.environ.get("TRIVET_SESSION_HOURS", "12")) * 3600)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = content_policy(PROVIDERS)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("vi", _("Vietnamese")), ("id", _("Indonesian"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "trivet.site.formats"
USE_TZ = True
#: For languages whose formats do not say it: digits in groups of three.
NUMBER_GROUPING = 3
TIME_ZONE = "UTC"

#: Where mail goes, as smtp+tls://user:password@host:587 or consolemail://; without it none is sent.
TRIVET_MAIL_URL = os.environ.get("TRIVET_MAIL_URL", "")
vars().update(environ.Env.email_url_config(TRIVET_MAIL_URL) if TRIVET_MAIL_URL else {})
DEFAULT_FROM_EMAIL = os.environ.get("TRIVET_MAIL_FROM", "trivet@localhost")
#: How the pages are reached from outside, for the addresses in mail.
TRIVET_ADDRESS = next(iter(CSRF_TRUSTED_ORIGINS), f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}")

#: So many calls of the interface a token or a person may make (each process counts for itself), and an outsider.
#: Written as calls/period, such as 600/m; an empty text sets no limit.
TRIVET_API_RATE = os.environ.get("TRIVET_API_RATE", "600/m")
TRIVET_API_RATE_OUTSIDE = os.environ.get("TRIVET_API_RATE_OUTSIDE", "120/m")

#: The highest marking of what a calendar feed brings; need-to-know records never leave by one.
TRIVET_FEED_MARKING = marking_named(os.environ.get("TRIVET_FEED_MARKING", "internal"))

#: From which marking on every opening of a record is written down (see coordination.reads).
TRIVET_READS_MARKING = marking_named(os.environ.get("TRIVET_READS_MARKING", "secret"))

#: The language model that reads documents a second time, if the installation names one (see intake.model).
TRIVET_MODEL = reading_model()

STATIC_URL = "static/"
STATIC_ROOT = TRIVET_HOME / "static"
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING"},
        # What opens documents tells of damage with pieces of their text, which stay out of logs.
        "pypdf": {"propagate": False, "level": "CRITICAL"},
        "trafilatura": {"propagate": False, "level": "CRITICAL"},
    },
}
