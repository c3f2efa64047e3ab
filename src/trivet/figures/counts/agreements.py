"""Figures of agreements: signed in a period, free trade and its partners, ratifications party by party."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.core.partners import Member, Partner
from trivet.figures.figure import (
    NOT_CERTAIN_IN,
    NOT_CERTAIN_ON,
    Beside,
    Counts,
    LeftOut,
    Question,
    Verdict,
    figure,
)
from trivet.registers.agreement_rows import Ratification
from trivet.registers.agreements import Agreement
from trivet.values.dates import Held, held_on

_READS = Selection(Agreement)


@figure("agreements.signed", gettext_lazy("Agreements signed"), "agreements", stock=False, reads=_READS)
def agreements_signed(question: Question) -> Iterator[Verdict]:
    """Titled texts signed in the period; a group with a stated count is shown beside and never added."""
    for row in question.rows():
        inside = row.signed.within(question.period) if row.signed else Held.POSSIBLE
        if inside is Held.NO:
            continue
        if row.kind == Agreement.Kind.GROUP:
            yield Beside(row, "stated in groups", Decimal(row.stated_count or 0))
            yield LeftOut(row, _("a group said to be %s texts: shown beside, never added") % row.stated_count)
        elif inside is Held.CERTAIN:
            yield Counts(row, part=row.kind)
        elif row.signed:
            yield LeftOut(row, NOT_CERTAIN_IN % row.signed)


@figure("agreements.in-force", gettext_lazy("Agreements in force"), "agreements", stock=True, reads=_READS)
def agreements_in_force(question: Question) -> Iterator[Verdict]:
    """Texts whose day of entry into force had come and whose end had not; without such a day they are not in force."""
    for row in question.rows():
        held = held_on(row.in_force, row.ended, question.on) if row.in_force else Held.NO
        if held is Held.CERTAIN:
            yield Counts(row, part=row.kind)
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % row.in_force)


@figure("agreements.fta", gettext_lazy("Free trade agreements"), "agreements", stock=True, reads=_READS)
def agreements_fta(question: Question) -> Iterator[Verdict]:
    """Those signed by the day; those in force are a part beside."""
    for row in question.rows():
        if not row.free_trade:
            continue
        held = held_on(row.signed, row.ended, question.on)
        if held is Held.CERTAIN:
            yield Counts(row, part="signed")
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.signed or _("no date")))
        if row.in_force and held_on(row.in_force, row.ended, question.on) is Held.CERTAIN:
            yield Beside(row, "in force")


def _members(question: Question, groups: set[Any]) -> dict[Any, set[Any]]:
    """The members of some groups of partners on the day, of groups that the reader may see."""
    found: dict[Any, set[Any]] = defaultdict(set)
    place, key = question.standpoint, (Member, frozenset(groups))
    if key not in place.memory:
        seen = place.of(Partner).filter(uuid__in=groups).order_by().values("uuid")
        place.memory[key] = list(Member.objects.at(place.number).filter(owner_id__in=seen))
    for row in place.memory[key]:
        if held_on(row.starts, row.ends, question.on) is not Held.NO:
            found[row.owner_id].add(row.member_id)
    return found


@figure(
    "agreements.fta-partners",
    gettext_lazy("Partners of free trade agreements in force"),
    "partners",
    stock=True,
    reads=_READS,
)
def agreements_fta_partners(question: Question) -> Iterator[Verdict]:
    """Different partners of the agreements in force, a union counted as its members; as one beside."""
    rows = [row for row in question.rows() if row.free_trade]
    expand = set(question.parameters("agreements.fta-partners").get("expand", []))
    groups = {p.uuid for row in rows for p in row.parties if p.key in expand}
    members = _members(question, groups)
    for row in rows:
        if not row.in_force or held_on(row.in_force, row.ended, question.on) is not Held.CERTAIN:
            yield LeftOut(row, _("not in force on that day for certain"))
            continue
        for party in row.parties:
            yield Beside(row, "unions as one", one=party.uuid)
            for partner in members.get(party.uuid, {party.uuid}):
                yield Counts(row, part="unions as members", one=partner)


@figure(
    "agreements.ratifications",
    gettext_lazy("Ratifications by parties"),
    "parties",
    stock=True,
    reads=Selection(Agreement, parts=True),
)
def agreements_ratifications(question: Question) -> Iterator[Verdict]:
    """Parties known to have ratified by the day; those known not to have, and unknown, are parts beside."""
    for row in question.rows():
        for one in row.ratifications_rows:
            ratified = one.status == Ratification.Status.RATIFIED
            if ratified and (one.date is None or one.date.by(question.on) is Held.CERTAIN):
                yield Counts(row, part=one.status, one=one.uuid)
            else:
                part = one.status if not ratified else Ratification.Status.UNKNOWN
                yield Beside(row, part, one=one.uuid)
                if ratified:
                    yield LeftOut(row, NOT_CERTAIN_ON % f"{one.party.key} {one.date}")
