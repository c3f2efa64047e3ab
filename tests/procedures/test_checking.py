"""The check of a profile names what is wrong with its procedures and rules, by file and line."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from tests.people import People
from trivet.cli import procedures as command
from trivet.cli.main import main
from trivet.core.profile import Profile, ProfileFile, load_profile, profile_codes
from trivet.procedures.checking import Fault, problems
from trivet.procedures.editions import procedures

PERMIT = """
[procedure]
code = "permit"
label = { en = "permit", vi = "giấy phép" }
help = { en = "Ask and be answered.", vi = "Hỏi và được trả lời." }
start = "begun"
basis = "Act 1"
valid_from = "2020-01-01"
valid_to = "2024-12-31"

[[actors]]
code = "asker"
label = { en = "who asks", vi = "bên hỏi" }
kind = "keeper"

[[actors]]
code = "office"
label = { en = "office", vi = "văn phòng" }
kind = "fixed"
bodies = ["cabinet-office"]

[[actors]]
code = "chief"
label = { en = "chief", vi = "người đứng đầu" }
kind = "authority"

[[actors]]
code = "asked"
label = { en = "bodies asked", vi = "cơ quan được hỏi" }
kind = "asked"

[[facts]]
code = "size"
label = { en = "size", vi = "quy mô" }
kind = "choice"
choices = [
    { code = "big", label = { en = "big", vi = "lớn" } },
    { code = "small", label = { en = "small", vi = "nhỏ" } },
]

[[facts]]
code = "urgent"
label = { en = "urgent", vi = "khẩn" }
kind = "flag"

[[facts]]
code = "begins"
label = { en = "first day", vi = "ngày đầu" }
kind = "date"

[[papers]]
code = "letter"
label = { en = "letter", vi = "công văn" }

[[stages]]
code = "begun"
label = { en = "begun", vi = "đã bắt đầu" }

[[stages]]
code = "asking"
label = { en = "asking", vi = "đang hỏi" }

[[stages]]
code = "done"
label = { en = "done", vi = "xong" }
final = true

[[transitions]]
code = "ask"
label = { en = "ask", vi = "hỏi" }
from = ["begun"]
to = "asking"
who = ["asker", "office"]
papers = ["letter"]
facts = ["size"]
when = [{ fact = "size", in = ["big"] }, { fact = "urgent", in = ["yes"] }]

[[transitions]]
code = "decide"
label = { en = "decide", vi = "quyết định" }
from = ["begun", "asking"]
to = "done"
who = ["chief"]
act = "decide"
waits = ["others"]
unless = [{ branch = "others", in = ["disagrees"] }]

[[branches]]
code = "others"
label = { en = "others", vi = "cơ quan khác" }
stage = "asking"
clock = "answer"
bodies = ["treasury"]

[[clocks]]
code = "answer"
label = { en = "answer", vi = "trả lời" }
rule = "permit.answer"
instead = [{ rule = "permit.quick", when = [{ fact = "urgent", in = ["yes"] }] }]
owner = "asked"
to = "asker"

[[clocks]]
code = "asking"
label = { en = "ask in time", vi = "hỏi đúng hạn" }
rule = "permit.answer"
start = ["opened"]
fact = "begins"
met = ["ask"]
owner = "asker"
to = "office"
escalate = "chief"

[[authority]]
code = "premier"
label = { en = "premier", vi = "thủ tướng" }
bodies = ["cabinet-office"]
basis = "Act 1, section 2"
valid_to = "2022-12-31"

[[authority]]
code = "premier"
label = { en = "premier", vi = "thủ tướng" }
bodies = ["treasury"]
basis = "Act 2"
valid_from = "2023-01-01"
"""
AMENDED = """
[procedure]
code = "permit"
label = { en = "permit", vi = "giấy phép" }
amends = "permit"
basis = "Act 3"
valid_from = "2025-01-01"
valid_to = ""

[[stages]]
code = "asking"
label = { en = "asking", vi = "đang hỏi" }

