"""Returns of many bodies: each fills the form of the year and sends it in, as its people would."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import override
from openpyxl import load_workbook

from tests.people import People
from tests.programme.making import programme
from tests.web.samples import client_of
from tests.web.test_exchange_story import prepared, send
from trivet.core.accounts import open_account
from trivet.core.actions import create_many
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.users import Role, User
from trivet.programme.forms import RETURN
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.values.markings import Marking

LINES = 3


def send_returns(people: People, bodies: int) -> Programme:
    """So many bodies send in a return of a few lines each; then every one sends the same again, one line mended."""
    plan = programme(people, "2031", key="programme-2031")
    told: dict[str, Any] = {"actor": people.installation, "reason": "bodies of the trial", "submit": True}
    drafts = [Draft({"name": f"Department {n}", "key": f"dep-{n}", "keeper": people.ministry}) for n in range(bodies)]
    for n, body in enumerate(create_many(Body, drafts, **told)):
        clerk = _clerk(people, body)
        client, first = client_of(clerk), _filled(clerk, plan, n, "")
        page = _take(client, first)
        assert page == [("new", LINES)], page
        assert _take(client, first, commit=False) == [("unchanged", LINES)]
        assert _take(client, _filled(clerk, plan, n, " (mended)")) == [("changed", 1), ("unchanged", LINES - 1)]
    return plan


def _clerk(people: People, body: Body) -> User:
    return open_account(
        f"clerk_{body.key}",
        str(body.name),
        body=body,
        role=Role.CLERK,
        clearance=Marking.INTERNAL,
        actor=people.installation,
        reason="who sends the return",
    )


def _filled(clerk: User, plan: Programme, n: int, more: str) -> bytes:
    """The form as a clerk takes it from the page in a language, with the lines of the body written into it."""
    language = "en" if n % 2 else "vi"
    form = client_of(clerk).get(f"/programme/{plan.pk}/form.xlsx?mine=1", headers={"accept-language": language})
    book = load_workbook(io.BytesIO(b"".join(form.streaming_content)))
    (sheet,) = book.worksheets
    places = {name: place for place, name in enumerate(RETURN, start=3)}  # after identity and version
    with override(language):
        out = str(ProgrammeLine.Direction.OUT.label)
    for row in range(LINES):
        values = {
            "programme": plan.key,
            "key": f"2031.dep-{n}.{row + 1}",
            "number": row + 1,
            "direction": out,
            "title": f"Line {row + 1} of department {n}{more if row == 0 else ''}",
            "partners": "France; DEU",
            "starts": f"2031-0{row + 1}",
            "size": 5,
        }
        for name, value in values.items():
            sheet.cell(row + 2, places[name]).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _take(client: Any, octets: bytes, *, commit: bool = True) -> list[tuple[str, int]]:
    """Upload a return, and what its preview counts; then commit it."""
    url = send(client, octets, "return.xlsx", "programme-lines").url
    counts: list[tuple[str, int]] = prepared(client, url, reason="the return of the year").context["counts"]
    if commit:
        assert client.post(url, {"do": "commit"}).status_code == 302
    return counts


def check_returns(people: People, bodies: int) -> None:
    """The returns make one programme: every line once, numbered by its body, under its body's keeping."""
    plan = send_returns(people, bodies)
    rows = list(ProgrammeLine.objects.filter(programme=plan.pk).select_related("keeper"))
    assert len(rows) == bodies * LINES and len({row.key for row in rows}) == len(rows)
    numbers = {(row.keeper.key, row.number) for row in rows if row.keeper}
    assert numbers == {(f"dep-{n}", number + 1) for n in range(bodies) for number in range(LINES)}
    assert sum("(mended)" in row.title for row in rows) == bodies
