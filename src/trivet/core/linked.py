"""The records that some rows point to, as far as the reader may see them, found in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery, Value

from trivet.core.names import foreign, reader_language
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks

Wanted = dict[type[Record], set[UUID]]
_PLAIN = models.CharField(max_length=400)


@dataclass(frozen=True)
class Linked:
    """A record named by another: where it stands and what the reader calls it, in a foreign `language` if need be."""

    code: str
    uuid: UUID
    text: str
    key: str | None
    language: str = ""


def targets(row: Any, fields: Iterable[Any]) -> Iterable[tuple[type[Record], UUID]]:
    """The records that a row names in some of its fields (links and lists of partners)."""
    for field in fields:
        if links_to(field):
            uuid = getattr(row, field.attname)
            if uuid:
                yield field.remote_field.model, uuid
        elif not isinstance(field, models.Field):
            for partner in getattr(row, field.name):
                yield type(partner), partner.pk


def links_to(field: Any) -> type[Record] | None:
    """The register's model that a field points to, if it points to one."""
    if isinstance(field, models.ForeignKey) and issubclass(field.remote_field.model, Record):
        return field.remote_field.model
    return None


def find_linked(standpoint: Standpoint, wanted: Wanted) -> dict[UUID, Linked]:
    """What the reader may see of some records, as known then, under the names of the reader's language."""
    found: dict[UUID, Linked] = {}
    batches = {model: list(chunks(ids)) for model, ids in wanted.items() if ids}
    for turn in range(max(map(len, batches.values()), default=0)):
        some = {model: ids[turn] for model, ids in batches.items() if turn < len(ids)}
        found |= _find(standpoint, some)
    return found


def _find(standpoint: Standpoint, wanted: dict[type[Record], list[UUID]]) -> dict[UUID, Linked]:
    """Names by language come from the records, other captions from the index."""
    branches = [_named(standpoint, model, ids) for model, ids in wanted.items() if _has(model, "names")]
    own_words = {model: ids for model, ids in wanted.items() if not _has(model, "names") and hasattr(model, "name_in")}
    branches += [_captions(standpoint, model, ids) for model, ids in wanted.items() if not hasattr(model, "name_in")]
    found: dict[UUID, Linked] = {}
    by_code = {register_of(model).code: model for model in wanted}
    if branches:
        for uuid, code, text, names, iso2, key in branches[0].union(*branches[1:], all=True):
            language = ""
            if _has(by_code[code], "names"):
                text, language = named(by_code[code], _bare(by_code[code], text, names, iso2))
            else:
                text = (names or {}).get(reader_language()) or text
            found[uuid] = Linked(code, uuid, text, key, language)
    for model, ids in own_words.items():
        code = register_of(model).code
        for row in standpoint.of(model).filter(uuid__in=ids):
            text, language = named(model, row)
            found[row.uuid] = Linked(code, row.uuid, text, row.key, language)
    return found


def _named(standpoint: Standpoint, model: type[Record], ids: list[UUID]) -> QuerySet[Any]:
    iso2 = F("iso2") if _has(model, "iso2") else Value("", _PLAIN)
    code = Value(register_of(model).code, _PLAIN)
    rows: QuerySet[Any] = standpoint.of(model).filter(uuid__in=ids).order_by()
    rows = rows.annotate(c0=F("uuid"), c1=code, c2=F("name"), c3=F("names"), c4=iso2, c5=F("key"))
    return rows.values_list("c0", "c1", "c2", "c3", "c4", "c5")


def _captions(standpoint: Standpoint, model: type[Record], ids: list[UUID]) -> QuerySet[Any]:
    rows: QuerySet[Any] = standpoint.entries().filter(register=register_of(model).code, record__in=ids).order_by()
    key = Subquery(model.objects.filter(pk=OuterRef("record")).values("key"))
    rows = rows.annotate(c0=F("record"), c1=F("register"), c2=F("caption"), c3=F("captions"))
    rows = rows.annotate(c4=Value("", _PLAIN), c5=key)
    return rows.values_list("c0", "c1", "c2", "c3", "c4", "c5")


def named(model: Any, row: Any) -> tuple[str, str]:
    """The reader's name for a record that has names by language, and its language where it is not the reader's."""
    text = str(model.name_in(row))
    return text, foreign(model.by_language(row), text)


def _bare(model: type[Record], name: str, names: Any, iso2: str) -> Any:
    words = {"name": name, "names": names or {}} | ({"iso2": iso2} if _has(model, "iso2") else {})
    return model(**words)


def _has(model: type[Record], name: str) -> bool:
    return any(field.name == name for field in model._meta.local_concrete_fields)


def gather(pairs: Iterable[tuple[type[Record], UUID]]) -> Wanted:
    """Identities by model."""
    wanted: Wanted = defaultdict(set)
    for model, uuid in pairs:
        wanted[model].add(uuid)
    return wanted
