"""Meetings: records of conversation, the points taken in them, and what became of each point."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record


class Meeting(Record):
    """The record of one conversation (memorandum of conversation) in an activity or apart from any."""

    class Kind(models.TextChoices):
        TALKS = "talks", _("talks")
        MEETING = "meeting", _("meeting")
        COURTESY = "courtesy", _("courtesy call")
        PHONE = "phone", _("telephone talk")
        OTHER = "other", _("other")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    activity = link("registers.Activity", _("activity"))
    partners = PartiesField(_("partners"))
    held = UncertainDateField(_("held on"), blank=False)
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    ours = models.CharField(_("led for us by"), max_length=200, blank=True, default="")
    theirs = models.CharField(_("led for them by"), max_length=200, blank=True, default="")
    present = models.TextField(_("present"), blank=True, default="")
    summary = models.TextField(_("summary"), blank=True, default="")
    noted_by = models.CharField(_("noted by"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("meeting record"), _("meeting records")
        ordering = ("-held_earliest", "uuid")

    class Register:
        code = "meetings"
        caption = "title"
        featured = ("title", "kind", "partners", "held", "ours", "theirs")
        search = ("title", "place", "ours", "theirs", "summary", "note")
        period = ("held", "held")
        parties = ("partners",)
        place = "place"
        parts = ("points", "outcomes")
        sealed = ("outcomes",)

    def __str__(self) -> str:
        return self.title


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

    owner = models.ForeignKey(Meeting, models.PROTECT, related_name="points")
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

    owner = models.ForeignKey(Meeting, models.PROTECT, related_name="outcomes")
    point = models.UUIDField(_("point"))
    into_register = models.CharField(_("register"), max_length=40)
    into = models.UUIDField(_("record"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("meeting", "outcome"), pgettext_lazy("meeting", "outcomes")
