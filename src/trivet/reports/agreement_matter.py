"""What a yearly report on agreements looks at: texts by what certainly fell in the period, dossiers by their steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from trivet.core.gathering import gather_some
from trivet.core.profile import Profile
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import visible
from trivet.procedures.clocks import due_day
from trivet.procedures.course import after_signature
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import editions, procedures, rules
from trivet.procedures.tables import Procedure, Rule
from trivet.programme.lines import ProgrammeLine
from trivet.registers.agreements import Agreement
from trivet.values.dates import Held, UncertainDate

_L = ProgrammeLine.Status


@dataclass(frozen=True)
class Way:
    """A dossier of a procedure of signing, as it stood on the last day of the period."""

    dossier: Any
    procedure: Procedure
    stage: str
    steps: list[Any]

    @property
    def signed(self) -> bool:
        """Whether it had been signed by then."""
        return self.stage in after_signature(self.procedure)[0]

    @property
    def ended(self) -> bool:
        """Whether it had come to an end by then."""
        return bool(self.stage) and bool(self.procedure.one("stages", self.stage).final)

    def done(self, codes: Iterable[str], period: UncertainDate) -> list[Any]:
        """The steps of some kinds that were taken in the period."""
        wanted = set(codes)
        return [one for one in self.steps if one.transition in wanted and one.day >= period.earliest]


@dataclass
class Matter:
    """Everything that the report tells of, read once as one reader sees it; `year` is that of the report."""

    place: Standpoint
    profile: Profile
    period: UncertainDate
    year: int
    today: date
    unsure: list[tuple[Any, str, UncertainDate]] = field(default_factory=list)

    @cached_property
    def _read(self) -> tuple[list[Any], list[Any], list[Any]]:
        """What counts, in review and verified: agreements, dossiers of signing, lines of the next year's programmes."""
        place, year = self.place, self.year + 1
        dossiers = place.of(Dossier).filter(procedure__in=list(self.signing)).order_by("opened_earliest", "uuid")
        lines = place.of(ProgrammeLine).filter(direction=ProgrammeLine.Direction.AGREEMENT).order_by("uuid")
        lines = lines.filter(programme__year_latest__range=(date(year, 1, 1), date(year, 12, 31)))
        keeper = ("keeper",)
        asked = [(place.selected(Agreement), keeper, False), (dossiers, keeper, True), (lines, keeper, False)]
        texts, ways, planned = (list(visible(rows)) for rows in gather_some(place, asked))
        return texts, ways, planned

    @property
    def texts(self) -> list[Any]:
        """The agreements."""
        return self._read[0]

    def fell(self, name: str) -> list[Any]:
        """The texts whose day of a kind certainly lies in the period; what only may lie in it is kept apart."""
        found = []
        for row in self.texts:
            when: UncertainDate | None = getattr(row, name)
            held = when.within(self.period) if when else Held.NO
            if held is Held.CERTAIN:
                found.append(row)
            elif held is Held.POSSIBLE and when:
                self.unsure.append((row, name, when))
        return sorted(found, key=lambda row: (getattr(row, name).earliest, str(row.uuid)))

    @cached_property
    def in_force(self) -> list[Any]:
        """The texts that were certainly in force on the last day of the period."""
        last = self.period.latest
        begun = (row for row in self.texts if row.in_force and row.in_force.by(last) is Held.CERTAIN)
        return [row for row in begun if not row.ended or row.ended.by(last) is Held.NO]

    @cached_property
    def signing(self) -> dict[str, Procedure]:
        """The procedures of signing that the profile declares, the newest of each code."""
        rows = sorted(procedures(self.profile), key=lambda one: one.procedure.valid_from)
        return {one.code: one for one in rows if one.signing}

    @cached_property
    def ways(self) -> list[Way]:
        """The dossiers of signing that were under way at some time in the period."""
        found = self._read[1]
        known = editions({row.edition for row in found if row.edition})
        ways = (self._way(row, known.get(row.edition)) for row in found)
        return [one for one in ways if one and (not one.ended or one.steps[-1].day >= self.period.earliest)]

    def _way(self, dossier: Any, edition: Procedure | None) -> Way | None:
        # An edition that was frozen before its profile told of signing is read with the table of now.
        procedure = edition if edition and edition.signing else self.signing[dossier.procedure]
        steps = [one for one in dossier.steps_rows if one.day <= self.period.latest]
        if not steps and (dossier.steps_rows or self.period.latest < self.today):
            return None
        return Way(dossier, procedure, steps[-1].stage if steps else "", steps)

    @property
    def preparing(self) -> list[Way]:
        """What had not been signed on the last day of the period, and had not ended."""
        return [one for one in self.ways if not one.signed and not one.ended]

    @property
    def unreported(self) -> list[Way]:
        """What is being carried out, where a yearly report is owed, and was not reported in the period."""
        found = []
        for one in self.ways:
            codes = one.procedure.signing.reports if one.procedure.signing else ()
            owing = {stage for code in codes for stage in one.procedure.one("transitions", code).sources}
            if one.stage in owing and not one.done(codes, self.period):
                found.append(one)
        return found

    def by_steps(self, codes: Callable[[Procedure], Iterable[str]]) -> list[tuple[Way, Any]]:
        """The steps of some kinds that were taken in the period, with their dossiers, in the order of their days."""
        found = [(way, step) for way in self.ways for step in way.done(codes(way.procedure), self.period)]
        return sorted(found, key=lambda one: (one[1].day, str(one[0].dossier.uuid)))

    @cached_property
    def planned(self) -> list[Any]:
        """The lines that want an agreement signed in the next year, unless refused, merged or cancelled."""
        found = [row for row in self._read[2] if row.status not in (_L.REFUSED, _L.CANCELLED, _L.MERGED)]

        def planned(row: Any) -> tuple[date, str, str]:
            return row.starts.earliest if row.starts else date.max, row.title, str(row.uuid)

        return sorted(found, key=planned)

    def due(self) -> list[tuple[Rule, date | None]]:
        """The rules on the report of the year and on the plan of the next, with their day in the year of the report."""
        codes: list[str] = []
        for one in self.signing.values():
            signing = one.signing
            reports = set(signing.reports) if signing else set()
            codes += [clock.rule for clock in one.clocks if clock.rule and reports & set(clock.met)]
            codes += [signing.plan] if signing and signing.plan else []
        first, wanted = date(self.year, 1, 1), set(codes)
        known = [rule for rule in rules(self.profile) if rule.code in wanted and rule.holds(self.period.latest)]
        return [(rule, due_day(self.profile, rule, first)) for rule in known if rule.unit == "date"]
