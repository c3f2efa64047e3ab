"""Information products: what our side publishes for readers abroad, answers to false information among it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.records import Record


class InformationProduct(Record):
    """One product in one language; `answers` is the false information that a response corrects."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("statement")
        BRIEFING = "briefing", _("press briefing")
        ARTICLE = "article", _("article")
        BOOK = "book", _("book")
        FILM = "film", pgettext_lazy("information", "film")
        BROADCAST = "broadcast", _("broadcast")
        WEBSITE = "website", _("website")
        SOCIAL = "social-media", _("social media")
        PRESS_TRIP = "press-trip", _("visit of foreign journalists")
        RESPONSE = "response", _("response to false information")
        OTHER = "other", _("other")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    medium = models.CharField(pgettext_lazy("information", "medium"), max_length=200, blank=True, default="")
    released = UncertainDateField(_("released on"))
    audience = models.CharField(_("audience"), max_length=200, blank=True, default="")
    partners = PartiesField(_("partners or regions it is for"))
    address = models.CharField(_("address"), max_length=400, blank=True, default="")
    answers = models.CharField(_("false information that it answers"), max_length=300, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("information product"), _("information products")
        ordering = ("-released_earliest", "uuid")

    class Register:
        code = "information-products"
        caption = "title"
        featured = ("title", "kind", "language", "medium", "partners", "released", "audience")
        search = ("title", "medium", "audience", "answers", "note")
        period = ("released", "released")
        parties = ("partners",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.answers and self.kind != self.Kind.RESPONSE:
            raise ValidationError({"answers": _("Only a response to false information says what it answers.")})
