"""The owned rows of commitments: milestones, and requests to move the target date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Part


class Milestone(Part):
    """One step on the way, with its day and what shows that it was reached."""

    owner = models.ForeignKey("registers.Commitment", models.PROTECT, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    due = UncertainDateField(_("due"))
    reached = UncertainDateField(_("reached"))
    evidence = link("core.Source", _("evidence"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")


class TargetRequest(Part):
    """A request to move the target date: by whom and why, and what was decided by whom."""

    class Decision(models.TextChoices):
        OPEN = "open", _("to be decided")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")

    owner = models.ForeignKey("registers.Commitment", models.PROTECT, related_name="target_requests")
    before = UncertainDateField(_("target date before"))
    wanted = UncertainDateField(_("target date wanted"))
    reason = models.TextField(_("reason"))
    asked_by = models.CharField(_("asked by"), max_length=60)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True, default="")
    answer = models.TextField(_("reason of the decision"), blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("request for another target date"), _("requests for another target date")
