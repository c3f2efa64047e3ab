"""Requests and notes between the two bodies of the stories: the ministry asks and tells the parliament's office."""

from __future__ import annotations

from typing import Any

from tests.people import People
from trivet.coordination.acknowledging import tell
from trivet.coordination.requesting import Asking, ask
from trivet.core.history import attach


def asked(people: People, question: str = "Which visits are planned to France?", **more: Any) -> Any:
    """A request of the ministry's clerk to the other body."""
    values = {"question": question, "due": "2026-06-10", "keeper": people.ministry, **more}
    return ask(Asking(values, [people.commission.pk]), actor=people.clerk, reason="we prepare a visit")


def told(people: People, title: str = "The visit is put off", text: str = "It is put off to May.", **more: Any) -> Any:
    """A note of the ministry's clerk to the other body."""
    values = {"title": title, "text": text, "keeper": people.ministry, **more}
    return tell(values, [people.commission.pk], actor=people.clerk, reason="they wait for it")


def fresh(row: Any) -> Any:
    """The record as it stands now, with its owned rows."""
    return attach([type(row).objects.get(pk=row.pk)], None, parts=True)[0]
