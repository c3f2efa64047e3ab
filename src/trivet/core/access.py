"""Who may do what: one table of roles, and one filter that every list, page, count and search starts from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from trivet.core.history import Assignment
from trivet.core.records import State
from trivet.core.users import Role, User
from trivet.core.withheld import released
from trivet.values.markings import Marking

#: A role with a body in which it holds today, and whether it was given there or above.
HeldDuty = tuple[str, UUID, bool]
_SEE = frozenset({"list", "view"})
_WRITE = _SEE | {"create", "change", "export", "act"}

#: What each role may do in its body. Denied is what is not written here.
ROLES: dict[str, frozenset[str]] = {
    Role.READER: _SEE,
    Role.CLERK: _WRITE,
    Role.DESK_OFFICER: _WRITE,
    Role.PLANNER: _WRITE,
    Role.PROTOCOL: _WRITE,
    Role.CONSULAR: _WRITE,
    Role.COORDINATOR: _WRITE,
    Role.REVIEWER: _SEE | {"verify", "export"},
    Role.APPROVER: _SEE | {"decide", "export", "act"},
    Role.HEAD: _SEE | {"verify", "decide", "export", "act"},
    Role.AUDITOR: _SEE | {"export", "audit"},
    Role.ADMINISTRATOR: _SEE | {"administer"},
}

#: What any assigned body may do, whatever its part: to act is to take a step of a procedure, which says who may.
_ASSIGNED = frozenset({"list", "view", "export", "act"})
#: Roles by which an assigned body may also change a record that another body keeps.
_WORKING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)


@dataclass(frozen=True)
class Access:
    """The rights of one reader today: clearance, and by verb the bodies in which a role gives it.

    `own` are the bodies in which the roles were given; the others lie below them.
    """

    clearance: int = Marking.PUBLIC
    bodies: dict[str, frozenset[UUID]] = field(default_factory=dict)
    everything: bool = False
    own: frozenset[UUID] = frozenset()

    def may(self, verb: str, body: UUID | None = None) -> bool:
        """Whether a role gives the verb, in that body or (without one) anywhere."""
        held = self.bodies.get(verb, frozenset())
        return self.everything or (body in held if body else bool(held))

    @property
    def mine(self) -> frozenset[UUID]:
        """Every body in which this reader has a role at all."""
        return self.bodies.get("list", frozenset())


def access_of(user: User | None, duties: Sequence[HeldDuty] | None = None) -> Access:
    """A reader's rights today. Without an account one is an outsider, who sees published things only.

    `duties` are those of today where they were read with the account; a verb asks for them anew.
    """
    if user is None or not user.is_active:
        return Access()
    if user.is_installation:
        return Access(clearance=Marking.TOP_SECRET, everything=True)
    bodies: dict[str, set[UUID]] = defaultdict(set)
    own = set()
    for role, body, given in _duties(user) if duties is None else duties:
        own |= {body} if given else set()
        for verb in ROLES[role]:
            bodies[verb].add(body)
    clearance = user.clearance if bodies else Marking.PUBLIC
    return Access(clearance, {verb: frozenset(ids) for verb, ids in bodies.items()}, own=frozenset(own))


def restrict(rows: QuerySet[Any], user: User | Access | None, verb: str = "list") -> QuerySet[Any]:
    """The live records that a user may do something with; what is not given is denied.

    Published records (public, in review or verified, no need to know) may be seen by anybody. Beyond that the
    clearance must reach the marking, a role must give the verb, and drafts, withdrawn and need-to-know records are
    only for the keeper's and the assigned bodies' people.
    """
    access = user if isinstance(user, Access) else access_of(user)
    rows = released(rows, "version")
    if access.everything:
        return rows
    ours = near(access, verb)
    if verb in {"list", "view"}:
        published = Q(marking=Marking.PUBLIC, need_to_know=False, state__in=(State.IN_REVIEW, State.VERIFIED))
        if not access.mine:
            return rows.filter(published)
        shared = Q(need_to_know=False, state__in=(State.IN_REVIEW, State.VERIFIED))
        return rows.filter(published | Q(marking__lte=access.clearance) & (shared | ours))
    return restrict(rows, access, "view").filter(Q(marking__lte=access.clearance) & ours)


def restrict_versions(rows: QuerySet[Any], user: User | Access | None, *, live: QuerySet[Any]) -> QuerySet[Any]:
    """The versions a user may see: the version's guard and need-to-know, and the record's own, by today's rights."""
    access = user if isinstance(user, Access) else access_of(user)
    rows = released(rows, "vf")
    if access.everything:
        return rows
    visible = restrict(live.filter(uuid=OuterRef("uuid")), access, "view")
    shown = with_outer(visible).filter(shared_outside() | near(access, "list"))
    return rows.filter(Exists(shown), guard__lte=access.clearance)


def restrict_near(live: QuerySet[Any], access: Access) -> QuerySet[Any]:
    """The live records that the reader's own bodies keep or are assigned to."""
    return live.filter(near(access, "list"))


def with_outer(live: QuerySet[Any]) -> QuerySet[Any]:
    """Live rows that know the state and the need to know of the version asked about.

    So one look at the live row answers both; PostgreSQL would gather the reader's own records of a whole register first
    for a second one.
    """
    rows: QuerySet[Any] = live.annotate(
        outer_state=ExpressionWrapper(OuterRef("state"), CharField()),
        outer_need_to_know=ExpressionWrapper(OuterRef("need_to_know"), BooleanField()),
    )
    return rows


def shared_outside() -> Q:
    """That the version asked about is neither a draft, nor withdrawn, nor for those who need to know only."""
    return Q(outer_state__in=(State.IN_REVIEW, State.VERIFIED), outer_need_to_know=False)


def near(access: Access, verb: str, column: str = "uuid") -> Q:
    """The reader's bodies keep the record or (for seeing, or leading) are assigned to it; `column` has its identity."""
    held = access.bodies.get(verb, frozenset())
    roles = {} if verb in _ASSIGNED else {"role__in": _WORKING}
    assigned = Assignment.objects.at(None).filter(record=OuterRef(column), body__in=held, **roles)
    return Q(keeper__in=held) | Q(Exists(assigned)) if held else Q(pk__in=())


#: The roles a user holds on a day, in each body and in all bodies below it.
_HELD = """
WITH RECURSIVE held(role, body, own) AS (
    SELECT role, body_id, 1 FROM core_duty
    WHERE user_id = %s AND (starts IS NULL OR starts <= %s) AND (ends IS NULL OR ends >= %s)
    UNION SELECT held.role, core_body.uuid, 0 FROM core_body JOIN held ON core_body.parent_id = held.body
)
"""


def _duties(user: User) -> list[HeldDuty]:
    today = timezone.now().date()
    with connection.cursor() as cursor:
        cursor.execute(f"{_HELD} SELECT role, body, own FROM held", [user.pk, today, today])  # noqa: S608
        return [_held(*row) for row in cursor.fetchall()]


def account_with_duties(number: int) -> User | None:
    """The account of a primary key with the duties that it holds today, in one statement; a page begins with it."""
    today = timezone.now().date()
    join = "SELECT core_user.*, role, body, own FROM core_user LEFT JOIN held ON 1 = 1 WHERE core_user.id = %s"
    rows = list(User.objects.raw(f"{_HELD} {join}", [number, today, today, number]))
    if not rows:
        return None
    vars(rows[0])["held"] = [_held(row.role, row.body, row.own) for row in rows if row.role]  # type: ignore[attr-defined]
    return rows[0]


def _held(role: str, body: Any, own: int) -> HeldDuty:
    return role, UUID(str(body)), bool(own)
