"""Verify the audit chain and every version against it; name the first bad entry."""

import argparse

from django.utils.translation import gettext as _

from trivet.cli.shared import say
from trivet.core.history import Chain
from trivet.core.office import office
from trivet.core.verifying import verify

EXAMPLES = ("trivet verify",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when something was changed outside the verbs."""
    office()
    fault = verify()
    if fault:
        say(_("BROKEN at entry %(entry)s: %(what)s") % {"entry": fault.sequence, "what": fault.what})
        return 1
    chain = Chain.objects.get(pk=1)
    told = {"entries": chain.sequence, "transactions": chain.number, "head": chain.head[:16]}
    say(_("whole: %(entries)s entries in %(transactions)s transactions, head %(head)s") % told)
    return 0
