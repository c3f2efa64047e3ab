"""Every form of every page, filled as no honest browser would: nothing breaks, is lost or half written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes, urljoin, urlsplit

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.people import People
from tests.web.samples import REGISTERS, client_of, made
from trivet.core.history import Chain
from trivet.core.partners import Partner
from trivet.core.register import registers
from trivet.core.users import User
from trivet.values.text import nfc

Sent = list[tuple[str, str]]
#: Boxes in which a person types, and which must give back what was typed.
_TYPED = {"text", "search", "textarea", "date", "number", "url", "email"}
_PLACE = re.compile(r"-\d+-")
_DATE = re.compile(r"-(year|month|day|how)$")
#: What pages read from their address although no form of theirs sends it.
_ASKED = ("known", "on", "after", "before", "period", "format", "column", "rows", "q", "lang", "possible", "page")
#: Numbers, dates, marks of pages and markup that have broken programs before; then controls, marks of direction,
#: halves of letters and lengths.
_WORDS = """-1 1e999 NaN ٣ ² 0x10 1,5 00 + % %00 &#0; <script> =1+1 .. ../../etc/passwd http://[ //x ?a=b&c [] [ ]
2024-02-30 2024-13 0000-01-01 9999-12-31 ../.. / 2024-01/2023-01 3/4/2024 31/12/2024 ０００１ 2024-05-04T25:61
2024-12-31T00:00+99:99 eyJhIjoxfQ WzEsMl0 W10 bnVsbA W1siYSJdXQ on null None true 1:1 {{7}}"""
_NASTY = (
    *_WORDS.split(),
    *("", " ", "\0", "a\0b", "\x01\x1f\x7f\x85", "\u202e\u2066abc\u2069", "\ud800", "a\udfffb", "\ufeff", "\u2028"),
    *(
        "e\u0301\u0302" * 50,
        "đ" * 301,
        "x" * 5000,
        "9" * 5000,
        "'\"--",
        "x [FRA]",
        "vi: a\nvi: b",
        ": :",
        f"{'0' * 32}:1",
    ),
)


@dataclass
class Box:
    """One thing of a form that sends something: its kind, what it would send, and what else it offers."""

    name: str
    kind: str
    value: str = ""
    sends: bool = True
    offers: list[str] = field(default_factory=list)
    #: What of a list is marked; more than one where several may be.
    chosen: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form as it stands on a page."""

    method: str
    action: str
    boxes: list[Box] = field(default_factory=list)

    def sent(self) -> Sent:
        """What a browser would send, by the first button."""
        buttons = [box for box in self.boxes if box.kind == "submit" and box.name][:1]
        chosen = [box for box in self.boxes if box.kind != "submit" and box.sends and box.name] + buttons
        return [(box.name, box.value) for box in chosen]


