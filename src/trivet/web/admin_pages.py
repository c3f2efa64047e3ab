"""Administration: the people of one's bodies, what they may do, and what they would see."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from trivet.core.access import ROLES
from trivet.core.accounts import administered, bodies_of, look_as, may_administer
from trivet.core.actions import NotAllowed
from trivet.core.bodies import Body
from trivet.core.glimpse import Glimpse
from trivet.core.keyset import Order, order_of
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import Duty, Role, User
from trivet.core.validation import Invalid
from trivet.web.account_acts import ACTS, Sheet, open_by
from trivet.web.lists import counted, lines_of_rows
from trivet.web.people_shown import person_of, second_step_words, session_lines
from trivet.web.reading import profile_of, reads, register_named, show
from trivet.web.shelves import counts_of
from trivet.web.shown import label, marking_label

#: The acts of the table of roles, in the order in which it shows them.
VERBS = {
    "list": _("list"),
    "view": _("view"),
    "create": _("create"),
    "change": _("change"),
    "act": pgettext_lazy("verb", "act"),
    "verify": _("verify"),
    "decide": _("decide"),
    "export": _("export"),
    "audit": _("audit"),
    "administer": _("administer"),
}


@require_safe
@reads
def people_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/admin/people/`: the accounts with a duty in bodies that the reader administers."""
    _administrator(standpoint)
    text, role, state = (request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "role", "state"))
    rows = _with_duties(standpoint)
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(name__icontains=text))
    if role in Role.values:
        rows = rows.filter(pk__in=Duty.objects.filter(role=role).values("user"))
    if state in {"open", "closed"}:
        rows = rows.filter(is_active=state == "open")
    found, mark = Order(("username",)).page(rows, request.GET.get("after", ""))
    named = _bodies_named(standpoint, found)
    query = request.GET.copy()
    query["after"] = mark
    context = {
        "people": [person_of(standpoint, user, named) for user in found],
        "roles": Role.choices,
        "query": request.GET,
        "next": f"?{query.urlencode()}" if mark else "",
    }
    return show(request, standpoint, "people", context)


@reads
def new_account_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/admin/people/new/`"""
    _administrator(standpoint)
    context: dict[str, Any] = {"typed": request.POST, **_choices(standpoint)}
    if request.method != "POST":
        return show(request, standpoint, "account_new", context)
    try:
        user, password = open_by(Sheet(standpoint, request.POST))
    except (Invalid, NotAllowed) as problem:
        return show(request, standpoint, "account_new", {**context, **_told(problem)}, status=_status(problem))
    return _person(request, standpoint, user.uuid, password=password)


@reads
def person_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/admin/people/<uuid>/`: one account, and the acts on it by POST."""
    if request.method != "POST":
        return _person(request, standpoint, uuid)
    user = _account(standpoint, uuid)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        password = act(Sheet(standpoint, request.POST), user)
    except (Invalid, NotAllowed) as problem:
        return _person(request, standpoint, uuid, status=_status(problem), typed=request.POST, **_told(problem))
    return _person(request, standpoint, uuid, password=password, done=not password)


@require_POST
@reads
def look_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/admin/people/<uuid>/view/`: what that person would see, of what the administrator sees too."""
    user = _account(standpoint, uuid)
    sheet = Sheet(standpoint, request.POST)
    try:
        look_as(user, actor=sheet.actor, reason=sheet.reason)
    except (Invalid, NotAllowed) as problem:
        return _person(request, standpoint, uuid, status=_status(problem), typed=request.POST, **_told(problem))
    glimpse = Glimpse(user, by=standpoint)
    counts = counts_of(glimpse)
    shelves = [(code, register.label, counted(counts.get(code, 0))) for code, register in registers().items()]
    context = {"person": user, "reason": sheet.reason, "shelves": shelves, "back": reverse("person", args=[uuid])}
    code = sheet.text("register")
    if code:
        register = register_named(code)
        found, mark = order_of(register).page(glimpse.of(register.model), sheet.text("after"))
        context |= {
            "register": register,
            "headings": [label(register, name) for name in register.featured],
            "lines": lines_of_rows(register, glimpse, found),
            "next": mark,
        }
    return show(request, standpoint, "look", context)


@require_safe
@reads
def access_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/admin/access/`: which role may do what, from the one table that decides it."""
    if not standpoint.access.mine:
        raise Http404
    lines = [
        (Role(role).label, [(words, verb in given) for verb, words in VERBS.items()]) for role, given in ROLES.items()
    ]
    return show(request, standpoint, "access", {"verbs": list(VERBS.values()), "lines": lines})


def _person(
    request: HttpRequest, standpoint: Standpoint, uuid: UUID, *, status: int = 200, **told: Any
) -> HttpResponse:
    user = _account(standpoint, uuid)
    named = _bodies_named(standpoint, [user])
    context = {
        "person": person_of(standpoint, user, named),
        "sessions": session_lines(user),
        "second_steps": second_step_words(user),
        "whole": may_administer(standpoint.access, bodies_of(user)),
        "own": user == standpoint.user,
        "typed": {},
        **_choices(standpoint),
        **told,
    }
    return show(request, standpoint, "person", context, status=status)


def _administrator(standpoint: Standpoint) -> None:
    if not standpoint.access.may("administer"):
        raise Http404


def _account(standpoint: Standpoint, uuid: UUID) -> User:
    """The account as it is now, with its duties, if it is one of the reader's bodies."""
    _administrator(standpoint)
    found: User | None = _with_duties(standpoint).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _with_duties(standpoint: Standpoint) -> Any:
    duties = Duty.objects.select_related("body").order_by("body__name", "role")
    return administered(standpoint.access).prefetch_related(Prefetch("duties", duties))


def _bodies_named(standpoint: Standpoint, people: list[User]) -> set[UUID]:
    wanted = {duty.body_id for user in people for duty in user.duties.all()}
    return set(standpoint.of(Body).filter(pk__in=wanted).order_by().values_list("pk", flat=True))


def _choices(standpoint: Standpoint) -> dict[str, Any]:
    """What an administrator may choose from: own bodies, roles, and markings up to their own clearance."""
    held = standpoint.access.bodies.get("administer", frozenset())
    bodies = sorted(
        ((str(one.pk), one.name_in()) for one in standpoint.of(Body).filter(pk__in=held)), key=lambda b: b[1]
    )
    profile = profile_of(standpoint)
    levels = [(str(level), marking_label(profile, level)) for level in range(standpoint.access.clearance + 1)]
    return {"bodies": bodies, "roles": Role.choices, "levels": levels}


def _told(problem: Exception) -> dict[str, Any]:
    """What was wrong, for the top of the page."""
    if isinstance(problem, Invalid):
        return {"problems": [one.message for one in problem.problems]}
    return {"problems": [str(problem)]}


def _status(problem: Exception) -> int:
    return 403 if isinstance(problem, NotAllowed) else 422
