"""Who asks, and as known when: every page starts from the standpoint that is made here."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from trivet.core.asking import (
    BadValue,
    as_of_now,
    day_of,
    known_at,
    moment_text,
    profile_of,
    remember_office,
    with_office,
)
from trivet.core.office import NoOffice
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User

#: What pages ask of the record, as the other surfaces do.
__all__ = [
    "BadValue",
    "address",
    "as_of_now",
    "day_of",
    "known_at",
    "moment_text",
    "profile_of",
    "reader",
    "reads",
    "reason_of",
    "register_named",
    "remember_office",
    "show",
    "with_office",
]


def reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is given the reader's standpoint; what cannot be read in its address is answered with 400."""

    @wraps(view)
    def with_standpoint(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        standpoint = Standpoint(reader(request))
        try:
            known = known_at(request.GET.get("known", ""))
            standpoint = Standpoint(standpoint.user, known)
            return view(request, standpoint, *args, **kwargs)
        except NoOffice:
            return redirect("home")  # which says how to begin a record
        except BadValue as problem:
            return show(request, standpoint, "wrong", {"problem": str(problem)}, status=400)

    return with_standpoint


def reader(request: HttpRequest) -> User | None:
    """The person who is signed in; None is an outsider."""
    user = request.user
    return user if isinstance(user, User) and user.is_active else None


def reason_of(request: HttpRequest) -> str:
    """Why a write is asked for, as it was typed."""
    return request.POST.get("reason", "").replace("\0", "").strip()


def came_from(request: HttpRequest, otherwise: str, below: str = "/") -> str:
    """The page that a form says it was sent from, if it is a path of ours `below` another; `otherwise` if not."""
    asked = request.POST.get("back", "")
    ours = asked.startswith(below) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else otherwise


def show(
    request: HttpRequest, standpoint: Standpoint, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page by the name of its template, with the standpoint it was read from."""
    return render(request, f"web/{template}.html", {**context, "standpoint": standpoint}, status=status)


def register_named(code: str) -> Register:
    """The register of an address, or 404."""
    try:
        return registers()[code]
    except KeyError as problem:
        raise Http404(code) from problem


def address(standpoint: Standpoint, name: str, *args: Any, **query: Any) -> str:
    """The address of a page, seen from the same moment."""
    said = {key: value for key, value in query.items() if value not in ("", None)}
    if standpoint.known:
        said["known"] = moment_text(standpoint.known)
    return reverse(name, args=args) + ("?" + urlencode(said, doseq=True) if said else "")
