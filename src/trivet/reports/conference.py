"""The papers of the half-yearly coordination conference: pillars with each partner, differences, what is owed."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from trivet.coordination.reads import Reading, remember_told
from trivet.core.office import exercise_words
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.lines import ProgrammeLine
from trivet.programme.rules import Duplicate
from trivet.registers.commitments import Commitment
from trivet.registers.tasks import Task
from trivet.reports.conference_ahead import ahead
from trivet.reports.conference_matter import Matter
from trivet.reports.conference_owed import commitments, opinions, tasks
from trivet.reports.conference_points import differences, findings
from trivet.reports.conference_rows import Rows
from trivet.reports.half_year import HalfYear
from trivet.reports.paper import Block, Notes, Paper, Row, Section, nothing, table
from trivet.reports.words import amount, day, marking_words, stamp
from trivet.values.markings import Marking
from trivet.values.text import collation_key

#: The registers beside whose lists the papers stand.
REGISTERS = frozenset(register_of(model).code for model in (Commitment, Task, ProgrammeLine))
#: The sections to which figures open.
_PARTNERS, _MATTERS, _DIFFERENCES, _OPINIONS = "partners", "matters", "differences", "opinions"
_COMMITMENTS, _TASKS, _AHEAD = "commitments", "tasks", "ahead"


def conference(half: HalfYear, place: Standpoint, language: str, address: str = "") -> Paper:
    """The papers of a half-year in a language (en, vi, id), as the reader may see them. Raises NoOffice.

    They tell of the days up to the end of the half-year, to today, or to the moment that is looked from.
    """
    with override(language):
        last = min(half.period.latest, timezone.localdate(), timezone.localdate(place.known))
        matter, notes = Matter(place, place.profile, half, last), Notes()
        rows = Rows(matter, notes)
        sections = _sections(rows, language)
        halves = (_("Coordination conference: first half of %s"), _("Coordination conference: second half of %s"))
        told = [*stamp(place, half.period), _("What is overdue is told as of %s.") % day(matter.day)]
        told_of = matter.told
        level = max((row.marking for row in told_of), default=int(Marking.PUBLIC))
        remember_told(place, told_of, Reading.Way.PAPER)
        marking, exercise = marking_words(place, level), exercise_words(place.office)
        title = halves[half.number - 1] % half.year
        return Paper(title, language, marking, told, sections, notes.listed(), address, exercise=exercise)


def _sections(rows: Rows, language: str) -> list[Section]:
    matter = rows.matter
    unsure = rows.doings(matter.unsure, partners=True)
    return [
        Section(_("In figures"), [_figures(matter)]),
        Section(_("By pillar"), [_by_pillar(rows)]),
        Section(_("With each partner"), [] if matter.done or matter.planned else [nothing()], code=_PARTNERS),
        *_by_partner(rows, language),
        Section(_("Complements and duplicates"), findings(rows), code=_MATTERS),
        Section(_("Open differences"), differences(rows), code=_DIFFERENCES),
        Section(_("Opinions late, missing or overdue"), opinions(rows, _OPINIONS), code=_OPINIONS),
        Section(_("Commitments"), commitments(rows), code=_COMMITMENTS),
        Section(_("Tasks by body"), tasks(rows, _TASKS), code=_TASKS),
        Section(_("Next half-year"), ahead(rows), code=_AHEAD),
        Section(_("Perhaps in the period: the day is not known exactly"), [unsure]),
    ]


def _figures(matter: Matter) -> Block:
    open_kinds = Counter(type(one.finding.rule) is Duplicate for one in matter.findings if not one.verdict)
    rows = [
        (_("activities in the half-year"), len(matter.done), _PARTNERS),
        (_("of which by several pillars"), sum(len(matter.pillars(row)) > 1 for row in matter.done), _PARTNERS),
        (_("planned by the end of the next half-year"), len(matter.planned), _AHEAD),
        (_("duplicates, not decided"), open_kinds[True], _MATTERS),
        (_("complements, not decided"), open_kinds[False], _MATTERS),
        (_("open differences"), len(matter.differences), _DIFFERENCES),
        (_("opinions overdue"), sum(one.state == "overdue" for one in matter.opinions), _OPINIONS),
        (_("commitments overdue"), sum(map(matter.overdue, matter.commitments)), _COMMITMENTS),
        (_("tasks overdue"), sum(map(matter.overdue, matter.tasks)), _TASKS),
    ]
    headings = (_("figure"), pgettext("amount", "number"))
    return table(headings, [Row((told, amount(n)), plain=True, part=part) for told, n, part in rows], (1,))


def _by_pillar(rows: Rows) -> Block:
    """How much each pillar of the profile did and plans; a record of several pillars stands under each of them."""
    matter = rows.matter
    done = Counter(code for row in matter.done for code in matter.pillars(row))
    joint = Counter(c for row in matter.done if len(found := matter.pillars(row)) > 1 for c in found)
    planned = Counter(code for row in matter.planned for code in matter.pillars(row))
    order = sorted(matter.profile.rows("pillars"), key=lambda told: told.get("order", 0))
    codes = dict.fromkeys((*(told["code"] for told in order), *done, *planned))
    listed = [
        Row((rows.pillar(code), *map(amount, (done[code], joint[code], planned[code]))), plain=True, part=_PARTNERS)
        for code in codes
    ]
    untold = sum(not matter.pillars(row) for row in matter.done), sum(not matter.pillars(row) for row in matter.planned)
    if any(untold):
        cells = (_("no pillar told"), amount(untold[0]), amount(0), amount(untold[1]))
        listed.append(Row(cells, plain=True, part=_PARTNERS))
    headings = (
        _("pillar"),
        _("activities"),
        _("of which by several pillars"),
        _("planned by the end of the next half-year"),
    )
    return table(headings, listed, (1, 2, 3))


def _by_partner(rows: Rows, language: str) -> list[Section]:
    """What each pillar did and plans with each partner, in the order of their names; what names none comes last."""
    matter = rows.matter
    found: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    names: dict[Any, str] = {}
    for place, listed in enumerate((matter.done, matter.planned)):
        for row in listed:
            partners = matter.partners(row)
            names |= {partner.pk: partner.name_in() for partner in partners}
            for key in [partner.pk for partner in partners] or [None]:
                found[key][place].append(row)
    sections = []
    for key in sorted(found, key=lambda one: (one is None, collation_key(names.get(one, ""), language), str(one))):
        done, planned = found[key]
        told = ((done, _("In the half-year")), (planned, _("Planned by the end of the next half-year")))
        blocks = [rows.doings(_in_pillars(rows, listed), caption) for listed, caption in told if listed]
        sections.append(Section(names.get(key) or _("No partner named"), blocks, 2))
    return sections


def _in_pillars(rows: Rows, listed: list[Any]) -> list[Any]:
    """Records in the order of their pillars, which is that of the profile, and within one in that of their days."""
    order = {told["code"]: told.get("order", 0) for told in rows.matter.profile.rows("pillars")}
    ranks = {row.uuid: [order.get(code, len(order)) for code in rows.matter.pillars(row)] for row in listed}
    return sorted(listed, key=lambda row: ranks[row.uuid] or [len(order) + 1])
