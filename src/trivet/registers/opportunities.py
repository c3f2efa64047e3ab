"""Opportunities: chances for the economy and for technology, who noticed them, and what came of each."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


class Opportunity(Record):
    """One chance with a partner or with companies; `sector` is a code of the profile. What came of it is linked."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("opportunity", "open")
        PURSUED = "pursued", pgettext_lazy("opportunity", "pursued")
        REALISED = "realised", pgettext_lazy("opportunity", "realised")
        PASSED = "passed", pgettext_lazy("opportunity", "passed by")

    title = models.CharField(_("opportunity"), max_length=300)
    sector = models.SlugField(_("sector"), max_length=40)
    partner = link("core.Partner", _("partner"))
    companies = PartiesField(_("companies as partners"))
    noticed_by = link("core.Body", _("noticed by"))
    noticed = UncertainDateField(_("noticed on"))
    until = UncertainDateField(_("open until"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    ended = UncertainDateField(_("realised or passed by on"))
    agreement = link("registers.Agreement", _("agreement that came of it"))
    investment = link("registers.Investment", _("project that came of it"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("opportunity"), _("opportunities")
        ordering = ("-noticed_earliest", "uuid")

    class Register:
        code = "opportunities"
        caption = "title"
        featured = ("title", "sector", "partner", "companies", "noticed", "until", "status")
        search = ("title", "note")
        period = ("noticed", "ended")
        parties = ("partner", "companies")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        over = self.status in (self.Status.REALISED, self.Status.PASSED)
        if self.ended and not over:
            raise ValidationError({"ended": _("Only what was realised or passed by says since when.")})
        for name in ("agreement", "investment"):
            if getattr(self, f"{name}_id") and self.status == self.Status.PASSED:
                raise ValidationError({name: _("Nothing came of what was passed by.")})
