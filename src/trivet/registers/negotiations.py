"""Negotiations: talks on borders, seas, codes of conduct and agreements, round by round."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


class Negotiation(Record):
    """One track of talks. `area` is a code of the profile: what a border or a sea is called is the deployment's own."""

    class Kind(models.TextChoices):
        LAND_BORDER = "land-border", _("land border")
        SEA = "sea", pgettext_lazy("negotiation", "sea")
        CONDUCT = "conduct", _("code of conduct")
        TRADE = "trade", pgettext_lazy("negotiation", "trade")
        OTHER = "other", _("other")

    class Standing(models.TextChoices):
        PREPARED = "prepared", pgettext_lazy("negotiation", "in preparation")
        UNDER_WAY = "under-way", pgettext_lazy("negotiation", "under way")
        SUSPENDED = "suspended", pgettext_lazy("negotiation", "suspended")
        CONCLUDED = "concluded", pgettext_lazy("negotiation", "concluded")
        ENDED = "ended", pgettext_lazy("negotiation", "ended without a result")

    subject = models.CharField(_("subject"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    area = models.SlugField(_("area"), max_length=40, blank=True, default="")
    parties = PartiesField(_("parties"))
    forum = link("core.Partner", _("forum"))
    lead = link("core.Person", _("lead of our side"))
    legal_basis = models.TextField(_("legal basis"), blank=True, default="")
    standing = models.CharField(_("where it stands"), max_length=10, choices=Standing)
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    agreement = link("registers.Agreement", _("came to the agreement"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("negotiation"), _("negotiations")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "negotiations"
        caption = "subject"
        featured = ("subject", "kind", "area", "parties", "standing", "starts", "ends")
        search = ("subject", "legal_basis", "note")
        period = ("starts", "ends")
        parties = ("parties", "forum")
        parts = ("rounds",)

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        over = self.standing in (self.Standing.CONCLUDED, self.Standing.ENDED)
        if over != bool(self.ends):
            raise ValidationError({"ends": _("Talks that are over, and only those, say since when.")})
