"""Cultural programmes: days of culture, exhibitions and the like, with whom, for whom, and what image they aim at."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


class CulturalProgramme(Record):
    """One programme, at home or abroad; `aim` says what those who saw it should think of the country."""

    class Kind(models.TextChoices):
        DAYS = "days-of-culture", _("days of culture")
        FESTIVAL = "festival", _("festival")
        EXHIBITION = "exhibition", _("exhibition")
        PERFORMANCE = "performance", _("performance")
        FILM = "film", pgettext_lazy("culture", "film")
        SPORT = "sport", _("sport")
        FOOD = "food", _("food")
        EXCHANGE = "exchange", pgettext_lazy("culture", "exchange")
        OTHER = "other", _("other")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    partners = PartiesField(_("partners"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    audience = models.CharField(_("audience"), max_length=200, blank=True, default="")
    visitors = models.PositiveIntegerField(_("number of visitors"), null=True, blank=True)
    aim = models.TextField(_("image aim"), blank=True, default="")
    activity = link("registers.Activity", _("part of the activity"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("cultural programme"), _("cultural programmes")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "cultural-programmes"
        caption = "title"
        featured = ("title", "kind", "partners", "place", "starts", "ends", "audience")
        search = ("title", "place", "audience", "aim", "note")
        period = ("starts", "ends")
        parties = ("partners",)
        place = "place"
        calendar = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
