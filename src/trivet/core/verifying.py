"""The check of the audit: the chain, and everything kept against it; the first bad entry is named."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from trivet.core.account_audit import ACCOUNTS, account_digest
from trivet.core.audit import AuditEntry
from trivet.core.beside import ATTACHED, contents, dates_of, fingerprint
from trivet.core.fields import EARLIEST, LATEST
from trivet.core.first_prints import first_fingerprint, is_of
from trivet.core.history import Chain, Link, Transaction
from trivet.core.records import FOREVER
from trivet.core.register import registers
from trivet.core.users import User


@dataclass(frozen=True)
class Fault:
    """The first thing in the audit that is not as it was written."""

    sequence: int
    what: str


def verify() -> Fault | None:
    """Walk the whole chain; the first entry that was changed, lost or reordered, or whose version was, is named."""
    head, expected, numbers = "", 0, set()
    transactions = {t.number: t for t in Transaction.objects.all()}
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        expected += 1
        if entry.sequence != expected:
            return Fault(expected, _("the entry is missing"))
        head = hashlib.sha256((head + entry.text).encode()).hexdigest()
        if head != entry.hash:
            return Fault(expected, _("the entry or one before it was changed"))
        problem = _against_tables(entry, transactions.get(entry.number))
        if problem:
            return Fault(expected, problem)
        numbers.add(entry.number)
    end = Chain.objects.get(pk=1)
    if (end.sequence, end.head) != (expected, head):
        return Fault(min(expected, end.sequence) + 1, _("the end of the chain was cut off or rewritten"))
    if transactions.keys() != numbers or end.number != max(numbers, default=0):
        wrong = min(transactions.keys() ^ numbers, default=end.number)
        return Fault(expected + 1, _("transaction %s stands beside the chain") % wrong)
    return _changed_version()


def _against_tables(entry: AuditEntry, transaction: Transaction | None) -> str:
    told = json.loads(entry.text)
    columns = (entry.sequence, entry.number, entry.verb, entry.register, str(entry.record))
    if columns != (told["sequence"], told["number"], told["verb"], told["register"], told["record"]):
        return _("its columns do not say what its text says")
    if transaction is None:
        return _("its transaction %s is missing") % entry.number
    if (transaction.moment.isoformat(), transaction.actor_id, transaction.reason) != (
        told["moment"],
        told["actor"],
        told["reason"],
    ):
        return _("transaction %s was changed") % entry.number
    return ""


@dataclass
class _Told:
    """What the chain says of one register: digests of versions, live records and rows beside them, and moved guards."""

    versions: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    newest: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    guards: dict[tuple[str, int], int] = field(default_factory=dict)
    ends: dict[tuple[str, int], int] = field(default_factory=dict)
    #: By table and record: what each transaction that wrote there left.
    beside: dict[str, dict[str, dict[int, tuple[int, str]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )


def _changed_version() -> Fault | None:
    """The first entry whose version, live record or what stands beside it is no longer as it was chained."""
    faults = []
    for code in registers():
        told = _told(code)
        faults += [*_versions(code, told), *_live(code, told), *_all_beside(code, told)]
    faults += _accounts()
    return min(faults, key=lambda fault: fault.sequence, default=None)


def _accounts() -> Iterator[Fault]:
    """Accounts whose name, clearance or duties are not what the chain told last."""
    told: dict[str, tuple[int, str]] = {}
    entries = AuditEntry.objects.filter(register=ACCOUNTS).order_by("sequence")
    for sequence, text in entries.values_list("sequence", "text"):
        fact = json.loads(text)
        told[fact["record"]] = (sequence, fact["digest"])
    for user in User.objects.prefetch_related("duties").order_by("pk"):
        sequence, expected = told.pop(str(user.uuid), (0, ""))
        if expected != account_digest(user, user.duties.all()):
            yield Fault(sequence, _("account %s or a duty of it was changed outside the verbs") % user.username)
    for record, (sequence, _digest) in told.items():
        yield Fault(sequence, _("%s is missing") % f"{ACCOUNTS} {record}")


def _told(code: str) -> _Told:
    told = _Told()
    for sequence, text in AuditEntry.objects.filter(register=code).order_by("sequence").values_list("sequence", "text"):
        fact = json.loads(text)
        record, number = fact["record"], fact["number"]
        if fact.get("digest"):
            before = told.newest.get(record, (0, "", number))[2]
            if before != number:
                told.ends[record, before] = number
            told.versions[record, number] = (sequence, fact["digest"])
            told.newest[record] = (sequence, fact["digest"], number)
            told.guards.pop((record, number), None)  # written again in its transaction, it began anew
        told.guards |= {(record, version): fact["guard"] for version in fact.get("versions", ())}
        for table, digest_of_rows in fact.get("beside", {}).items():
            told.beside[table][record][number] = (sequence, digest_of_rows)
    return told


def _versions(code: str, told: _Told) -> Iterator[Fault]:
    for row in registers()[code].model.Version.objects.order_by("uuid", "vf").iterator(chunk_size=2000):
        place = str(row.uuid), row.vf
        sequence, fingerprint = told.versions.pop(place, (0, ""))
        stands = told.ends.get(place, FOREVER), told.guards.get(place, row.marking)
        if not is_of(fingerprint, row) or (row.vt, row.guard) != stands or not _bounded(row):
            which = {"register": code, "record": row.uuid}
            yield Fault(sequence, _("a version of %(register)s %(record)s was changed outside the verbs") % which)
    for (record, number), (sequence, _fingerprint) in told.versions.items():
        which = {"register": code, "record": record, "number": number}
        lost = _("the version of %(register)s %(record)s from transaction %(number)s is missing")
        yield Fault(sequence, lost % which)


def _live(code: str, told: _Told) -> Iterator[Fault]:
    for row in registers()[code].model.objects.all().iterator(chunk_size=2000):
        sequence, fingerprint, number = told.newest.pop(str(row.uuid), (0, "", 0))
        if not is_of(fingerprint, row) or row.version != number or not _bounded(row):
            yield Fault(sequence, _("%s was changed outside the verbs") % f"{code} {row.uuid}")
    for record, (sequence, _fingerprint, _number) in told.newest.items():
        yield Fault(sequence, _("%s is missing") % f"{code} {record}")


def _all_beside(code: str, told: _Told) -> Iterator[Fault]:
    """Links, owned rows, citations and assignments that are not as the chain tells."""
    register = registers()[code]
    mine = {"register": code}
    yield from _beside("links", code, told, Link.objects.filter(**mine), "record")
    for name, model in ATTACHED.items():
        yield from _beside(name, code, told, model.objects.filter(**mine), "record")
    for name in register.parts:
        yield from _beside(name, code, told, register.part_model(name).objects.all(), "owner_id")


def _beside(table: str, code: str, told: _Told, rows: models.QuerySet[Any], owner: str) -> Iterator[Fault]:
    wanted = told.beside[table]
    for record, some in groupby(rows.order_by(owner).iterator(chunk_size=2000), attrgetter(owner)):
        sequence = _first_unlike(wanted.pop(str(record), {}), list(some))
        if sequence is not None:
            which = {"table": table, "register": code, "record": record}
            yield Fault(sequence, _("%(table)s of %(register)s %(record)s were changed outside the verbs") % which)
    nothing = fingerprint(())
    for record, events in wanted.items():
        for sequence, digest_of_rows in sorted(events.values()):
            if digest_of_rows != nothing:
                which = {"table": table, "register": code, "record": record}
                yield Fault(sequence, _("%(table)s of %(register)s %(record)s are missing") % which)
                break


def _first_unlike(events: dict[int, tuple[int, str]], rows: list[Any]) -> int | None:
    """The first entry after which the rows of one record are not what it left; None when all are."""
    model: Any = type(rows[0])
    content = contents(model)
    for number, (sequence, digest_of_rows) in sorted(events.items()):
        standing = [row for row in rows if row.vf <= number < row.vt]
        same = digest_of_rows in (fingerprint(map(content, standing)), first_fingerprint(standing))
        if not same or not all(map(_bounded, standing)):
            return sequence
    spans = {row.vf for row in rows} | {row.vt for row in rows} - {FOREVER}
    return None if spans <= events.keys() else max((sequence for sequence, _digest in events.values()), default=0)


def _bounded(row: Any) -> bool:
    """Whether the bounds of the row's dates are those of their texts."""
    model: Any = type(row)
    for name in dates_of(model):
        value = getattr(row, name)
        bounds = (value.earliest, value.latest) if value else (None, None)
        if bounds != (getattr(row, name + EARLIEST), getattr(row, name + LATEST)):
            return False
    return True
