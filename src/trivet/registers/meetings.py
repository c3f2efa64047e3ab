"""Meetings: records of conversation, the points taken in them, and what became of each point."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


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
