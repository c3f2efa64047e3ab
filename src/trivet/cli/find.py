"""Search all registers, newest first, without regard to accents."""

import argparse

from django.utils.translation import gettext as _

from trivet.cli.shared import say, say_json, standpoint
from trivet.coordination.reads import Reading, remember_told
from trivet.core.entries import find

EXAMPLES = ("trivet find phap 2024", 'trivet find "đối tác" --register agreements --json')


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("words", nargs="+", help=_("every word must occur; accents do not matter"))
    parser.add_argument("--register", default="", help=_("search one register only"))
    parser.add_argument("--limit", type=int, default=50, help=_("at most so many"))
    parser.add_argument("--json", action="store_true", help=_("for machines"))


def run(args: argparse.Namespace) -> int:
    """Search and print; exit code 1 when nothing was found."""
    place = standpoint(args)
    found = find(place.access, " ".join(args.words), register=args.register, limit=args.limit)
    remember_told(place, found, Reading.Way.COMMAND)
    rows = [
        {"register": e.register, "uuid": str(e.record), "caption": e.caption_in(), "from": e.starts_earliest}
        for e in found
    ]
    if args.json:
        say_json(rows)
    else:
        for row in rows:
            say(f"{row['from'] or '':10} {row['register']:12} {row['caption']}  {row['uuid']}")
    return 0 if rows else 1
