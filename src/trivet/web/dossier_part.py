"""What a dossier's page has beyond its own fields: where it stands, what may be done now, and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from trivet.core.profile import said
from trivet.core.standpoint import Standpoint
from trivet.procedures.clocks import today_in
from trivet.procedures.diagram import Drawing, draw
from trivet.procedures.dossiers import Obligation
from trivet.procedures.kept_names import naming
from trivet.procedures.outlook import Option, Outlook, outlook_of
from trivet.procedures.reminding import overdue_words, when_words
from trivet.procedures.tables import Branch
from trivet.procedures.words import fact_words, step_words
from trivet.web.dossier_forms import Errors, Form, fact_boxes, paper_boxes, typed
from trivet.web.dossier_typed import Refused, left_over
from trivet.web.reading import address, profile_of
from trivet.web.shown import Showing, Shown, day_text

_O = Obligation.Outcome


@dataclass(frozen=True)
class OptionLine:
    """A step that leads on, as the page tells it, with the form of those who may take it."""

    label: str
    target: str
    who: list[Shown]
    own: bool
    needs: list[str]
    awaited: list[tuple[list[Shown], str]]
    authority: str
    form: Form | None


@dataclass(frozen=True)
class Owed:
    """An obligation: `kind` is its state (open, overdue, or how it ended), `when` and `here` say by when."""

    label: str
    debtor: list[Shown]
    creditor: list[Shown]
    taken_up: list[Shown]
    kind: str
    words: str
    when: str
    here: str
    basis: str
    confirmed: bool
    ruled: bool
    rule: str
    answer: str
    text: str
    actor: str


@dataclass(frozen=True)
class Taken:
    """A step that was taken."""

    day: str
    label: str
    stage: str
    body: list[Shown]
    actor: str
    reason: str
    authority: str
    basis: str
    delegation: list[Shown]


class DossierPart:
    """Made before the links of the page are found (`bodies` are its own), told afterwards."""

    def __init__(self, standpoint: Standpoint, row: Any, refused: Refused | None) -> None:
        self.standpoint, self.row, self.refused = standpoint, row, refused
        self.now = timezone.now()
        profile = profile_of(standpoint)
        self.outlook: Outlook | None = outlook_of(standpoint, profile, row, self.now) if profile else None

    @property
    def bodies(self) -> set[UUID]:
        """The bodies that the page names beyond those of the dossier's own rows."""
        return self.outlook.bodies if self.outlook else set()

    def told(self, showing: Showing) -> dict[str, Any]:
        """Everything that the template `web/dossier.html` shows."""
        found = self.outlook
        if found is None:
            return {"known": False, "facts": self._plain_facts(), "papers": self._papers(showing)}
        obligations = [(row, self._owed(showing, row)) for row in self.row.obligations_rows]
        return {
            "known": True,
            "procedure": found.procedure,
            "label": capfirst(said(found.procedure.procedure.label)),
            "kind": "ended" if self.row.closed else "way" if self.row.stage else "prepared",
            "stage": said(found.procedure.one("stages", self.row.stage).label) if self.row.stage else "",
            "since": day_text(self.row.steps_rows[-1].day) if self.row.steps_rows else "",
            "opening": self._opening(),
            "options": [self._option(showing, option) for option in found.options],
            "branches": list(self._branches(showing, obligations)),
            "obligations": [owed for row, owed in obligations if not row.branch],
            "facts": list(self._facts()),
            "tell": self._tell(),
            "papers": self._papers(showing),
            "steps": [self._taken(showing, step) for step in self.row.steps_rows],
            "of_text": address(self.standpoint, "text-of", self.row.uuid) if found.procedure.clears else "",
            "drawing": self._drawing(),
            "answers": Obligation.Answer.choices,
            "today": found.today.isoformat(),
            "happened": self._happened(showing),
            "naming": naming(found.procedure, self.row.title),
            "left_over": left_over(self.refused, found.procedure) if self.refused and not self.refused.found else [],
        }

    def _form(self, act: str, code: str = "", body: str = "") -> Form:
        """A form with what was typed into it, if it is the one that was refused."""
        place = "-".join(filter(None, (act, code, body)))
        post, errors = self._typed(act, code, body)
        names = ("reason", "day", "text", "answer", "bodies")
        texts = {name: typed(post, name) for name in names} if post is not None else {}
        return Form(act, code, place, texts=texts, errors=errors)

    def _typed(self, act: str, code: str, body: str) -> tuple[QueryDict | None, Errors]:
        if self.refused and self.refused.is_of(act, code, body):
            self.refused.found = True
            return self.refused.post, self.refused.errors
        return None, {}

    def _opening(self) -> Form | None:
        found = self.outlook
        return self._form("open") if found and found.keeps and not self.row.stage else None

    def _option(self, showing: Showing, option: Option) -> OptionLine:
        found, transition = self._of(), option.transition
        row = found.standing.authority() if transition.act == "decide" else None
        needs = [said(one.label) for one in option.papers] + [said(one.label) for one in option.facts]
        awaited = [(showing.link(row["debtor_id"]), self._when(row["due"])) for row in option.held_up]
        return OptionLine(
            said(transition.label),
            said(found.procedure.one("stages", transition.target).label),
            [shown for body in sorted(option.right.bodies) for shown in showing.link(body)],
            option.right.own,
            needs,
            awaited,
            said(row.label) if row else "",
            self._step_form(option) if option.right.body and not found.procedure.clears else None,
        )

    def _step_form(self, option: Option) -> Form:
        found, code = self._of(), option.transition.code
        form = self._form("take", code)
        post = self.refused.post if form.texts and self.refused else None
        needed = [*(one.code for one in option.facts), *(one.code for one in option.papers)]
        form.facts = fact_boxes(option.facts, {}, post, form.place, form.errors, needed)
        others = [one for one in found.procedure.papers if one not in option.papers]
        form.papers = paper_boxes([*option.papers, *others], post, form.place, form.errors, needed)
        form.asks = bool(option.asks)
        return form

    def _tell(self) -> Form | None:
        """The form for what the dossier tells, for those who keep it while it is under way."""
        found = self.outlook
        if not found or not (found.keeps and found.under_way) or found.procedure.clears:
            return None
        form = self._form("tell")
        post = self.refused.post if form.texts and self.refused else None
        open_facts = [one for one in found.procedure.facts if not one.fixed]
        form.facts = fact_boxes(open_facts, found.standing.facts, post, form.place, form.errors)
        return form

    def _branches(self, showing: Showing, obligations: list[tuple[Any, Owed]]) -> Iterator[dict[str, Any]]:
        """The bodies asked, branch by branch, with the forms of this reader's own bodies."""
        found = self._of()
        for branch in found.procedure.branches:
            asked = [owed for row, owed in obligations if row.branch == branch.code]
            mine = [row for row in found.opinions if row["branch"] == branch.code and not branch.clears]
            forms = [(showing.link(row["debtor_id"]), row["debtor_id"], self._answer(branch, row)) for row in mine]
            asks = self._form("ask", branch.code) if branch in found.asking and not branch.clears else None
            if asked or forms or asks:
                yield {"label": capfirst(said(branch.label)), "asked": asked, "forms": forms, "ask": asks}

    def _answer(self, branch: Branch, row: dict[str, Any]) -> Form:
        return self._form("answer", branch.code, str(row["debtor_id"]))

    def _owed(self, showing: Showing, row: Any) -> Owed:
        found = self._of()
        table, code = ("branches", row.branch) if row.branch else ("clocks", row.clock)
        days = (row.due - today_in(row.zone, self.now)).days if row.due else 0
        late = row.outcome == _O.OPEN and row.due is not None and days < 0
        ended = "" if row.outcome == _O.OPEN or row.ended is None else day_text(row.ended)
        return Owed(
            said(found.procedure.one(table, code).label),
            showing.link(row.debtor_id),
            showing.link(row.creditor_id),
            showing.link(row.escalation_id) if late else [],
            "overdue" if late else row.outcome,
            overdue_words(-days) if late else " ".join(filter(None, (str(_O(row.outcome).label), ended))),
            when_words(row.due, days) if row.outcome == _O.OPEN and row.due else self._when(row.due),
            self._here(row),
            row.basis,
            row.confirmed,
            bool(row.rule),
            next((said(rule.label) for rule in found.procedure.rules if rule.code == row.rule), ""),
            str(Obligation.Answer(row.answer).label) if row.answer else "",
            row.text,
            found.names.get(row.actor, row.actor),
        )

    def _when(self, due: date | None) -> str:
        return day_text(due) if due else ""

    def _here(self, row: Any) -> str:
        """The last moment in the reader's own zone, where its clock shows another one."""
        zone = ZoneInfo(self._of().zone)
        if row.due_at is None or row.outcome != _O.OPEN:
            return ""
        last: datetime = row.due_at - timedelta(minutes=1)
        if last.astimezone(zone).utcoffset() == last.astimezone(ZoneInfo(row.zone)).utcoffset():
            return ""
        return f"{date_format(last.astimezone(zone), 'SHORT_DATETIME_FORMAT')} {zone.key}"

    def _taken(self, showing: Showing, step: Any) -> Taken:
        procedure = self._of().procedure
        rows = [one for one in procedure.authority if one.code == step.authority]
        return Taken(
            day_text(step.day),
            capfirst(step_words(procedure, step.transition).strip("“”")),
            said(procedure.one("stages", step.stage).label),
            showing.link(step.body_id),
            self._of().names.get(step.actor, step.actor),
            step.reason,
            said(rows[0].label) if rows else step.authority,
            step.basis,
            showing.link(step.delegation_id),
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        """What is told, in the order of the table; what the table does not know as it is."""
        told = {row.fact: row.value for row in self.row.facts_rows}
        for fact in self._of().procedure.facts:
            if fact.code in told:
                yield str(capfirst(said(fact.label))), fact_words(fact, told.pop(fact.code))
        yield from told.items()

    def _plain_facts(self) -> list[tuple[str, str]]:
        return [(row.fact, row.value) for row in self.row.facts_rows]

    def _papers(self, showing: Showing) -> list[tuple[str, list[list[Shown]]]]:
        kinds = {one.code: said(one.label) for one in self.outlook.procedure.papers} if self.outlook else {}
        fields = {field.name: field for row in self.row.papers_rows[:1] for field in row._meta.fields}
        names = ("title", "number", "dated", "source")
        return [
            (str(capfirst(kinds.get(row.paper, row.paper))), [showing.field(row, fields[name]) for name in names])
            for row in self.row.papers_rows
        ]

    def _drawing(self) -> Drawing:
        been = {step.left for step in self.row.steps_rows} - {""}
        return draw(self._of().procedure, self.row.stage, been)

    def _happened(self, showing: Showing) -> list[str]:
        """What others did since the page was read that was refused: steps taken and opinions given."""
        if self.refused is None or self.refused.status != 409:
            return []
        since = self.refused.expected
        told = [self._taken(showing, step) for step in self.row.steps_rows if step.vf > since]
        lines = [f"{one.day}: {one.label} ({one.actor}): {one.reason}" for one in told]
        given = [row for row in self.row.obligations_rows if row.vf > since and row.answer]
        return lines + [
            f"{self._when(row.ended)}: {owed.label}: {owed.answer} ({owed.actor})"
            for row, owed in ((row, self._owed(showing, row)) for row in given)
        ]

    def _of(self) -> Outlook:
        if self.outlook is None:
            raise LookupError("a dossier without a procedure tells nothing of it")
        return self.outlook
