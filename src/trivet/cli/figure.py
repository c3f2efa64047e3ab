"""Count a figure and list what was counted and what was left out, with the reason."""

import argparse

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.cli.shared import day, period, say, say_json, standpoint
from trivet.figures.figure import Tally, ask, number
from trivet.reports.words import amount

EXAMPLES = (
    "trivet figure frameworks.partners --on 2024-12-31",
    "trivet figure activities.out --period 2024 --json",
    "trivet figure relations.states --on 2023-12-31 --known 2026-01-01",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("code", help="for example relations.states")
    parser.add_argument("--on", help="the day of a stock (default: the end of the period, else today)")
    parser.add_argument("--period", help="the period of a flow: 2024, 2024-06, 2024-01/2024-06")
    parser.add_argument("--known", help="as known at this moment (ISO; default: now)")
    parser.add_argument("--json", action="store_true", help="all records, for machines")


def run(args: argparse.Namespace) -> int:
    """Count and print."""
    tally = ask(args.code, standpoint(args), on=day(args.on), period=period(args.period))
    if args.json:
        say_json(tally.as_json())
    else:
        _print(tally)
    return 0


def _print(tally: Tally) -> None:
    told = tally.as_json()
    say(f"{tally.figure.title} ({told['code']}), {told['on'] or told['period']}")
    say(f"  verified  {amount(tally.amount.verified)}    in review  {amount(tally.amount.in_review)}    {told['unit']}")
    for part, counts in sorted(tally.parts.items()):
        say(f"    {part}: {amount(counts.verified)} verified, {amount(counts.in_review)} in review")
    say(f"  {told['rule']}")
    say(f"  {len(told['counted'])} counted:")
    for row in told["counted"]:
        weight = "" if number(tally.amount.total) == len(told["counted"]) else f"  {row['weight']}"
        say(f"    {row['state']:10} {row['date'] or '':22} {row['caption']}{weight}")
    if told["left_out"]:
        say(f"  {len(told['left_out'])} left out:")
        for row in told["left_out"]:
            say(f"    {row['date'] or '':22} {row['caption']}: {row['reason']}")
