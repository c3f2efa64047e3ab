"""Show one record with its parties, owned rows and sources; or its history."""

import argparse
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, say, say_json, standpoint
from trivet.coordination.reads import Reading, remember_reading, remember_told
from trivet.core.history import Transaction, differences
from trivet.core.records import State
from trivet.core.register import Register, registers
from trivet.core.sources import Confidence
from trivet.core.standpoint import Standpoint

EXAMPLES = (
    "trivet show frameworks bra-2024-11-17-strategic",
    "trivet show partners VNM --json",
    "trivet show activities out-1 --history",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("register", help=_("a register's code; `trivet show registers` lists them"))
    parser.add_argument("record", nargs="?", help=_("the record's key or identity; without it, all keys are listed"))
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument("--history", action="store_true", help=_("its versions and what each changed"))
    parser.add_argument("--json", action="store_true", help=_("for machines"))


def run(args: argparse.Namespace) -> int:
    """Find and print; exit code 1 when there is no such record for this user."""
    place = standpoint(args)
    if args.register == "registers" or args.register not in registers():
        codes = ", ".join(registers())
        if args.register != "registers":
            wrong = {"code": args.register, "known": codes}
            raise WrongCall(_("there is no register “%(code)s”; there are: %(known)s") % wrong)
        say(codes)
        return 0
    register = registers()[args.register]
    if not args.record:
        listed = place.rows(register.model)
        remember_told(place, listed, Reading.Way.COMMAND)
        for row in listed:
            say(f"{row.key or row.uuid}  {place.caption(row)}")
        return 0
    row = _find(place, register, args.record)
    if row is None:
        missing = {"record": args.record, "register": register.code}
        raise WrongCall(_("there is no “%(record)s” in %(register)s that this user may see") % missing)
    if args.history:
        _history(place, register, row)
    else:
        remember_told(place, [row], Reading.Way.COMMAND)
        told = _told(place, register, row)
        say_json(told) if args.json else _print(told)
    return 0


def _find(place: Standpoint, register: Register, text: str) -> Any:
    rows = place.of(register.model)
    try:
        rows = rows.filter(uuid=UUID(text))
    except ValueError:
        rows = rows.filter(key=text)
    found = place.attach(list(rows[:1]), parts=True)
    return found[0] if found else None


def _told(place: Standpoint, register: Register, row: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in register.content_fields():
        value = getattr(row, column.name)
        fields[column.name] = str(value) if value not in (None, "") else None
    for name in register.many_parties:
        fields[name] = [partner.key or partner.name for partner in getattr(row, name)]
    parts = {
        name: [
            {
                f.name: str(v)
                for f in one._meta.local_fields
                if f.editable
                and (v := getattr(one, f.name)) not in (None, "")
                and f.name not in {"owner", "row", "vf", "vt"}
            }
            for one in row.__dict__.get(f"{name}_rows", [])
        ]
        for name in register.parts
    }
    citations = [
        {
            "source": c.source.title,
            "address": c.source.address,
            "confidence": c.confidence,
            "field": c.field,
            "value": c.value,
            "adopted": c.adopted,
            "quote": c.exact,
            "note": c.note,
        }
        for c in place.citations([row.uuid])[row.uuid]
    ]
    head = {"register": register.code, "uuid": str(row.uuid), "key": row.key, "caption": place.caption(row, "en")}
    return head | {"state": row.state, "version": row.version, "fields": fields, "parts": parts, "citations": citations}


def _print(told: dict[str, Any]) -> None:
    say(f"{told['caption']}  [{told['register']}, {State(told['state']).label}]  {told['uuid']}")
    for name, value in told["fields"].items():
        if value:
            say(f"  {name}: {', '.join(value) if isinstance(value, list) else value}")
    for name, rows in told["parts"].items():
        for row in rows:
            say(f"  {name}: " + ", ".join(f"{k} {v}" for k, v in row.items()))
    for one in told["citations"]:
        rival = "" if one["adopted"] else " " + _("says %(field)s = %(value)s (not adopted)") % one
        head = _("source (%s)") % Confidence(one["confidence"]).label
        say(f"  {head}: {one['source']} {one['address']}{rival}")


def _history(place: Standpoint, register: Register, row: Any) -> None:
    versions = list(place.versions(register.model, row.uuid))
    remember_reading(place, register, versions, Reading.Way.COMMAND)
    moments = Transaction.objects.select_related("actor").in_bulk([v.vf for v in versions])
    for before, version in zip([*versions[1:], None], versions, strict=True):
        at = moments[version.vf]
        say(f"{at.number}  {at.moment:%Y-%m-%d %H:%M} UTC  {at.actor}: {at.reason}")
        for one in differences(before, version) if before else []:
            say(f"    {one.field}: {one.before} -> {one.after}")
