"""Accounts and duties: who may change them, and that nothing changes behind the audit."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.utils import timezone

from tests.people import PASSWORD, People
from trivet.core.access import access_of
from trivet.core.accounts import (
    administered,
    close_account,
    end_duty,
    grant,
    look_as,
    open_account,
    reopen_account,
    second_steps,
    set_clearance,
    set_password,
    take_second_step,
)
from trivet.core.actions import NotAllowed
from trivet.core.audit import AuditEntry
from trivet.core.history import Transaction
from trivet.core.users import Duty, Role, User
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.values.markings import Marking


def newcomer(office: People, **other: Any) -> User:
    told = {"body": office.ministry, "role": Role.CLERK, "actor": office.administrator, "reason": "new at the desk"}
    return open_account("lan", "Lan", **{**told, **other})


def test_an_administrator_opens_an_account_and_the_audit_tells_who_and_why(office: People) -> None:
    lan = newcomer(office, clearance=Marking.CONFIDENTIAL, password="seven horses at dawn")
    assert access_of(lan).may("create", office.ministry.pk) and not access_of(lan).may("create", office.commission.pk)
    entry = AuditEntry.objects.latest("sequence")
    act = Transaction.objects.get(number=entry.number)
    assert (entry.verb, entry.register, entry.record) == ("open", "accounts", lan.uuid)
    assert (act.actor, act.reason) == (office.administrator, "new at the desk")
    assert "seven horses" not in entry.text and verify() is None


def test_an_administrator_grants_nothing_beyond_their_own_body(office: People) -> None:
    for refused in (
        lambda: newcomer(office, body=office.commission),
        lambda: grant(office.clerk, office.commission, Role.HEAD, actor=office.administrator, reason="r"),
        lambda: set_clearance(office.other_clerk, 0, actor=office.administrator, reason="r"),
        lambda: close_account(office.other_clerk, actor=office.administrator, reason="r"),
        lambda: set_password(office.other_clerk, "seven horses at dawn", actor=office.administrator, reason="r"),
        lambda: look_as(office.other_clerk, actor=office.administrator, reason="r"),
        lambda: end_duty(
            Duty.objects.get(user=office.other_clerk), last=date(2020, 1, 1), actor=office.administrator, reason="r"
        ),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert not User.objects.filter(username="lan").exists()
    assert Duty.objects.get(user=office.other_clerk).ends is None
    assert office.other_clerk not in administered(access_of(office.administrator))


@pytest.mark.parametrize("who", ["clerk", "head", "auditor", "other_clerk"])
def test_who_administers_nothing_opens_nothing(office: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        newcomer(office, actor=getattr(office, who))


def test_nobody_gives_more_than_they_have_nor_anything_to_themselves(office: People) -> None:
    with pytest.raises(Invalid, match="above your own clearance"):
        newcomer(office, clearance=Marking.TOP_SECRET)
    with pytest.raises(Invalid, match="above your own clearance"):
        set_password(office.head, "seven horses at dawn", actor=office.administrator, reason="take over")
    with pytest.raises(NotAllowed):
        grant(office.administrator, office.ministry, Role.HEAD, actor=office.administrator, reason="r")
    with pytest.raises(NotAllowed):
        set_clearance(office.administrator, 3, actor=office.administrator, reason="r")
    assert User.objects.get(pk=office.head.pk).check_password(PASSWORD)


def test_who_works_in_two_bodies_is_changed_by_one_who_administers_both(office: People) -> None:
    grant(office.clerk, office.commission, Role.READER, actor=office.installation, reason="on loan")
    with pytest.raises(NotAllowed):
        set_clearance(office.clerk, 0, actor=office.administrator, reason="r")
    grant(office.administrator, office.commission, Role.ADMINISTRATOR, actor=office.installation, reason="both")
    set_clearance(office.clerk, 0, actor=office.administrator, reason="r")
    assert access_of(User.objects.get(pk=office.clerk.pk)).clearance == 0


def test_a_duty_holds_to_its_last_day(office: People) -> None:
    today = timezone.now().date()
    duty = Duty.objects.get(user=office.clerk)
    end_duty(duty, last=today, actor=office.administrator, reason="leaves tonight")
    assert access_of(office.clerk).may("create", office.ministry.pk)
    end_duty(duty, last=today - timedelta(1), actor=office.administrator, reason="left")
    assert not access_of(office.clerk).mine and access_of(office.clerk).clearance == Marking.PUBLIC
    grant(office.clerk, office.ministry, Role.CLERK, actor=office.administrator, reason="is back")
    assert access_of(office.clerk).may("create", office.ministry.pk) and verify() is None


def test_a_closed_account_sees_what_an_outsider_sees_until_it_is_opened_again(office: People) -> None:
    close_account(office.clerk, actor=office.administrator, reason="left")
    assert access_of(User.objects.get(pk=office.clerk.pk)) == access_of(None)
    reopen_account(office.clerk, actor=office.administrator, reason="is back")
    assert access_of(User.objects.get(pk=office.clerk.pk)).may("create", office.ministry.pk)
    verbs = AuditEntry.objects.filter(record=office.clerk.uuid).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["open", "close", "reopen"]


def lost(user: User) -> None:
    """The person had codes of an app and a passkey on a telephone that is gone."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "telephone"})


