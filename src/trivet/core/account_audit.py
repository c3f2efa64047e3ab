"""What the audit is told of accounts: every change of rights, and what people let out of the record themselves."""

import hashlib
from collections.abc import Iterable

from trivet.core.audit import canonical, tell
from trivet.core.history import Unit, unit
from trivet.core.users import Duty, User

#: What the audit calls accounts, beside the registers' codes.
ACCOUNTS = "accounts"


def tell_account(opened: Unit, verb: str, user: User, fields: list[str]) -> None:
    """Tell of an act on an account, with the fingerprint of the rights that it leaves."""
    fact = {"verb": verb, "register": ACCOUNTS, "record": str(user.uuid), "fields": fields}
    tell(opened, [fact | {"digest": account_digest(user, Duty.objects.filter(user=user))}])


def own_act(user: User, verb: str, fields: list[str], *, reason: str) -> None:
    """Tell the audit what a person let out of the record or opened to a program: a token, a feed, a file; no secret."""
    with unit(user, reason) as opened:
        tell_account(opened, verb, user, fields)


def account_digest(user: User, duties: Iterable[Duty]) -> str:
    """The fingerprint of what gives an account its rights; the password is the person's own affair."""
    facts = {
        "uuid": user.uuid,
        "username": user.username,
        "name": user.name,
        "clearance": user.clearance,
        "active": user.is_active,
        "installation": user.is_installation,
        "duties": sorted([str(one.body_id), one.role, str(one.starts), str(one.ends)] for one in duties),
    }
    return hashlib.sha256(canonical(facts).encode()).hexdigest()
