"""The owned rows of visits: the people of both sides, and the programme by the minute."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import TimeZoneField, UncertainDateField, link
from trivet.core.records import Part


class Delegate(Part):
    """One person of a delegation. `rank` is a code of the profile, whose table is in the order of precedence.

    `place_in_order` puts somebody elsewhere than their rank does: the lower number stands first. Of a passport only
    what the journey needs is kept.
    """

    class Side(models.TextChoices):
        OURS = "ours", pgettext_lazy("side", "ours")
        THEIRS = "theirs", pgettext_lazy("side", "theirs")

    class Role(models.TextChoices):
        HEAD = "head", _("head of the delegation")
        DEPUTY = "deputy", _("deputy head")
        MEMBER = "member", _("member")
        SPOUSE = "spouse", _("spouse")
        INTERPRETER = "interpreter", _("interpreter")
        STAFF = "staff", _("accompanying staff")
        SECURITY = "security", _("security")
        PRESS = "press", _("press")
        BUSINESS = "business", _("business")

    class Passport(models.TextChoices):
        DIPLOMATIC = "diplomatic", _("diplomatic")
        OFFICIAL = "official", _("official")
        ORDINARY = "ordinary", _("ordinary")

    owner = models.ForeignKey("programme.Visit", models.PROTECT, related_name="delegates")
    side = models.CharField(_("side"), max_length=6, choices=Side, default=Side.OURS)
    role = models.CharField(_("part"), max_length=12, choices=Role, default=Role.MEMBER)
    name = models.CharField(_("name"), max_length=200)
    person = link("core.Person", _("person"))
    post = models.CharField(_("office held"), max_length=200, blank=True, default="")
    unit = models.CharField(_("body or firm"), max_length=200, blank=True, default="")
    rank = models.SlugField(_("rank"), max_length=30, blank=True, default="")
    grade = models.CharField(_("grade and step"), max_length=60, blank=True, default="")
    place_in_order = models.PositiveSmallIntegerField(_("place in precedence"), null=True, blank=True)
    passport = models.CharField(_("passport"), max_length=10, choices=Passport, blank=True, default="")
    passport_until = UncertainDateField(_("passport valid until"))
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("visit", "participant"), pgettext_lazy("visit", "delegation")


class Hour(Part):
    """One item of the programme by the minute, on a day of the place where it happens."""

    class Kind(models.TextChoices):
        TALKS = "talks", _("talks")
        MEETING = "meeting", _("meeting")
        COURTESY = "courtesy", _("courtesy call")
        CEREMONY = "ceremony", _("ceremony")
        SIGNING = "signing", _("signing")
        MEAL = "meal", _("meal")
        TRAVEL = "travel", _("travel")
        SITE = "site", _("visit to a place")
        PRESS = "press", _("press")
        INTERNAL = "internal", _("our side alone")
        FREE = "free", _("free time")

    owner = models.ForeignKey("programme.Visit", models.PROTECT, related_name="hours")
    day = models.DateField(_("day"))
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("to"), null=True, blank=True)
    time_zone = TimeZoneField(_("time zone, when it is another"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MEETING)
    title = models.CharField(_("what"), max_length=300)
    place = models.CharField(_("where"), max_length=200, blank=True, default="")
    counterpart = models.CharField(_("with whom"), max_length=200, blank=True, default="")
    present = models.CharField(_("who takes part"), max_length=300, blank=True, default="")
    body = link("core.Body", _("body in charge"))
    interpreting = models.CharField(_("interpreting"), max_length=100, blank=True, default="")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("item of the programme"), _("programme by the minute")

    def clean(self) -> None:
        if self.ends and self.ends < self.begins:
            raise ValidationError({"ends": _("It ends before it starts: what goes past midnight is two items.")})
