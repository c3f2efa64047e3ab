"""Archives, ZIP and TAR and what gzip packed: their members, as long as together they stay within bounds."""

from __future__ import annotations

import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _

from trivet.intake.documents.opened import LARGEST, UNPACKED, UnreadableFile

#: Members that are looked at.
_MOST = 5_000
#: What the libraries raise for archives that are damaged, locked or of a version to come.
DAMAGE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, struct.error),
)


def members(name: str, octets: bytes) -> Iterator[tuple[str, bytes]]:
    """The files inside an archive with their octets. Raises UnreadableFile for damage, a password and too much."""
    spent = 0
    try:
        for number, (inside, part) in enumerate(_parts(name, octets)):
            spent += len(part)
            if number >= _MOST or spent > UNPACKED or len(part) > LARGEST:
                raise UnreadableFile(_("“%s” unpacks to more than is read: it may be a trap.") % name)
            yield inside, part
    except DAMAGE as problem:
        raise UnreadableFile(
            _("“%s” is a damaged or a locked archive: unpack it and send the files.") % name
        ) from problem


def _parts(name: str, octets: bytes) -> Iterator[tuple[str, bytes]]:
    if octets.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    with archive.open(info) as file:
                        yield info.filename, _some(file)
    elif octets.startswith(b"\x1f\x8b") and not _is_tar(octets):
        with gzip.open(BytesIO(octets)) as packed:
            yield name.rpartition("/")[2].removesuffix(".gz") or name, _some(packed)
    else:
        with tarfile.open(fileobj=BytesIO(octets), mode="r|*") as tape:
            for member in tape:
                part = tape.extractfile(member) if member.isfile() else None
                if part is not None:
                    yield member.name, _some(part)


def _some(file: IO[bytes] | gzip.GzipFile) -> bytes:
    """At most one octet more than is taken in, so that what is too large is known without being unpacked."""
    return file.read(LARGEST + 1)


def _is_tar(octets: bytes) -> bool:
    with gzip.open(BytesIO(octets)) as file:
        return file.read(262)[257:262] == b"ustar"