class Reading(HTMLParser):
    """The forms of a page."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.forms = address, list[Form]()
        self.inside, self.area, self.select = False, None, None  # type: bool, Box | None, Box | None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method", "get") in {"get", "post"}:
            self.inside = True
            self.forms.append(Form(told.get("method", "get"), urljoin(self.address, told.get("action", ""))))
        elif self.inside and tag == "option" and self.select is not None:
            self.select.offers.append(told.get("value", ""))
            if "selected" in told or len(self.select.offers) == 1:
                self.select.value = told.get("value", "")
            if "selected" in told:
                self.select.chosen.append(told.get("value", ""))
        elif self.inside and tag in {"input", "textarea", "select", "button"}:
            self._box(tag, told)

    def _box(self, tag: str, told: dict[str, str]) -> None:
        kind = {"input": told.get("type", "text"), "button": "submit"}.get(tag, tag)
        one = Box(told.get("name", ""), kind, told.get("value", ""))
        if kind in {"checkbox", "radio"}:
            one.value, one.sends = told.get("value", "on"), "checked" in told
        self.forms[-1].boxes.append(one)
        self.area, self.select = (one if tag == name else None for name in ("textarea", "select"))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            self.area.value, self.area = self.area.value.removeprefix("\n"), None
        self.inside = self.inside and tag != "form"


@dataclass(frozen=True)
class Target:
    """A form, and who fills it."""

    who: str
    form: Form


class Aim:
    """Every form that some people find on the pages of an office with a record of each register."""

    def __init__(self, people: People) -> None:
        self.people = people
        rows = {code: made(registers()[code], people, 1) for code in REGISTERS}
        self.known = [str(rows["activities"].pk), str(people.ministry.pk), "FRA", "France", "foreign-ministry", "2024"]
        self.known += [f"{row.pk}:{row.version}" for row in rows.values()][:3]
        found: dict[tuple[str, str, str, str], Target] = {}
        for who, address in _addresses(people, rows):
            answer = client_of(getattr(people, who)).get(address, follow=True)
            assert answer.status_code == 200, f"{who} {address}: {answer.status_code}"
            forms = Reading(answer.wsgi_request.get_full_path(), answer.content.decode()).forms
            for form in [*forms, Form("get", address)]:
                names = ",".join(sorted({box.name for box in form.boxes}))
                if "sign-out" not in form.action:
                    found.setdefault((who, form.method, form.action, names), Target(who, form))
        self.targets, self.before = list(found.values()), fingerprint()

    def shoot(self, target: Target, sent: Sent, language: str, octets: bytes | None) -> int:
        """Send one form; how it was answered. Nothing of it stays."""
        with transaction.atomic():
            client, form = client_of(getattr(self.people, target.who)), target.form
            answer = _sent(client, form, sent, language, octets)
            status: int = answer.status_code
            if answer.streaming:
                b"".join(answer.streaming_content)
            assert status < 500, f"{status} {form.action}"
            if form.method == "post" and status >= 400:
                assert fingerprint() == self.before, f"{form.action} was refused with {status}, and wrote"
            if form.method == "post" and status == 422:
                lost = list(lost_of(form, sent, Reading(form.action, answer.content.decode()).forms))
                assert not lost, f"{form.action} does not give back {lost}"
            transaction.set_rollback(True)
        return status


def _addresses(people: People, rows: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The pages with something to fill or to ask, and who opens them."""
    for code, row in rows.items():
        for who in ("clerk", "reviewer"):
            yield from ((who, f"/registers/{code}/?q=a"), (who, f"/registers/{code}/{row.pk}/"))
        yield from (("clerk", f"/registers/{code}/new/"), ("clerk", f"/registers/{code}/{row.pk}/edit/"))
        yield from (("clerk", f"/registers/{code}/{row.pk}/history/"), ("clerk", f"/registers/{code}/import/"))
    yield from (("clerk", "/exchange/"), *(("clerk", f"/exchange/new/{one}/") for one in ("information", "note")))
    for code in ("meetings", "requests", "notes"):
        yield from ((who, f"/registers/{code}/{rows[code].pk}/exchange/") for who in ("clerk", "other_clerk"))
    yield from (("other_clerk", f"/registers/meetings/{rows['meetings'].pk}/propose/"), ("head", "/protection/"))
    partner = Partner.objects.get(key="FRA")
    yield from (("clerk", one) for one in ("/", "/account/", "/account/password/", "/account/tokens/"))
    yield from (("clerk", one) for one in ("/account/feeds/", "/account/sessions/", "/imports/", "/calendar/"))
    yield from (("outsider", one) for one in ("/sign-in/", "/search/?q=a", "/check/", "/map/", "/figures/?period=2024"))
    yield from (("outsider", one) for one in ("/figures/frameworks.partners/?period=2024", "/review/2024/"))
    yield from (("outsider", one) for one in ("/calendar/2024/", "/calendar/2024/5/", "/calendar/2024/list/"))
    yield from (("outsider", f"/registers/partners/{partner.pk}/"), ("outsider", "/partners/FRA/brief.html"))
    person = User.objects.get(username="second_clerk")
    yield from (("administrator", f"/admin/people/{more}") for more in ("", "new/", f"{person.uuid}/"))
    yield from (("administrator", f"/desks/of/{person.uuid}/"), ("auditor", "/audit/reads/"))
    yield from (("administrator", "/admin/access/"), ("auditor", "/audit/"))


