"""Write the whole record to one file."""

import argparse
from pathlib import Path

from trivet.cli.shared import WrongCall, say
from trivet.core.backup import write_backup
from trivet.core.office import office

EXAMPLES = ("trivet backup monday.trivet",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="overwrite the file when it is there")


def run(args: argparse.Namespace) -> int:
    """Write it; never over a file that is there unless told."""
    office()
    if args.file.exists() and not args.replace:
        raise WrongCall(f"{args.file} is there already: choose another name or add --replace")
    manifest = write_backup(args.file)
    say(f"{args.file}: {manifest['transactions']} transactions, {manifest['audit_entries']} audit entries")
    return 0
