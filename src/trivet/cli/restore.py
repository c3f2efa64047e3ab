"""Read a backup into an empty record and verify it."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, prepare_database, say
from trivet.core.backup import read_backup

EXAMPLES = ("TRIVET_HOME=./restored trivet restore monday.trivet",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("file", type=Path, help=_("a file that `trivet backup` wrote"))


def run(args: argparse.Namespace) -> int:
    """Restore all or nothing."""
    if not args.file.is_file():
        raise WrongCall(_("there is no file %s") % args.file)
    Path(settings.TRIVET_HOME).mkdir(parents=True, exist_ok=True)
    prepare_database()
    manifest = read_backup(args.file)
    say(_("restored %s transactions; the audit chain is whole") % manifest["transactions"])
    return 0
