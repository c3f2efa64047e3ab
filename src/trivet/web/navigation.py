"""The ways between the pages: the bar of every page, and what a signed-in person finds under their name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trivet.core.standpoint import Standpoint


@dataclass(frozen=True)
class Way:
    """One link: its name for keys, where it leads, what it is called, and whether the reader is there."""

    name: str
    url: str
    label: str
    here: bool


def _always(_standpoint: Standpoint) -> bool:
    return True


def _works(standpoint: Standpoint) -> bool:
    """Whether the reader has a role in some body."""
    return bool(standpoint.access.mine)


def _may(*verbs: str) -> Callable[[Standpoint], bool]:
    return lambda standpoint: any(map(standpoint.access.may, verbs))


#: Name of the address, words, and for whom; an address that this installation has not is left out.
_MAIN: tuple[tuple[str, tuple[str, ...], Promise, Callable[[Standpoint], bool]], ...] = (
    ("home", (), _("Today"), _always),
    ("registers", (), _("Registers"), _always),
    ("list", ("partners",), _("Partners"), _always),
    ("calendar", (), _("Calendar"), _always),
    ("programmes", (), _("Programme"), _always),
    ("map", (), _("Map"), _always),
    ("procedures", (), _("Procedures"), _always),
    ("figures", (), _("Figures"), _always),
    ("check", (), _("Check a text"), _always),
)
_PERSONAL: tuple[tuple[str, tuple[str, ...], Promise, Callable[[Standpoint], bool]], ...] = (
    ("mfa_index", (), _("My account"), _always),
    ("tokens", (), _("Tokens for programs"), _always),
    ("feeds", (), _("Calendar feeds"), _always),
    ("exchange", (), _("Exchange of information"), _works),
    ("imports", (), _("Imports"), _may("create")),
    ("reading", (), _("Documents read"), _may("create", "verify")),
    ("protection", (), _("Protection that ends"), _may("decide")),
    ("people", (), _("Accounts"), _may("administer")),
    ("audit", (), _("Audit"), _may("audit")),
    ("access", (), _("What each role may do"), _always),
)


def main_ways(path: str, standpoint: Standpoint) -> list[Way]:
    """The bar of a page at a path."""
    return list(_ways(_MAIN, path, standpoint))


def personal_ways(path: str, standpoint: Standpoint) -> list[Way]:
    """What stands under a person's name."""
    return list(_ways(_PERSONAL, path, standpoint))


def _ways(
    listed: Iterable[tuple[str, tuple[str, ...], Promise, Callable[[Standpoint], bool]]],
    path: str,
    standpoint: Standpoint,
) -> Iterable[Way]:
    found: list[tuple[str, str, str]] = []
    for name, args, label, shown in listed:
        try:
            url = reverse(name, args=args)
        except NoReverseMatch:
            continue
        if shown(standpoint):
            found.append((args[0] if args else name, url, str(label)))
    # The longest beginning wins: the partners' list lies below that of all registers.
    around = [url for _name, url, _label in found if path == url or (url != "/" and path.startswith(url))]
    here = max(around, key=len, default="")
    return (Way(name, url, label, url == here) for name, url, label in found)
