"""Rounds of a text at random, held against a model of them that a page of paper could hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from time_machine import travel

from tests.coordination.conftest import LINES, Desk
from trivet.coordination.circulating import Round, add_clearer, circulate, clear, conclude
from trivet.coordination.clearances import State, clearances
from trivet.coordination.drafting import Line, TextMoved, revise, standing_text
from trivet.coordination.texts import Text
from trivet.core.validation import Invalid
from trivet.procedures.acting import OutOfTurn
from trivet.procedures.dossiers import Dossier
from trivet.procedures.standing import standing_of

BODIES = ("defence", "finance", "justice", "vufo")
#: A Monday; the last day for answers is the Friday of the week after.
BEGIN, DUE = datetime(2026, 3, 2, 2, tzinfo=UTC), date(2026, 3, 13)
_SAID = {
    "agrees": State.CLEARED,
    "agrees-with-changes": State.CHANGES,
    "disagrees": State.OBJECTS,
    "not-concerned": State.NOT_CONCERNED,
}
_HOLDS = {State.CHANGES, State.OBJECTS}


class Rounds(RuleBasedStateMachine):
    """What is known on paper: the version, the stage, and of each body its paragraphs and its answer."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.clock = travel(BEGIN, tick=False)
        self.moment = self.clock.start()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.text: Text = self.desk.text()
        self.edition, self.stage, self.silence = 1, "", False
        self.states: dict[str, State] = {}
        self.scopes: dict[str, set[int]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)
        self.clock.stop()

    @property
    def over(self) -> bool:
        return self.today > DUE

    @property
    def today(self) -> date:
        return (datetime.now(UTC) + timedelta(hours=7)).date()

    def paragraphs(self) -> list[Any]:
        rows: list[Any] = standing_text(self.text).paragraphs_rows  # type: ignore[attr-defined]
        return rows

    def scope_of(self, places: set[int]) -> list[UUID]:
        return [row.uuid for number, row in enumerate(self.paragraphs()) if number in places]

    @precondition(lambda self: self.stage in ("", "text-withdrawn"))
    @rule(
        chosen=st.dictionaries(st.sampled_from(BODIES), st.sets(st.integers(0, 2), max_size=2), max_size=4),
        silence=st.booleans(),
    )
    def send_round(self, chosen: dict[str, set[int]], silence: bool) -> None:
        scope = {self.desk.body(key).pk: self.scope_of(places) for key, places in chosen.items() if places}
        asked = Round([self.desk.body(key).pk for key in chosen], DUE, scope=scope, silence="soon" if silence else "")
        wrong = not chosen or self.today >= DUE
        try:
            self.text = circulate(self.text, asked, actor=self.desk.clerk("mfa"), reason="round", read=self.read())
            assert not wrong
        except Invalid:
            assert wrong
            return
        self.stage, self.silence = "circulating", silence
        self.states, self.scopes = dict.fromkeys(chosen, State.AWAITED), chosen

    def read(self) -> str:
        found: str = standing_text(self.text).digest
        return found

    @rule(key=st.sampled_from(BODIES), says=st.sampled_from(sorted(_SAID)), stale=st.booleans(), words=st.booleans())
    def answer(self, key: str, says: str, stale: bool, words: bool) -> None:
        read = "0" * 64 if stale else self.read()
        needs = says in ("disagrees", "agrees-with-changes") and not words
        try:
            told = {"actor": self.desk.clerk(key), "read": read, "words": "so we say" if words else ""}
            clear(self.text, self.desk.body(key).pk, says, **told)  # type: ignore[arg-type]
        except TextMoved:
            assert stale
        except OutOfTurn:
            assert self.stage != "circulating" or self.states.get(key) != State.AWAITED
        except Invalid:
            assert needs
        else:
            assert not stale and not needs and self.stage == "circulating"
            assert self.states[key] == State.AWAITED
            self.states[key] = _SAID[says]

    @rule(place=st.integers(0, 2), stale=st.booleans())
    def write(self, place: int, stale: bool) -> None:
        rows = self.paragraphs()
        lines = [Line(row.text, row.kind, row.marking, row.uuid) for row in rows]
        words = f"{LINES[place]} {self.edition}"
        lines[place] = Line(words, rows[place].kind, rows[place].marking, rows[place].uuid)
        try:
            read = "0" * 64 if stale else self.read()
            self.text, again = revise(self.text, lines, actor=self.desk.clerk("mfa"), reason="words", read=read)
        except TextMoved:
            assert stale
            return
        except Invalid:  # whoever is asked anew has a day to read
            assert self.stage == "circulating" and self.today >= DUE
            return
        assert not (self.stage == "circulating" and self.today >= DUE)
        self.edition += 1
        expected = set()
        if self.stage == "circulating":
            answered = [key for key, state in self.states.items() if state != State.AWAITED]
            expected = {key for key in answered if not self.scopes[key] or place in self.scopes[key]}
        assert set(again) == {self.desk.body(key).pk for key in expected}
        self.states |= dict.fromkeys(expected, State.AWAITED)

    @precondition(lambda self: self.stage == "circulating")
    @rule(key=st.sampled_from(BODIES))
    def add(self, key: str) -> None:
        add_clearer(self.text, self.desk.body(key).pk, actor=self.desk.clerk("mfa"), reason="they too")
        if key not in self.states:
            self.states[key], self.scopes[key] = State.AWAITED, set()

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        self.moment.shift(timedelta(days))

    @rule(step=st.sampled_from(("release", "go-forward", "withdraw-text")))
    def end(self, step: str) -> None:
        waits = [key for key, state in self.states.items() if state == State.AWAITED]
        silent = self.silence and self.over
        held = any(state in _HOLDS for state in self.states.values()) or (waits and not silent)
        allowed = {
            "release": not held,
            "go-forward": not waits or self.over,
            "withdraw-text": True,
        }[step] and self.stage == "circulating"
        try:
            conclude(self.text, step, actor=self.desk.clerk("mfa"), reason="the end", read=self.read())
        except (Invalid, OutOfTurn):
            assert not allowed
            return
        assert allowed
        ends = {"release": "released", "go-forward": "forwarded", "withdraw-text": "text-withdrawn"}
        self.stage = ends[step]
        ended = State.SILENT if silent else (State.NO_ANSWER if self.over else State.ASKED_NO_LONGER)
        self.states |= dict.fromkeys(waits, ended)

    @invariant()
    def as_on_paper(self) -> None:
        text = standing_text(self.text)
        assert text.edition == self.edition
        if not self.stage:
            assert text.dossier_id is None
            return
        dossier = Dossier.objects.get(pk=text.dossier_id)
        assert dossier.stage == self.stage
        standing = standing_of(dossier)
        standing.live = True
        names = {self.desk.body(key).pk: key for key in BODIES}
        found = {names[one.body]: one.state for one in clearances(standing, text.editions_rows, self.today)}  # type: ignore[attr-defined]
        expected = dict(self.states)
        if self.stage == "circulating" and self.over:
            late = State.SILENT if self.silence else State.OVERDUE
            expected |= {key: late for key, state in expected.items() if state == State.AWAITED}
        assert found == expected


def check_rounds(desk: Desk, runs: int) -> None:
    """So many random rounds, each of up to twelve acts, as the model has them."""
    told = settings(
        max_examples=runs,
        stateful_step_count=12,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    for body in ("mfa", *BODIES):  # people outlive a round
        desk.clerk(body)
    run_state_machine_as_test(type("OfDesk", (Rounds,), {"desk": desk}), settings=told)  # type: ignore[no-untyped-call]
