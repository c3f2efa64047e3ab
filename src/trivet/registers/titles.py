"""Titles and inscriptions that international organisations grant."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class Title(Record):
    """One title (a heritage listing, a reserve, a city network) and its programme."""

    class Programme(models.TextChoices):
        WORLD_HERITAGE = "world-heritage", _("World Heritage")
        INTANGIBLE = "intangible-heritage", _("Intangible Cultural Heritage")
        DOCUMENTARY = "memory-of-the-world", _("Memory of the World")
        BIOSPHERE = "biosphere-reserve", _("Biosphere Reserve")
        GEOPARK = "global-geopark", _("Global Geopark")
        CREATIVE_CITY = "creative-city", _("Creative City")
        LEARNING_CITY = "learning-city", _("Learning City")
        CITY_FOR_PEACE = "city-for-peace", _("City for Peace")
        ANNIVERSARY = "anniversary", _("association with an anniversary")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=300)
    programme = models.CharField(_("programme"), max_length=20, choices=Programme)
    organisation = models.ForeignKey(
        "core.Partner", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    granted = UncertainDateField(_("granted"))
    ended = UncertainDateField(_("ended"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("granted", "title"), _("titles")
        ordering = ("-granted_earliest", "uuid")

    class Register:
        code = "titles"
        caption = "name"
        featured = ("name", "programme", "granted", "ended")
        search = ("name", "programme", "note")
        period = ("granted", "ended")
        parties = ("organisation",)
        place = "place"

    def __str__(self) -> str:
        return self.name
