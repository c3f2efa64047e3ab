"""Programmes and lines as the stories need them."""

from __future__ import annotations

from typing import Any

from tests.people import People
from trivet.core.actions import create
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.people import Person, Post
from trivet.core.users import User
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme


def programme(people: People, year: str = "2031", **more: Any) -> Programme:
    """The year's programme, kept by the ministry and opened by its clerk."""
    values = {"year": year, "title": f"Programme {year}", "keeper": people.ministry, **more}
    made: Programme = create(Programme, Draft(values), actor=people.clerk, reason="the year begins", submit=True)
    return made


def line(people: People, plan: Programme, title: str, starts: str = "", ends: str = "", **more: Any) -> ProgrammeLine:
    """A line as a clerk sends it in: of the ministry, or of the other body when it is named as keeper.

    `to` names partners by key; `leaders` and `assignments` are rows.
    """
    keeper: Body = more.pop("keeper", people.ministry)
    actor: User = more.pop("actor", people.clerk if keeper == people.ministry else people.other_clerk)
    submit, assigned = more.pop("submit", True), more.pop("assignments", None)
    parts = {"leaders": more.pop("leaders")} if "leaders" in more else {}
    keys = more.pop("to", ())
    values = {"programme": plan, "title": title, "direction": "out", "starts": starts, "ends": ends, "keeper": keeper}
    values["partners"] = [Partner.objects.get(key=key) for key in keys]
    draft = Draft({**values, **more}, parts=parts, assignments=assigned)
    made: ProgrammeLine = create(ProgrammeLine, draft, actor=actor, reason="the return of the year", submit=submit)
    return made


def leader(people: People, name: str) -> Person:
    """Somebody of our side."""
    draft = Draft({"name": name, "keeper": people.ministry})
    made: Person = create(Person, draft, actor=people.clerk, reason="our leaders", submit=True)
    return made


def post(people: People, name: str, body: Body, **more: Any) -> Post:
    """An office of a body."""
    draft = Draft({"name": name, "body": body, "keeper": people.ministry, **more})
    made: Post = create(Post, draft, actor=people.clerk, reason="our posts", submit=True)
    return made
