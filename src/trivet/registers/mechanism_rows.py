"""The owned rows of mechanisms: their sessions, held and planned."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField
from trivet.core.records import Part


class Level(models.TextChoices):
    """Who sits across from whom, the highest first."""

    LEADERS = "leaders", _("leaders")
    DEPUTY_PRIME_MINISTERS = "deputy-pms", _("deputy prime ministers")
    MINISTERS = "ministers", _("ministers")
    VICE_MINISTERS = "vice-ministers", _("vice-ministers")
    SENIOR_OFFICIALS = "senior-officials", _("senior officials")
    DIRECTORS = "directors", _("directors")
    EXPERTS = "experts", _("experts")


class Session(Part):
    """One session: held, or planned for days that may still be a month or a year."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("session", "planned")
        HELD = "held", pgettext_lazy("session", "held")
        POSTPONED = "postponed", pgettext_lazy("session", "postponed")
        CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")

    owner = models.ForeignKey("registers.Mechanism", models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(pgettext_lazy("session", "number"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    chairs = models.CharField(_("chairs"), max_length=300, blank=True, default="")
    outcome = models.TextField(_("outcome"), blank=True, default="")
    following = UncertainDateField(_("next session agreed for"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("session"), _("sessions")

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
        if self.starts and self.following and self.following.latest < self.starts.earliest:
            raise ValidationError({"following": _("The next session cannot come before this one.")})
