"""Codes of the profile: no register takes one that the office's profile has not, by whatever way it comes."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from openpyxl import load_workbook

from tests.api.calling import Program
from tests.core.making import WORD, is_needed, value_for
from tests.people import People
from tests.web.samples import client_of, made, typed, values_of
from tests.web.test_exchange_round import read, taken
from tests.web.test_exchange_round import told as told_of
from trivet.core import actions
from trivet.core.columns import ASSIGNMENTS, part_fields, row_kinds, row_model
from trivet.core.drafts import Draft
from trivet.core.office import Office, profile
from trivet.core.profile import Profile, load_profile
from trivet.core.register import Register, registers
from trivet.core.validation import Invalid

pytestmark = pytest.mark.django_db
NONSENSE, RETIRED = "nonsense", "retired"


def coded(model: Any, has_table: bool = True) -> list[str]:
    """The fields that people fill for which the neutral profile has (or has not) a table of codes."""
    columns = [field for field in model._meta.local_concrete_fields if field.editable]
    slugs = [field.name for field in columns if isinstance(field, models.SlugField)]
    return [name for name in slugs if bool(load_profile("generic").codes(name)) == has_table]


def places(register: Register, has_table: bool = True) -> list[tuple[str, str]]:
    """Where a register has such a field: the kind of owned rows (none for the record itself), and the field."""
    kinds = {"": register.model, **{kind: row_model(register, kind) for kind in row_kinds(register)}}
    return [(kind, name) for kind, model in kinds.items() for name in coded(model, has_table)]


PLACES = [(code, *place) for code, register in registers().items() for place in places(register)]
OWN = [(code, name) for code, kind, name in PLACES if not kind]
each_place = pytest.mark.parametrize(("code", "kind", "name"), PLACES)
each_field = pytest.mark.parametrize(("code", "name"), OWN)


def saying(people: People, code: str, kind: str, name: str, value: str, where: str = "") -> Draft:
    """A new record of a register with a code at one place."""
    register = registers()[code]
    values = values_of(register, people, full=False)
    if not kind:
        return Draft({**values, name: value}, where=where)
    needed = {f.name: value_for(people, f, WORD) for f in part_fields(row_model(register, kind)) if is_needed(f)}
    rows = [{**needed, name: value}]
    return (
        Draft(values, assignments=rows, where=where)
        if kind == ASSIGNMENTS
        else Draft(values, {kind: rows}, where=where)
    )


def only(draft: Draft, kind: str, name: str) -> Draft:
    """The change of a record that says nothing but the code."""
    return Draft({} if kind else {name: draft.values[name]}, draft.parts, assignments=draft.assignments)


def known(name: str) -> list[str]:
    return sorted(profile().codes(name))


def refused(people: People, code: str, drafts: list[Draft]) -> list[Any]:
    """What the clerk is told of a batch, of which nothing may be there afterwards."""
    model = registers()[code].model
    before = model.objects.count()
    with pytest.raises(Invalid) as told:
        actions.create_many(model, drafts, actor=people.clerk, reason="a file")
    assert model.objects.count() == before
    return told.value.problems


def test_there_are_places_to_look_at() -> None:
    assert {kind for _code, kind, _name in PLACES} > {"", ASSIGNMENTS} and len(OWN) > 2


@each_place
def test_a_batch_is_told_its_row_its_field_and_the_codes_there_are(
    office: People, code: str, kind: str, name: str
) -> None:
    drafts = [
        saying(office, code, kind, name, value, f"rows.csv row {number}")
        for number, value in enumerate((known(name)[0], NONSENSE, known(name)[-1]), start=2)
    ]
    (problem,) = refused(office, code, drafts)
    assert (problem.where, problem.field) == (f"rows.csv row 3 {kind}".strip(), name)
    assert f"“{NONSENSE}” is none of: {', '.join(known(name))}." == problem.message


@each_place
def test_a_change_brings_no_unknown_code_in(office: People, code: str, kind: str, name: str) -> None:
    model = registers()[code].model
    row = actions.create(model, saying(office, code, kind, name, known(name)[0]), actor=office.clerk, reason="in order")
    wrong = only(saying(office, code, kind, name, NONSENSE), kind, name)
    with pytest.raises(Invalid, match=NONSENSE):
        actions.change(row, wrong, actor=office.clerk, reason="a slip")
    assert model.objects.get(pk=row.pk).version == row.version


class Before(Profile):
    """The profile as it was while each of its tables still had one more code."""

    def codes(self, field: str) -> dict[str, str]:
        found = super().codes(field)
        return {**found, RETIRED: RETIRED} if found else found


def _before(code: str) -> Profile:
    now = load_profile(code)
    return Before(now.code, now.country, now.tables)


@each_place
def test_a_retired_code_stays_with_its_record_and_comes_to_no_other(
    office: People, code: str, kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = registers()[code].model
    old, new = (saying(office, code, kind, name, value) for value in (RETIRED, known(name)[0]))
    with monkeypatch.context() as then:
        then.setattr("trivet.core.office.load_profile", _before)
        row = actions.create(model, old, actor=office.clerk, reason="while it was a code")
    other = actions.create(model, new, actor=office.clerk, reason="later")
    told: dict[str, Any] = {"actor": office.clerk, "reason": "on with it"}
    actions.change(row, Draft({**only(old, kind, name).values, "note": "as it was"}), **told)
    actions.change(row, only(old, kind, name), **told)  # owned rows are always said whole
    actions.change(row, only(new, kind, name), **told)
    actions.change(row, only(old, kind, name), **told)  # as when an import is undone
    with pytest.raises(Invalid, match=RETIRED):
        actions.change(other, only(old, kind, name), **told)


@each_place
def test_without_an_office_every_code_is_taken(office: People, code: str, kind: str, name: str) -> None:
    draft = saying(office, code, kind, name, NONSENSE)
    Office.objects.all().delete()
    actions.create(registers()[code].model, draft, actor=office.clerk, reason="before there is a profile")


def test_a_field_without_a_table_in_the_profile_takes_every_code(office: People) -> None:
    open_fields = [(code, *place) for code, one in registers().items() for place in places(one, has_table=False)]
    assert open_fields
    for code, kind, name in open_fields:
        draft = saying(office, code, kind, name, NONSENSE)
        actions.create(registers()[code].model, draft, actor=office.clerk, reason="a code of our own")


@each_field
def test_the_form_the_file_and_the_program_are_told_the_same(
    office: People, code: str, name: str, tmp_path: Path
) -> None:
    row = made(registers()[code], office, 1)
    told = f"“{NONSENSE}” is none of: {', '.join(known(name))}."
    client, url = client_of(office.clerk), f"/registers/{code}/{row.pk}/edit/"
    sent = typed(client.get(url).context) | {name: NONSENSE, "reason": "by form"}
    answer = client.post(url, sent)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert f'<option value="{NONSENSE}" selected' in answer.content.decode(), "what was chosen is kept"

    book = load_workbook(io.BytesIO(taken(office.clerk, code, "xlsx")))
    heading = [cell.value for cell in book[code][1]]
    (line,) = [cells for cells in book[code].iter_rows(min_row=3) if cells[0].value == str(row.uuid)]
    line[heading.index(name)].value = NONSENSE
    book.save(tmp_path / "edited.xlsx")
    one = read(office, code, "edited.xlsx", (tmp_path / "edited.xlsx").read_bytes())
    ((_place, kind, problems),) = told_of(one)
    assert kind == "wrong" and [problem[1:] for problem in problems] == [[name, told]]

    body = {"fields": {name: NONSENSE}, "reason": "by program"}
    answered = Program(office.clerk).send("PATCH", f"/registers/{code}/{row.pk}", body, 422, version=row.version)
    assert [(error["field"], error["detail"]) for error in answered["errors"]] == [(name, told)]
