"""The check of a profile names what is wrong with its table of signing, and with the names that it keeps."""

from __future__ import annotations

import pytest

from tests.procedures.test_checking import SOUND, profile_of
from trivet.procedures.checking import problems
from trivet.procedures.editions import procedures

TABLES = """
[signing]
binding = ["no"]
steps = ["decide"]
asks = ["size"]
day = "begins"
name = "urgent"
tells = [{ fact = "size", value = "big" }]
kinds = { of = "agreements", field = "kind", among = ["memorandum"] }

[[kept_names]]
code = "pact"
label = { en = "pact", vi = "hiệp ước" }
words = ["hiệp ước"]
basis = "Act 3"
"""
FILE = "procedures/permit.toml"
BROKEN = [
    ('steps = ["decide"]', 'steps = ["sign"]', "signing", "“signing”, steps: there is no “sign”"),
    ('steps = ["decide"]', 'steps = ["opened"]', "signing", "“signing”, steps: there is no “opened”"),
    ('asks = ["size"]', 'asks = ["age"]', "signing", "“signing”, asks: there is no “age”"),
    ('day = "begins"', 'day = "urgent"', "signing", "“urgent” is no fact of the kind date"),
    ('name = "urgent"', 'name = "size"', "signing", "“size” is no fact of the kind flag"),
    ('name = "urgent"\n', "", "signing", "names are kept, and a fact tells of them, or neither is"),
    ('value = "big"', 'value = "huge"', "signing", "“huge” is no choice of “size”"),
    ('fact = "size", value', 'fact = "age", value', "signing", "“signing”, fact: there is no “age”"),
    ('of = "agreements"', 'of = "contracts"', "signing", "there is no field “kind” of a register “contracts”"),
    ('field = "kind"', 'field = "sort"', "signing", "there is no field “sort” of a register “agreements”"),
    ('among = ["memorandum"]', 'among = ["memo"]', "signing", "“memo” is no choice of “kind”"),
    ('binding = ["no"]', 'binding = ["perhaps"]', "signing", "signing.binding.0"),
    ('binding = ["no"]', 'binding = ["no"]\nplace = "x"', "signing", "signing.place"),
    ('basis = "Act 3"', 'basis = ""', "kept_names", "“pact” has no basis"),
    (', vi = "hiệp ước"', "", "kept_names", "“pact” has no words in: vi"),
]


def test_a_sound_table_has_no_faults_and_is_taken_over_by_the_file_that_amends_it() -> None:
    profile = profile_of({**SOUND, FILE: SOUND[FILE] + TABLES})
    assert problems(profile) == []
    newer, older = procedures(profile)
    assert newer.signing == older.signing and [one.words for one in newer.kept_names] == [("hiệp ước",)]


@pytest.mark.parametrize(("old", "new", "table", "told"), BROKEN, ids=[one[3] for one in BROKEN])
def test_a_broken_table_is_named_by_file_and_line(old: str, new: str, table: str, told: str) -> None:
    assert old in TABLES
    text = SOUND[FILE] + TABLES.replace(old, new, 1)
    found = [one for one in problems(profile_of({**SOUND, FILE: text})) if told in one.message]
    line = next(at for at, words in enumerate(text.split("\n"), 1) if words in (f"[{table}]", f"[[{table}]]"))
    assert (FILE, line) in [(one.file, one.line) for one in found]


def test_a_name_may_be_kept_anew_at_another_time_only() -> None:
    row = TABLES[TABLES.index("[[kept_names]]") :]
    twice = problems(profile_of({**SOUND, FILE: SOUND[FILE] + TABLES + row}))
    assert any("“pact” is valid twice at the same time" in one.message for one in twice)
    dated = TABLES + 'valid_to = "2022-12-31"\n' + row + 'valid_from = "2023-01-01"\n'
    assert problems(profile_of({**SOUND, FILE: SOUND[FILE] + dated})) == []
