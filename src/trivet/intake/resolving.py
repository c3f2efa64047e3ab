"""How the name of a partner in other people's data becomes a partner of the record, by date."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from trivet.core.access import restrict
from trivet.core.partners import FormerName, Partner
from trivet.core.records import FOREVER
from trivet.core.users import User
from trivet.intake.naming.answers import answers
from trivet.intake.naming.candidates import Candidate, candidates, near
from trivet.intake.naming.catalogue import NOBODY, Entry, Label, Span, catalogue, labels
from trivet.intake.naming.creating import create_entries
from trivet.intake.naming.senses import Bearer, Sense, covered
from trivet.intake.naming.spelling import spelling
from trivet.values.dates import UncertainDate

#: So many answers of one run are kept at hand.
_AT_HAND = 200_000


class By(TextChoices):
    """By what a name was found."""

    ANSWER = "answer", _("an answer that was given before")
    LABEL = "label", _("the list of labels")
    RECORD = "record", _("a name in the record")
    CATALOGUE = "catalogue", _("the catalogue of partners")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The partner that a name means on a day.

    `uuid` is its identity in the record: it is there already, or it will be there once `Resolver.create` was called
    (then `entry` is what the catalogue says of it).
    """

    uuid: UUID
    key: str
    name: str
    by: By
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A name that means no partner: the row goes without it."""

    text: str
    by: By


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that is not known to mean one partner on the day, with at most five that people may choose from."""

    text: str
    on: UncertainDate | None
    candidates: tuple[Candidate, ...]


Answer = Resolved | LeftOut | Unresolved
_Table = Mapping[str, Sequence[Sense]]


