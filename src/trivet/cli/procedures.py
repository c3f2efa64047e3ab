"""List the procedures of a profile, or check its procedures and rules and name what is wrong by file and line."""

import argparse
import sys

from django.utils.translation import gettext as _

from trivet.cli.shared import say, say_json
from trivet.core.office import profile
from trivet.core.profile import Profile, load_profile, profile_codes, said
from trivet.procedures.checking import problems
from trivet.procedures.editions import procedures, rules
from trivet.procedures.tables import Head

EXAMPLES = (
    "trivet procedures list --lang vi",
    "trivet procedures check",
    "trivet procedures check --profile vietnam --json",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("act", choices=("list", "check"), help=_("what to do"))
    parser.add_argument(
        "--profile", help=_("one of: %s (default: the profile of the record)") % ", ".join(profile_codes())
    )
    parser.add_argument("--json", action="store_true", help=_("for machines"))


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when something is wrong; what it is goes to the standard error."""
    chosen = load_profile(args.profile) if args.profile else profile()
    return _check(chosen, args.json) if args.act == "check" else _list(chosen, args.json)


def _check(chosen: Profile, as_json: bool) -> int:
    found = problems(chosen)
    if as_json:
        say_json([one._asdict() for one in found])
    for one in found:
        print(f"{one.file}:{one.line}: {one.message}", file=sys.stderr)
    if not found and not as_json:
        told = {"procedures": len(procedures(chosen)), "rules": len(rules(chosen)), "profile": chosen.code}
        say(_("profile %(profile)s is sound: %(procedures)s procedures, %(rules)s rules") % told)
    return 1 if found else 0


def _list(chosen: Profile, as_json: bool) -> int:
    heads = [one.procedure for one in procedures(chosen)]
    if as_json:
        say_json([{"code": head.code, "label": said(head.label), **_legal(head)} for head in heads])
        return 0
    for head in heads:
        known = _("verified") if head.verified else _("to be confirmed")
        span = f"{head.valid_from or '…'} – {head.valid_to or '…'}"
        say(f"{head.code:20} {span:25} {said(head.label)} ({known})")
        say(f"{'':20} {head.basis}")
    return 0


def _legal(head: Head) -> dict[str, object]:
    return head.model_dump(include={"basis", "valid_from", "valid_to", "verified"})
