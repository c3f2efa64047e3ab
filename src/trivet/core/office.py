"""The one office a record belongs to: whose foreign affairs these are, and by which profile it works."""

from django.db import OperationalError, connection, models
from django.utils.translation import gettext as _

from trivet.core.names import reader_language
from trivet.core.profile import Profile, load_profile, said
from trivet.values.territories import territories, territory_names


class Office(models.Model):
    """Written once by `trivet init`: the profile and the country (ISO 3166 alpha-3) of this record.

    The country of an exercise is invented: its code is one that ISO 3166 leaves to its users.
    """

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
        raise NoOffice(no_record())
    return found


def no_record() -> str:
    """That there is no record here yet, and how to begin one."""
    return _("there is no record here yet: begin one with `trivet init --profile NAME --country XXX`")


def record_begun() -> bool:
    """Whether the database has the tables of a record; a server that cannot be reached tells its own trouble."""
    try:
        return Office._meta.db_table in connection.introspection.table_names()
    except OperationalError:
        return connection.vendor != "sqlite"


def profile() -> Profile:
    """The profile this record works by."""
    return load_profile(office().profile)


def profile_begun() -> Profile | None:
    """The profile this record works by; None while no office was begun."""
    found = Office.objects.first()
    return load_profile(found.profile) if found else None


def country_name(found: Office) -> str:
    """The country of an office in the reader's language: CLDR's name, or the profile's for one that is invented."""
    iso2, name = territories().get(found.country, ("", ""))
    invented = said(load_profile(found.profile).tables.get("profile", {}).get("label"))
    return territory_names(reader_language()).get(iso2) or name or invented or found.country


def exercise_words(found: Office | None) -> str:
    """What stands on every page, paper and letter of an exercise; nothing for the record of a real country.

    This alone says whether a record is an exercise: the bar, the papers, the feeds and the mails all ask here.
    """
    chosen = load_profile(found.profile) if found else None
    if chosen is None or not chosen.exercise:
        return ""
    return _("Exercise: country, bodies, people and cases are invented. The rules are those of the profile “%s”.") % (
        chosen.practised
    )


def file_prefix(found: Office | None) -> str:
    """What stands before the name of each file that is taken away: the word, untranslated, where it is an exercise."""
    return "exercise-" if exercise_words(found) else ""


def exercise_mark(found: Office | None) -> str:
    """The one word that stands before names and subjects, and at the head of each printed page, in an exercise."""
    return _("Exercise") if exercise_words(found) else ""
