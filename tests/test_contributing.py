"""CONTRIBUTING keeps its word: its register, added to a copy as one file and its migration, has all its pages."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
REGISTER = "src/trivet/registers/consultations.py"
FIGURE = "src/trivet/figures/counts/consultations.py"
PASSWORD = "a long enough password"

pytestmark = pytest.mark.timeout(600)


@dataclass
class Copy:
    """A copy of the program with a record of its own, in which commands are run."""

    folder: Path
    database: str

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")

    def run(self, *words: str) -> str:
        """What a command of the copy prints; it must end well."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRIVET_", "DJANGO_"))}
        own = {
            "DJANGO_SETTINGS_MODULE": "trivet.site.settings_test",
            "TRIVET_HOME": str(self.folder / "home"),
            "PYTHONPATH": os.pathsep.join((str(self.folder / "src"), str(ROOT))),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if self.database:
            own["TRIVET_DATABASE_URL"] = self.database
        done = subprocess.run(
            [sys.executable, *words], env=kept | own, cwd=self.folder, capture_output=True, text=True, timeout=500
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def tell(self, story: str) -> str:
        """Run one of the stories below inside the copy."""
        return self.run("-c", f"from tests.test_contributing import prepared; prepared('{story}')")

    def files(self) -> dict[str, str]:
        """Every file of the copy's program, with its hash."""
        found = (file for file in (self.folder / "src").rglob("*") if file.is_file())
        return {str(file.relative_to(self.folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in found}


def blocks() -> list[tuple[str, str]]:
    """The fenced blocks of CONTRIBUTING, as language and text."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def python_block(holding: str) -> str:
    """The one Python block that holds a text."""
    (found,) = [text for language, text in blocks() if language == "python" and holding in text]
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    """The program alone, copied, and an empty database on the server of this run."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "src" / "trivet", tmp_path / "src" / "trivet", ignore=ignored)
    (tmp_path / "home").mkdir()
    server = os.environ.get("TRIVET_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield Copy(tmp_path, "")
        return
    name = f"contributing_{secrets.token_hex(6)}"
    on_server(server, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield Copy(tmp_path, f"{server.rpartition('/')[0]}/{name}")
    finally:
        on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def on_server(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def test_a_register_is_one_file_and_its_migration(copy: Copy) -> None:
    before = copy.files()
    copy.write(REGISTER, python_block("class Consultation(Record)"))
    copy.run("-m", "django", "makemigrations", "registers")
    after = copy.files()
    migrations = [name for name in set(after) - set(before) if "/migrations/" in name]
    assert set(after) - set(before) == {REGISTER, *migrations} and len(migrations) == 1
    assert migrations[0].startswith("src/trivet/registers/migrations/")
    assert {name: after[name] for name in before} == before
    assert "all told" in copy.tell("a_register_lives")
    assert copy.files() == after


def test_a_figure_is_one_file_one_import_and_a_rule_of_the_profile(copy: Copy) -> None:
    copy.write(REGISTER, python_block("class Consultation(Record)"))
    copy.write(FIGURE, python_block("def consultations_held"))
    folder = copy.folder / "src/trivet/figures/counts/__init__.py"
    lines = folder.read_text(encoding="utf-8")
    folder.write_text(lines + "\nfrom trivet.figures.counts import consultations\n", encoding="utf-8")
    (rule,) = [text for language, text in blocks() if language == "toml" and "[[counting_rules]]" in text]
    profile = copy.folder / "src/trivet/profiles/generic/profile.toml"
    profile.write_text(profile.read_text(encoding="utf-8") + "\n" + rule, encoding="utf-8")
    assert "all told" in copy.tell("a_figure_counts")


# What follows runs inside the copy. ------------------------------------------------------------------------------


def prepared(story: str) -> None:
    """The migration if it is not there yet, an empty record for Kenya, its people, and then the story."""
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("makemigrations", verbosity=0)
    call_command("migrate", verbosity=0)
    import trivet
    from tests.people import gather
    from trivet.core.beginning import begin

    assert Path(trivet.__file__).is_relative_to(Path.cwd())
    begin("generic", "KEN")
    globals()[story](Desk(gather()))
    print("all told")


class Desk:
    """The people of the tests at their screens."""

    def __init__(self, people: Any) -> None:
        from django.test import Client

        from trivet.core.register import registers

        self.people = people
        self.model = registers()["consultations"].model
        self.outsider = Client()
        self.clerk, self.reviewer, self.other = Client(), Client(), Client()
        for client, name in ((self.clerk, "clerk"), (self.reviewer, "reviewer"), (self.other, "other_clerk")):
            assert client.login(username=name, password=PASSWORD)

    def sheet(self, page: Any, **typed: str) -> dict[str, str]:
        """The form as it came, with what was typed over it."""
        boxes = [*page.context["boxes"], *page.context["filing"], *page.context["cite"]]
        return {box.name: box.text for box in boxes} | {"expected": str(page.context["expected"])} | typed

    def new(self, **typed: str) -> Any:
        """A round that the clerk types on the form of new records."""
        page = self.clerk.get("/registers/consultations/new/")
        sent = self.sheet(page, keeper=str(self.people.ministry.pk), reason="as reported", **typed)
        answer = self.clerk.post("/registers/consultations/new/", sent)
        assert answer.status_code == 302, told(answer)
        return self.model.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])

    def change(self, record: Any, **typed: str) -> None:
        """The clerk changes a round on its form."""
        page = self.clerk.get(f"{at(record)}edit/")
        assert page.status_code == 200
        answer = self.clerk.post(f"{at(record)}edit/", self.sheet(page, reason="a better text came", **typed))
        assert answer.status_code == 302, told(answer)

    def move(self, client: Any, record: Any, step: str) -> int:
        """One step of the editorial life; the status of the answer."""
        version = self.model.objects.get(pk=record.pk).version
        sent = {"move": step, "reason": "it stands", "expected": str(version)}
        return int(client.post(f"{at(record)}move/", sent).status_code)

    def count(self, client: Any, address: str, words: str) -> bool:
        """Whether a page shows words."""
        page = client.get(address)
        assert page.status_code == 200, address
        return words in told(page)


def at(record: Any) -> str:
    return f"/registers/consultations/{record.pk}/"


def told(page: Any) -> str:
    return str(page.content.decode())


def last_moment() -> datetime:
    from trivet.core.history import Transaction

    return Transaction.objects.order_by("-number").values_list("moment", flat=True)[0]


def a_register_lives(desk: Desk) -> None:
    """A round is typed, kept from outsiders while a draft, published, cited, verified, corrected and looked back at."""
    assert desk.outsider.get("/registers/consultations/new/").status_code == 302
    assert desk.reviewer.get("/registers/consultations/new/").status_code == 404

    record = desk.new(partner="France", level="vice-ministers", held="2024-05-14", summary="Visas for seafarers")
    assert record.partner.key == "FRA" and record.state == "draft"
    a_draft_is_seen_by_its_body_alone(desk, record)

    assert desk.move(desk.clerk, record, "submit") == 302
    for client in (desk.outsider, desk.other):
        assert desk.count(client, "/registers/consultations/", at(record))
        assert desk.count(client, at(record), "Visas for seafarers")
        assert desk.count(client, "/search/?q=seafarers", at(record))
    assert desk.outsider.get(f"{at(record)}edit/").status_code == 404
    assert desk.other.get(f"{at(record)}edit/").status_code == 404
    first = last_moment()

    the_list_is_filtered(desk, record)
    the_form_refuses_what_is_wrong(desk)
    a_second_person_verifies_what_has_a_source(desk, record)

    desk.change(record, level="ministers", summary="Visas for seafarers and students")
    assert desk.model.objects.get(pk=record.pk).state == "in_review"
    history = told(desk.outsider.get(f"{at(record)}history/"))
    assert "Visas for seafarers and students" in history and "ice-ministers" in history
    assert "a better text came" in history and "as reported" not in history
    assert "as reported" in told(desk.clerk.get(f"{at(record)}history/"))
    known = first.isoformat().replace("+00:00", "Z")
    past = told(desk.outsider.get(at(record), {"known": known}))
    assert "Visas for seafarers" in past and "students" not in past
    listed = told(desk.outsider.get("/registers/consultations/", {"known": known}))
    assert "ice-ministers" in listed
    the_commands_know_it(record)


def a_draft_is_seen_by_its_body_alone(desk: Desk, record: Any) -> None:
    assert desk.count(desk.clerk, at(record), "Visas for seafarers")
    assert desk.count(desk.reviewer, "/registers/consultations/", at(record))
    for client in (desk.outsider, desk.other):
        assert client.get(at(record)).status_code == 404
        assert client.get(f"{at(record)}history/").status_code == 404
        assert not desk.count(client, "/registers/consultations/", at(record))
        assert not desk.count(client, "/search/?q=seafarers", at(record))
        assert desk.move(client, record, "submit") == 404


def the_list_is_filtered(desk: Desk, record: Any) -> None:
    for narrowed, shown in (
        ("partner=FRA", True),
        ("partner=DEU", False),
        ("level=vice-ministers", True),
        ("level=ministers", False),
        ("q=seafarers", True),
        ("q=fishermen", False),
        ("on=2024-05-14", True),
        ("on=2024-05-13", False),
        ("known=2000-01-01", False),
    ):
        assert desk.count(desk.outsider, f"/registers/consultations/?{narrowed}", at(record)) is shown, narrowed


def the_form_refuses_what_is_wrong(desk: Desk) -> None:
    page = desk.clerk.get("/registers/consultations/new/")
    wrong = {"partner": "Atlantis", "level": "ministers", "held": "03/05/2024", "reason": "as reported"}
    answer = desk.clerk.post("/registers/consultations/new/", desk.sheet(page, **wrong))
    assert answer.status_code == 422
    faulty = {box.name for box in answer.context["boxes"] if box.errors}
    assert faulty == {"partner", "held"}
    assert desk.model.objects.count() == 1


def a_second_person_verifies_what_has_a_source(desk: Desk, record: Any) -> None:
    assert desk.move(desk.reviewer, record, "verify") == 422
    source = {"cite-title": "Joint communiqué", "cite-address": "https://example.org/1", "cite-confidence": "high"}
    desk.change(record, **source)
    assert desk.count(desk.outsider, at(record), "Joint communiqué")
    assert desk.move(desk.clerk, record, "verify") in (403, 404, 422)
    assert desk.move(desk.reviewer, record, "verify") == 302
    assert desk.model.objects.get(pk=record.pk).state == "verified"


def the_commands_know_it(record: Any) -> None:
    from trivet.cli.main import main
    from trivet.core.verifying import verify

    assert main(["show", "consultations", str(record.pk)]) == 0
    assert main(["show", "consultations", str(record.pk), "--history"]) == 0
    assert main(["find", "students", "--register", "consultations"]) == 0
    assert main(["find", "nothing-of-the-kind"]) == 1
    assert verify() is None


def a_figure_counts(desk: Desk) -> None:
    """Rounds of the year are counted, an uncertain one is left out with the reason, a draft is not looked at."""
    from trivet.core.standpoint import Standpoint
    from trivet.figures.check import check  # noqa: F401  (declares the figures)
    from trivet.figures.figure import ask
    from trivet.values.dates import parse_date

    desk.new(partner="France", level="ministers", held="2024-05-14", submit="1")
    desk.new(partner="India", level="vice-ministers", held="2024-11", submit="1")
    desk.new(partner="Japan", level="ministers", held="2023/2024", submit="1")
    desk.new(partner="Brazil", level="ministers", held="2024-06-01")
    tally = ask("consultations.held", Standpoint(), period=parse_date("2024"))
    assert (tally.amount.verified, tally.amount.in_review) == (0, 2)
    assert {part: amount.in_review for part, amount in tally.parts.items()} == {"ministers": 1, "vice-ministers": 1}
    assert [one.row.partner.key for one in tally.left_out] == ["JPN"] and "2023" in tally.left_out[0].reason
    assert tally.figure.rule(tally.question.profile) == "Rounds of political consultations held in the period."
    page = told(desk.outsider.get("/figures/consultations.held/?period=2024"))
    assert "France" in page and "Brazil" not in page
