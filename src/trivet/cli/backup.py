"""Write the whole record to one file."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, say
from trivet.core.backup import write_backup
from trivet.core.office import office

EXAMPLES = ("trivet backup monday.trivet",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("file", type=Path, help=_("the file to write"))
    parser.add_argument("--replace", action="store_true", help=_("overwrite the file when it is there"))


def run(args: argparse.Namespace) -> int:
    """Write it; never over a file that is there unless told."""
    office()
    if args.file.exists() and not args.replace:
        raise WrongCall(_("%s is there already: choose another name or add --replace") % args.file)
    manifest = write_backup(args.file)
    told = {"file": args.file, "transactions": manifest["transactions"], "entries": manifest["audit_entries"]}
    say(_("%(file)s: %(transactions)s transactions, %(entries)s audit entries") % told)
    return 0
