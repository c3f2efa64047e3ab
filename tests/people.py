"""The people of the tests: each has one role in one body, and is known by it."""

from dataclasses import dataclass, fields

from trivet.core.accounts import open_account
from trivet.core.bodies import Body
from trivet.core.users import Role, User
from trivet.values.markings import Marking

#: With which everybody of the tests signs in.
PASSWORD = "a long enough password"


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
    administrator: User
    installation: User


def gather(ministry: str = "foreign-ministry", commission: str = "parliament") -> People:
    """Make everybody, once an office was begun."""
    first = Body.objects.get(key=ministry)
    other = Body.objects.get(key=commission)

    installation = User.objects.get(is_installation=True)

    def person(name: str, body: Body, role: str, clearance: int = Marking.INTERNAL) -> User:
        return open_account(
            name,
            name.replace("_", " ").title(),
            body=body,
            role=role,
            clearance=clearance,
            password=PASSWORD,
            actor=installation,
            reason="the people of the tests",
        )

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
        administrator=person("administrator", first, Role.ADMINISTRATOR, Marking.SECRET),
        installation=installation,
    )


def again(people: People) -> People:
    """The same people as the database knows them now, whatever another test did to these objects."""
    found = {}
    for one in fields(people):
        known = getattr(people, one.name)
        found[one.name] = known if known is None else type(known).objects.get(pk=known.pk)
    return People(**found)
