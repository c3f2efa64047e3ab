"""The yearly review as a paper, for Word and PDF: each figure with its rule and how many records stand behind it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from trivet.core.office import exercise_words
from trivet.core.standpoint import Standpoint
from trivet.reports.paper import Block, Line, Lines, Note, Paper, Row, Section, Table, Words, nothing, table
from trivet.reports.review import write_review
from trivet.reports.review_axes import Axis
from trivet.reports.review_material import AxisPart, ByAxis, FigureNote, RecordLine, Review
from trivet.reports.tasks_of_year import TaskOfYear
from trivet.reports.words import amount, day
from trivet.reports.year_by_year import YearByYear, YearLine
from trivet.reports.years import Years


class _Sources:
    """Numbers the sources of the review's records in the order of first mention."""

    def __init__(self) -> None:
        self.notes: dict[tuple[str, str], Note] = {}

    def of(self, lines: Iterable[RecordLine]) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for title, address in (source for line in lines for source in line.sources):
            note = Note(len(self.notes) + 1, title, "", address)
            found[self.notes.setdefault((title, address), note).number] = None
        return tuple(found)


def review_paper(
    years: int | Years, place: Standpoint, language: str, address: str = "", axis: Axis | None = None
) -> Paper:
    """The review of a year or several in a language (en, vi, id), in its present order or by an axis."""
    with override(language):
        review, sources = write_review(years, place, axis), _Sources()
        title = _("Foreign affairs of %(country)s, %(year)s") % {"country": review.country, "year": review.years.name}
        known = date_format(place.known or timezone.now(), "DATETIME_FORMAT")
        stamp = [
            *([review.by_axis.title] if review.by_axis else []),
            _("As known at %s UTC.") % known,
            _("Read as %s.") % place.user if place.user else _("Read as an outsider: published records only."),
            _("Each number counts verified records; what rests on records in review stands beside it."),
        ]
        sections, exercise = _sections(review, sources), exercise_words(place.office)
        notes = list(sources.notes.values())
        return Paper(title, language, review.marking, stamp, sections, notes, address, exercise=exercise)


def _sections(review: Review, sources: _Sources) -> list[Section]:
    charts: list[Block] = [block for chart in review.charts for block in (chart.picture, chart.table)]
    title = _("The year in charts") if review.years.single else _("The years in charts")
    years = _year_by_year(review.year_by_year) if review.year_by_year else []
    told = _axis(review.by_axis, sources) if review.by_axis else _present_order(review, sources)
    return [*years, Section(title, charts), *told, *_end(review)]


def _present_order(review: Review, sources: _Sources) -> list[Section]:
    sections = [Section(_("By field of work"), [])]
    for label, notes in review.fields:
        sections.append(Section(capfirst(label), [_figures(notes), Lines([_rule(note) for note in notes])], 2))
    sections.append(Section(_("By pillar"), []))
    sections += [Section(one.label, [_lines(one.activities, sources)], 2) for one in review.pillars]
    acts = [Row((who, line.dated, line.state, tier), sources.of([line])) for who, tier, line in review.acts]
    headings = tuple(map(capfirst, (_("partner"), _("declared"), _("state"), _("tier"))))
    sections.append(Section(_("Relations raised or established"), [Table(headings, acts)]))
    tasks = _("Tasks of the year") if review.years.single else _("Tasks of these years")
    sections.append(Section(tasks, [_tasks(review.tasks, sources)]))
    sections.append(Section(_("Month by month") if review.years.single else _("Activities by year"), []))
    return [*sections, *(Section(capfirst(one), [_lines(lines, sources)], 2) for one, lines in review.months)]


def _year_by_year(told: YearByYear) -> list[Section]:
    """What stood at the beginning and the ends of the years, and what fell into each."""
    names = [str(year) for year in told.years.each]
    places = tuple(range(1, len(names) + 3))
    stocks = [_year_row(line, line.first.words if line.first else "", last=False) for line in told.stocks]
    flows = [_year_row(line, line.whole.words if line.whole else "", last=True) for line in told.flows]
    if told.apart:
        between = [one.between.words if one.between else "" for one in told.flows]
        flows = [Row((*row.cells, words), plain=True) for row, words in zip(flows, between, strict=True)]
    beyond = [_("in no single year")] if told.apart else []
    return [
        Section(_("Year by year"), []),
        Section(
            _("Stocks at the end of each year"), [table([_("figure"), day(told.begins), *names], stocks, places)], 2
        ),
        Section(
            _("Flows of each year and of all"),
            [table([_("figure"), *names, told.years.name, *beyond], flows, places)],
            2,
        ),
    ]


