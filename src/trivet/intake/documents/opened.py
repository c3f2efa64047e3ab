"""A document out of a file, and the reason why a file or a part of one is not opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

#: Octets of one file or of one part of it, and of all that a file unpacks to.
LARGEST, UNPACKED = 50 * 2**20, 400 * 2**20


class UnreadableFile(Exception):
    """A file that cannot be read as it is; the message names it and says what to do."""


@dataclass(frozen=True)
class Refused:
    """A part of a file that was not opened, while its other parts were."""

    name: str
    why: str


@dataclass(frozen=True)
class Opened:
    """A document: its octets as they came, its text exactly as it is quoted from, and what it says of itself.

    name: of the file, with the way inside it (`mail.eml/attached.pdf`). kind: text, html, pdf, docx, mail or entry.
    language: a code, "un" when nothing tells it. published: EDTF, empty where the document does not tell.
    """

    name: str
    kind: str
    octets: bytes
    text: str
    language: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    address: str = ""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the octets, by which a document that comes again is known."""
        return hashlib.sha256(self.octets).hexdigest()


def check_size(name: str, octets: bytes) -> None:
    """Raises UnreadableFile for what is larger than a document is."""
    if len(octets) > LARGEST:
        told = {"file": name, "limit": LARGEST // 2**20}
        raise UnreadableFile(_("“%(file)s” is larger than %(limit)s MB: send the part that is to be read.") % told)


def nothing_to_read(name: str) -> UnreadableFile:
    """That a document holds no words."""
    return UnreadableFile(_("“%s” is empty: there is nothing to read.") % name)