def _sent(client: Client, form: Form, sent: Sent, language: str, octets: bytes | None) -> Any:
    headers = {"accept-language": language}
    text = "&".join("=".join(quote_from_bytes(one.encode("utf-8", "surrogatepass")) for one in pair) for pair in sent)
    if form.method == "get":
        address = f"{form.action}{'&' if '?' in form.action else '?'}{text}"
        return client.get(address, headers=headers)
    files = {box.name: octets for box in form.boxes if box.kind == "file" and octets is not None}
    if files:
        told: dict[str, Any] = {}
        for name, value in sent:
            told.setdefault(name, []).append(value.encode("utf-8", "surrogatepass"))
        told |= {name: SimpleUploadedFile("a\u202e.csv", some) for name, some in files.items()}
        return client.post(form.action, told, headers=headers)
    return client.post(form.action, text, "application/x-www-form-urlencoded", headers=headers)


def fingerprint() -> dict[str, Any]:
    """How much stands in every table of ours, and where the chain of the audit ends."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("trivet.")]
    counts: dict[str, Any] = {model._meta.label: model._base_manager.count() for model in ours}
    return counts | {"chain": Chain.objects.values_list("number", "head").get(pk=1)}


def lost_of(form: Form, sent: Sent, forms: list[Form]) -> Iterator[tuple[str, str]]:
    """What was typed into boxes of a form that the same form of the answer does not have any more."""
    back = [one for one in forms if urlsplit(one.action).path == urlsplit(form.action).path and one.method == "post"]
    typed, boxes = dict(sent), {box.name: box for box in form.boxes}
    whole = all(box.name in typed for box in form.boxes if box.name.endswith("-uuid"))
    for name, value in typed.items():
        box = boxes.get(name)
        if box is None or not (box.kind in _TYPED or (box.kind == "select" and value in box.offers)):
            continue
        if _PLACE.search(name) and not whole:
            continue  # rows end where the identity of one is missing
        alike = [one for some in back for one in some.boxes if _group(one.name) == _group(name)]
        shown = " ".join(text for one in alike for text in (one.value, *one.chosen))
        told, shown = normal(value), normal(shown)
        if f"{_group(name)}-year" in boxes:  # a date typed into one box comes back in three
            told, shown = (re.sub(r"[\W0]", "", text) for text in (told, shown))
        if told not in shown:
            yield name, value


def _group(name: str) -> str:
    """Boxes that stand for one another: those of a date, and those of one column of owned rows."""
    return _PLACE.sub("-*-", _DATE.sub("", name))


def normal(text: str) -> str:
    """A text as forms compare it; what is half a letter came as three signs for what cannot be read."""
    told = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\0", "")
    return nfc(told).replace("\r\n", "\n").replace("\r", "\n").strip()


@st.composite
def _changed(draw: Any, sent: Sent, known: list[str]) -> Sent:
    """What a form would send, with some of it replaced, dropped or repeated, and more asked."""
    values = st.one_of(st.sampled_from(_NASTY), st.sampled_from(known), st.text(st.characters(codec=None), max_size=30))
    found = list(sent)
    for _ in range(draw(st.integers(1, 4))):
        act = draw(st.sampled_from(["replace", "replace", "replace", "drop", "repeat", "ask"])) if found else "ask"
        if act == "ask":
            found.append((draw(st.sampled_from(_ASKED)), draw(values)))
            continue
        place = draw(st.integers(0, len(found) - 1))
        name, _value = found[place]
        if act == "drop":
            del found[place]
        elif act == "repeat":
            found.append((name, draw(values)))
        else:
            found[place] = (name, draw(values))
    return found


def check_forms(people: People, number: int, examples: int) -> dict[int, int]:
    """So many hostile fillings of all forms, drawn from a seed; how often each status was the answer."""
    statuses: dict[int, int] = {}
    with transaction.atomic():
        aim = Aim(people)

        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data(), st.sampled_from(aim.targets), st.sampled_from(["en", "vi", "id"]), st.binary(max_size=60))
        def shots(data: Any, target: Target, language: str, octets: bytes) -> None:
            sent = data.draw(_changed(target.form.sent(), aim.known))
            status = aim.shoot(target, sent, language, octets or None)
            statuses[status] = statuses.get(status, 0) + 1

        shots()
        transaction.set_rollback(True)
    return statuses
