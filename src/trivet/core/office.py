"""The one office a record belongs to: whose foreign affairs these are, and by which profile it works."""

from django.db import models
from django.utils.translation import gettext as _

from trivet.core.profile import Profile, load_profile


class Office(models.Model):
    """Written once by `trivet init`: the profile and the country (ISO 3166 alpha-3) of this record."""

    profile = models.CharField(max_length=60)
    country = models.CharField(max_length=3)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.country} ({self.profile})"


class NoOffice(RuntimeError):
    """There is no record here yet; the message says how to begin one."""


def office() -> Office:
    """The office of this record. Raises NoOffice when none was begun."""
    found = Office.objects.first()
    if found is None:
        raise NoOffice(_("there is no record here yet: begin one with `trivet init --profile NAME --country XXX`"))
    return found


def profile() -> Profile:
    """The profile this record works by."""
    return load_profile(office().profile)


def profile_begun() -> Profile | None:
    """The profile this record works by; None while no office was begun."""
    found = Office.objects.first()
    return load_profile(found.profile) if found else None
