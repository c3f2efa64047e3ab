"""Missions: embassies, consulates and offices, ours abroad and others' here and elsewhere."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.records import Record


class Mission(Record):
    """One mission of a sender in a place; `serves` names the partners to which it is accredited, its host among them.

    Latitude and longitude are degrees of WGS 84. A mission that closed keeps its record with the day.
    """

    class Kind(models.TextChoices):
        EMBASSY = "embassy", _("embassy")
        HIGH_COMMISSION = "high-commission", _("high commission")
        PERMANENT = "permanent", _("permanent mission")
        CONSULATE_GENERAL = "consulate-general", _("consulate general")
        CONSULATE = "consulate", _("consulate")
        HONORARY = "honorary", _("honorary consulate")
        LEGATION = "legation", _("legation")
        LIAISON = "liaison", _("liaison office")
        OTHER = "other", _("other mission")

    name = models.CharField(_("name"), max_length=300, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    sender = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("sender"))
    host = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("host"))
    serves = PartiesField(_("accredited to"))
    city = models.CharField(_("city"), max_length=200, blank=True, default="")
    address = models.CharField(_("address"), max_length=500, blank=True, default="")
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    telephone = models.CharField(_("telephone"), max_length=200, blank=True, default="")
    mail = models.CharField(_("mail"), max_length=200, blank=True, default="")
    website = models.CharField(_("website"), max_length=500, blank=True, default="")
    opened = UncertainDateField(_("opened"))
    closed = UncertainDateField(_("closed"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("mission"), _("missions")
        ordering = ("city", "uuid")

    class Register:
        code = "missions"
        caption = ("kind", "sender", "city")
        featured = ("kind", "sender", "host", "city", "opened", "closed")
        search = ("name", "city", "address", "note")
        period = ("opened", "closed")
        parties = ("sender", "host", "serves")
        place = "city"

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.get_kind_display(), str(self.sender), self.city or str(self.host)]))

    def clean(self) -> None:
        for name, bound in (("latitude", 90), ("longitude", 180)):
            value = getattr(self, name)
            if value is not None and abs(value) > bound:
                raise ValidationError({name: _("Degrees lie between -%(bound)s and %(bound)s.") % {"bound": bound}})
        if self.opened and self.closed and self.opened.earliest > self.closed.latest:
            raise ValidationError({"closed": _("It ends before it starts.")})
