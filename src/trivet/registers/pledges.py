"""Pledges: who promised support to whose candidature, orally or in writing, alone or in return for another."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record
from trivet.registers.candidature_words import Promise, Side

_GONE = {Promise.WITHDRAWN, Promise.BROKEN}


class Pledge(Record):
    """One pledge. For a candidature of ours the partner gave it; for one of a partner we gave it to them.

    Ballots are secret: a pledge is what was promised, and is never counted as a vote.
    """

    class Form(models.TextChoices):
        ORAL = "oral", pgettext_lazy("pledge", "oral")
        WRITTEN = "written", pgettext_lazy("pledge", "written")

    class Terms(models.TextChoices):
        UNILATERAL = "unilateral", pgettext_lazy("pledge", "unilateral")
        RECIPROCAL = "reciprocal", pgettext_lazy("pledge", "reciprocal")

    candidature = models.ForeignKey(
        "registers.Candidature", models.PROTECT, related_name="+", verbose_name=_("candidature")
    )
    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    status = models.CharField(_("status"), max_length=10, choices=Promise)
    form = models.CharField(_("form"), max_length=8, choices=Form)
    terms = models.CharField(_("terms"), max_length=12, choices=Terms)
    in_return = link("registers.Candidature", _("in return for"))
    given_by = models.CharField(_("given by"), max_length=200, blank=True, default="")
    given_to = models.CharField(_("given to"), max_length=200, blank=True, default="")
    round = models.PositiveSmallIntegerField(_("for the round"), null=True, blank=True)
    made = UncertainDateField(_("made on"))
    ended = UncertainDateField(_("withdrawn or broken on"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("pledge"), _("pledges")
        ordering = ("-made_earliest", "uuid")

    class Register:
        code = "pledges"
        caption = ("partner", "candidature")
        featured = ("partner", "candidature", "status", "form", "terms", "made")
        search = ("given_by", "given_to", "note")
        period = ("made", "ended")
        parties = ("partner",)

    def __str__(self) -> str:
        return f"{self.partner}, {self.candidature}"

    def clean(self) -> None:
        wrong: dict[str, Any] = {}
        given: Any = self.candidature
        if (self.terms == self.Terms.RECIPROCAL) != bool(self.in_return_id):
            wrong["in_return"] = _("A reciprocal pledge, and only that, names the candidature it is in return for.")
        elif self.in_return and self.in_return.side == given.side:
            wrong["in_return"] = _("Ours is pledged in return for theirs, and theirs for ours.")
        if (self.status in _GONE) != bool(self.ended):
            wrong["ended"] = _("What was withdrawn or broken, and only that, says since when.")
        if given.side == Side.THEIRS and given.nominated_by_id != self.partner_id:
            wrong["partner"] = _("We pledge a partner’s candidature to the partner whose it is.")
        if wrong:
            raise ValidationError(wrong)
