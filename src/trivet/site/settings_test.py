"""Settings of the tests: the same application with quick passwords and a throw-away home."""

import os
import tempfile

os.environ.setdefault("TRIVET_HOME", tempfile.mkdtemp(prefix="trivet-test-"))
os.environ.setdefault("TRIVET_SECRET_KEY", "only-for-tests")

from trivet.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TRIVET_API_RATE = TRIVET_API_RATE_OUTSIDE = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
