"""Communities: nationals and people of origin in a partner's country, as estimated, with their associations."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField
from trivet.core.records import Part, Record
from trivet.registers.indicators import Indicator


class Community(Record):
    """One estimate of how many live there, or a range. `coverage` names a part (students, workers); empty is general.

    Estimates differ by what they count, which `definition` says: citizens, people of origin, an ethnic group.
    """

    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    coverage = models.CharField(_("coverage"), max_length=120, blank=True, default="")
    low = models.PositiveIntegerField(_("persons, or fewest"))
    high = models.PositiveIntegerField(_("most persons"), null=True, blank=True)
    bound = models.CharField(_("bound"), max_length=8, choices=Indicator.Bound, default=Indicator.Bound.EXACT)
    as_of = UncertainDateField(_("as of"))
    definition = models.TextField(_("definition"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("community abroad"), _("communities abroad")
        ordering = ("-as_of_earliest", "uuid")

    class Register:
        code = "communities"
        caption = ("partner", "coverage", "as_of")
        featured = ("partner", "coverage", "low", "high", "bound", "as_of")
        search = ("coverage", "definition", "note")
        period = ("as_of", "as_of")
        parties = ("partner",)
        parts = ("associations",)

    def __str__(self) -> str:
        return ", ".join(filter(None, [str(self.partner), self.coverage, str(self.as_of or "")]))

    def clean(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ValidationError({"high": _("The highest value is below the lowest.")})


class Association(Part):
    """One association of the community: of whom it is, and since when."""

    owner = models.ForeignKey(Community, models.PROTECT, related_name="associations")
    name = models.CharField(_("name"), max_length=300)
    members = models.CharField(_("of whom"), max_length=120, blank=True, default="")
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    founded = UncertainDateField(_("founded"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("community", "association"), _("associations")
