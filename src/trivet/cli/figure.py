"""Count a figure and list what was counted and what was left out, with the reason."""

import argparse
from uuid import UUID

from django.utils.translation import gettext as _

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.cli.shared import WrongCall, day, period, say, say_json, standpoint
from trivet.coordination.reads import Reading, remember_told
from trivet.core.partners import Partner
from trivet.core.records import State
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Tally, ask, number
from trivet.reports.words import amount, part_label

EXAMPLES = (
    "trivet figure frameworks.partners --on 2024-12-31",
    "trivet figure activities.out --period 2024 --json",
    "trivet figure visits.received --period 2012 --partner FRA",
    "trivet figure relations.states --on 2023-12-31 --known 2026-01-01",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("code", help=_("for example relations.states"))
    parser.add_argument("--on", help=_("the day of a stock (default: the end of the period, else today)"))
    parser.add_argument("--period", help=_("the period of a flow: 2024, 2024-06, 2024-01/2024-06"))
    parser.add_argument("--partner", default="", help=_("only records that name this partner: its key, such as FRA"))
    parser.add_argument("--known", help=_("as known at this moment (ISO; default: now)"))
    parser.add_argument("--json", action="store_true", help=_("all records, for machines"))


def run(args: argparse.Namespace) -> int:
    """Count and print."""
    place = standpoint(args)
    tally = ask(args.code, place, on=day(args.on), period=period(args.period), partner=_partner(place, args.partner))
    remember_told(place, tally.told, Reading.Way.COMMAND)
    if args.json:
        say_json(tally.as_json())
    else:
        _print(tally)
    return 0


def _partner(place: Standpoint, key: str) -> UUID | None:
    """The partner of a key, as far as the reader may see it. Raises WrongCall."""
    if not key:
        return None
    found = place.of(Partner).filter(key=key).values_list("uuid", flat=True).first()
    if found is None:
        raise WrongCall(_("there is no partner “%s”") % key)
    return UUID(str(found))


def _print(tally: Tally) -> None:
    told = tally.as_json()
    verified, in_review = _("verified"), _("in review")
    say(f"{tally.figure.title} ({told['code']}), {told['on'] or told['period']}")
    sums = f"  {verified}  {amount(tally.amount.verified)}    {in_review}  {amount(tally.amount.in_review)}"
    say(f"{sums}    {tally.figure.unit_label}")
    for part, counts in sorted(tally.parts.items()):
        label = part_label(tally.question.profile, part)
        say(f"    {label}: {amount(counts.verified)} {verified}, {amount(counts.in_review)} {in_review}")
    say(f"  {told['rule']}")
    say("  " + _("%s counted:") % len(told["counted"]))
    for row in told["counted"]:
        weight = "" if number(tally.amount.total) == len(told["counted"]) else f"  {row['weight']}"
        say(f"    {State(row['state']).label:10} {row['date'] or '':22} {row['caption']}{weight}")
    if told["left_out"]:
        say("  " + _("%s left out:") % len(told["left_out"]))
        for row in told["left_out"]:
            say(f"    {row['date'] or '':22} {row['caption']}: {row['reason']}")
