"""The owned rows of visits that cost or stay: texts to sign, gifts, and what is paid by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import link
from trivet.core.records import Part


class TextToSign(Part):
    """A text that is to be signed during the visit; once signed it is an agreement of the record."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("text to sign", "being agreed")
        CHECKED = "checked", pgettext_lazy("text to sign", "compared in all languages")
        READY = "ready", pgettext_lazy("text to sign", "ready to sign")
        SIGNED = "signed", pgettext_lazy("text to sign", "signed")
        LATER = "later", pgettext_lazy("text to sign", "put off")

    owner = models.ForeignKey("programme.Visit", models.PROTECT, related_name="texts")
    title = models.CharField(_("title"), max_length=400)
    ours = models.CharField(_("signs for us"), max_length=200, blank=True, default="")
    theirs = models.CharField(_("signs for them"), max_length=200, blank=True, default="")
    languages = models.CharField(_("languages"), max_length=100, blank=True, default="")
    status = models.CharField(_("state of the text"), max_length=8, choices=Status, default=Status.DRAFT)
    dossier = link("procedures.Dossier", _("dossier"))
    agreement = link("registers.Agreement", _("agreement"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("text to sign"), _("texts to sign")


class Gift(Part):
    """A gift given or received, and where one received is kept."""

    class Way(models.TextChoices):
        GIVEN = "given", pgettext_lazy("gift", "given")
        RECEIVED = "received", pgettext_lazy("gift", "received")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("gift", "planned")
        READY = "ready", pgettext_lazy("gift", "ready")
        HANDED = "handed", pgettext_lazy("gift", "handed over")
        FILED = "filed", pgettext_lazy("gift", "entered in the book of gifts")

    owner = models.ForeignKey("programme.Visit", models.PROTECT, related_name="gifts")
    way = models.CharField(_("given or received"), max_length=8, choices=Way, default=Way.GIVEN)
    giver = models.CharField(_("from"), max_length=200, blank=True, default="")
    receiver = models.CharField(_("for"), max_length=200, blank=True, default="")
    item = models.CharField(pgettext_lazy("gift", "what"), max_length=200)
    worth = models.DecimalField(_("worth"), max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.PLANNED)
    kept_at = models.CharField(_("kept at"), max_length=200, blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("gift"), _("gifts")


class Cost(Part):
    """One item of the budget: so many units at a price, and who pays."""

    owner = models.ForeignKey("programme.Visit", models.PROTECT, related_name="costs")
    item = models.CharField(pgettext_lazy("cost", "item"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2, default=1)
    unit = models.CharField(pgettext_lazy("cost", "unit"), max_length=40, blank=True, default="")
    price = models.DecimalField(_("price of one"), max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    payer = models.CharField(_("paid by"), max_length=200, blank=True, default="")
    spent = models.DecimalField(_("spent"), max_digits=15, decimal_places=2, null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("cost"), _("costs")