[[stages]]
code = "weighing"
label = { en = "weighing", vi = "đang cân nhắc" }

[[transitions]]
code = "weigh"
label = { en = "weigh", vi = "cân nhắc" }
from = ["asking"]
to = "weighing"
who = ["office"]

[[transitions]]
code = "decide"
label = { en = "decide", vi = "quyết định" }
from = ["begun", "weighing"]
to = "done"
who = ["chief"]
act = "decide"
"""
RULES = """
[[rules]]
code = "permit.answer"
label = { en = "answer", vi = "trả lời" }
value = 15
unit = "days"
basis = "Act 1, section 3"
valid_to = "2022-12-31"

[[rules]]
code = "permit.answer"
label = { en = "answer", vi = "trả lời" }
value = 10
unit = "days"
basis = "Act 2, section 3"
valid_from = "2023-01-01"

[[rules]]
code = "permit.quick"
label = { en = "quick answer", vi = "trả lời nhanh" }
value = "03-31"
unit = "date"
basis = "Act 1, section 4"
"""
SOUND = {"procedures/permit.toml": PERMIT, "procedures/permit-2025.toml": AMENDED, "rules.toml": RULES}
BODIES = [{"code": "cabinet-office"}, {"code": "treasury"}, {"code": "ministry"}]

#: The file, what stands there, what is put in its place, the row that is named (table, code, the so-manieth of that
#: code), and what is said of it.
BROKEN = [
    ("permit", 'to = "done"', 'to = "asking"', ("stages", "done"), "stage “done” cannot be reached from the start"),
    ("permit", 'to = "done"', 'to = "asking"', ("stages", "begun"), "no final stage can be reached from stage “begun”"),
    ("permit", "final = true", "", ("stages", "asking"), "no final stage can be reached from stage “asking”"),
    ("permit", 'start = "begun"', 'start = "gone"', ("procedure", "permit"), "“permit”, start: there is no “gone”"),
    ("permit", 'who = ["chief"]', 'who = ["king"]', ("transitions", "decide"), "“decide”, who: there is no “king”"),
    ("permit", 'who = ["chief"]', 'who = ["king"]', ("transitions", "decide"), "nobody may take step “decide”"),
    ("permit", 'who = ["chief"]', 'who = ["office"]', ("transitions", "decide"), "no actor of it has authority"),
    ("permit", 'who = ["asker", "office"]', 'who = []', ("transitions", "ask"), "nobody may take step “ask”"),
    ("permit", "to = \"asking\"", "to = \"nowhere\"", ("transitions", "ask"), "“ask”, to: there is no “nowhere”"),
    ("permit", 'from = ["begun"]', 'from = ["gone"]', ("transitions", "ask"), "“ask”, from: there is no “gone”"),
    ("permit", 'papers = ["letter"]', 'papers = ["note"]', ("transitions", "ask"), "“ask”, papers: there is no “note”"),
    ("permit", 'facts = ["size"]', 'facts = ["age"]', ("transitions", "ask"), "“ask”, facts: there is no “age”"),
    ("permit", 'waits = ["others"]', 'waits = ["all"]', ("transitions", "decide"), "waits: there is no “all”"),
    ("permit", 'in = ["big"]', 'in = ["huge"]', ("transitions", "ask"), "“ask”: “huge” is no choice of “size”"),
    ("permit", 'in = ["yes"] }]\n\n', 'in = ["so"] }]\n\n', ("transitions", "ask"), "“so” is no choice of “urgent”"),
    ("permit", 'in = ["disagrees"]', 'in = ["no"]', ("transitions", "decide"), "“no” is no choice of “others”"),
    ("permit", 'branch = "others", ', "", ("transitions", "decide"), "a condition names a fact or a branch"),
    ("permit", 'branch = "others"', 'branch = "them"', ("transitions", "decide"), "branch: there is no “them”"),
    ("permit", 'fact = "urgent", in = ["yes"] }] }]', 'fact = "u" }] }]', ("clocks", "answer"), "there is no “u”"),
    ("permit", 'stage = "asking"', 'stage = "gone"', ("branches", "others"), "“others”, stage: there is no “gone”"),
    ("permit", 'clock = "answer"', 'clock = "bell"', ("branches", "others"), "“others”, clock: there is no “bell”"),
    ("permit", '"treasury"]\n\n[[clocks', '"mint"]\n\n[[clocks', ("branches", "others"), "bodies: there is no “mint”"),
    ("permit", 'bodies = ["cabinet-office"]\n\n', 'bodies = ["mint"]\n\n', ("actors", "office"), "there is no “mint”"),
    ("permit", 'rule = "permit.quick"', 'rule = "permit.fast"', ("clocks", "answer"), "there is no “permit.fast”"),
    ("permit", 'met = ["ask"]', 'met = ["pray"]', ("clocks", "asking"), "“asking”, met: there is no “pray”"),
    ("permit", 'fact = "begins"', 'fact = "urgent"', ("clocks", "asking"), "counts from “urgent”, which tells no day"),
    ("permit", 'basis = "Act 2"', 'basis = ""', ("authority", "premier", 2), "“premier” has no basis"),
    ("permit", 'valid_to = "2022', 'valid_to = "2023', ("authority", "premier", 2), "is valid twice at the same time"),
    ("permit", 'code = "urgent"', 'code = "size"', ("facts", "size", 2), "“size” stands twice"),
    ("permit", 'basis = "Act 1"', 'basis = ""', ("procedure", "permit"), "“permit” has no basis"),
    ("permit", 'kind = "flag"', 'kind = "flag"\nshape = "x"', ("facts", "urgent"), "shape"),
    ("permit", 'vi = "ngày đầu"', 'vi = ""', ("facts", "begins"), "“begins” has no words in: vi"),
    ("permit", ', vi = "nhỏ"', "", ("facts", "size"), "“size” has no words in: vi"),
    ("permit", ', vi = "Hỏi và được trả lời."', "", ("procedure", "permit"), "“permit” has no words in: vi"),
    ("permit", 'en = "asking"', 'en = "inquiring"', ("stages", "asking"), "“asking” has other words than in"),
    ("permit-2025", 'amends = "permit"', 'amends = "licence"', ("procedure", "permit"), "no file “licence” to amend"),
    ("permit-2025", '"2025-01-01"', '"2024-01-01"', ("procedure", "permit"), "is valid at the same time as"),
    ("permit-2025", '"weighing"]', '"weigh"]', ("transitions", "decide"), "“decide”, from: there is no “weigh”"),
    ("rules", 'basis = "Act 1, section 4"', 'basis = ""', ("rules", "permit.quick"), "“permit.quick” has no basis"),
    ("rules", '"2023-01-01"', '"2022-12-31"', ("rules", "permit.answer", 2), "is valid at the same time as in"),
    ("rules", "value = 10", 'value = "soon"', ("rules", "permit.answer", 2), "“soon” is no value of the unit days"),
    ("rules", '"03-31"', '"31 March"', ("rules", "permit.quick"), "“31 March” is no value of the unit date"),
    ("rules", "value = 10", "", ("rules", "permit.answer", 2), "value: Field required"),
]  # fmt: skip


def profile_of(texts: dict[str, str]) -> Profile:
    files = tuple(ProfileFile(name, text, tomllib.loads(text)) for name, text in sorted(texts.items()))
    return Profile("otherland", "", {"profile": {"languages": ["en", "vi"]}, "bodies": BODIES}, files)


def broken(name: str, old: str, new: str) -> dict[str, str]:
    file = "rules.toml" if name == "rules" else f"procedures/{name}.toml"
    assert old in SOUND[file], "the case breaks nothing"
    return {**SOUND, file: SOUND[file].replace(old, new, 1)}


def line_of(text: str, table: str, code: str, number: int = 1) -> int:
    """The line on which the so-manieth row of a code begins, counted by hand as it were."""
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if line in (f"[[{table}]]", f"[{table}]")]
    return [at + 1 for at in heads if lines[at + 1] == f'code = "{code}"'][number - 1]


def test_a_sound_profile_has_no_faults() -> None:
    assert problems(profile_of(SOUND)) == []


@pytest.mark.parametrize(("name", "old", "new", "row", "told"), BROKEN, ids=[f"{one[0]} {one[4]}" for one in BROKEN])
def test_a_broken_table_is_named_by_file_and_line(name: str, old: str, new: str, row: Any, told: str) -> None:
    texts = broken(name, old, new)
    file = "rules.toml" if name == "rules" else f"procedures/{name}.toml"
    found = [one for one in problems(profile_of(texts)) if told in one.message]
    assert (file, line_of(texts[file], *row)) in [(one.file, one.line) for one in found]
    assert {one.file for one in found} <= {file, "procedures/permit-2025.toml"}, "which takes the broken row over"


def test_a_step_of_a_fixed_actor_without_bodies_or_of_an_authority_without_rows_is_nobodys() -> None:
    bare = PERMIT.replace('bodies = ["cabinet-office"]\n\n', "\n", 1)
    texts = {**SOUND, "procedures/permit.toml": bare[: bare.index("[[authority]]")]}
    said = {(one.file, one.message) for one in problems(profile_of(texts))}
    assert said == {
        ("procedures/permit-2025.toml", "nobody may take step “weigh”"),
        ("procedures/permit-2025.toml", "nobody may take step “decide”"),
        ("procedures/permit.toml", "nobody may take step “decide”"),
    }


def test_a_file_that_amends_another_says_anew_what_it_changes_and_takes_over_the_rest_to_confirm() -> None:
    texts = {**SOUND, "procedures/permit.toml": PERMIT.replace('basis = "Act 2"', 'basis = "Act 2"\nverified = true')}
    newer, older = procedures(profile_of(texts))
    assert (newer.procedure.valid_from, newer.procedure.start) == ("2025-01-01", "begun")
    assert [stage.code for stage in newer.stages] == ["begun", "asking", "weighing", "done"]
    assert newer.one("transitions", "decide").sources == ("begun", "weighing")
    assert older.one("transitions", "decide").sources == ("begun", "asking")
    assert [row.verified for row in older.authority] == [False, True]
    assert [row.verified for row in newer.authority] == [False, False]


@pytest.mark.parametrize("code", profile_codes())
def test_every_profile_of_the_program_is_sound(code: str) -> None:
    assert problems(load_profile(code)) == []


@pytest.mark.django_db
def test_somebody_at_the_machine_checks_a_profile(
    office: People, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["procedures", "check", "--profile", "vietnam"]) == 0
    assert "profile vietnam is sound: 9 procedures" in capsys.readouterr().out
    assert main(["procedures", "check"]) == 0, "that of the record"
    assert "profile generic is sound: 1 procedures" in capsys.readouterr().out
    assert main(["procedures", "check", "--profile", "atlantis"]) == 2
    assert "there is no profile “atlantis”" in capsys.readouterr().err
    monkeypatch.setattr(command, "profile", lambda: profile_of(broken("permit", 'to = "asking"', 'to = "nowhere"')))
    assert main(["procedures", "check", "--json"]) == 1
    told = capsys.readouterr()
    first = Fault(**json.loads(told.out)[0])
    assert f"{first.file}:{first.line}: {first.message}" in told.err
    assert "procedures/permit.toml:68: “ask”, to: there is no “nowhere”" in told.err


@pytest.mark.django_db
def test_somebody_at_the_machine_lists_the_procedures(office: People, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "list", "--profile", "vietnam", "--lang", "vi", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    treaties = {row["valid_from"]: row["verified"] for row in told if row["label"] == "điều ước quốc tế"}
    assert treaties == {"2016-07-01": True, "2026-01-01": False}
    assert main(["procedures", "list", "--profile", "united-states"]) == 0
    assert "to be confirmed" in capsys.readouterr().out
