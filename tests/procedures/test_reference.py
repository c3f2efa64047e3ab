"""Any order of steps, answers and waiting: the engine says and keeps what the simple reference does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.procedures.conftest import Hire
from tests.procedures.reference import STEPS, Reference
from trivet.core.bodies import Body
from trivet.core.users import Role
from trivet.core.validation import Invalid
from trivet.procedures.acting import OutOfTurn, Taking, take
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.opinions import answer

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WHO = {
    "file": ("vufo", Role.CLERK),
    "hold": ("vufo", Role.CLERK),
    "report": ("vufo", Role.CLERK),
    "withdraw": ("vufo", Role.CLERK),
    "permit": ("government", Role.APPROVER),
    "refuse": ("government", Role.APPROVER),
}
PAPERS = [{"paper": code} for code in ("letter", "project", "decision", "report")]
ACTS = st.lists(st.one_of(st.sampled_from(sorted(STEPS)), st.just("answer"), st.integers(1, 20)), max_size=14)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=HANOI)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(begun=st.dates(date(2023, 1, 1), date(2025, 12, 31)), ahead=st.integers(0, 90), acts=ACTS)
def test_the_engine_agrees_with_the_reference(
    prepared: Callable[..., Dossier], hire: Hire, begun: date, ahead: int, acts: list[str | int]
) -> None:
    for body, role in {*WHO.values(), ("mfa", Role.CLERK), ("public-security", Role.CLERK)}:
        hire(body, role)
    with transaction.atomic(), time_machine.travel(noon(begun), tick=False) as clock:
        begins = begun + timedelta(ahead)
        facts = {"starts": begins.isoformat(), "ends": (begins + timedelta(1)).isoformat()}
        facts |= {"rank": "minister", "topics": "none"}
        dossier = prepared(hire("vufo"), "vufo", facts=facts)
        reference, today = Reference(begins, begins + timedelta(1)), begun
        for act in acts:
            if isinstance(act, int):
                today += timedelta(act)
                clock.move_to(noon(today))
            elif act == "answer":
                dossier = answered(dossier, hire, reference, today)
            else:
                dossier = taken(dossier, hire, reference, today, act)
            assert standing(dossier) == (reference.stage, told(reference))
        transaction.set_rollback(True)


def taken(dossier: Dossier, hire: Hire, reference: Reference, today: date, act: str) -> Dossier:
    actor = hire(*WHO.get(act, ("mfa", Role.CLERK)))
    if not reference.may(act, today):
        with pytest.raises((OutOfTurn, Invalid)):
            take(dossier, Taking(act, "out of turn", papers=PAPERS), actor=actor)
        return dossier
    reference.take(act, today)
    return take(dossier, Taking(act, "in turn", papers=PAPERS), actor=actor)


def answered(dossier: Dossier, hire: Hire, reference: Reference, today: date) -> Dossier:
    police, actor = Body.objects.get(key="public-security"), hire("public-security")
    if not reference.may_answer():
        with pytest.raises(OutOfTurn):
            answer(dossier, "consultation", police.pk, "agrees", actor=actor)
        return dossier
    reference.answer(today)
    return answer(dossier, "consultation", police.pk, "agrees", actor=actor)


def standing(dossier: Dossier) -> tuple[str, list[tuple[str, date, str]]]:
    rows = Obligation.objects.at(None).filter(owner=dossier.pk).order_by("position")
    return Dossier.objects.get(pk=dossier.pk).stage, sorted((one.clock, one.due, one.outcome) for one in rows)


def told(reference: Reference) -> list[tuple[str, date, str]]:
    return sorted((run.clock, run.due, run.outcome) for run in reference.runs)
