"""An office of the bundled profile, with people of the bodies that its procedures name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.people import People
from trivet.core.accounts import open_account
from trivet.core.actions import create
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.users import Role, User
from trivet.procedures.acting import open_dossier
from trivet.procedures.dossiers import Dossier
from trivet.values.markings import Marking

#: A body of the profile by its key, and the role that somebody holds in it.
Hire = Callable[..., User]


@pytest.fixture
def hire(people: People) -> Hire:
    """Opens an account for somebody in a body, once for each body and role."""
    known: dict[tuple[str, str], User] = {}

    def hired(body: str, role: str = Role.CLERK) -> User:
        if (body, role) not in known:
            name = f"{body}_{role}".replace("-", "_")
            known[body, role] = open_account(
                name,
                name,
                body=Body.objects.get(key=body),
                role=role,
                clearance=Marking.SECRET,
                actor=people.installation,
                reason="somebody of the story",
            )
        return known[body, role]

    return hired


@pytest.fixture
def prepared(people: People) -> Callable[..., Dossier]:
    """A dossier that the people of a body have prepared and opened."""

    def make(actor: User, keeper: str, procedure: str = "conference", **values: object) -> Dossier:
        facts = values.pop("facts", {})
        assert isinstance(facts, dict)
        filled = {"title": "A conference on rivers", "procedure": procedure, "keeper": Body.objects.get(key=keeper)}
        rows = [{"fact": code, "value": text} for code, text in facts.items()]
        draft = Draft({**filled, "marking": Marking.INTERNAL, **values}, parts={"facts": rows})
        made = create(Dossier, draft, actor=actor, reason="a file is prepared", submit=True)
        return open_dossier(made, actor=actor, reason="begin")

    return make
