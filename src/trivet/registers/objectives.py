"""Objectives: aims, directions of a year or term, and anniversaries ahead."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.names import reader_language
from trivet.core.records import Record


class Objective(Record):
    """One thing to be reached or marked by a horizon (a year, a term, a day)."""

    class Kind(models.TextChoices):
        AIM = "aim", _("aim")
        DIRECTION = "direction", _("direction")
        ANNIVERSARY = "anniversary", _("anniversary")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300, blank=True, default="")
    title_id = models.CharField(_("title in Indonesian"), max_length=300, blank=True, default="")
    horizon = UncertainDateField(_("horizon"))
    policy = models.ForeignKey(
        "registers.PolicyDocument", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("policy")
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    event = models.CharField(_("event remembered"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("objective"), _("objectives")
        ordering = ("-horizon_earliest", "number", "uuid")

    class Register:
        code = "objectives"
        caption = "title"
        featured = ("title", "kind", "horizon", "number")
        search = ("title", "title_vi", "title_id", "note")
        period = ("horizon", "horizon")
        calendar = True

    def __str__(self) -> str:
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        """The title in a language, the reader's own when none is said."""
        return getattr(self, f"title_{language or reader_language()}", "") or self.title

    def by_language(self) -> dict[str, str]:
        """The titles that there are, by language; the main one is in English."""
        titles = {"en": self.title, "vi": self.title_vi, "id": self.title_id}
        return {code: title for code, title in titles.items() if title}
