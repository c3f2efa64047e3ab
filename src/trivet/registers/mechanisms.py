"""Mechanisms: committees, dialogues and consultations that meet with a partner or in a forum."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record
from trivet.registers.mechanism_rows import Level


class Mechanism(Record):
    """One mechanism. `every` is its rhythm in months; our chair is a person, and the body that leads an assignment."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("joint committee")
        DIALOGUE = "dialogue", _("dialogue")
        CONSULTATION = "consultation", _("political consultation")
        SUMMIT = "summit", _("summit")
        WORKING_GROUP = "working-group", _("working group")
        COMMISSION = "commission", _("joint commission on borders or waters")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True, default="")
    partners = PartiesField(_("partners"))
    forum = link("core.Partner", _("forum"))
    framework = link("registers.FrameworkAct", _("belongs to the framework"))
    chair = link("core.Person", _("chair of our side"))
    co_chair = models.CharField(_("chair of their side"), max_length=200, blank=True, default="")
    every = models.PositiveSmallIntegerField(
        pgettext_lazy("rhythm", "meets every (months)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    founded = UncertainDateField(_("founded"))
    ended = UncertainDateField(_("ended"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("register", "mechanism"), _("mechanisms")
        ordering = ("-founded_earliest", "uuid")

    class Register:
        code = "mechanisms"
        caption = "name"
        featured = ("name", "kind", "level", "partners", "every", "founded", "ended")
        search = ("name", "co_chair", "note")
        period = ("founded", "ended")
        parties = ("partners", "forum")
        parts = ("sessions",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.founded and self.ended and self.founded.earliest > self.ended.latest:
            raise ValidationError({"ended": _("It ends before it was founded.")})
