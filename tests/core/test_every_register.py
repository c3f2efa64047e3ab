"""What every register owes, whichever it is: from its declaration to its last version."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from tests.core.making import WORD, made, source, text_field, values_for, verified
from tests.people import People
from trivet.core import actions
from trivet.core.access import ROLES, Access, restrict
from trivet.core.actions import NotAllowed
from trivet.core.audit import AuditEntry
from trivet.core.captions import caption_of
from trivet.core.entries import Entry, find, visible_entries
from trivet.core.history import Link, Transaction
from trivet.core.partners import Partner
from trivet.core.pointing import pointing
from trivet.core.records import FOREVER, Part, Record, State, WriteOutsideVerbs
from trivet.core.register import Register, check_declarations, register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.core.writing import Draft
from trivet.values.markings import Marking

every_register = pytest.mark.parametrize("register", registers().values(), ids=list(registers()))
VERBS = sorted(set().union(*ROLES.values()))


def at(people: People, number: int) -> Standpoint:
    return Standpoint(people.installation, Transaction.objects.get(number=number).moment)


def test_no_declaration_is_wrong() -> None:
    assert check_declarations() == []
    codes = [vars(model)["Register"].code for model in apps.get_models() if issubclass(model, Record)]
    assert sorted(codes) == sorted(registers())


@every_register
def test_a_declaration_says_all_a_reader_needs(register: Register) -> None:
    assert register.label and register.one and register.code.islower()
    for name in (*register.caption, *register.featured, *register.search, *register.parties, *register.parts):
        assert register.field_label(name)
    assert register_of(register.model) == register == register_of(register.model.Version)
    owned = [model for model in apps.get_models() if issubclass(model, Part)]
    own = {m._meta.get_field("owner").remote_field.related_name for m in owned if _owner(m) is register.model}
    assert own == set(register.parts)
    partners = {f.name for f in register.model._meta.local_fields if getattr(f, "related_model", None) is Partner}
    assert partners <= set(register.parties) or register.model is Partner


def _owner(part: Any) -> Any:
    owner = part._meta.get_field("owner")
    assert isinstance(owner, ForeignKey)
    return owner.related_model


@every_register
def test_a_clerk_writes_it_and_a_reviewer_verifies_it(office: People, register: Register) -> None:
    record = made(office, register.model, submit=False)
    assert (record.state, record.author) == (State.DRAFT, office.clerk)
    name = text_field(register)
    actions.change(record, Draft({name: f"{WORD} changed"}), actor=office.clerk, reason="a better word")
    actions.move(record, "submit", actor=office.clerk, reason="ready")
    with pytest.raises(Invalid, match="citation of high or medium"):
        actions.move(record, "verify", actor=office.reviewer, reason="no source yet")
    with pytest.raises(NotAllowed):
        actions.move(record, "verify", actor=office.clerk, reason="my own work")
    actions.cite(record, {"source": source(office), "confidence": "low"}, actor=office.clerk, reason="a weak source")
    with pytest.raises(Invalid, match="citation of high or medium"):
        actions.move(record, "verify", actor=office.reviewer, reason="too weak")
    done = verified(office, record, "medium")
    assert done.state == State.VERIFIED
    assert getattr(register.model.objects.get(pk=record.pk), name) == f"{WORD} changed"
    assert verify() is None


@every_register
def test_its_history_has_a_version_for_each_transaction(office: People, register: Register) -> None:
    record = made(office, register.model)
    name = text_field(register)
    first = record.version
    texts = [getattr(record, name)]
    for turn in range(3):
        changed = actions.change(record, Draft({name: f"{WORD} {turn}"}), actor=office.clerk, reason="again")
        texts.append(getattr(changed, name))
    versions = list(register.model.Version.objects.filter(uuid=record.uuid).order_by("vf"))
    assert [getattr(version, name) for version in versions] == texts
    assert [v.vt for v in versions] == [*(v.vf for v in versions[1:]), FOREVER]
    for version in versions:
        seen = at(office, version.vf).of(register.model).get(uuid=record.uuid)
        assert getattr(seen, name) == getattr(version, name)
    assert not at(office, first - 1).of(register.model).filter(uuid=record.uuid).exists()
    assert AuditEntry.objects.filter(record=record.uuid).count() == len(versions)


@every_register
def test_it_is_found_by_its_words_and_under_its_partners(office: People, register: Register) -> None:
    record = made(office, register.model)
    words = caption_of(register, record)
    assert record.uuid in {entry.record for entry in find(office.reader, words, register=register.code)}
    named = set(Link.objects.at(None).filter(record=record.uuid).values_list("field", flat=True))
    assert named == set(register.parties)
    rows = Standpoint(office.reader).naming(register.model.objects.all(), Partner.objects.get(key="FRA"))
    assert rows.filter(pk=record.pk).exists() == bool(register.parties)
    if register.parties and register.model is not Partner:
        assert record.uuid in {e.record for e in find(None, "Pháp", register=register.code, limit=500)}
    actions.move(record, "withdraw", actor=office.reviewer, reason="wrong")
    assert record.uuid not in {entry.record for entry in find(office.reader, words, register=register.code)} or (
        Standpoint(office.reader).of(register.model).filter(pk=record.pk).exists()
    )


@every_register
def test_an_outsider_sees_no_draft_and_nothing_marked(office: People, register: Register) -> None:
    before = [*Standpoint(None).of(register.model)], find(None, WORD), visible_entries(None).count()
    hidden = [
        made(office, register.model, submit=False),
        made(office, register.model, marking=3),
        made(office, register.model, need_to_know=True),
    ]
    fresh = {"sources", *(row.pk for row in hidden)}
    now = [row for row in Standpoint(None).of(register.model) if row.pk not in fresh]
    assert len(now) == Standpoint(None).of(register.model).count()
    seen = {entry.record for entry in visible_entries(None)}
    assert not seen & {row.uuid for row in hidden}
    assert not {entry.record for entry in find(None, WORD)} & {row.uuid for row in hidden}
    assert len(now) >= len(before[0])


@every_register
def test_another_bodys_clerk_may_read_it_and_not_change_it(office: People, register: Register) -> None:
    record = made(office, register.model)
    assert Standpoint(office.other_clerk).of(register.model).filter(pk=record.pk).exists()
    name = text_field(register)
    for attempt in (
        lambda: actions.change(record, Draft({name: "mine"}), actor=office.other_clerk, reason="try"),
        lambda: actions.move(record, "withdraw", actor=office.other_clerk, reason="try"),
        lambda: actions.cite(record, {"source": source(office)}, actor=office.other_clerk, reason="try"),
        lambda: actions.create(register.model, Draft(values_for(office, register)), actor=office.reader, reason="try"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert register.model.objects.get(pk=record.pk).version == record.version


@every_register
def test_what_is_not_given_is_denied(office: People, register: Register) -> None:
    record = made(office, register.model, need_to_know=True)
    rows = register.model.objects.filter(pk=record.pk)
    for verb in (*VERBS, "conjure"):
        assert not restrict(rows, None, verb).exists()
        assert not restrict(rows, Access(clearance=4), verb).exists()
        assert not restrict(rows, office.other_clerk, verb).exists()


@every_register
def test_it_is_written_by_verbs_only(office: People, register: Register) -> None:
    record = made(office, register.model)
    rows = register.model.objects.filter(pk=record.pk)
    version = register.model.Version.objects.filter(uuid=record.uuid)
    for write in (
        record.save,
        record.delete,
        rows.delete,
        rows.create,
        version.delete,
        version.get().save,
        version.get().delete,
        lambda: rows.update(note="x"),
        lambda: register.model(note="x").save(),
        lambda: register.model.objects.create(note="x"),
        lambda: register.model.objects.bulk_create([register.model()]),
        lambda: register.model.objects.bulk_update([record], ["note"]),
        lambda: register.model.objects.update_or_create(key="x"),
        lambda: register.model.objects.get_or_create(key="x"),
        lambda: version.update(note="x"),
        lambda: Link.objects.filter(record=record.uuid).delete(),
        lambda: Entry.objects.filter(record=record.uuid).update(state="draft"),
    ):
        with pytest.raises(WriteOutsideVerbs):
            write()
    assert verify() is None


@every_register
def test_what_points_to_it_is_found_from_it(office: People, register: Register) -> None:
    others = [
        (other, field)
        for other in registers().values()
        for field in other.content_fields()
        if isinstance(field, ForeignKey) and field.remote_field.model is register.model
    ]
    record = made(office, register.model)
    if register.model._meta.app_label == "core":  # what points to these is too much for a page
        assert not pointing(Standpoint(office.clerk), register, record.pk, 100)
        return
    there = {}
    for number, (other, field) in enumerate(others):
        if other is not register and not there.get(other.code):
            there[other.code] = made(office, other.model, f"Pointing {number}", **{field.name: record})
    found = set(pointing(Standpoint(office.clerk), register, record.pk, 100))
    assert found == {(type(row), row.pk) for row in there.values()}
    for row in there.values():
        actions.change(row, Draft({"marking": Marking.TOP_SECRET}), actor=office.installation, reason="closed")
    assert not pointing(Standpoint(office.clerk), register, record.pk, 100)
