"""Backup and restore: the whole record as one file that either database can read back, with its hashes."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from trivet import __version__
from trivet.core import aside
from trivet.core.entries import Entry, index_again
from trivet.core.history import Chain
from trivet.core.office import Office
from trivet.core.records import FOREVER
from trivet.core.storage import chunks, insert
from trivet.core.verifying import verify

_MANIFEST = "manifest.json"
_FORMAT = 1
#: Where in the archive the tables kept aside are.
_ASIDE = "aside/"
#: Of libraries' tables those without which a restored account would sign in with less than it asked for.
_KEPT = {"mfa.Authenticator", "socialaccount.SocialAccount"}

#: What reading a damaged file may raise, from the archive down to the rows.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(LookupError, TypeError, ValueError, AttributeError, ArithmeticError, ValidationError, DatabaseError),
)


class BackupError(RuntimeError):
    """A backup that cannot be written or read back; the message says why. Nothing was changed."""


def _tables() -> list[type[models.Model]]:
    """Every table of ours, those that others point to first."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("trivet.") or m._meta.label in _KEPT]
    ordered: list[type[models.Model]] = []
    waiting = list(ours)
    while waiting:
        ready = [m for m in waiting if not (_needs(m) & set(waiting) - {m})] or waiting[:1]
        ordered += ready
        waiting = [m for m in waiting if m not in ready]
    return ordered


def _needs(model: type[models.Model]) -> set[Any]:
    return {f.related_model for f in model._meta.local_fields if f.many_to_one}


def write_backup(file: Path) -> dict[str, Any]:
    """Write the whole record to a file; it appears only when complete. Returns the manifest.

    The tables are read in one transaction, so that the backup is one state of the record.
    """
    part = file.with_name(file.name + ".part")
    try:
        manifest = _write(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(part: Path) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    with transaction.atomic(), zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        chain = Chain.objects.get(pk=1)
        for model in _tables():
            tables[model._meta.label] = _write_table(archive, model)
        kept = {file.name: _write_aside(archive, file) for file in aside.tables()}
        manifest = {
            "format": _FORMAT,
            "trivet": __version__,
            "transactions": chain.number,
            "audit_entries": chain.sequence,
            "head": chain.head,
            "tables": tables,
            "aside": kept,
        }
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    sha, count = hashlib.sha256(), 0
    fields = model._meta.local_concrete_fields
    with archive.open(f"{model._meta.label}.jsonl", "w") as out:
        for row in model._base_manager.order_by(model._meta.pk.name).iterator(chunk_size=2000):
            values = {f.attname: _plain(getattr(row, f.attname)) for f in fields}
            line = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"
            out.write(line)
            sha.update(line)
            count += 1
    return {"rows": count, "sha256": sha.hexdigest()}


def _write_aside(archive: zipfile.ZipFile, file: Path) -> str:
    """Write a table kept aside as it is; returns its hash."""
    octets = file.read_bytes()
    archive.writestr(f"{_ASIDE}{file.name}", octets)
    return hashlib.sha256(octets).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if isinstance(value, int | float | bool | dict | list | None) else str(value)


def read_backup(file: Path) -> dict[str, Any]:
    """Read a backup into an empty record, all or nothing, and verify the audit chain of the result."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
            if manifest.get("format") != _FORMAT:
                told = {"file": file.name, "format": manifest.get("format"), "ours": _FORMAT}
                raise BackupError(_("%(file)s: format %(format)s is not ours (%(ours)s)") % told)
            with transaction.atomic():
                _restore(archive, manifest)
    except BackupError:
        raise
    except _DAMAGE as problem:
        told = {"file": file.name, "problem": problem}
        raise BackupError(_("%(file)s is no whole backup of Trivet: %(problem)s") % told) from problem
    return manifest


def _restore(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if Office.objects.exists():
        raise BackupError(_("there is a record here already: restore into another, empty TRIVET_HOME"))
    Chain.objects.all().delete()
    tables = _tables()
    with connection.constraint_checks_disabled() if connection.vendor == "sqlite" else transaction.atomic():
        for model in tables:
            told = manifest["tables"].get(model._meta.label, {"rows": 0, "sha256": ""})
            sha = hashlib.sha256()
            for some in chunks(_rows(archive, model, sha), 2000):
                insert(model, some, keys=True)
            if told["sha256"] and sha.hexdigest() != told["sha256"]:
                raise BackupError(
                    _("%s is not as it was written: the backup was changed or damaged") % model._meta.label
                )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
    index_again(Entry.objects.filter(vt=FOREVER))
    fault = verify()
    if fault:
        where = {"entry": fault.sequence, "what": fault.what}
        raise BackupError(_("the backup's audit is broken at entry %(entry)s: %(what)s") % where)
    if Chain.objects.get(pk=1).head != manifest["head"]:
        raise BackupError(_("the backup's audit does not end as its manifest says"))
    _restore_aside(archive, manifest.get("aside", {}))


def _restore_aside(archive: zipfile.ZipFile, kept: dict[str, str]) -> None:
    """Put the tables kept aside back: all of them, when each is as it was written and lies in their folder."""
    found = {name: archive.read(f"{_ASIDE}{name}") for name in kept}
    for name, octets in found.items():
        if (
            hashlib.sha256(octets).hexdigest() != kept[name]
            or Path(name).name != name
            or Path(name).suffix != aside.ENDING
        ):
            raise BackupError(_("%s is not as it was written: the backup was changed or damaged") % name)
    for name, octets in found.items():
        (aside.folder() / name).write_bytes(octets)


def _rows(archive: zipfile.ZipFile, model: type[models.Model], sha: Any) -> Iterator[models.Model]:
    fields = {f.attname: f for f in model._meta.local_concrete_fields}
    with archive.open(f"{model._meta.label}.jsonl") as lines:
        for line in lines:
            sha.update(line)
            values = json.loads(line)
            yield model(**{name: _python(fields[name], value) for name, value in values.items()})


def _python(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(value)
    if isinstance(field, models.ForeignKey | models.JSONField) or value is None:
        return value if not isinstance(field, models.ForeignKey) else field.target_field.to_python(value)
    return field.to_python(value)