def _year_row(line: YearLine, beside: str, *, last: bool) -> Row:
    each = [one.words for one in line.each]
    title = f"{line.figure.title} ({line.figure.unit_label})"
    return Row((title, *each, beside) if last else (title, beside, *each), plain=True)


def _axis(told: ByAxis, sources: _Sources) -> list[Section]:
    """The headings of an axis, how they add up, and the rules of the figures once for all."""
    sections = [Section(told.title, [Words(told.note)])]
    for part in (*told.parts, told.rest):
        sections += _part(part, sources)
    headings = [_("what"), _("under headings"), _("under none"), _("told more than once"), _("in all")]
    rows = [
        Row((one.title, *(n.words for n in (one.under, one.rest, one.repeated, one.whole))), plain=True)
        for one in told.sums
    ]
    sections.append(Section(_("How the parts add up"), [table(headings, rows, (1, 2, 3, 4))]))
    notes = {note.title: note for part in (*told.parts, told.rest) for note in part.figures}
    return [*sections, Section(_("Counting rules"), [Lines([_rule(note) for note in notes.values()])])]


def _part(part: AxisPart, sources: _Sources) -> list[Section]:
    blocks: list[Block] = [Words(part.heading.lead)] if part.heading.lead else []
    if part.empty:
        return [Section(part.heading.label, [*blocks, nothing()], 2)]
    if part.figures:
        blocks.append(_figures(part.figures))
    for title, lines in ((_("Activities"), part.activities), *part.registers):
        if lines:
            blocks += [Words(f"{title}: {len(lines)}"), _lines(lines, sources)]
    if part.tasks:
        blocks += [Words(_("Tasks")), _tasks(part.tasks, sources)]
    if part.commitments:
        rows = [Row((one.line.caption, one.due, one.standing), sources.of([one.line])) for one in part.commitments]
        blocks += [Words(_("Commitments")), table([_("commitment"), _("due"), _("state")], rows)]
    return [Section(part.heading.label, blocks, 2)]


def _lines(records: list[RecordLine], sources: _Sources) -> Block:
    lines = [Line(one.dated, one.caption, sources.of([one])) for one in records]
    return Lines(lines) if lines else nothing()


def _tasks(tasks: list[TaskOfYear], sources: _Sources) -> Block:
    headings = (_("task"), _("under"), _("lead"), _("pillar"), _("due"), _("state"))
    rows = [
        Row((one.line.caption, one.under, one.lead, one.pillar, one.due, one.standing), sources.of([one.line]))
        for one in tasks
    ]
    return table(headings, rows)


def _figures(notes: list[FigureNote]) -> Table:
    shares = any(note.whole for note in notes)
    headings = [
        _("figure"),
        _("verified"),
        _("in review"),
        _("records"),
        _("left out"),
        *([_("in all")] if shares else []),
    ]
    rows = []
    for note in notes:
        counted = note.tally.amount
        numbers = (amount(counted.verified), amount(counted.in_review), str(len(note.records)), str(len(note.left_out)))
        unit = f" ({note.tally.figure.unit_label})"
        rows.append(Row((note.title + unit, *numbers, *([note.whole] if shares else [])), plain=True))
        empty = ("", "", "") if shares else ("", "")
        rows += [Row((f"– {part}", verified, waiting, *empty), plain=True) for part, verified, waiting in note.parts]
    return Table(tuple(str(capfirst(one)) for one in headings), rows, tuple(range(1, len(headings))))


def _rule(note: FigureNote) -> Line:
    told = " ".join(filter(None, [note.when + ".", note.rule, note.basis]))
    return Line(note.title, told, plain=True)


def _end(review: Review) -> list[Section]:
    claims = [
        Row(
            (str(one.tally.figure.title) if one.tally else "", words, amount(one.verified), status, row.source.title),
            plain=True,
        )
        for one, words, status, row in review.unmatched
    ]
    headings = (_("figure"), _("a source says"), _("verified"), _("answer"), _("who says so"))
    ahead = [Line(horizon, f"{title} ({state})", plain=True) for title, horizon, state in review.directions]
    years = [
        Line(_("%s years") % count, f"{title} ({state})", plain=True) for title, count, state in review.anniversaries
    ]
    return [
        Section(_("Claims that do not match the record"), [Table(tuple(map(capfirst, headings)), claims, (2,))]),
        Section(_("What the record lacks"), [Lines([Line("", line, plain=True) for line in review.lacks])]),
        Section(_("Aims and directions"), [Lines(ahead)]),
        Section(_("Anniversaries"), [Lines(years)]),
    ]
