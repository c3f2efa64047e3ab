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
from trivet.reports.paper import Block, Line, Lines, Note, Paper, Row, Section, Table, Words
from trivet.reports.review import FigureNote, RecordLine, Review, write_review
from trivet.reports.words import amount


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


def review_paper(year: int, place: Standpoint, language: str, address: str = "") -> Paper:
    """The review of a year in a language (en, vi, id)."""
    with override(language):
        review, sources = write_review(year, place), _Sources()
        title = _("Foreign affairs of %(country)s, %(year)s") % {"country": review.country, "year": year}
        known = date_format(place.known or timezone.now(), "DATETIME_FORMAT")
        stamp = [
            _("As known at %s UTC.") % known,
            _("Read as %s.") % place.user if place.user else _("Read as an outsider: published records only."),
            _("Each number counts verified records; what rests on records in review stands beside it."),
        ]
        sections, exercise = _sections(review, sources), exercise_words(place.office)
        notes = list(sources.notes.values())
        return Paper(title, language, review.marking, stamp, sections, notes, address, exercise=exercise)


def _sections(review: Review, sources: _Sources) -> list[Section]:
    charts: list[Block] = [block for chart in review.charts for block in (chart.picture, chart.table)]
    sections = [Section(_("The year in charts"), charts), Section(_("By field of work"), [])]
    for label, notes in review.fields:
        sections.append(Section(capfirst(label), [_figures(notes), Lines([_rule(note) for note in notes])], 2))
    sections.append(Section(_("By pillar"), []))
    for pillar in review.pillars:
        lines = [Line(one.dated, one.caption, sources.of([one])) for one in pillar.activities]
        sections.append(Section(pillar.label, [Lines(lines)] if lines else [Words(_("no record"))], 2))
    headings = tuple(map(capfirst, (_("partner"), _("declared"), _("state"), _("tier"))))
    acts = [Row((who, line.dated, line.state, tier), sources.of([line])) for who, tier, line in review.acts]
    sections.append(Section(_("Relations raised or established"), [Table(headings, acts)]))
    sections.append(Section(_("Tasks of the year"), [_tasks(review, sources)]))
    sections.append(Section(_("Month by month"), []))
    for month, records in review.months:
        lines = [Line(one.dated, one.caption, sources.of([one])) for one in records]
        sections.append(Section(capfirst(month), [Lines(lines)], 2))
    return [*sections, *_end(review)]


def _tasks(review: Review, sources: _Sources) -> Block:
    if not review.tasks:
        return Words(_("no record"))
    headings = (_("task"), _("under"), _("lead"), _("pillar"), _("due"), _("state"))
    rows = [
        Row((one.line.caption, one.under, one.lead, one.pillar, one.due, one.standing), sources.of([one.line]))
        for one in review.tasks
    ]
    return Table(tuple(map(capfirst, headings)), rows)


def _figures(notes: list[FigureNote]) -> Table:
    headings = (_("figure"), _("verified"), _("in review"), _("records"), _("left out"))
    rows = []
    for note in notes:
        counted = note.tally.amount
        numbers = (amount(counted.verified), amount(counted.in_review), str(len(note.records)), str(len(note.left_out)))
        unit = f" ({note.tally.figure.unit_label})"
        rows.append(Row((note.title + unit, *numbers), plain=True))
        rows += [Row((f"– {part}", verified, waiting, "", ""), plain=True) for part, verified, waiting in note.parts]
    return Table(tuple(map(capfirst, headings)), rows, (1, 2, 3, 4))


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
