"""What bodies owe, for a coordination conference: opinions by body, commitments, and tasks by body."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trivet.core.profile import said
from trivet.procedures.board import called
from trivet.procedures.dossiers import Obligation
from trivet.procedures.editions import editions
from trivet.reports.conference_rows import Rows
from trivet.reports.paper import Block, Row, nothing, table
from trivet.reports.words import amount, day

_STATES = ("overdue", "late", "unmet")


def opinions(rows: Rows, part: str) -> list[Block]:
    """The opinions that are overdue, came late or never came: how many by body, and each with its dossier."""
    found = rows.matter.opinions
    if not found:
        return [nothing()]
    by_body: dict[Any, Counter[str]] = defaultdict(Counter)
    for one in found:
        by_body[one.asked.debtor_id][one.state] += 1
    words = {"overdue": _("overdue")}
    words |= {code: str(Obligation.Outcome(code).label) for code in ("late", "unmet")}
    counted = [
        Row((rows.body(body), *(amount(told[state]) for state in _STATES)), plain=True, part=part)
        for body, told in sorted(by_body.items(), key=lambda one: (-one[1].total(), rows.body(one[0])))
    ]
    known = editions(one.dossier.edition for one in found)
    listed = []
    for one in found:
        branch = said(called(known.get(one.dossier.edition), "", one.asked.branch))
        due = day(one.asked.due) if one.asked.due else ""
        cells = (rows.partners(one.dossier), rows.body(one.asked.debtor_id), branch, due, _state(one, words, rows))
        listed.append(rows.of(one.dossier, *cells))
    headings = (_("dossier"), _("partners"), _("body"), _("opinion"), _("due"), _("state"))
    return [table((_("body"), *words.values()), counted, (1, 2, 3)), table(headings, listed)]


def _state(one: Any, words: dict[str, str], rows: Rows) -> str:
    if one.state != "overdue":
        return words[one.state]
    days = (rows.matter.day - one.asked.due).days
    return ngettext("overdue since %s day", "overdue since %s days", days) % amount(days)


def commitments(rows: Rows) -> list[Block]:
    """The commitments that are overdue, those done in the half-year, and those due by the end of the next one."""
    matter = rows.matter
    told = ((matter.overdue, _("Overdue")), (matter.fell_done, _("Done in the half-year")), (matter.coming, _due()))
    return _by_state(rows, matter.commitments, told)


def tasks(rows: Rows, part: str) -> list[Block]:
    """How many tasks each body that leads them did, has overdue and has before it; then each of them."""
    matter = rows.matter
    told = ((matter.overdue, _("Overdue")), (matter.fell_done, _("Done in the half-year")), (matter.coming, _due()))
    by_body: dict[str, Counter[str]] = defaultdict(Counter)
    for row in matter.tasks:
        for name in set(map(rows.place.caption, matter.leads(row))) or {_("no lead told")}:
            by_body[name].update(words for test, words in told if test(row))
    columns = [words for _test, words in told]
    counted = [
        Row((name, *(amount(found[words]) for words in columns)), plain=True, part=part)
        for name, found in sorted(by_body.items())
        if found.total()
    ]
    if not counted:
        return [nothing()]
    return [table((_("body"), *columns), counted, (1, 2, 3)), *_by_state(rows, matter.tasks, told)]


def _by_state(rows: Rows, listed: list[Any], told: tuple[tuple[Any, str], ...]) -> list[Block]:
    found = [(words, [row for row in listed if test(row)]) for test, words in told]
    return [rows.undertaken(some, words) for words, some in found if some] or [nothing()]


def _due() -> str:
    return _("Due by the end of the next half-year")
