"""What must hold of a record after a writer was killed, looked at from a process of its own."""

from __future__ import annotations

import itertools
import json
import sys
import uuid
from collections import Counter, defaultdict
from typing import Any

from django.db import connection

from trials.writer import BATCH, say
from trivet.core import actions
from trivet.core.audit import AuditEntry
from trivet.core.bodies import Body
from trivet.core.entries import Entry, find
from trivet.core.history import Assignment, Chain, Link, Transaction
from trivet.core.records import FOREVER
from trivet.core.sources import Citation
from trivet.core.users import User
from trivet.core.verifying import verify
from trivet.core.writing import Draft
from trivet.registers.activities import Activity, Leg


def check(first: int) -> None:
    """Compare the transactions after `first` with the acknowledged ones (lines on stdin): what is lost and torn."""
    acknowledged = [json.loads(line) for line in sys.stdin if line.strip()]
    lost = [told["number"] for told in acknowledged if not _is_there(told)]
    numbers = list(Transaction.objects.filter(number__gt=first).order_by("number").values_list("number", flat=True))
    torn = [problem for number in numbers for problem in _torn(number)]
    torn += _index_problems()
    chain = Chain.objects.get(pk=1)
    if numbers and (numbers != list(range(first + 1, first + 1 + len(numbers))) or chain.number != numbers[-1]):
        torn.append(f"numbers {first + 1} to {chain.number} have gaps")
    torn += [f"next write: {problem}" for problem in _next_write()]
    fault = verify()
    if fault:
        torn.append(f"verify: {fault}")
    say(lost=lost, torn=torn, last=Chain.objects.get(pk=1).number, unsaid=len(numbers) - len(acknowledged))


def _is_there(told: dict[str, Any]) -> bool:
    """The transaction, the versions of all its rows, and the last row's title as it was acknowledged."""
    if not Transaction.objects.filter(number=told["number"], moment=told["moment"]).exists():
        return False
    rows = [uuid.UUID(one) for one in told["rows"]]
    versions = Activity.Version.objects.filter(vf=told["number"])
    titles = dict(versions.values_list("uuid", "title"))
    return set(titles) == set(rows) and titles[rows[-1]] == told["title"]


def _torn(number: int) -> list[str]:
    """What of one transaction is there without the rest: every table must tell of the same records."""
    audit = Counter(AuditEntry.objects.filter(number=number).values_list("verb", flat=True))
    if AuditEntry.objects.filter(number=number).exclude(register="activities").exists():
        return []  # the writer's source
    wrong = []
    count = audit.total()
    if audit["create"] not in {0, 1, BATCH} or audit["change"] not in {0, 1} or not count:
        wrong.append(f"{number}: {dict(audit)}")
    ids = set(AuditEntry.objects.filter(number=number).values_list("record", flat=True))
    if ids != set(Activity.Version.objects.filter(vf=number).values_list("uuid", flat=True)):
        wrong.append(f"{number}: versions and audit differ")
    if ids != set(Entry.objects.filter(vf=number).values_list("record", flat=True)):
        wrong.append(f"{number}: entries and audit differ")
    for record, titles in _links_by_record(number).items():
        expected = {2} if audit["create"] else {2, 3, 4, 5}
        if len(titles) not in expected:
            wrong.append(f"{number}: {record} has {len(titles)} partners")
    if audit["create"]:
        for table, column in ((Citation, "record"), (Assignment, "record"), (Leg, "owner_id")):
            found = Counter(table.objects.filter(vf=number).values_list(column, flat=True))
            if set(found) != ids or set(found.values()) != {1}:
                wrong.append(f"{number}: {table.__name__} of {len(found)} records, not {count}")
    return wrong


def _links_by_record(number: int) -> dict[Any, list[Any]]:
    ids = AuditEntry.objects.filter(number=number).values("record")
    found: dict[Any, list[Any]] = defaultdict(list)
    for record, partner in Link.objects.at(number).filter(record__in=ids).values_list("record", "partner"):
        found[record].append(partner)
    return found


def _index_problems() -> list[str]:
    """One live version, one live entry and one line of the full-text index for each live record, and no other."""
    live = dict(Activity.objects.values_list("uuid", "version"))
    wrong = []
    if live != dict(Activity.Version.objects.filter(vt=FOREVER).values_list("uuid", "vf")):
        wrong.append("live rows and live versions differ")
    entries = Entry.objects.filter(vt=FOREVER, register="activities")
    if live != dict(entries.values_list("record", "vf")) or entries.count() != len(live):
        wrong.append("live rows and live entries differ")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM core_entry_text_docsize")
            indexed = sorted(row for (row,) in cursor.fetchall())
            cursor.execute("INSERT INTO core_entry_text(core_entry_text) VALUES ('integrity-check')")
            cursor.execute("PRAGMA integrity_check")
            whole = cursor.fetchone()[0]
        if indexed != list(Entry.objects.filter(vt=FOREVER).order_by("row").values_list("row", flat=True)):
            wrong.append(f"full text holds {len(indexed)} entries, and not the live ones")
        if whole != "ok":
            wrong.append(f"integrity {whole}")
    return wrong


def _next_write() -> list[str]:
    """A new record can be written, found by its word and searched."""
    clerk, keeper = User.objects.get(username="clerk"), Body.objects.get(key="foreign-ministry")
    word = f"next{uuid.uuid4().hex[:12]}"
    draft = Draft({"title": word, "kind": "call", "keeper": keeper})
    made = actions.create(Activity, draft, actor=clerk, reason="after the kill")
    found = [entry.record for entry in find(clerk, word)]
    return [] if found == [made.uuid] else [f"{word} is found as {found}"]


def prepare_race() -> None:
    """The one record that the racers share: its title is the number they raise."""
    clerk, keeper = User.objects.get(username="clerk"), Body.objects.get(key="foreign-ministry")
    draft = Draft({"key": "shared", "title": "0", "kind": "call", "keeper": keeper})
    actions.create(Activity, draft, actor=clerk, reason="race")


def check_race() -> None:
    """The total reached, and what is wrong with the order of numbers and moments, the index and the chain."""
    rows = list(Transaction.objects.order_by("number").values_list("number", "moment"))
    problems = _index_problems()
    if [number for number, _moment in rows] != list(range(1, len(rows) + 1)):
        problems.append("numbers have gaps")
    if any(one[1] >= two[1] for one, two in itertools.pairwise(rows)):
        problems.append("moments are not in the order of numbers")
    fault = verify()
    if fault:
        problems.append(f"verify: {fault}")
    say(total=int(Activity.objects.get(key="shared").title), problems=problems)
