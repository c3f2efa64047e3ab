"""A programme made from a seed in which everything that the finder must find was planted, and nothing else is there."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.people import People, gather
from tests.programme.making import programme
from trivet.core.accounts import open_account
from trivet.core.actions import create_many
from trivet.core.beginning import begin
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.history import attach
from trivet.core.partners import Partner
from trivet.core.people import Person, Post
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role, User
from trivet.programme.finding import Found, findings, findings_of
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.values.markings import Marking

YEAR = 2031
#: What a reader is told: the rule, the lines by title, and the days of those that show as busy only.
Told = tuple[str, frozenset[str], frozenset[tuple[date, date]]]
_LETTERS = "bcdfghjklmnpqrstvwxz"
#: Holidays of nobody in the world: neither Viet Nam nor (but for what is planted) a partner keeps one here.
_QUIET = date(YEAR, 7, 18)


@dataclass
class World:
    """The people, the programme, and what each of two readers must be told."""

    seed: int
    size: int
    people: People = field(init=False)
    plan: Programme = field(init=False)
    #: A clerk of the commission, cleared for what is internal; and the head of the ministry, who sees all.
    reader: User = field(init=False)
    wanted: set[Told] = field(default_factory=set)
    wanted_of_all: set[Told] = field(default_factory=set)
    drafts: list[tuple[str, Draft]] = field(default_factory=list)
    planted: list[str] = field(default_factory=list)

    def make(self) -> World:
        begin("vietnam")
        self.random, self.words = random.Random(self.seed), 0
        self.people = people = gather("mfa", "central-external-relations-commission")
        self.reader = open_account(
            "narrow",
            "Narrow",
            body=people.commission,
            role=Role.CLERK,
            clearance=Marking.INTERNAL,
            actor=people.installation,
            reason="the reader of the trial",
        )
        self.plan = programme(people, str(YEAR))
        told: dict[str, Any] = {"actor": people.installation, "reason": "the trial", "submit": True}
        towns = [Draft({"name": key, "key": key, "keeper": people.ministry}) for key in ("ha-noi", "da-nang")]
        self.bodies = {row.key: row for row in create_many(Body, towns, **told)}
        self.bodies |= {row.key: row for row in Body.objects.all()}
        turns = max(1, self.size // 500)
        for turn in range(turns):
            for plant in _PLANTS:
                plant(self, turn)
        self._noise()
        self.random.shuffle(self.drafts)
        self._keep(told)
        return self

    def _keep(self, told: dict[str, Any]) -> None:
        """Write everything: what lines point to first, then the lines, then which of them are combined."""
        kinds = {"partner": Partner, "person": Person, "post": Post}
        for kind, model in kinds.items():
            create_many(model, [draft for name, draft in self.drafts if name == kind], **told)
        every = [draft for name, draft in self.drafts if name == "line"]
        lines = sorted(every, key=lambda draft: "combined_with" in draft.values)  # a piece may not point to a later one
        for start in range(0, len(lines), 1000):
            create_many(ProgrammeLine, lines[start : start + 1000], **told)

    # What plants are made of.

    def word(self) -> str:
        """A word that no title has twice."""
        self.words += 1
        number, letters = self.words, ""
        while number:
            number, rest = divmod(number, len(_LETTERS))
            letters += _LETTERS[rest]
        return f"w{letters}"

    def thing(self, kind: str, **values: Any) -> Any:
        """A partner (that keeps no holidays), a person or a post of this world."""
        made = UUID(int=self.random.getrandbits(128), version=4)
        values = {"name": self.word(), "keeper": self.people.ministry, **values}
        if kind == "partner":
            values.setdefault("kind", "state")
        self.drafts.append((kind, Draft(values, uuid=made)))
        return made

    def line(self, kind: str, first: date, length: int = 3, **more: Any) -> str:
        """A line by an exact day and its length, its title is its name; returns the title."""
        title = more.pop("title", "") or f"{kind} {self.word()} {self.word()}"
        keeper = self.bodies[more.pop("by", "mfa")]
        leaders, assigned, made = more.pop("leaders", []), more.pop("assigned", None), more.pop("uuid", None)
        values: dict[str, Any] = {
            "programme": self.plan,
            "title": title,
            "direction": "out",
            "topic": self.word(),
            "starts": first.isoformat(),
            "ends": (first + timedelta(length - 1)).isoformat(),
            "keeper": keeper,
            **more,
        }
        # Sealed: topics of its own keep the planted lines apart, and no profile has so many.
        draft = Draft(values, parts={"leaders": leaders}, assignments=assigned, uuid=made, sealed=True)
        self.drafts.append(("line", draft))
        return title

    def day(self) -> date:
        """A day in a quiet time, early enough for what follows it."""
        return _QUIET + timedelta(self.random.randrange(5))

    def expect(self, rule: str, *titles: str, hidden: bool = False) -> None:
        """Something that must be found; by those who see everything alone when it is hidden."""
        told = (rule, frozenset(titles), frozenset[tuple[date, date]]())
        self.planted += titles
        self.wanted_of_all.add(told)
        if not hidden:
            self.wanted.add(told)

    def _noise(self) -> None:
        """Lines that share partners and days, and neither topic nor words nor leaders."""
        partners = [self.thing("partner") for _ in range(max(5, self.size // 250))]
        while sum(name == "line" for name, _draft in self.drafts) < self.size:
            exact = self.random.random() < 0.7
            first = date(YEAR, 1, 1) + timedelta(self.random.randrange(360))
            ends = (first + timedelta(self.random.randrange(6))).isoformat()
            days = {"starts": first.isoformat(), "ends": ends} if exact else {"starts": f"{first:%Y-%m}", "ends": ""}
            told = self.random.random() < 0.5
            values: dict[str, Any] = {"topic": self.word()} if told else {"topic": "", "title": f"{self.word()} xx"}
            self.line(
                "noise",
                first,
                partners=self.random.sample(partners, self.random.randint(1, 2)),
                by=self.random.choice(("mfa", "vufo", "government")),
                size=self.random.randint(1, 40),
                **{**values, **days},
            )

    # What the readers are told.

    def told(self, user: User) -> set[Told]:
        """All findings of the programme as a reader has them."""
        return {self._said(one) for one in findings(Standpoint(user), self.plan)}

    def told_of(self, user: User, title: str) -> set[Told]:
        """The findings about one line as a reader has them."""
        row = ProgrammeLine.objects.select_related("programme").get(title=title)
        return {self._said(one) for one in findings_of(Standpoint(user), attach([row], None, parts=True)[0])}

    def some_titles(self, count: int) -> list[str]:
        """Lines that findings were planted on, and others."""
        titles = sorted({*self.planted})
        others = [draft.values["title"] for name, draft in self.drafts if name == "line"]
        return self.random.sample(titles, min(count, len(titles))) + self.random.sample(others, count // 4)

    @staticmethod
    def _said(one: Found) -> Told:
        found = one.finding
        busy = frozenset((line.first, line.last) for line in found.busy)
        return found.rule.code, frozenset(line.title for line in found.lines), busy


def _one_matter(world: World, turn: int) -> None:
    """Duplicates and complements, and pairs that miss one of what makes them so."""
    for rule, by in (("duplicate", "government"), ("complement", "vufo")):
        where, topic, first = world.thing("partner"), world.word(), world.day()
        one = world.line(rule, first, partners=[where], topic=topic)
        other = world.line(rule, first + timedelta(2 + 14), partners=[where], topic=topic, by=by)
        world.expect(rule, one, other)
        world.line(rule, first + timedelta(40), partners=[where], topic=topic, by=by)
        world.line(rule, first, partners=[where], topic=topic, by=by, direction="in")
        world.line(rule, first, partners=[where], topic=world.word(), by=by)
        world.line(rule, first, partners=[world.thing("partner")], topic=topic, by=by)
    where, words = world.thing("partner"), [world.word() for _ in range(4)]
    one = world.line("x", world.day(), topic="", title=" ".join(words), partners=[where])
    other = world.line("x", world.day(), title=" ".join([*words[:3], world.word()]), topic="", partners=[where])
    world.expect("duplicate", one, other)
    world.line("x", world.day(), title=" ".join([*words[:2], world.word(), world.word()]), topic="", partners=[where])


def _entered_twice(world: World, turn: int) -> None:
    """One thing entered twice, told once, and pairs that differ in leader, first day, words, or only in a number."""
    where, who, first, words = world.thing("partner"), world.thing("person"), world.day(), world.word()

    def entry(more: str = "", days: int = 0, **told: Any) -> str:
        told = {"topic": world.word(), "partners": [where], "head": who, "direction": "in", **told}
        return world.line("twice", first + timedelta(days), title=f"{words} {more}".strip(), **told)

    world.expect("entered-twice", entry(f"and {world.word()}"), entry(length=5))
    where, words = world.thing("partner"), world.word()
    entry("1"), entry("2"), entry("3", 1), entry("1 3", -2), entry("1 again", head=world.thing("person"))
    where, words, same = world.thing("partner"), world.word(), world.word()
    world.expect("entered-twice", entry("4", topic=same), entry("4 in full", topic=same))


def _pillars_by_assignment(world: World, turn: int) -> None:
    where, topic = world.thing("partner"), world.word()
    given = [{"body": world.bodies["vufo"], "role": "co-lead"}, {"body": world.bodies["politburo"], "role": "inform"}]
    one = world.line("pillars", world.day(), partners=[where], topic=topic)
    other = world.line("pillars", world.day(), partners=[where], topic=topic, assigned=given)
    world.expect("complement", one, other)


def _settled(world: World, turn: int) -> None:
    """Lines that are combined already, and one that tells no time, are no findings."""
    where, topic, root = world.thing("partner"), world.word(), world.thing("partner")
    world.line("combined", world.day(), partners=[where], topic=topic, uuid=root)
    world.line("combined", world.day(), partners=[where], topic=topic, combined_with=root)
    where, topic = world.thing("partner"), world.word()
    world.line("vague", world.day(), partners=[where], topic=topic)
    world.line("vague", world.day(), partners=[where], topic=topic, starts=str(YEAR), ends="")


def _leaders(world: World, turn: int) -> None:
    """One leader in two places, and the stays in which a second place is no clash."""
    first = world.day()

    def trip(who: Any, days: int, length: int, **more: Any) -> str:
        place = more.pop("where", None) or world.thing("partner")
        return world.line("trip", first + timedelta(days), length, head=who, partners=[place], **more)

    who, second = world.thing("person"), world.thing("person")
    world.expect("leader-clash", trip(who, 0, 5), trip(second, 3, 5, leaders=[{"person_id": who}]))
    who = world.thing("person")
    world.expect("leader-clash", trip(who, 0, 5), trip(who, 0, 5))
    who = world.thing("person")
    world.expect("leader-clash", trip(who, 0, 9), trip(who, 3, 2, direction="in"))
    who = world.thing("person")
    trip(who, 0, 9), trip(who, 3, 2), trip(who, 0, 3)  # side trips inside a longer stay
    who = world.thing("person")
    trip(who, 0, 5), trip(who, 4, 1), trip(who, 4, 5)  # on from one place to the next within a day
    who, place = world.thing("person"), world.thing("partner")
    trip(who, 0, 5, where=place), trip(who, 3, 5, where=place)
    who = world.thing("person")
    trip(who, 0, 5, direction="in"), trip(who, 2, 5, direction="conference")
    who = world.thing("person")
    trip(who, 0, 5), trip(who, 5, 5)
    who = world.thing("person")
    trip(who, 0, 5), trip(who, 2, 5, starts=f"{YEAR}-07", ends="")


def _trips(world: World, turn: int) -> None:
    """Three trips of one leader in the year, and two of them with what does not count."""

    def trip(who: Any, month: int, length: int = 3, **more: Any) -> str:
        where = [world.thing("partner")]
        return world.line("journey", date(YEAR, month, 10), length, head=who, partners=where, **more)

    who = world.thing("person")
    world.expect("leader-trips", *(trip(who, month) for month in (2, 5, 8)))
    who, root = world.thing("person"), world.thing("partner")
    trip(who, 2, uuid=root), trip(who, 3, combined_with=root), trip(who, 8)
    who = world.thing("person")
    trip(who, 2, 9), trip(who, 2, 2), trip(who, 8), trip(who, 10, direction="in")
    who, chair = world.thing("person"), world.thing("person")
    expected = [trip(who, 2), trip(who, 4), trip(chair, 6, leaders=[{"person_id": who}])]
    world.expect("leader-trips", *expected)


def _delegations(world: World, turn: int) -> None:
    """Leaders of one body together, and delegations over their measure, or just within it."""
    body = world.bodies["government"]
    posts = [world.thing("post", body=body), world.thing("post", body=body)]
    other = world.thing("post", body=world.bodies["mfa"])

    def together(way: str, second: Any) -> str:
        row = [{"person_id": world.thing("person"), "post_id": second}]
        told = {"head": world.thing("person"), "post": posts[0], "leaders": row, "direction": way}
        return world.line("together", world.day(), partners=[world.thing("partner")], **told)

    world.expect("leaders-together", together("out", posts[1]))
    together("in", posts[1])
    together("out", other)
    four = [world.thing("partner") for _ in range(4)]
    for by, told, over in (
        ("ha-noi", {"size": 11}, True),
        ("ha-noi", {"length": 11}, True),
        ("ha-noi", {"partners": four}, True),
        ("ha-noi", {"size": 10, "length": 10, "partners": four[:3]}, False),
        ("mfa", {"size": 11}, False),
        ("da-nang", {"size": 11}, False),  # its rule was of 2025
    ):
        title = world.line("delegation", world.day(), by=by, **told)
        if over:
            world.expect("ha-noi-delegation", title)


def _guests(world: World, turn: int) -> None:
    first = world.day()
    head = {"direction": "in", "guest_rank": "head-of-state", "visit_class": "state"}
    world.expect("host-head-of-state", world.line("guest", first, size=12, funding="host", **head))
    world.line("guest", first, size=12, funding="self", **head)
    world.line("guest", first, size=11, length=5, funding="shared", **head)
    world.expect("state-visit-rank", world.line("guest", first, **{**head, "guest_rank": "minister"}))
    world.line("guest", first, **{**head, "guest_rank": "minister", "visit_class": "official"})


def _holidays(world: World, turn: int) -> None:
    france = Partner.objects.get(key="FRA")
    world.expect("home-holiday", world.line("feast", date(YEAR, 9, 1), direction="in"))
    world.line("feast", date(YEAR, 9, 1))
    world.line("feast", date(YEAR, 9, 1), direction="in", starts=f"{YEAR}-09", ends="")
    world.expect("partner-holiday", world.line("feast", date(YEAR, 7, 13), partners=[france]))
    world.line("feast", date(YEAR, 7, 15), partners=[france])


def _hidden(world: World, turn: int) -> None:
    """Lines that the narrow reader may not see: busy beside an own line, and only up to the marking allowed."""
    own = "central-external-relations-commission"
    for marking, by in ((2, own), (3, own), (2, "vufo")):
        who, first = world.thing("person"), world.day()
        mine = world.line("seen", first, 5, head=who, partners=[world.thing("partner")], by=by)
        theirs = world.line(
            "unseen", first + timedelta(3), 5, head=who, partners=[world.thing("partner")], marking=marking
        )
        world.expect("leader-clash", mine, theirs, hidden=True)
        if (marking, by) == (2, own):
            days = frozenset({(first + timedelta(3), first + timedelta(7))})
            world.wanted.add(("busy", frozenset({mine}), days))
    where, topic, first = world.thing("partner"), world.word(), world.day()
    mine = world.line("seen", first, partners=[where], topic=topic, by=own)
    theirs = world.line("unseen", first + timedelta(1), partners=[where], topic=topic, marking=2)
    world.expect("complement", mine, theirs, hidden=True)
    world.wanted.add(("busy", frozenset({mine}), frozenset({(first + timedelta(1), first + timedelta(3))})))
    apart = world.line("unseen", first + timedelta(5), partners=[where], topic=topic, marking=2)
    world.expect("complement", mine, apart, hidden=True)
    world.expect("duplicate", theirs, apart, hidden=True)
    who = world.thing("person")
    for month, marking in ((2, 0), (4, 2), (6, 2)):
        told = {"head": who, "partners": [world.thing("partner")], "marking": marking}
        world.planted.append(world.line("unseen", date(YEAR, month, 10), **told))
    world.wanted_of_all.add(("leader-trips", frozenset(world.planted[-3:]), frozenset()))


_PLANTS = (
    _one_matter,
    _entered_twice,
    _pillars_by_assignment,
    _settled,
    _leaders,
    _trips,
    _delegations,
    _guests,
    _holidays,
    _hidden,
)


def check_planted(seed: int, size: int, sample: int) -> str:
    """Make a world and compare; what was measured, in words."""
    world = World(seed, size).make()
    for user, wanted in ((world.reader, world.wanted), (world.people.head, world.wanted_of_all)):
        told = world.told(user)
        assert told == wanted, f"seed {seed}: {_apart(told, wanted)}"
        for title in world.some_titles(sample):
            about = {one for one in wanted if title in one[1]}
            found = world.told_of(user, title)
            assert found == about, f"seed {seed}, {title}: {_apart(found, about)}"
    by_rule: dict[str, int] = defaultdict(int)
    for rule, _titles, _busy in world.wanted | world.wanted_of_all:
        by_rule[rule] += 1
    lines = ProgrammeLine.objects.count()
    return f"finder: seed {seed}, {lines} lines, planted and found: " + ", ".join(
        f"{rule} {count}" for rule, count in sorted(by_rule.items())
    )


def _apart(told: set[Told], wanted: set[Told]) -> str:
    return f"not planted {sorted(map(str, told - wanted))[:5]}, not found {sorted(map(str, wanted - told))[:5]}"
