"""The matrix of rights as pages and programs meet it: roles, registers, acts, markings and relations."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

from tests.core.test_access import Case, allowed
from tests.people import People
from tests.web.samples import client_of, values_of
from trivet.core import actions
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.records import State
from trivet.core.register import registers
from trivet.core.users import Duty, Role, User
from trivet.values.markings import Marking

RELATIONS = ("keeper", "lead", "support", "none")
CLEARANCE = Marking.CONFIDENTIAL
#: What is asked for each record and role: three answers of the pages and one of the interface.
ASKED = 4


def check_matrix(people: People, seed: int, most: int | None = None) -> int:
    """Ask pages and interface for (a sample of) all cells; each must answer as the plain rules say. How many were."""
    cells = list(product(registers(), Marking, RELATIONS, (False, True)))
    chosen = cells if most is None else random.Random(seed).sample(cells, most)
    people_of_roles = {role: _person(people, role) for role in Role.values}
    for number, (code, marking, relation, need) in enumerate(chosen):
        record = _record(people, code, marking, relation, need, number)
        case = Case(relation, marking, need, State.IN_REVIEW)
        for role, user in people_of_roles.items():
            told = f"seed {seed}: {role} and {code}, {case}"
            _check(user, f"/registers/{code}/{record.pk}/", f"/api/registers/{code}/{record.pk}", role, case, told)
    return len(chosen) * len(people_of_roles) * ASKED


def _check(user: User, page: str, interface: str, role: str, case: Case, told: str) -> None:
    client = client_of(user)
    may = {verb: allowed(role, CLEARANCE, verb, case) for verb in ("view", "change", "verify")}
    shown = client.get(page)
    assert (shown.status_code == 200) == may["view"], f"{told}: page {shown.status_code}"
    assert (client.get(interface).status_code == 200) == may["view"], f"{told}: interface"
    assert (client.get(f"{page}edit/").status_code == 200) == (may["change"] and may["view"]), f"{told}: form"
    moves = [name for name, _words in shown.context["moves"]] if may["view"] else []
    assert ("verify" in moves) == (may["verify"] and may["view"]), f"{told}: verify among {moves}"


def _person(people: People, role: str) -> User:
    user = User.objects.create_user(f"matrix_{role}", role, clearance=CLEARANCE)
    Duty.objects.create(user=user, body=people.ministry, role=role)
    return user


def _record(people: People, code: str, marking: int, relation: str, need: bool, number: int) -> Any:
    register = registers()[code]
    values = values_of(register, people, 500 + number)
    values |= {"marking": marking, "need_to_know": need}
    values["keeper"] = people.ministry if relation == "keeper" else Body.objects.get(key="government")
    given = [] if relation in {"keeper", "none"} else [{"body": people.ministry, "role": relation}]
    draft = Draft(values, assignments=given)
    return actions.create(register.model, draft, actor=people.installation, reason="a cell", submit=True)
