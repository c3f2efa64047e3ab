"""Serve the pages of the record on this machine."""

import argparse
import os
import sys

from trivet.cli.shared import prepare_database, say
from trivet.core.office import office

EXAMPLES = ("trivet serve", "trivet serve --port 9000 --workers 2")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--address", default="127.0.0.1", help="interface to listen on")
    parser.add_argument("--workers", type=int, default=2)


def run(args: argparse.Namespace) -> int:
    """Check that a record is there, then become the server."""
    prepare_database()
    office()
    say(f"Trivet serves http://{args.address}:{args.port}/ (stop with Ctrl-C)")
    sys.stdout.flush()
    server = ["-m", "gunicorn", "--bind", f"{args.address}:{args.port}", "--workers", str(args.workers)]
    os.execv(sys.executable, [sys.executable, *server, "--threads", "4", "trivet.site.wsgi:application"])  # noqa: S606
