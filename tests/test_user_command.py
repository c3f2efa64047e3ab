"""The command that opens and changes accounts, as somebody at the machine calls it."""

import json
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.people import People
from trivet.cli.main import main
from trivet.core.access import access_of
from trivet.core.accounts import second_steps
from trivet.core.audit import AuditEntry
from trivet.core.history import Transaction
from trivet.core.users import User
from trivet.core.verifying import verify


def test_an_account_from_its_opening_to_its_end(office: People, capsys: pytest.CaptureFixture[str]) -> None:
    body = ["--body", str(office.ministry.key)]
    assert main(["user", "add", "lan", "--name", "Lan", *body, "--role", "clerk", "--reason", "new"]) == 0
    password = capsys.readouterr().out.rsplit(" ", 1)[1].strip()
    lan = User.objects.get(username="lan")
    assert lan.check_password(password) and access_of(lan).may("create")
    assert main(["user", "grant", "lan", *body, "--role", "reviewer", "--reason", "stands in"]) == 0
    assert access_of(lan).may("verify")
    assert main(["user", "end", "lan", *body, "--role", "reviewer", "--reason", "is back"]) == 0
    assert not access_of(lan).may("verify")
    capsys.readouterr()
    assert main(["user", "list", "--json"]) == 0
    listed = {one["username"]: one["duties"] for one in json.loads(capsys.readouterr().out)}
    assert listed["lan"] == [f"clerk {office.ministry.key}"]
    assert main(["user", "password", "lan", "--reason", "forgotten"]) == 0
    assert not User.objects.get(username="lan").check_password(password)
    assert main(["user", "close", "lan", "--reason", "left"]) == 0
    assert not User.objects.get(username="lan").is_active and verify() is None
    act = Transaction.objects.get(number=AuditEntry.objects.latest("sequence").number)
    assert (act.actor, act.reason) == (office.installation, "left")


def test_a_lost_second_step_is_taken_away_at_the_machine(office: People, capsys: pytest.CaptureFixture[str]) -> None:
    TOTP.activate(office.clerk, generate_totp_secret())
    call = ["user", "second-step", "clerk", "--reason", "telephone lost"]
    assert main([*call, "--user", "head"]) == 2 and "Only an administrator" in capsys.readouterr().err
    assert main(call) == 0 and "with the password alone" in capsys.readouterr().out
    assert second_steps(office.clerk) == [] and verify() is None
    assert main(call) == 2 and "has no second step" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["add", "lan", "--body", "no-body", "--role", "clerk", "--reason", "r"], "there is no body “no-body”"),
        (["add", "lan", "--body", "parliament", "--role", "king", "--reason", "r"], "give --role, one of: reader"),
        (["add", "lan", "--body", "parliament", "--role", "clerk"], "give --reason"),
        (["password", "nobody", "--reason", "r"], "there is no user “nobody”"),
        (["close", "--reason", "r"], "name the account"),
        (["clearance", "clerk", "--reason", "r"], "give --clearance"),
        (["end", "clerk", "--body", "parliament", "--role", "head", "--reason", "r"], "there is no such duty"),
        (
            ["grant", "clerk", "--body", "parliament", "--role", "head", "--reason", "r", "--user", "administrator"],
            "Only",
        ),
    ],
)
def test_a_wrong_call_says_what_would_do(office: People, capsys: Any, words: list[str], told: str) -> None:
    before = AuditEntry.objects.count()
    assert main(["user", *words]) == 2
    assert told in capsys.readouterr().err and AuditEntry.objects.count() == before
