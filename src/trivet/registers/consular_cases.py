"""Consular cases: help for a person or a business abroad, with no more about them than the help needs."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record, marked, needed
from trivet.values.markings import Marking

#: One or two letters and a point, some times over: nobody's name.
_INITIALS = re.compile(r"(\w{1,2}\.\s?){1,6}")


class ConsularCase(Record):
    """One case, named by its number. A person stands here by initials alone; names and birth days stay with the post.

    When the rule's time after the end is over, what is personal is emptied and the day of that is kept.
    """

    class Kind(models.TextChoices):
        DETENTION = "detention", _("detention")
        DEATH = "death", _("death")
        ACCIDENT = "accident", _("accident")
        ILLNESS = "illness", _("illness")
        VICTIM = "victim", _("victim of a crime")
        MISSING = "missing", _("missing person")
        DOCUMENT = "lost-document", _("lost document")
        FISHERMEN = "fishermen", _("fishermen")
        LABOUR = "labour-dispute", _("labour dispute")
        BUSINESS = "business-dispute", _("business dispute")
        OTHER = "other", _("other")

    marking = marked(Marking.CONFIDENTIAL)
    need_to_know = needed(True)
    number = models.CharField(_("case number"), max_length=40)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    opened = UncertainDateField(_("opened"), blank=False)
    closed = UncertainDateField(_("closed on"))
    people = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    initials = models.CharField(_("initials"), max_length=20, blank=True, default="")
    business = models.CharField(_("name of the business"), max_length=200, blank=True, default="")
    done = models.TextField(_("what was done"), blank=True, default="")
    emptied = UncertainDateField(_("emptied on"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("consular case"), _("consular cases")
        ordering = ("-opened_earliest", "uuid")

    class Register:
        code = "consular-cases"
        caption = ("number", "kind", "partner")
        featured = ("number", "kind", "partner", "opened", "closed", "people")
        period = ("opened", "closed")
        parties = ("partner",)
        personal = ("initials", "business", "done", "note")

    def __str__(self) -> str:
        return ", ".join([self.number, str(self.get_kind_display()), str(self.partner)])

    def clean(self) -> None:
        wrong, personal = {}, (self.initials, self.business, self.done, self.note)
        if self.initials and not _INITIALS.fullmatch(self.initials):
            wrong["initials"] = _("Write initials only, such as N.V.A.")
        if self.emptied and (any(personal) or not self.closed):
            wrong["emptied"] = _("A case was emptied when it is closed and nothing personal is left in it.")
        if wrong:
            raise ValidationError(wrong)
        if self.opened and self.closed and self.opened.earliest > self.closed.latest:
            raise ValidationError({"closed": _("It ends before it starts.")})
