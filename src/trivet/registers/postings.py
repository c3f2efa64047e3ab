"""Postings: which officer serves where in which function, from when to when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record, marked
from trivet.values.markings import Marking


class Posting(Record):
    """One posting, named by function and place; who holds it stands in it, and nothing of a family."""

    marking = marked(Marking.INTERNAL)
    officer = models.ForeignKey("registers.Officer", models.PROTECT, related_name="+", verbose_name=_("officer"))
    function = models.CharField(_("function"), max_length=200)
    body = link("core.Body", _("body"))
    partner = link("core.Partner", _("abroad, in"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("posting"), _("postings")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "postings"
        caption = ("function", "body", "partner")
        featured = ("officer", "function", "body", "partner", "place", "starts", "ends")
        search = ("function", "place", "note")
        period = ("starts", "ends")
        parties = ("partner",)
        place = "place"

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.function, str(self.body or ""), str(self.partner or "")]))

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