class Resolver:
    """Finds partners by name and day for one run over one stream of data.

    It reads the record, the catalogue and the answers once. `actor` is for whom it looks: partners that they may not
    see are not there; without one it knows what is published.
    """

    def __init__(self, stream: str, actor: User | None = None) -> None:
        self.stream = stream
        seen = restrict(Partner.objects.all(), actor, "view")
        self._partners = {partner.pk: Bearer.of_partner(partner) for partner in seen}
        in_record = {one.key: one for one in self._partners.values() if one.key}
        self._by_key = {key: Bearer.of_entry(entry) for key, entry in catalogue().items()} | in_record
        own = [one for one in labels() if stream in one.streams]
        self._as_written = self._labelled(own, str)
        self._tiers: tuple[tuple[By, _Table], ...] = (
            (By.ANSWER, self._answered()),
            (By.LABEL, self._labelled(own)),
            (By.LABEL, self._labelled(one for one in labels() if not one.streams)),
            (By.RECORD, self._named(self._partners.values())),
            (By.CATALOGUE, self._named(one for one in self._by_key.values() if one.entry)),
        )
        self._at_hand: dict[tuple[str, str], Answer] = {}
        self._at_all_times: dict[str, Answer | None] = {}
        self._close: dict[str, list[str]] = {}
        self._wanted: dict[str, Entry] = {}

    def partner(self, text: str, on: UncertainDate | None) -> Answer:
        """What a name means on a day; a day that is not exactly known may be any between its bounds.

        Without a day the name must have meant one partner at all times. Something of which the day is only known
        from one side is asked with an interval such as "1920-01-16/..".
        """
        if text not in self._at_all_times:
            self._at_all_times[text] = self._always(text)
        always = self._at_all_times[text]
        if always is not None:
            return always
        asked = (text, on.text if on else "")
        found = self._at_hand.get(asked)
        if found is None:
            if len(self._at_hand) >= _AT_HAND:
                self._at_hand.clear()
            found = self._at_hand[asked] = self._find(text, on)
        return found

    def create(self, *, actor: User, reason: str, keeper: UUID | None = None) -> list[Partner]:
        """Create the partners of the catalogue that names were resolved to and that the record has not.

        Those before them come too, each cites where its dates come from, and all are submitted. `keeper` is the body
        that will hold them. Returns the new partners. Raises Invalid, NotAllowed.
        """
        made = create_entries(self._wanted.values(), actor=actor, reason=reason, keeper=keeper)
        self._wanted.clear()
        return made

    def _find(self, text: str, on: UncertainDate | None) -> Answer:
        window = Span(on.earliest, on.latest) if on else Span()
        found: dict[Bearer | None, By] = {}
        for by, senses in self._senses(text):
            hits = [sense for sense in senses if sense.span.both(window)]
            for hit in hits:
                found.setdefault(hit.bearer, by)
            if covered([hit.said for hit in hits], window):
                break
        if len(found) != 1:
            senses = [sense for _by, some in self._senses(text) for sense in some]
            return Unresolved(text, on, candidates(senses, window, self._near(spelling(text)), self._every))
        [(bearer, by)] = found.items()
        return LeftOut(text, by) if bearer is None else self._resolved(bearer, by)

    def _always(self, text: str) -> Answer | None:
        """What a text means on whatever day it is asked for, so that most names need to be looked for once."""
        for by, senses in self._senses(text):
            if senses:
                [bearer, *others] = {one.bearer for one in senses}
                if others or all((one.span, one.said) != (Span(), Span()) for one in senses):
                    return None
                return LeftOut(text, by) if bearer is None else self._resolved(bearer, by)
        return None

    def _senses(self, text: str) -> Iterator[tuple[By, Sequence[Sense]]]:
        """What a text means at any time, what goes before first."""
        key = spelling(text)
        for by, table in self._tiers:
            yield by, table.get(key, ())
            if by is By.ANSWER:
                yield By.LABEL, self._as_written.get(text, ())

    def _near(self, key: str) -> list[str]:
        """Names near to one, looked for once; that takes as long as thousands of names that are known."""
        if key not in self._close:
            self._close[key] = near(key, self._every)
        return self._close[key]

    def _resolved(self, bearer: Bearer, by: By) -> Resolved:
        if bearer.entry is not None:
            self._wanted[bearer.key] = bearer.entry
        return Resolved(bearer.uuid, bearer.key, bearer.name, by, bearer.entry)

    def _answered(self) -> _Table:
        table: dict[str, list[Sense]] = defaultdict(list)
        for one in answers(self.stream):
            bearer = self._partners.get(one.partner_id) if one.partner_id else None
            if bearer or not one.partner_id:
                table[one.folded].append(Sense(bearer, one.span, one.span))
        return table

    def _labelled(self, some: Iterable[Label], form: Callable[[str], str] = spelling) -> _Table:
        """Labels hold while their partner may exist; one whose partner nobody knows here says nothing."""
        table: dict[str, list[Sense]] = defaultdict(list)
        for label in some:
            bearer = self._by_key.get(label.partner)
            span = label.span.both(bearer.span) if bearer else label.span
            if span and (bearer or label.partner == NOBODY):
                table[form(label.text)].append(Sense(bearer, span, label.span))
        return table

    def _named(self, bearers: Iterable[Bearer]) -> _Table:
        """Names in all languages, and of partners of the record those that were borne for a time."""
        table: dict[str, dict[Sense, None]] = defaultdict(dict)
        for bearer in bearers:
            for name in bearer.names:
                table[spelling(name)][Sense(bearer, bearer.span, bearer.span)] = None
            for name, borne in self._former.get(bearer.uuid, ()):
                span = borne.both(bearer.span)
                if span:
                    table[spelling(name)][Sense(bearer, span, span)] = None
        return {key: tuple(senses) for key, senses in table.items()}

    @cached_property
    def _former(self) -> Mapping[UUID, Sequence[tuple[str, Span]]]:
        """Names that partners of the record bore for a time."""
        found: dict[UUID, list[tuple[str, Span]]] = defaultdict(list)
        for one in FormerName.objects.filter(vt=FOREVER):
            found[one.owner_id].append((one.name, Span.of(one.starts, one.ends)))
        return found

    @cached_property
    def _every(self) -> Mapping[str, Sequence[Sense]]:
        """Everything that a name may have been meant for, by spelling."""
        every: dict[str, list[Sense]] = defaultdict(list)
        for _by, table in self._tiers:
            for key, senses in table.items():
                every[key] += senses
        return every
