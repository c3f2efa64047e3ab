"""Do the long work that pages leave to a worker, such as large imports."""

import argparse
import multiprocessing
import os
import signal
import sys
import time
from typing import Any

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from trivet.cli.shared import prepare_database, say
from trivet.core.office import office
from trivet.core.working import is_asked, work_once

EXAMPLES = ("trivet work", "trivet work --once")
#: Seconds between two looks at what is asked for.
_REST = 1.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--once", action="store_true", help=_("end when nothing is asked for"))
    parser.add_argument("--beside", type=int, metavar="PID", help=_("end when this process, which started it, ends"))


def run(args: argparse.Namespace) -> int:
    """Work off what is asked for, one after the other, each in a process of its own.

    So its memory goes back with it, and what was killed is begun again.
    """
    prepare_database()
    office()
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(0))
    if not args.beside:
        say(_("Trivet works off what is asked for (stop with Ctrl-C)"))
    while _wanted(args.beside):
        if _is_asked():
            _work_apart(args.beside)
        elif args.once:
            break
        else:
            time.sleep(_REST)
    return 0


def _wanted(starter: int | None) -> bool:
    return starter is None or os.getppid() == starter


def _is_asked() -> bool:
    """Whether there is work; a database that is away or busy has none now."""
    try:
        return is_asked()
    except OperationalError:
        connection.close()
        return False


def _work_apart(starter: int | None) -> None:
    """Do one work in a process of its own, which ends with this one."""
    connection.close()  # a connection cannot be shared by two processes
    child: Any = multiprocessing.get_context("fork").Process(target=_work, daemon=True)
    child.start()
    while child.is_alive():
        child.join(_REST)
        if not _wanted(starter):
            sys.exit(0)
    if child.exitcode:
        time.sleep(_REST)


def _work() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the loop hears it too, and ends this process
    if not work_once():
        time.sleep(_REST)  # another process is at work
