"""Verify the audit chain and every version against it; name the first bad entry."""

import argparse

from trivet.cli.shared import say
from trivet.core.audit import verify
from trivet.core.history import Chain
from trivet.core.office import office

EXAMPLES = ("trivet verify",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when something was changed outside the verbs."""
    office()
    fault = verify()
    if fault:
        say(f"BROKEN at entry {fault.sequence}: {fault.what}")
        return 1
    chain = Chain.objects.get(pk=1)
    say(f"whole: {chain.sequence} entries in {chain.number} transactions, head {chain.head[:16]}")
    return 0
