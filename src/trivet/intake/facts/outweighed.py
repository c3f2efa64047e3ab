"""Which facts of a sentence stand, where more telling words near by speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.lexicon import BLOCK
from trivet.intake.facts.sentence import Sentence
from trivet.intake.lexicon import Mark

#: What outweighs what: "conferred by video link" is a call, "a round of talks" no meeting, "decided to open" no break.
_OVER = {
    "call.held": {"meeting.held", "event.hosted"},
    "meeting.held": {"event.hosted"},
    "negotiation.round": {"meeting.held", "agreement.concluded", "event.hosted"},
    "event.hosted": {"visit.made"},
    "seat.elected": {"forum-role.member"},
    "tier.raised": {"tier.established", "aim.set"},
    "tier.established": {"aim.set"},
    "forum-role.vice-chair": {"forum-role.chair"},
    "forum-role.coordinator": {"forum-role.chair", "meeting.held"},
    "initiative.co-sponsored": {"initiative.proposed"},
    "instruction.given": {
        "contribution.made",
        "barrier.met",
        "barrier.lifted",
        "evacuation.carried-out",
        "meeting.held",
    },
}
#: What outweighs what right beside it: "adopted a joint statement on raising relations".
_BESIDE = {
    "tier.raised": {"agreement.signed"},
    "tier.established": {"agreement.signed"},
    "forum-role.host": {"agreement.signed"},
}
#: What is only told behind: an instruction holds what it asks for.
_BEHIND = {"instruction.given"}
#: Of guests, an event outweighs their coming, not where ours go.
_GUESTS, _CALL = "visit.made", "call"
#: Further away than so many words, it is another thing.
_FAR, _RIGHT = 14, 10
#: A place right behind words of going stands within so many.
_PLACE = 3
#: Words for one thing stand within so many; what tells most of how it is meant, first.
_NEAR = 8
_STRENGTH = ["denied", "urged", "expected", "planned", "done"]


@dataclass(frozen=True, slots=True)
class Found:
    """A fact with the words that brought it."""

    mark: Mark
    fact: ReadFact

    @property
    def name(self) -> str:
        return f"{self.fact.kind}.{self.fact.act}"


def standing(sentence: Sentence, found: Iterable[Found]) -> Iterator[Found]:
    """The facts that stand, in order."""
    every = [_called(sentence, one) for one in found]
    return (one for one in every if not any(_outweighs(sentence, other, one) for other in every))


def _called(sentence: Sentence, found: Found) -> Found:
    """A meeting told beside words for a call is one: "in a video link the ministers went over Gaza"."""
    calls = [one for one in sentence.of("") if one.detail != BLOCK and sentence.lexicon.trigger(one).kind == _CALL]
    if found.name != "meeting.held" or not any(_beside(sentence, one, found.mark) for one in calls):
        return found
    return replace(found, fact=replace(found.fact, kind=_CALL))


def _beside(sentence: Sentence, one: Mark, other: Mark, far: int = _FAR) -> bool:
    first, second = sorted((one, other))
    return not sentence.parted(first.end, second.start) and sentence.apart(first, second) <= far


def _outweighs(sentence: Sentence, heavy: Found, light: Found) -> bool:
    if light.name == heavy.name:
        return _tells_more(sentence, heavy, light) or _says_more(sentence, heavy, light)
    if light.name in _BESIDE.get(heavy.name, ()):
        return _beside(sentence, heavy.mark, light.mark, _RIGHT)
    if light.name not in _OVER.get(heavy.name, ()):
        return False
    if light.name == _GUESTS and light.fact.direction != "in":
        return False
    if heavy.name in _BEHIND and light.mark.start < heavy.mark.start:
        return False
    return _beside(sentence, heavy.mark, light.mark)


def _tells_more(sentence: Sentence, one: Found, other: Found) -> bool:
    """Of two tellings of one thing with the same partners, the one that says when, or which way a visit goes."""
    if one.fact.partners != other.fact.partners or one.fact.modality != other.fact.modality:
        return False
    if one.fact.direction == other.fact.direction:
        return bool(one.fact.date) and (not other.fact.date or one.fact.date.startswith(f"{other.fact.date}/"))
    return not other.fact.direction or (_goes(sentence, one) and not _goes(sentence, other))


def _goes(sentence: Sentence, one: Found) -> bool:
    """Whether the place that stands right behind the words is where such a visit goes."""
    near = [name for name in sentence.named if name.start >= one.mark.end and sentence.apart(one.mark, name) <= _PLACE]
    return bool(near) and sentence.ours(near[0]) == (one.fact.direction == "in")


def _says_more(sentence: Sentence, one: Found, other: Found) -> bool:
    """Of words near by for one thing, what is denied or hoped for: "the peacekeepers will deploy"."""
    first, second = sorted((one.mark, other.mark))
    apart = sentence.parted(first.end, second.start) or sentence.apart(first, second) > _NEAR
    dates = {one.fact.date, other.fact.date} - {""}
    same = set(one.fact.partners) & set(other.fact.partners) or not (one.fact.partners and other.fact.partners)
    if apart or len(dates) > 1 or not same:
        return False
    return _STRENGTH.index(one.fact.modality) < _STRENGTH.index(other.fact.modality)
