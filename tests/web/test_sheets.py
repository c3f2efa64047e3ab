"""What is printed carries the highest marking of what stands on it, and of nothing that the reader may not see."""

import re
from typing import Any

import pytest

from tests.people import People
from tests.web.samples import REGISTERS, client_of, made
from trivet.core.actions import change
from trivet.core.drafts import Draft
from trivet.core.register import registers
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
each_register = pytest.mark.parametrize("code", REGISTERS)


def marking(user: Any, address: str) -> str:
    """The marking that a page prints: on its first sheet, and by its sheet of styles on each."""
    page = client_of(user).get(address).content.decode()
    (first,) = re.findall(r'class="marking-print"[^>]*>([^<]+)<', page)
    (each,) = re.findall(r'href="/marking\.css\?of=([^"]+)"', page)
    assert first.upper() == each.replace("%20", " ")
    return str(first)


@each_register
def test_the_sheets_of_a_secret_record_say_so(office: People, code: str) -> None:
    made(registers()[code], office, 1)
    assert marking(office.clerk, f"/registers/{code}/") == "public"
    row = made(registers()[code], office, 2, marking=Marking.SECRET)
    heading = client_of(office.clerk).get(f"/registers/{code}/{row.pk}/").context["heading"].text
    for more in (f"?q={heading}", f"{row.pk}/", f"{row.pk}/history/", f"{row.pk}/edit/"):
        assert marking(office.clerk, f"/registers/{code}/{more}") == "secret", more
    assert marking(office.reader, f"/registers/{code}/") == marking(None, f"/registers/{code}/") == "public"


@each_register
def test_a_history_carries_the_marking_of_its_worst_version(office: People, code: str) -> None:
    row = made(registers()[code], office, 1, marking=Marking.SECRET)
    change(row, Draft({"marking": Marking.PUBLIC}), actor=office.clerk, reason="no longer")
    assert marking(office.clerk, f"/registers/{code}/{row.pk}/") == "public"
    assert marking(office.clerk, f"/registers/{code}/{row.pk}/history/") == "secret"
    assert marking(None, f"/registers/{code}/{row.pk}/history/") == "public"


def test_search_and_today_carry_the_marking_of_what_they_list(office: People) -> None:
    made(registers()["titles"], office, 1, name="Quokka Bay", marking=Marking.SECRET)
    for address in ("/search/?q=quokka", "/"):
        assert marking(office.clerk if "search" in address else office.reviewer, address) == "secret"
        assert marking(None, address) == "public"
