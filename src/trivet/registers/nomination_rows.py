"""The owned rows of nominations: where each partner stands whose support was sought."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Part


class NominationSupport(Part):
    """One partner whose support was sought: what it answered, when, and where it was asked."""

    class Answer(models.TextChoices):
        ASKED = "asked", pgettext_lazy("support", "asked")
        PROMISED = "promised", pgettext_lazy("support", "promised")
        GIVEN = "given", pgettext_lazy("support", "given")
        DECLINED = "declined", pgettext_lazy("support", "declined")

    owner = models.ForeignKey("registers.Nomination", models.PROTECT, related_name="supports")
    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    answer = models.CharField(pgettext_lazy("support", "answer"), max_length=10, choices=Answer, default=Answer.ASKED)
    date = UncertainDateField(_("date"))
    activity = link("registers.Activity", _("asked during"))
    words = models.CharField(_("words"), max_length=300, blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("support of a partner"), _("support of partners")
