"""Reading facts: from the sentences of a document to what each says that happened, was planned, asked for or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trivet.intake.claims import Quote
from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import BLOCK, CAPITAL, DENIED, FORUM, OBJECT, POST, URGE, FactLexicon, fact_lexicon
from trivet.intake.facts.when import told_time
from trivet.intake.lexicon import PARTNER, PEOPLE, TIER, Lexicon, Mark
from trivet.intake.names import PartnerNames
from trivet.intake.passages import Passage, passages
from trivet.intake.source_text import SourceText

#: Whoever a fact of these kinds happened with makes one of its own with each.
_SEPARATE = {"relations", "tier", "visit"}
#: Kinds of which somebody is told who goes, meets or instructs.
_LED = {"visit", "meeting", "call", "instruction"}
_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: A word of who is asked, or of what is denied, holds so many words on.
_HOLDS = 12
_LISTED = re.compile(r"[\s,]*(?:và|dan|and|serta|lalu|&)?[\s,]*")


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One fact that a document states; kinds, acts and the rest as tests/gold/README.md tells them."""

    kind: str
    act: str
    modality: str
    partners: tuple[str, ...]
    direction: str
    leader: str
    date: str
    quote: Quote


def read_facts(
    text: str, language: str, names: PartnerNames, *, speaker: str | None, on: date | None = None
) -> tuple[ReadFact, ...]:
    """The facts of a document in a known language, whose country is the speaker; `on` is the day it was written."""
    document = SourceText.of(text)
    lexicon, marks = fact_lexicon(language), fact_lexicon(language).marks(document)
    found: dict[tuple[object, ...], ReadFact] = {}
    for passage in passages(document, Lexicon.of(names), on.year if on else None):
        inside = [mark for mark in marks if passage.start <= mark.start and mark.end <= passage.end]
        for fact in _Sentence(passage, inside, lexicon, speaker, on).facts():
            found.setdefault((fact.kind, fact.act, fact.modality, fact.partners, fact.direction, fact.date), fact)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    marks: list[Mark]
    lexicon: FactLexicon
    speaker: str | None
    on: date | None

    def facts(self) -> Iterator[ReadFact]:
        brought = [one for one in self.marks if not one.concept]
        for mark in brought:
            held = any(one.start <= mark.start and mark.end <= one.end and one != mark for one in brought)
            if held or mark.detail == BLOCK:
                continue
            trigger = self.lexicon.trigger(mark)
            if not trigger.object or self._has_object(trigger, mark):
                yield from self._facts(trigger, mark)

    def _facts(self, trigger: Trigger, mark: Mark) -> Iterator[ReadFact]:
        partners, direction = self._partners(trigger, mark)
        if partners is None or (trigger.slot == "forum" and not partners):
            return
        modality = self._modality(trigger, mark)
        if not modality:
            return
        end = max([mark.end, *(one.end for one in partners)])
        start = min([mark.start, *(one.start for one in partners if one.end > mark.start - 60)])
        if trigger.slot in {"to", "none"}:
            start = mark.start
        codes = tuple(dict.fromkeys(one.detail for one in partners if one.detail != self.speaker))
        leader = self._leader(mark, direction) if trigger.kind in _LED else ""
        when = told_time(self.passage, self.marks, mark, self.on, modality in {"planned", "expected"})
        groups = [(code,) for code in codes] if trigger.kind in _SEPARATE else [codes]
        if modality == "done" and self.on is not None and when[:10] > self.on.isoformat()[: len(when[:10])] and not trigger.stands:
            modality = "planned"
        for group in groups:
            quote = self.passage.document.quote(start, end)
            yield ReadFact(trigger.kind, trigger.act, modality, group, direction, leader, when, quote)

    def _named(self) -> list[Mark]:
        """Partners by their own names, and by their seats of government where no name says the same beside it."""
        told = list(self.passage.of({PARTNER, PEOPLE}))
        held = [(one.start, one.end) for one in (*told, *(m for m in self.marks if m.concept == POST))]
        seats = [
            one
            for one in self.marks
            if one.concept == CAPITAL and not any(start <= one.start < end for start, end in held)
            and not any(one.detail == other.detail and 0 <= other.start - one.end <= 3 for other in told)
        ]
        return sorted([*told, *seats])

    def _ours(self, mark: Mark) -> bool:
        return mark.detail == self.speaker or mark.concept == "we"

    def _run(self, first: Mark, named: list[Mark]) -> list[Mark]:
        """The partners of one list, from its first on."""
        run = [first]
        for mark in named[named.index(first) + 1 :]:
            if _LISTED.fullmatch(self.passage.text(run[-1].end, mark.start)):
                run.append(mark)
        return run

    def _partners(self, trigger: Trigger, mark: Mark) -> tuple[list[Mark] | None, str]:
        """Whom it happened with, and the direction of a visit; None where it is no fact of the speaker's."""
        if trigger.slot == "none":
            return [], ""
        if trigger.slot == "forum":
            return self._forums(trigger, mark), ""
        named = self._named()
        if trigger.slot == "to":
            return self._host(mark, named)
        others = [one for one in named if not self._ours(one)]
        behind = [one for one in others if one.start >= mark.start and not self._parted(mark.end, one.start)]
        front = [one for one in others if one.end <= mark.start and not self._parted(one.end, mark.start)]
        chosen = self._run(behind[0], named) if behind else (front[-1:] and self._around(front[-1], named))
        if not chosen and trigger.slot == "any" and len({one.detail for one in others}) == 1:
            chosen = others[:1]
        chosen = [one for one in chosen if not self._ours(one)]
        if (trigger.slot == "with" and not chosen) or self._is_of_others(mark, front, behind):
            return None, ""
        return chosen, ""

    def _is_of_others(self, mark: Mark, front: list[Mark], behind: list[Mark]) -> bool:
        """Whether it is something that two others do with each other: both are named, and nobody of ours."""
        ours = any(self._ours(one) for one in self._named()) or any(self.passage.of({"we"}))
        posts = [one for one in self.marks if one.concept == POST and not self._is_foreign(one)]
        if ours or any(one.end <= mark.start for one in posts):
            return False
        subjects = {one.detail for one in front}
        return len(subjects) > 1 or bool(subjects and {one.detail for one in behind} - subjects)

    def _around(self, last: Mark, named: list[Mark]) -> list[Mark]:
        at = named.index(last)
        while at and _LISTED.fullmatch(self.passage.text(named[at - 1].end, named[at].start)):
            at -= 1
        return self._run(named[at], named)

    def _parted(self, start: int, end: int) -> bool:
        return self.passage.is_crossed(start, end, ";•|")

    def _host(self, mark: Mark, named: list[Mark]) -> tuple[list[Mark] | None, str]:
        behind = [one for one in named if one.start >= mark.end and not self._parted(mark.end, one.start)]
        near = [one for one in behind if len(self.passage.words_between(mark.end, one.start)) <= 5]
        ours = [one for one in self.passage.of({"we"}) if 0 <= one.start - mark.end < 30]
        guests = [one for one in named if one.end <= mark.start and not self._ours(one)]
        guest = [one for one in guests if self._is_person(one) and not self._parted(one.end, mark.start)]
        if near and not self._ours(near[0]) and not (ours and ours[0].start < near[0].start):
            return (None, "") if guest else (self._run(near[0], named), "out")
        if (near or ours) and guests:
            return [guests[-1]], "in"
        return ([guest[-1]], "in") if guest and not near else (None, "")

    def _is_person(self, mark: Mark) -> bool:
        """Whether a name of a country belongs to the title of somebody: "Prime Minister of India"."""
        posts = [one for one in self.marks if one.concept == POST]
        return any(
            len(self.passage.words_between(one.end, mark.start)) <= 2 and one.end <= mark.start
            for one in posts
        ) or any(0 <= one.start - mark.end <= 2 for one in posts)

    def _forums(self, trigger: Trigger, mark: Mark) -> list[Mark]:
        forums = [one for one in self.marks if one.concept == FORUM and not self._parted(mark.end, one.start)]
        behind = [one for one in forums if one.start >= mark.end]
        if trigger.forum_next:
            return [one for one in behind[:1] if len(self.passage.words_between(mark.end, one.start)) <= 2]
        return behind[:1] or forums[-1:]

    def _has_object(self, trigger: Trigger, mark: Mark) -> bool:
        return any(
            one.concept == OBJECT and one.detail == trigger.kind and not self._parted(mark.end, one.start)
            for one in self.marks
        )

    def _modality(self, trigger: Trigger, mark: Mark) -> str:
        """How it is meant, by the words before it in its clause; empty for what is only supposed."""
        passage = self.passage
        if passage.text(mark.end, passage.end).rstrip("\"') ").endswith("?"):
            return ""
        low = passage.document.text.rfind(";", passage.start, mark.start) + 1
        before = [one for one in passage.marks if low <= one.start and one.end <= mark.end]
        near = [one for one in before if len(passage.words_between(one.end, mark.start)) <= _HOLDS]
        if trigger.noun:
            near += [one for one in passage.marks if one.start >= mark.end and len(passage.words_between(mark.end, one.start)) <= _HOLDS]
        if any(one.concept == "condition" for one in near):
            return ""
        own = [one for one in self.marks if one.concept in {DENIED, URGE}]
        close = [one for one in own if one.end <= mark.start + 1 and len(passage.words_between(one.end, mark.start)) <= 6]
        if trigger.noun:
            close += [one for one in own if 0 <= one.start - mark.end < 40 and one.concept == DENIED]
        if any(one.concept == DENIED for one in close) or any(one.concept in {"negation", "denial"} for one in near):
            return "denied"
        if any(one.concept == URGE for one in close):
            return "urged"
        if trigger.stands:
            return "done"
        done = max((one.start for one in near if one.concept == "realised" and one.end <= mark.start), default=-1)
        held = {one.concept for one in near if one.start > done}
        if "expected" in held:
            return "expected"
        return "planned" if held & {"future", "intent"} else "done"

    def _leader(self, mark: Mark, direction: str) -> str:
        """Who goes, meets or instructs: of an incoming visit somebody foreign, else somebody of ours."""
        posts = [one for one in self.marks if one.concept == POST and self._is_foreign(one) == (direction == "in")]
        posts = [one for one in posts if not self._parted(min(one.end, mark.end), max(one.start, mark.start))]
        posts.sort(key=lambda one: (one.start > mark.start, abs(one.start - mark.start)))
        for post in posts:
            if name := self._name_behind(post):
                return name
        return self.passage.document.quote(posts[0].start, posts[0].end).text if posts else ""

    def _is_foreign(self, post: Mark) -> bool:
        return any(
            0 <= one.start - post.end <= 4 and not self._ours(one) for one in self._named()
        )

    def _name_behind(self, post: Mark) -> str:
        """The name behind a title, and behind the country or the office that the title may name."""
        cased, words, end = self.passage.document.cased, list[str](), post.end
        partner = next((one for one in self._named() if 0 <= one.start - post.end <= 4), None)
        for skipped, match in enumerate(_NAME.finditer(cased, partner.end if partner else post.end, self.passage.end)):
            if cased[end : match.start()].strip(" ") and not (partner and not words and end <= partner.start):
                break
            proper = match[0][0].isupper() and not match[0].isupper()
            if words and not proper or len(words) == 5 or (not words and skipped > 3):
                break
            words += [match[0]] if proper else []
            end = match.end()
        return " ".join(words) if len(words) >= 2 else ""
