"""The source of a stream: one for each, with the hashes of the files that were read under its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.actions import change, create_many
from trivet.core.drafts import Draft
from trivet.core.exchange import identity
from trivet.core.history import unit
from trivet.core.sources import Source
from trivet.core.users import User
from trivet.intake.streams.reading import File

#: Files whose hashes are told one by one; of more, the hash of their hashes.
_FILES_TOLD = 20


def source_of(stream: str) -> UUID:
    """The identity of a stream's source, whether it is in the record or not."""
    return identity("sources", _key(stream))


def reason_of(label: str) -> str:
    """The reason under which a stream is written."""
    return _("import of %s") % label


def cite(stream: str, label: str, told: Mapping[str, str], files: Iterable[File], actor: User, keeper: Any) -> None:
    """Create the source of a stream, or add to it the files that were not read before.

    told: title, address, publisher, language and licence, as far as they are known.
    """
    hashes = [f"{file.name} sha256 {_sha(file.path)}" for file in files]
    if len(hashes) > _FILES_TOLD:
        together = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
        hashes = [f"{len(hashes)} files, sha256 of their hashes {together}"]
    values = {name: told[name] for name in ("title", "address", "publisher", "language") if told.get(name)}
    values.setdefault("title", label)
    found = Source.objects.filter(pk=source_of(stream)).first()
    with unit(actor, reason_of(label)):
        if found is None:
            note = "\n".join([*filter(None, [told.get("licence", "")]), *hashes])
            draft = Draft({**values, "key": _key(stream), "keeper": keeper, "note": note}, uuid=source_of(stream))
            create_many(Source, [draft], actor=actor, reason=reason_of(label), submit=True)
        elif new := [one for one in hashes if one not in found.note]:
            note = "\n".join([found.note, *new])
            change(found, Draft({"note": note}), actor=actor, reason=reason_of(label))


def _key(stream: str) -> str:
    return f"stream:{stream}"


def _sha(path: Path) -> str:
    with path.open("rb") as octets:
        return hashlib.file_digest(octets, "sha256").hexdigest()
