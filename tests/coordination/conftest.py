"""An office of the bundled profile in which two lead bodies and a province draft and clear a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.people import People
from tests.procedures.conftest import Hire, hire
from trivet.coordination.drafting import Line, begin_text
from trivet.coordination.texts import Text
from trivet.core.bodies import Body
from trivet.core.users import Role, User

__all__ = ["hire"]

LINES = (
    "The partnership with the neighbour is raised to the next tier.",
    "The province opens a border market.",
    "The costs are borne by the bodies named.",
)


@dataclass
class Desk:
    """The ministry's desk: it begins a text in three paragraphs; the others are asked by their keys."""

    hire: Hire
    people: People

    def text(
        self, lines: Sequence[str | Line] = LINES, assignments: list[dict[str, Any]] | None = None, **values: object
    ) -> Text:
        """A submission of the ministry in its first version."""
        told = {"title": "On raising the partnership", "kind": "submission", "keeper": self.body("mfa"), **values}
        written = [one if isinstance(one, Line) else Line(one) for one in lines]
        clerk = self.clerk("mfa")
        return begin_text(told, written, actor=clerk, reason="asked for by the minister", assignments=assignments)

    def clerk(self, body: str) -> User:
        return self.hire(body, Role.CLERK)

    @staticmethod
    def body(key: str) -> Body:
        return Body.objects.get(key=key)


@pytest.fixture
def desk(hire: Hire, people: People) -> Desk:
    return Desk(hire, people)
