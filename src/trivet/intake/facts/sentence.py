"""One sentence as facts are read from it: its marks, who is named in it, and what stands near what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from trivet.intake.acts import is_sectoral
from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import BLOCK, CAPITAL, FORUM, OBJECT, PERSON, POST, PRIVATE, FactLexicon
from trivet.intake.lexicon import PARTNER, PEOPLE, TIER, Mark
from trivet.intake.passages import Passage

#: The kind of fact whose object is a tier of partnership.
TIER_FACT = "tier"
#: A word of plan or denial stands right at what is planned or denied within so many words.
CLOSE = 6
#: What was done stands within so many words behind the word for doing it, or before it, which names more of it.
_BESIDE, _NAMED = 9, 15
#: Whom something is done with stands within so many words.
_REACH = 20
#: What ends the hold of words within a sentence.
_PARTS = ";•|"
_TREATY, _HOME = "agreement", "evacuation"
#: A name between a title and its country has at most so many words, and such a word joins them.
_NAMED_OF, _OF = 5, {"of", "from", "dari", "của"}
#: So many letters before a seat of government may hold the word that makes it a place.
_PLACE = 12
_DATELINE = re.compile(r"\s?[,(]\s?(?:ngày )?\d")
_LISTED = re.compile(
    r"[\s,]*(?:và|dan|and|serta|lalu|cùng|then|&)?[\s,]*"
    r"(?:(?:on to|to|ke|sang|tới|đến|với|with|dengan|the) ){0,2}"
)
#: A short form told behind a name; a person of a list, of so many words, stands before its country.
_SHORT, _PERSON = re.compile(r"\s*\(\w+\)"), 7


@dataclass(frozen=True)
class Sentence:
    """A passage with the marks of facts in it, and what is known of its document.

    speaker: whose it is; on: its day; year: the time it speaks of; about: the one partner that it is about; before: the
    one partner that is named shortly before, whom "the two sides" means.
    """

    passage: Passage
    marks: list[Mark]
    lexicon: FactLexicon
    speaker: str | None
    on: date | None
    year: int | None
    about: str = ""
    before: str = ""

    @cached_property
    def named(self) -> list[Mark]:
        """Partners by their own names, and by their seats of government where no name says the same beside it."""
        told = list(self.passage.of({PARTNER, PEOPLE}))
        held = [(one.start, one.end) for one in (*told, *self.posts, *self.of(OBJECT, FORUM))]
        treaties = [one for one in self.of(OBJECT) if one.detail == _TREATY]
        held += [(one.end, one.end + 2) for one in treaties]  # "Konvensi Wina" is no agreement with Austria
        told += [one for one in self.of(PERSON) if not any(a <= one.start < b for a, b in held) and self._is_whom(one)]
        seats = [
            one
            for one in self.of(CAPITAL)
            if not self._is_dateline(one)
            and not any(start <= one.start < end for start, end in held)
            and not any(one.detail == other.detail and 0 <= other.start - one.end <= 3 for other in told)
        ]
        return sorted([*told, *seats])

    @cached_property
    def is_private(self) -> bool:
        """Whether it is of sport, arts or trade, and names nobody with a post."""
        return bool(self.of(PRIVATE)) and not self.posts

    @cached_property
    def posts(self) -> list[Mark]:
        """Titles of persons."""
        return self.of(POST)

    def of(self, *concepts: str) -> list[Mark]:
        """The marks of these meanings, in order."""
        return [one for one in self.marks if one.concept in concepts]

    def apart(self, before: Mark, behind: Mark) -> int:
        """How many words stand between two marks, a name or a title being one; none where they overlap."""
        if before.end >= behind.start:
            return 0
        return len(self.passage.words_between(before.end, behind.start)) - sum(
            more for start, end, more in self._joined if before.end <= start and end <= behind.start
        )

    @cached_property
    def _joined(self) -> list[tuple[int, int, int]]:
        """Names and titles of several words, with how many beyond the first."""
        spans = {(one.start, one.end) for one in (*self.passage.of({PARTNER, PEOPLE}), *self.of(CAPITAL), *self.posts)}
        outer = [one for one in spans if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in spans)]
        return [(start, end, max(0, len(self.passage.words_between(start, end)) - 1)) for start, end in outer]

    def parted(self, start: int, end: int) -> bool:
        """Whether a sign stands between that parts clauses."""
        return self.passage.is_crossed(start, end, _PARTS)

    def reached(self, first: Mark, second: Mark) -> bool:
        """Whether two marks, in order, stand in one clause and near enough to be done with each other."""
        return not self.parted(first.end, second.start) and self.apart(first, second) <= _REACH

    def ours(self, mark: Mark) -> bool:
        """Whether a name is the speaker's own."""
        return mark.detail == self.speaker or mark.concept == "we"

    def is_place(self, mark: Mark) -> bool:
        """Whether a seat of government is only where it happened: "in Munich"."""
        before = self.passage.text(max(self.passage.start, mark.start - _PLACE), mark.start).split()
        return mark.concept == CAPITAL and bool(before) and before[-1] in self.lexicon.words.places

    def _is_dateline(self, seat: Mark) -> bool:
        """Whether a place only says where the text was written: "Ha Noi, 18 February 2025 - ..."."""
        opens = seat.start - self.passage.start <= 1
        return opens and _DATELINE.match(self.passage.document.text, seat.end) is not None

    def _is_whom(self, person: Mark) -> bool:
        """Whether a name is somebody's whole, or stands right behind a title: "President Macron"."""
        whole = len(self.passage.words_between(person.start, person.end)) > 1
        return whole or any(0 <= person.start - post.end <= 1 for post in self.posts)

    def is_person(self, mark: Mark) -> bool:
        """Whether a name of a country belongs to the title of somebody: "Prime Minister of India"."""
        if mark.concept == PERSON:
            return True
        before = any(self.apart(one, mark) <= 2 and one.end <= mark.start for one in self.posts)
        return before or any(
            0 <= one.start - mark.end <= 2 and "," not in self.passage.text(mark.end, one.start) for one in self.posts
        )

    def is_foreign(self, post: Mark) -> bool:
        """Whether a title names another country: "the President of Ghana", "Foreign Minister Lavrov of Russia"."""
        theirs = [one for one in self.named if not self.ours(one)]
        beside = any(0 <= one.start - post.end <= 4 or self._is_before(one, post) for one in theirs)
        return beside or any(self._is_of(post, one) for one in theirs)

    def _is_before(self, one: Mark, post: Mark) -> bool:
        """Whether a country stands right before a title, or one word before: "the Philippine defence minister"."""
        return (
            one.end <= post.start and self.apart(one, post) <= 1 and "," not in self.passage.text(one.end, post.start)
        )

    def _is_of(self, post: Mark, one: Mark) -> bool:
        """Whether a country stands behind a title and a name, joined by "of"."""
        if one.start < post.end or self.apart(post, one) > _NAMED_OF:
            return False
        between = self.passage.document.cased[post.end : one.start].replace(" the ", " ").split()
        return bool(between) and between[-1] in _OF and all(word[:1].isupper() for word in between[:-1])

    def run(self, first: Mark, among: list[Mark] | None = None) -> list[Mark]:
        """The partners of one list, from its first on."""
        named, run = among or self.named, [first]
        for mark in named[named.index(first) + 1 :]:
            if self._listed(run[-1], mark):
                run.append(mark)
        return run

    def around(self, last: Mark, among: list[Mark] | None = None) -> list[Mark]:
        """The partners of the list in which one stands."""
        named = among or self.named
        at = named.index(last)
        while at and self._listed(named[at - 1], named[at]):
            at -= 1
        return self.run(named[at], named)

    def has_object(self, trigger: Trigger, mark: Mark) -> bool:
        """Whether the word for what was done stands near: an agreement, an event, a ban."""
        return bool(self.objects(trigger, mark))

    def objects(self, trigger: Trigger, mark: Mark) -> list[Mark]:
        """The words near for what was done."""
        told = {trigger.kind, trigger.act}
        objects = self.tiers if trigger.kind == TIER_FACT else [o for o in self.of(OBJECT) if o.detail in told]
        if trigger.kind == _HOME:  # "brought 176 Nepalis home"
            objects += [one for one in self.passage.of({PEOPLE}) if self.ours(one)]
        same = [one for one in self.of("") if one.detail != BLOCK and self.lexicon.trigger(one).kind == trigger.kind]
        return [one for one in objects if self._near(mark, one) and not _between(same, mark, one)]

    def tier(self, mark: Mark) -> str:
        """The tier told nearest, behind the words rather than before."""
        near = sorted(self.tiers, key=lambda one: (one.start < mark.start, abs(one.start - mark.start)))
        return near[0].detail if near else ""

    @cached_property
    def tiers(self) -> list[Mark]:
        """Tiers of partnership that are none of a sector."""
        return [one for one in self.passage.of({TIER}) if not is_sectoral(self.passage, one)]

    def _near(self, mark: Mark, thing: Mark) -> bool:
        first, second = sorted((mark, thing))
        far = _BESIDE if first is mark else _NAMED
        return not self.parted(first.end, second.start) and self.apart(first, second) <= far

    def _listed(self, one: Mark, other: Mark) -> bool:
        """Whether a name follows in one list, be it behind a person: "the President of Ghana, the King of Jordan"."""
        between = [post for post in self.posts if one.end <= post.start and post.end <= other.start]
        end = between[0].start if between and self.apart(between[0], other) <= _PERSON else other.start
        text = self.passage.text(one.end, end)
        return _LISTED.fullmatch(_SHORT.sub("", text, 1)) is not None


def _between(marks: list[Mark], mark: Mark, thing: Mark) -> bool:
    """Whether other words for a fact of the kind stand before their thing: "decided to open relations"."""
    return any(mark.end <= one.start and one.end <= thing.start for one in marks)
