"""Serve the pages of the record on this machine."""

import argparse
import os
import subprocess
import sys

from django.utils.translation import gettext as _

from trivet.cli.shared import prepare_database, say
from trivet.core.office import office

_WORK = "import sys; from trivet.cli.main import main; sys.exit(main())"
EXAMPLES = ("trivet serve", "trivet serve --port 9000 --workers 2")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--port", type=int, default=8000, help=_("the port to listen on"))
    parser.add_argument("--address", default="127.0.0.1", help=_("interface to listen on"))
    parser.add_argument("--workers", type=int, default=2, help=_("how many processes serve"))


def run(args: argparse.Namespace) -> int:
    """Check that a record is there, start a worker for long work beside, then become the server."""
    prepare_database()
    office()
    say(_("Trivet serves %s (stop with Ctrl-C)") % f"http://{args.address}:{args.port}/")
    sys.stdout.flush()
    # The worker ends when this process does, which goes on as the server.
    worker = [sys.executable, "-c", _WORK, "work", "--beside", str(os.getpid())]
    subprocess.Popen(worker, stdin=subprocess.DEVNULL)  # noqa: S603
    server = ["-m", "gunicorn", "--bind", f"{args.address}:{args.port}", "--workers", str(args.workers)]
    os.execv(sys.executable, [sys.executable, *server, "--threads", "4", "trivet.site.wsgi:application"])  # noqa: S606