def test_an_administrator_takes_a_lost_second_step_away_and_the_audit_tells_why(office: People) -> None:
    lost(office.clerk)
    take_second_step(office.clerk, actor=office.administrator, reason="telephone lost, came in person")
    assert second_steps(office.clerk) == [] and not Authenticator.objects.filter(user=office.clerk).exists()
    entry = AuditEntry.objects.latest("sequence")
    act = Transaction.objects.get(number=entry.number)
    assert (entry.verb, entry.record) == ("second-step", office.clerk.uuid)
    assert (act.actor, act.reason) == (office.administrator, "telephone lost, came in person")
    assert "taken=recovery_codes,totp,webauthn" in entry.text and verify() is None
    with pytest.raises(Invalid, match="has no second step"):
        take_second_step(office.clerk, actor=office.administrator, reason="again")


@pytest.mark.parametrize("who", ["second_clerk", "head", "auditor", "other_clerk", "clerk"])
def test_nobody_else_takes_a_second_step_away(office: People, who: str) -> None:
    lost(office.clerk)
    with pytest.raises(NotAllowed):
        take_second_step(office.clerk, actor=getattr(office, who), reason="let me in")
    assert len(second_steps(office.clerk)) == 3


def test_an_administrator_takes_no_second_step_above_their_clearance_nor_of_another_body(office: People) -> None:
    for user in (office.head, office.other_clerk, office.administrator):
        lost(user)
    with pytest.raises(Invalid, match="above your own clearance"):
        take_second_step(office.head, actor=office.administrator, reason="take over")
    for user in (office.other_clerk, office.administrator):
        with pytest.raises(NotAllowed):
            take_second_step(user, actor=office.administrator, reason="r")
    assert all(second_steps(user) for user in (office.head, office.other_clerk, office.administrator))


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"role": "king"}, "role"),
        ({"clearance": 7}, "clearance"),
        ({"password": "short"}, "password"),
        ({"reason": " "}, "reason"),
        ({"starts": date(2025, 2, 1), "ends": date(2025, 1, 1)}, "ends"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(office: People, other: dict[str, Any], field: str) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(Invalid) as problem:
        newcomer(office, **other)
    assert [one.field for one in problem.value.problems] == [field]
    assert AuditEntry.objects.count() == before and not User.objects.filter(username="lan").exists()


@pytest.mark.parametrize("name", ["Clerk", "a b", "x", ""])
def test_a_user_name_is_one_word_and_not_taken_in_other_letters(office: People, name: str) -> None:
    with pytest.raises(Invalid, match="user name"):
        open_account(name, "N", body=office.ministry, role=Role.READER, actor=office.administrator, reason="r")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_user SET clearance = 4 WHERE username = 'clerk'",
        "UPDATE core_user SET username = 'mole' WHERE username = 'clerk'",
        "UPDATE core_duty SET role = 'head' WHERE user_id = (SELECT id FROM core_user WHERE username = 'clerk')",
        "UPDATE core_duty SET ends = '2099-01-01' WHERE user_id = (SELECT id FROM core_user WHERE username = 'clerk')",
        "DELETE FROM core_duty WHERE user_id = (SELECT id FROM core_user WHERE username = 'clerk')",
    ],
)
def test_rights_changed_behind_the_verbs_are_found_at_the_entry_that_told_them(office: People, statement: str) -> None:
    close_account(office.clerk, actor=office.administrator, reason="left")
    reopen_account(office.clerk, actor=office.administrator, reason="is back")
    assert verify() is None
    with connection.cursor() as cursor:
        cursor.execute(statement)
    fault = verify()
    told = AuditEntry.objects.filter(record=office.clerk.uuid).latest("sequence")
    assert fault is not None and fault.sequence == told.sequence and "account" in fault.what


def test_an_account_that_was_slipped_in_is_found(office: People) -> None:
    User.objects.create_user("mole", "Mole", clearance=Marking.TOP_SECRET)
    fault = verify()
    assert fault is not None and "mole" in fault.what
