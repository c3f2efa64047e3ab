"""Rows of an agreement: where each party stands, and by which act it joined."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField
from trivet.core.records import Part


class Ratification(Part):
    """Where one party stands with ratifying; "unknown" is an answer of its own. `date` is the day of the `act`."""

    class Status(models.TextChoices):
        RATIFIED = "ratified", _("ratified")
        NOT_RATIFIED = "not_ratified", _("not ratified")
        UNKNOWN = "unknown", _("unknown")

    class Act(models.TextChoices):
        RATIFICATION = "ratification", _("ratification")
        ACCESSION = "accession", pgettext_lazy("act of a party", "accession")
        ACCEPTANCE = "acceptance", _("acceptance")
        APPROVAL = "approval", pgettext_lazy("act of a party", "approval")
        SUCCESSION = "succession", _("succession")
        DEFINITIVE = "definitive-signature", _("definitive signature")
        CONFIRMATION = "formal-confirmation", _("formal confirmation")
        PROVISIONAL = "provisional", _("provisional application")
        PARTICIPATION = "participation", _("participation")
        OTHER = "other", pgettext_lazy("act of a party", "other act")

    owner = models.ForeignKey("registers.Agreement", models.PROTECT, related_name="ratifications")
    party = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("party"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.UNKNOWN)
    signed = UncertainDateField(_("signed"))
    act = models.CharField(_("act"), max_length=20, choices=Act, blank=True, default="")
    date = UncertainDateField(_("date"))
    note = models.TextField(_("note"), blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("ratification"), _("ratifications")
