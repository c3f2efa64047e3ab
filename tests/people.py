"""The people of the tests: each has one role in one body, and is known by it."""

from dataclasses import dataclass, fields

from trivet.core.bodies import Body
from trivet.core.users import Duty, Role, User
from trivet.values.markings import Marking


@dataclass
class People:
    """Those who appear in the stories, and the two bodies they work for."""

    ministry: Body
    commission: Body
    clerk: User
    second_clerk: User
    reviewer: User
    head: User
    planner: User
    auditor: User
    reader: User
    outsider: None
    other_clerk: User  # the clerk of the other body
    installation: User


def gather(ministry: str = "foreign-ministry", commission: str = "parliament") -> People:
    """Make everybody, once an office was begun."""
    first = Body.objects.get(key=ministry)
    other = Body.objects.get(key=commission)

    def person(name: str, body: Body, role: str, clearance: int = Marking.INTERNAL) -> User:
        user = User.objects.create_user(name, name.replace("_", " ").title(), "a long enough password", clearance)
        Duty.objects.create(user=user, body=body, role=role)
        return user

    return People(
        ministry=first,
        commission=other,
        clerk=person("clerk", first, Role.CLERK, Marking.SECRET),
        second_clerk=person("second_clerk", first, Role.CLERK, Marking.SECRET),
        reviewer=person("reviewer", first, Role.REVIEWER, Marking.SECRET),
        head=person("head", first, Role.HEAD, Marking.TOP_SECRET),
        planner=person("planner", first, Role.PLANNER),
        auditor=person("auditor", first, Role.AUDITOR, Marking.SECRET),
        reader=person("reader", first, Role.READER),
        outsider=None,
        other_clerk=person("other_clerk", other, Role.CLERK, Marking.SECRET),
        installation=User.objects.get(is_installation=True),
    )


def again(people: People) -> People:
    """The same people as the database knows them now, whatever another test did to these objects."""
    found = {}
    for one in fields(people):
        known = getattr(people, one.name)
        found[one.name] = known if known is None else type(known).objects.get(pk=known.pk)
    return People(**found)
