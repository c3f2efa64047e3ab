"""Reprints: texts that are nearly the same are one document with several places where it was found."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable

from django.db import models
from rensa import RMinHash

from trivet.core.sources import Content, Source
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.intake.documents.opened import Opened
from trivet.values.text import fold

#: Hashes of a fingerprint, and hashes of a band: texts that share a band are compared.
_HASHES, _BAND, _SEED = 128, 4, 42
#: Words of a shingle; texts are reprints where so large a part of their shingles is the same.
_SHINGLE, _SAME = 5, 0.8
_WORD = re.compile(r"\w+")


class Fingerprint(models.Model):
    """By what a kept text is known again when it comes somewhat changed."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="+")
    hashes = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.source_id)


class Band(models.Model):
    """A few hashes of a fingerprint in one number, so that texts alike are found by an index."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="bands")
    place = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["place", "value"])]

    def __str__(self) -> str:
        return f"{self.place}: {self.value}"


class Printing(models.Model):
    """One more place where a kept document was found, with its own octets."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    name = models.CharField(max_length=400)
    address = models.CharField(max_length=1000, blank=True, default="")
    publisher = models.CharField(max_length=200, blank=True, default="")
    published = models.CharField(max_length=40, blank=True, default="")
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["source", "content", "address"], name="intake_printing_once")]

    def __str__(self) -> str:
        return self.address or self.name


def remember(source: Source, text: str) -> None:
    """Let a text that was kept be known again."""
    hashes = _hashes(text)
    made = Fingerprint.objects.create(source=source, hashes=struct.pack(f"<{_HASHES}I", *hashes))
    Band.objects.bulk_create(Band(fingerprint=made, place=place, value=value) for place, value in _bands(hashes))


def reprint_of(text: str, kept: models.QuerySet[Source]) -> Source | None:
    """The kept document of which a text is a reprint; among those given."""
    hashes = _hashes(text)
    near = models.Q()
    for place, value in _bands(hashes):
        near |= models.Q(bands__place=place, bands__value=value)
    found = Fingerprint.objects.filter(near, source__in=kept.order_by()).distinct()[:50]
    best = max(found, key=lambda one: _alike(one, hashes), default=None)
    return best.source if best is not None and _alike(best, hashes) >= _SAME else None


def keep_printing(source: Source, document: Opened, actor: User) -> Printing:
    """Keep where else a document was found, and how it looked there."""
    told = {"octets": document.octets, "text": document.text}
    content, _made = Content.objects.get_or_create(sha256=document.digest, defaults=told)
    values = {"name": document.name[:400], "publisher": document.publisher[:200], "published": document.published[:40]}
    printing, _made = Printing.objects.get_or_create(
        source=source, content=content, address=document.address[:1000], defaults={**values, "read_by": actor}
    )
    return printing


def printings_of(standpoint: Standpoint, sources: Iterable[Source]) -> dict[object, list[Printing]]:
    """Where else some documents were found, of those that the reader may see."""
    seen = standpoint.of(Source).filter(pk__in=[one.pk for one in sources]).order_by()
    found: dict[object, list[Printing]] = {}
    for one in Printing.objects.filter(source__in=seen):
        found.setdefault(one.source_id, []).append(one)
    return found


def _hashes(text: str) -> list[int]:
    words = [fold(word) for word in _WORD.findall(text)]
    shingles = {" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}
    counted = RMinHash(num_perm=_HASHES, seed=_SEED)
    counted.update(sorted(shingles))
    return list(counted.digest())


def _bands(hashes: list[int]) -> list[tuple[int, int]]:
    bands = []
    for place in range(0, _HASHES, _BAND):
        octets = struct.pack(f"<{_BAND}I", *hashes[place : place + _BAND])
        value = int.from_bytes(hashlib.blake2b(octets, digest_size=8).digest(), "little", signed=True)
        bands.append((place // _BAND, value))
    return bands


def _alike(one: Fingerprint, hashes: list[int]) -> float:
    own = struct.unpack(f"<{_HASHES}I", bytes(one.hashes))
    equal: int = sum(a == b for a, b in zip(own, hashes, strict=True))
    return equal / _HASHES
