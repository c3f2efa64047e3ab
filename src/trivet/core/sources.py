"""Sources and citations: who says so, with which words, and how far we trust it."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record, Temporal


class Content(models.Model):
    """The bytes of a kept document, once for each hash, and its words where the bytes are not these themselves."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    octets = models.BinaryField()
    text = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256


class Source(Record):
    """A kept document or a reference to one."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("kept document")
        REFERENCE = "reference", _("reference only")

    title = models.CharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REFERENCE)
    address = models.CharField(_("address"), max_length=1000, blank=True, default="")
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, default="")
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    published = UncertainDateField(_("published"))
    speaker = models.CharField(_("speaker"), max_length=200, blank=True, default="")
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("translation of")
    )
    content = models.ForeignKey(Content, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("source"), _("sources")
        ordering = ("title",)

    class Register:
        code = "sources"
        caption = "title"
        featured = ("title", "kind", "publisher", "language", "published")
        search = ("title", "publisher", "address", "speaker")
        period = ("published", "published")

    def __str__(self) -> str:
        return self.title


class Confidence(models.TextChoices):
    """How far a source carries a record; only high and medium let it be verified."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")
    NONE = "none", _("none")


class Citation(Temporal):
    """Ties a record, or one field of it with the value this source gives, to a source.

    A quoted citation carries the exact words with prefix and suffix, offsets in code points of the source's text in
    NFC, and the text's hash; it is anchored while the words stand there, moved when found elsewhere, else lost.
    A rival value is a citation of a field that was not adopted.
    """

    class Anchor(models.TextChoices):
        NONE = "", _("reference only")
        ANCHORED = "anchored", _("anchored")
        MOVED = "moved", _("moved")
        LOST = "lost", _("lost")

    identity: ClassVar[tuple[str, ...]] = ("source_id", "field", "value", "exact", "start")

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40)
    record = models.UUIDField()
    field = models.CharField(max_length=60, blank=True, default="")
    value = models.TextField(blank=True, default="")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    confidence = models.CharField(max_length=6, choices=Confidence, default=Confidence.LOW)
    adopted = models.BooleanField(default=True)
    reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    exact = models.TextField(blank=True, default="")
    prefix = models.CharField(max_length=80, blank=True, default="")
    suffix = models.CharField(max_length=80, blank=True, default="")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True, default="")
    anchor = models.CharField(max_length=8, choices=Anchor, blank=True, default="")

    class Meta(Temporal.Meta):
        verbose_name, verbose_name_plural = _("citation"), _("citations")
        ordering = ("row",)
        indexes = [models.Index(fields=["record", "vt", "vf"]), models.Index(fields=["source", "vt"])]


def as_values(row: Citation) -> dict[str, Any]:
    """A citation as a draft takes it again."""
    left_out = {"row", "vf", "vt", "register", "record"}
    return {f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name not in left_out}
