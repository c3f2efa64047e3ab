"""Programmes: the plan of a year under one keeper, and the editions in which it was adopted."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Part, Record


class Programme(Record):
    """One year's plan, put together by its keeper. A year that is none of the calendar is written as an interval."""

    year = UncertainDateField(_("year"), blank=False)
    title = models.CharField(_("title"), max_length=300)
    adopted = UncertainDateField(_("adopted"), editable=False)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("programme of a year"), _("programmes of years")
        ordering = ("-year_earliest", "uuid")

    class Register:
        code = "programmes"
        caption = "title"
        featured = ("title", "year", "adopted")
        search = ("title", "note")
        period = ("year", "year")
        parts = ("editions",)
        sealed = ("adopted", "editions")

    def __str__(self) -> str:
        return self.title


def year_of(programme: Any) -> int:
    """The year of a programme (or of a version of one) as a number: that in which its last day lies."""
    year: int = programme.year.latest.year
    return year


class ProgrammeEdition(Part):
    """The programme as it was adopted: number 0 is the baseline, later ones are amendments.

    `frozen` is the transaction after which it stood so; what the lines were then is asked of the kernel's history.
    """

    owner = models.ForeignKey(Programme, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("number"))
    adopted = models.DateField(_("adopted"))
    body = link("core.Body", _("body"))
    actor = models.CharField(_("actor"), max_length=60)
    reason = models.TextField(_("reason"))
    frozen = models.BigIntegerField(_("transaction"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("edition"), _("editions")
