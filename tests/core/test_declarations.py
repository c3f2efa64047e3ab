"""A wrong declaration stops the start, and no file, function or register outgrows its reader."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

import trivet
from trivet.core import register as kernel
from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.records import Part, Record
from trivet.core.register import check_declarations, registers

PACKAGE = Path(trivet.__file__).parent
FILES = sorted(f for f in PACKAGE.rglob("*.py") if "migrations" not in f.parts)
DECLARED = sorted(f for f in (PACKAGE / "registers").glob("*.py") if f.stem not in {"__init__", "apps", "models"})


class Registry:
    """An installation with the declarations of one test only."""

    def __init__(self, *declared: type) -> None:
        self.declared = declared

    def get_models(self) -> tuple[type, ...]:
        return self.declared

    def get_model(self, name: str) -> Any:
        return apps.get_model(name)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """The models of these tests are gone when each ends."""
    there = dict(apps.all_models["registers"])
    yield
    apps.all_models["registers"].clear()
    apps.all_models["registers"].update(there)
    apps.clear_cache()


def declare(**said: Any) -> Any:
    """A register of treaties' depositaries that nobody has, declared as told; what is said as None is left out."""
    right = {"code": "depositaries", "caption": "name", "period": ("starts", None), "parties": ("state", "others")}
    inner = {name: value for name, value in {**right, **said}.items() if value is not None}
    attrs = {
        "__module__": __name__,
        "name": models.CharField("name", max_length=20),
        "state": models.CharField("state", max_length=10),
        "holder": models.ForeignKey("core.Body", models.PROTECT, null=True, related_name="+"),
        "starts": UncertainDateField("starts"),
        "others": PartiesField("others"),
        "Meta": type("Meta", (Record.Meta,), {"app_label": "registers", "abstract": False}),
        "Register": type("Register", (), inner),
    }
    attrs["partner"] = models.ForeignKey("core.Partner", models.PROTECT, null=True, related_name="+")
    inner_parties = inner.get("parties")
    if inner_parties == ("state", "others"):
        attrs["Register"].parties = ("partner", "others")
    return type("Depositary", (Record,), attrs)


def problems(monkeypatch: pytest.MonkeyPatch, *declared: type) -> list[tuple[str, str]]:
    monkeypatch.setattr(kernel, "apps", Registry(*declared))
    return [(str(one.id), str(one.msg)) for one in check_declarations()]


def test_a_right_declaration_has_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems(monkeypatch, declare()) == []


def test_a_record_without_a_declaration_is_e001(monkeypatch: pytest.MonkeyPatch) -> None:
    meta = type("Meta", (Record.Meta,), {"app_label": "registers", "abstract": False})
    bare = type("Bare", (Record,), {"__module__": __name__, "Meta": meta})
    assert problems(monkeypatch, bare) == [("trivet.E001", "Bare is a record without a class Register")]


@pytest.mark.parametrize("said", [{"code": None}, {"caption": None}, {"caption": ()}, {"colour": "red"}])
def test_a_declaration_that_lacks_or_adds_a_word_is_e002(monkeypatch: pytest.MonkeyPatch, said: Any) -> None:
    (problem,) = problems(monkeypatch, declare(**said))
    assert problem[0] == "trivet.E002"


def test_two_registers_of_one_name_are_e003(monkeypatch: pytest.MonkeyPatch) -> None:
    model = declare()
    assert problems(monkeypatch, model, model) == [("trivet.E003", "two registers are called depositaries")]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"caption": "title"}, "caption names “title”, which is no field"),
        ({"featured": ("name", "colour")}, "featured names “colour”, which is no field"),
        ({"search": ("words",)}, "search names “words”, which is no field"),
        ({"search": ("others",)}, "search names “others”, which is a list of partners"),
        ({"place": "town"}, "place names “town”, which is no field"),
        ({"period": ("begins", None)}, "period names “begins”, which is no field"),
        ({"period": ("name", None)}, "period names “name”, which is no uncertain date"),
        ({"parties": ("holder", "others")}, "parties names “holder”, which is no partner"),
        ({"parties": ("name", "others")}, "parties names “name”, which is no partner"),
        ({"parties": ("partner",)}, "parties do not name “others”, so it would never be kept"),
        ({"parts": ("stages",)}, "parts names “stages”, which is no field"),
        ({"parts": ("holder",)}, "parts names “holder”, which is no owned row"),
        ({"owed": ("name", "name", ())}, "owed names “name”, which is no uncertain date of it"),
        ({"owed": ("starts", "name", ("open",))}, "owed names “open”, which is no choice of “name”"),
        ({"owed": ("starts", "colour", ("open",))}, "owed names “open”, which is no choice of “colour”"),
        ({"personal": ("born",)}, "personal names “born”, which is no field"),
        ({"personal": ("name",)}, "personal names “name”, which others are shown"),
        ({"calendar": True, "period": None}, "the calendar shows a period, and it declares none"),
    ],
)
def test_a_declaration_that_names_what_is_not_there_is_e004(
    monkeypatch: pytest.MonkeyPatch, said: Any, words: str
) -> None:
    (problem,) = problems(monkeypatch, declare(**said))
    assert problem == ("trivet.E004", f"depositaries: {words}" + (" of it" if words.endswith("no field") else ""))


def test_every_owned_row_is_declared_by_its_register() -> None:
    for model in apps.get_models():
        if issubclass(model, Part):
            owner: Any = model._meta.get_field("owner")
            listed = next(r for r in registers().values() if r.model is owner.related_model)
            assert owner.remote_field.related_name in listed.parts


@pytest.mark.parametrize("file", FILES, ids=[str(f.relative_to(PACKAGE)) for f in FILES])
def test_a_file_is_read_in_one_sitting(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    if file in DECLARED:
        assert len(text.splitlines()) <= 80
    tree = ast.parse(text)
    assert not text or ast.get_docstring(tree), "a module opens with one sentence"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 40, f"{node.name} has {lines} lines"
