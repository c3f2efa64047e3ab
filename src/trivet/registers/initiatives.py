"""Initiatives: texts and proposals in forums, by whom, with which co-sponsors, and what became of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record


class Initiative(Record):
    """One initiative; `issue` is a code of the profile, `symbol` what the forum calls the text."""

    class OurPart(models.TextChoices):
        PROPOSED = "proposed", _("proposed by us")
        TOGETHER = "together", _("proposed by us with others")
        CO_SPONSORED = "co-sponsored", _("co-sponsored by us")
        SUPPORTED = "supported", _("supported by us")
        NONE = "none", _("without us")

    class Standing(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("initiative", "in preparation")
        TABLED = "tabled", pgettext_lazy("initiative", "put forward")
        ADOPTED = "adopted", pgettext_lazy("initiative", "adopted")
        NOT_ADOPTED = "not-adopted", pgettext_lazy("initiative", "not adopted")
        WITHDRAWN = "withdrawn", pgettext_lazy("initiative", "withdrawn")

    title = models.CharField(_("title"), max_length=300)
    forum = link("core.Partner", _("forum"))
    our_part = models.CharField(_("our part"), max_length=12, choices=OurPart)
    proposers = PartiesField(_("proposed by"))
    issue = models.SlugField(_("issue"), max_length=40, blank=True, default="")
    symbol = models.CharField(_("symbol of the text"), max_length=80, blank=True, default="")
    proposed = UncertainDateField(_("proposed on"))
    standing = models.CharField(_("where it stands"), max_length=12, choices=Standing)
    adopted = UncertainDateField(_("adopted on"))
    result = models.TextField(_("result"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("initiative"), _("initiatives")
        ordering = ("-proposed_earliest", "uuid")

    class Register:
        code = "initiatives"
        caption = "title"
        featured = ("title", "forum", "our_part", "issue", "symbol", "proposed", "standing", "adopted")
        search = ("title", "symbol", "result", "note")
        period = ("proposed", "adopted")
        parties = ("proposers", "forum")
        parts = ("co_sponsors",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if (self.standing == self.Standing.ADOPTED) != bool(self.adopted):
            raise ValidationError({"adopted": _("What was adopted, and only that, says on which day.")})
        if self.proposed and self.adopted and self.adopted.latest < self.proposed.earliest:
            raise ValidationError({"adopted": _("It was adopted before it was proposed.")})


class CoSponsor(Part):
    """One partner that put its name to the text, and since when."""

    owner = models.ForeignKey(Initiative, models.PROTECT, related_name="co_sponsors")
    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    joined = UncertainDateField(_("joined on"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("co-sponsor"), _("co-sponsors")
