"""The owned rows of meetings: the points taken, and what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField
from trivet.core.records import Part


class Point(Part):
    """One point taken: who raised it, what was said, what the other side answered."""

    class Side(models.TextChoices):
        OURS = "ours", pgettext_lazy("side", "ours")
        THEIRS = "theirs", pgettext_lazy("side", "theirs")
        BOTH = "both", pgettext_lazy("side", "both")

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("point", "information")
        REQUEST = "request", pgettext_lazy("point", "request")
        OFFER = "offer", pgettext_lazy("point", "offer")
        AGREED = "agreed", pgettext_lazy("point", "agreed")
        OBJECTION = "objection", pgettext_lazy("point", "objection")

    owner = models.ForeignKey("registers.Meeting", models.PROTECT, related_name="points")
    side = models.CharField(_("raised by"), max_length=6, choices=Side, default=Side.BOTH)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.INFORMATION)
    topic = models.SlugField(_("topic"), max_length=40, blank=True, default="")
    text = models.TextField(_("point"))
    answer = models.TextField(pgettext_lazy("meeting", "answer"), blank=True, default="")
    by = UncertainDateField(_("by"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("point taken"), _("points taken")


class MeetingOutcome(Part):
    """What a point became: a record of another register, by its identity."""

    owner = models.ForeignKey("registers.Meeting", models.PROTECT, related_name="outcomes")
    point = models.UUIDField(_("point"))
    into_register = models.CharField(_("register"), max_length=40)
    into = models.UUIDField(_("record"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("meeting", "outcome"), pgettext_lazy("meeting", "outcomes")
