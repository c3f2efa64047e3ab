"""Heads of mission: who represented a sender with a host, from appointment to departure."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record


class HeadOfMission(Record):
    """One head's time with one host. Who has no day of departure is not thereby still there: the source may stop.

    The functions begin when credentials are presented (Vienna Convention on Diplomatic Relations, article 13).
    """

    person = models.ForeignKey("core.Person", models.PROTECT, related_name="+", verbose_name=_("person"))
    title = models.CharField(_("title of the post"), max_length=200, blank=True, default="")
    sender = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("sender"))
    host = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("host"))
    mission = link("registers.Mission", _("mission"))
    appointed = UncertainDateField(_("appointed"))
    arrived = UncertainDateField(_("arrived"))
    credentials = UncertainDateField(_("presented credentials"))
    left = UncertainDateField(_("left"))
    ending = models.CharField(_("how it ended"), max_length=300, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("head of mission"), _("heads of mission")
        ordering = ("-credentials_earliest", "uuid")

    class Register:
        code = "heads-of-mission"
        caption = ("person", "host", "credentials")
        featured = ("person", "title", "host", "appointed", "credentials", "left")
        search = ("title", "ending", "note")
        period = ("credentials", "left")
        parties = ("sender", "host")

    def __str__(self) -> str:
        return f"{self.person}, {self.host}, {self.credentials or self.appointed or '?'}"

    def clean(self) -> None:
        begun = self.credentials or self.arrived or self.appointed
        if begun and self.left and begun.earliest > self.left.latest:
            raise ValidationError({"left": _("It ends before it starts.")})
