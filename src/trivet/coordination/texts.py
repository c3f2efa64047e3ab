"""Texts: drafted paragraph by paragraph in exact versions, by one body or several, and sent round to be cleared."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.records import Part, Record, needed
from trivet.values.markings import Marking


class Text(Record):
    """One text. Its keeper is the action body; bodies that draft with it are assigned as co-leads.

    `edition` counts its versions, `digest` is the SHA-256 of the one that stands; the marking of the whole is the
    highest of its paragraphs. The dossier in which it goes round says where it stands.
    """

    class Kind(models.TextChoices):
        SUBMISSION = "submission", pgettext_lazy("text", "submission to leaders")
        LETTER = "letter", pgettext_lazy("text", "letter or note")
        POSITION = "position", pgettext_lazy("text", "position paper")
        INSTRUCTION = "instruction", pgettext_lazy("text", "instruction to a post")
        AGREEMENT = "agreement", pgettext_lazy("text", "draft agreement")
        OTHER = "other", pgettext_lazy("text", "other text")

    need_to_know = needed(True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    partners = PartiesField(_("partners"))
    question = models.TextField(_("what is to be decided"), blank=True, default="")
    begun = UncertainDateField(_("begun"), editable=False)
    edition = models.PositiveIntegerField(_("version"), default=0, editable=False)
    digest = models.CharField(_("hash of the version"), max_length=64, blank=True, default="", editable=False)
    highest = models.SmallIntegerField(_("highest marking of a paragraph"), default=0, editable=False)
    dossier = models.ForeignKey(
        "procedures.Dossier",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("dossier"),
    )

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("register", "text"), pgettext_lazy("register", "texts")
        ordering = ("-begun_earliest", "uuid")

    class Register:
        code = "texts"
        caption = "title"
        featured = ("title", "kind", "partners", "begun", "edition")
        search = ("title", "question", "note")
        period = ("begun", None)
        parties = ("partners",)
        parts = ("paragraphs", "editions", "positions", "reliances")
        sealed = (
            "begun",
            "edition",
            "digest",
            "highest",
            "dossier",
            "paragraphs",
            "editions",
            "positions",
            "reliances",
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.marking < self.highest:
            raise ValidationError({"marking": _("The whole carries at least the highest marking of its paragraphs.")})


class Paragraph(Part):
    """One paragraph, known by its identity from version to version; an option is followed by what speaks for it."""

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("paragraph", "text")
        HEADING = "heading", pgettext_lazy("paragraph", "heading")
        OPTION = "option", pgettext_lazy("paragraph", "option")
        PRO = "for", pgettext_lazy("paragraph", "argument for")
        CONTRA = "against", pgettext_lazy("paragraph", "argument against")
        PROPOSAL = "proposal", pgettext_lazy("paragraph", "what is proposed")

    owner = models.ForeignKey(Text, models.PROTECT, related_name="paragraphs")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    marking = models.SmallIntegerField(_("marking"), default=Marking.INTERNAL)
    text = models.TextField(_("text"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("paragraph"), _("paragraphs")


class TextEdition(Part):
    """That a version came to be: its number, hash, who made it for which body, and what moved."""

    owner = models.ForeignKey(Text, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(_("hash"), max_length=64)
    day = models.DateField(_("day"))
    actor = models.CharField(_("actor"), max_length=60)
    reason = models.TextField(_("reason"), blank=True, default="")
    touched = models.TextField(_("paragraphs touched"), blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("text", "version"), pgettext_lazy("text", "versions")


class Position(Part):
    """What a body holds about a paragraph, the wording it proposes, and what the action body answered."""

    class Stance(models.TextChoices):
        AGREES = "agrees", pgettext_lazy("position", "agrees")
        CHANGE = "change", pgettext_lazy("position", "proposes other words")
        RESERVES = "reserves", pgettext_lazy("position", "has a reservation")
        OPPOSES = "opposes", pgettext_lazy("position", "is against")

    class Reply(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("position", "taken over")
        PARTLY = "partly", pgettext_lazy("position", "taken over in part")
        DECLINED = "declined", pgettext_lazy("position", "not taken over")

    owner = models.ForeignKey(Text, models.PROTECT, related_name="positions")
    paragraph = models.UUIDField(_("paragraph"))
    body = models.ForeignKey("core.Body", models.PROTECT, related_name="+", verbose_name=_("body"))
    stance = models.CharField(_("position"), max_length=10, choices=Stance)
    wording = models.TextField(_("proposed words"), blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")
    edition = models.PositiveIntegerField(_("version"))
    actor = models.CharField(_("actor"), max_length=60)
    reply = models.CharField(_("answer of the action body"), max_length=10, choices=Reply, blank=True, default="")
    reply_words = models.TextField(_("explanation"), blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("text", "position"), pgettext_lazy("text", "positions")


class Reliance(Part):
    """What the text relies on: a record (an earlier decision among them), or a figure of a period with its value."""

    owner = models.ForeignKey(Text, models.PROTECT, related_name="reliances")
    on_register = models.CharField(_("register"), max_length=40, blank=True, default="")
    on = models.UUIDField(_("record"), null=True, blank=True)
    figure = models.CharField(_("figure"), max_length=80, blank=True, default="")
    period = models.CharField(_("period"), max_length=40, blank=True, default="")
    value = models.CharField(_("value"), max_length=80, blank=True, default="")
    words = models.CharField(_("for what"), max_length=400, blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("text", "basis"), pgettext_lazy("text", "bases")


class LastRead(models.Model):
    """That somebody of a body has read a version, so that the page can show what changed since."""

    text = models.UUIDField()
    body = models.ForeignKey("core.Body", models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        unique_together = [("text", "body")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.text} {self.edition}"
