"""Agreements: treaties and other texts signed, in force and ended, and who has ratified them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


class Agreement(Record):
    """One text agreed with partners. A group tells of several with a stated count, and is never added to the rest."""

    class Kind(models.TextChoices):
        TREATY = "treaty", _("treaty")
        AGREEMENT = "agreement", pgettext_lazy("kind of agreement", "agreement")
        FREE_TRADE = "free-trade", _("free trade agreement")
        MEMORANDUM = "memorandum", _("memorandum")
        JOINT_STATEMENT = "joint-statement", _("joint statement")
        DECLARATION = "declaration", _("declaration")
        PROTOCOL = "protocol", _("protocol")
        PROGRAMME = "programme", _("programme")
        ACCESSION = "accession", _("accession")
        BUSINESS = "business", _("business document")
        EDUCATION = "education", _("education document")
        GROUP = "group", _("group with a stated count")

    title = models.CharField(_("title"), max_length=600)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    parties = PartiesField(_("parties"))
    signed = UncertainDateField(_("signed"))
    in_force = UncertainDateField(_("in force"))
    provisional = UncertainDateField(_("provisionally applied"))
    ended = UncertainDateField(_("ended"))
    signed_during = link("registers.Activity", _("signed during"))
    free_trade = models.BooleanField(_("free trade"), default=False)
    stated_count = models.PositiveIntegerField(_("stated count"), null=True, blank=True)
    field = models.CharField(_("field"), max_length=200, blank=True, default="")
    place = models.CharField(_("signed at"), max_length=200, blank=True, default="")
    published = models.TextField(_("where it is published"), blank=True, default="")
    base = link("registers.Agreement", _("amends, joins or leaves"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("agreement"), _("agreements")
        ordering = ("-signed_earliest", "uuid")

    class Register:
        code = "agreements"
        caption = "title"
        featured = ("title", "kind", "parties", "signed", "in_force", "signed_during")
        search = ("title", "field", "published", "note")
        period = ("signed", "ended")
        parties = ("parties",)
        parts = ("ratifications",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if (self.kind == self.Kind.GROUP) != (self.stated_count is not None):
            raise ValidationError({"stated_count": _("A group, and only a group, states its count.")})
