"""Settings of the bare views: the same database, and neither middleware nor sign-in."""

from trivet.site.settings import *  # noqa: F403

INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "trivet.core", "trivet.registers"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.bare"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
