"""Candidatures: ours and those of partners, for a seat that a body fills by vote."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record
from trivet.registers.candidature_words import Majority, Side, Standing

_DECIDED = {Standing.ELECTED, Standing.NOT_ELECTED}


class Candidature(Record):
    """One candidature. `members` may vote; `voting` were present and voted, abstentions apart."""

    body = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("body that elects"))
    organ = models.CharField(_("organ"), max_length=200, blank=True, default="")
    seat = models.CharField(_("seat"), max_length=200)
    side = models.CharField(_("whose"), max_length=8, choices=Side)
    nominated_by = link("core.Partner", _("nominated by"))
    person = link("core.Person", _("person"))
    regional_group = models.SlugField(_("regional group"), max_length=30, blank=True, default="")
    announced = UncertainDateField(_("announced"))
    election = UncertainDateField(_("election day"))
    term_starts = UncertainDateField(_("term starts"))
    term_ends = UncertainDateField(_("term ends"))
    standing = models.CharField(_("where it stands"), max_length=12, choices=Standing, default=Standing.ANNOUNCED)
    majority = models.CharField(_("majority needed"), max_length=12, choices=Majority, blank=True, default="")
    majority_basis = models.CharField(_("legal basis of the majority"), max_length=300, blank=True, default="")
    members = models.PositiveIntegerField(_("members that may vote"), null=True, blank=True)
    voting = models.PositiveIntegerField(_("present and voting"), null=True, blank=True)
    votes = models.PositiveIntegerField(_("votes got"), null=True, blank=True)
    votes_needed = models.PositiveIntegerField(_("votes needed, as told"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("candidature"), _("candidatures")
        ordering = ("-election_earliest", "uuid")

    class Register:
        code = "candidatures"
        caption = ("body", "organ", "seat", "nominated_by")
        featured = ("side", "nominated_by", "body", "organ", "seat", "election", "standing", "votes")
        search = ("organ", "seat", "majority_basis", "note")
        period = ("election", "election")
        parties = ("body", "nominated_by")
        calendar = True

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.organ, self.seat]))

    def clean(self) -> None:
        wrong: dict[str, Any] = {}
        if self.side == Side.THEIRS and not self.nominated_by_id:
            wrong["nominated_by"] = _("A candidature of a partner says whose it is.")
        if bool(self.majority) != bool(self.majority_basis.strip()):
            wrong["majority_basis"] = _("A majority and its legal basis are told together.")
        for name in ("voting", "votes"):
            if getattr(self, name) is not None and self.standing not in _DECIDED:
                wrong[name] = _("Votes are told once the election was held.")
        if self.votes is not None and self.votes > min(n for n in (self.voting, self.members, 10**9) if n is not None):
            wrong["votes"] = _("More votes than voted.")
        if None not in (self.voting, self.members) and self.voting > self.members:  # type: ignore[operator]
            wrong["voting"] = _("More voted than may vote.")
        if self.standing in _DECIDED and not self.election:
            wrong["election"] = _("What was decided by vote says on which day.")
        if wrong:
            raise ValidationError(wrong)
        if self.term_starts and self.term_ends and self.term_starts.earliest > self.term_ends.latest:
            raise ValidationError({"term_ends": _("It ends before it starts.")})
