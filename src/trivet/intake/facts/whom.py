"""Whom a fact happened with, by where its grammar says that partners stand."""

from __future__ import annotations

from trivet.intake.facts.about import ABOUT, IN_PERSON, OF_BOTH, STEP, means_both, tells_about
from trivet.intake.facts.forums import forums_told
from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import ABROAD, BOTH, CREDENTIALS, FORUM, OBJECT
from trivet.intake.facts.sentence import Sentence
from trivet.intake.facts.visits import going, receiving
from trivet.intake.lexicon import PEOPLE, Mark

#: A number of partners stands within so many words.
_COUNTED = 5
#: An organisation in the place of a partner stands within so many.
_FORUM = 12
#: Words that may bring in a partner and tell of a place as well.
_PLACES = {"for", "to", "of", "in", "di", "tại"}
#: "With our country" stands at once; "between" so many words before the first of two.
_WITH_US, _BETWEEN = 3, 3
#: Kinds of which the place tells whom: an embassy in a capital, people brought home from one.
_HOME = "evacuation"
_SEATED = {STEP, _HOME}
#: Kinds that are told of a state and of an organisation at once.
_WITH_FORUM = {"contribution"}
#: Kinds that are told of whoever is named right before, within so many words.
_OF_SUBJECT, _SUBJECT, _VISIT = {"contribution", "seat", "forum-role"}, 6, "visit"
#: A conference is told as one at home where nobody foreign is named.
_AT_HOME, _EVENT = "attended", "event"
_COORDINATOR = "coordinator"
#: What makes a partner the owner of something else.
_OF = {"'s", "’s", "' ", "’ "}

#: Partners and the direction of a visit; None where it is no fact of the speaker's.
Whom = tuple[list[Mark] | None, str]


def whom(sentence: Sentence, trigger: Trigger, mark: Mark) -> Whom:
    """The partners of a fact as they stand in the text."""
    if trigger.person and not _has_person(sentence, trigger, mark):
        return None, ""
    if _is_theirs(sentence, trigger, mark) or (trigger.kind == _VISIT and sentence.of(CREDENTIALS)):
        return None, ""
    if trigger.act == _AT_HOME:
        return ([] if all(sentence.ours(one) for one in sentence.named) and not sentence.of(FORUM) else None), ""
    if trigger.slot == "none":
        return _about(sentence, mark), ""
    if trigger.slot == "forum":
        return forums_told(sentence, trigger, mark) or None, ""
    if trigger.slot == "guest":
        return receiving(sentence, trigger, mark)
    if trigger.slot == "to":
        return going(sentence, trigger, mark)
    if trigger.next:
        return _next(sentence, trigger, mark), ""
    others = _others(sentence, trigger, mark)
    if trigger.kind == _EVENT and not others and not sentence.of(ABROAD):
        return None, ""  # a fair at home
    return others, ""


def _is_theirs(sentence: Sentence, trigger: Trigger, mark: Mark) -> bool:
    """Whether somebody else gives, is elected or has a role: "Bulgaria donated", "elected Djibouti as chair"."""
    if trigger.kind not in _OF_SUBJECT or trigger.act == _COORDINATOR:
        return False
    seats = [one for one in sentence.named if one.end <= mark.start and not sentence.is_place(one)]
    near = seats[-1:] if seats and sentence.apart(seats[-1], mark) <= _SUBJECT else []
    ours = [one for one in sentence.passage.of({"we"}) if near and near[0].end <= one.start <= mark.start]
    posts = [one for one in sentence.posts if near and near[0].end <= one.start <= mark.start]
    joined = any(sentence.ours(one) for one in sentence.around(near[0])) if near else False
    if near and not sentence.ours(near[0]) and not (ours or posts or joined):
        return True
    behind = next((one for one in sentence.named if one.start >= mark.end), None)
    elected = (
        trigger.kind == "seat" and behind and sentence.apart(mark, behind) <= _SUBJECT and not sentence.ours(behind)
    )
    return bool(elected) and not any(sentence.ours(one) for one in (*sentence.named, *sentence.passage.of({"we"})))


def _about(sentence: Sentence, mark: Mark) -> list[Mark]:
    """Whom an instruction is about, where it names anybody behind."""
    behind = [one for one in sentence.named if one.start >= mark.end and not sentence.parted(mark.end, one.start)]
    theirs = [one for one in behind if not sentence.ours(one) and not sentence.is_place(one)]
    return sentence.run(theirs[0]) if theirs else []


def _next(sentence: Sentence, trigger: Trigger, mark: Mark) -> list[Mark] | None:
    """Whom the words are about, who follows at once: of "recognised Gabon's part" only where the object stands by."""
    theirs = next((one for one in sentence.named if one.start >= mark.end and _at_once(sentence, mark, one)), None)
    if theirs is None:
        person = any(0 <= post.start - mark.end <= 2 for post in sentence.posts)
        name = sentence.passage.document.cased[mark.end + 1 :][:1].isupper() and not person
        return [] if sentence.about and (name or sentence.has_object(trigger, mark)) else None
    owner = theirs.concept == PEOPLE or sentence.passage.text(theirs.end, theirs.end + 2) in _OF
    return [theirs] if not owner or sentence.has_object(trigger, mark) else None


def _at_once(sentence: Sentence, mark: Mark, one: Mark) -> bool:
    between = sentence.passage.words_between(mark.end, one.start)
    return all(word.strip(",") in sentence.lexicon.words.states for word in between)


def _others(sentence: Sentence, trigger: Trigger, mark: Mark) -> list[Mark] | None:
    named = _named(sentence, trigger)
    others = [one for one in named if not sentence.ours(one)]
    behind = [one for one in others if one.start >= mark.start and sentence.reached(mark, one)]
    front = [one for one in others if one.end <= mark.start and sentence.reached(one, mark)]
    first = next((one for one in named if one.start >= mark.end), None)
    if front and first and sentence.ours(first) and sentence.apart(mark, first) <= _WITH_US:
        behind = []  # "Russia established relations with our country, following China"
    chosen = sentence.run(behind[0], named) if behind else (front[-1:] and sentence.around(front[-1], named))
    if not chosen and trigger.slot == "any" and len({one.detail for one in others}) == 1:
        chosen = [one for one in others[:1] if not sentence.parted(min(mark.end, one.end), max(mark.start, one.start))]
    chosen = [one for one in chosen if not sentence.ours(one)]
    if trigger.person and not any(sentence.is_person(one) for one in chosen):
        return None
    if trigger.kind in ABOUT and chosen and _is_counted(sentence, mark, chosen[0]):
        return None
    if trigger.kind in IN_PERSON and chosen and not behind and _are_others(sentence, chosen):
        return None
    if not chosen or trigger.kind in _WITH_FORUM:
        chosen += _forum(sentence, trigger.kind, mark)
    if not chosen and trigger.kind in OF_BOTH and len({one.detail for one in others}) == 1 and sentence.of(BOTH):
        chosen = others[:1]
    if not chosen and (tells_about(sentence, trigger, mark) or means_both(sentence, trigger)):
        return []
    if (trigger.slot == "with" and not chosen) or _is_of_others(sentence, mark, front, behind):
        return None
    return chosen


def _is_with(sentence: Sentence, forum: Mark) -> bool:
    """Whether an organisation is met, and not only where one meets: "in the margins of the Council"."""
    before = sentence.passage.words_between(sentence.passage.start, forum.start)[-2:]
    return bool(set(before) & (sentence.passage.grammar.words["with"] - _PLACES))


def _are_others(sentence: Sentence, chosen: list[Mark]) -> bool:
    """Whether those who meet are all foreign, and nobody of ours is told: "the leaders of Japan and Peru spoke"."""
    ours = any(sentence.ours(one) for one in sentence.named) or any(sentence.passage.of({"we"}))
    posts = [one for one in sentence.posts if not sentence.is_foreign(one)]
    return not (ours or posts or sentence.about) and all(sentence.is_person(one) for one in chosen)


def _is_counted(sentence: Sentence, mark: Mark, first: Mark) -> bool:
    """Whether a number tells with how many, and whoever is named behind belongs to other words: "with 194 states"."""
    counts = [one.start for one in sentence.passage.quantities if mark.end <= one.start < first.start]
    return any(len(sentence.passage.words_between(mark.end, start)) <= _COUNTED for start in counts)


def _named(sentence: Sentence, trigger: Trigger) -> list[Mark]:
    """Who may be a partner of such a fact, in order."""
    seats = trigger.kind in _SEATED
    named = [one for one in sentence.named if seats or not sentence.is_place(one)]
    if trigger.kind == _HOME:  # "five Filipino citizens brought out of Kabul": they are not whom it is about
        named = [one for one in named if one.concept != PEOPLE and not _is_owned(sentence, one)]
    if trigger.kind in IN_PERSON:
        named = sorted([*named, *(one for one in sentence.of(FORUM) if sentence.is_person(one))])
    return named


def _is_owned(sentence: Sentence, one: Mark) -> bool:
    return any(0 <= one.start - thing.end <= 1 for thing in sentence.of(OBJECT) if thing.detail == _HOME)


def _forum(sentence: Sentence, kind: str, mark: Mark) -> list[Mark]:
    """The organisation in the place of a partner, behind rather than before."""
    forums = [
        one for one in sentence.of(FORUM) if not sentence.parted(min(one.end, mark.end), max(one.start, mark.start))
    ]
    if kind in IN_PERSON:
        forums = [one for one in forums if sentence.is_person(one) or _is_with(sentence, one)]
    behind = [one for one in forums if one.start >= mark.end and sentence.apart(mark, one) <= _FORUM]
    return behind[:1] or [one for one in forums if one.end <= mark.start and sentence.apart(one, mark) <= _FORUM][-1:]


def _has_person(sentence: Sentence, trigger: Trigger, mark: Mark) -> bool:
    """Whether somebody with a post stands before a word of going, or near one of speaking."""
    posts = [one for one in sentence.posts if not sentence.parted(min(one.end, mark.end), max(one.start, mark.start))]
    return any(one.end <= mark.start for one in posts) or ((trigger.slot != "to" or trigger.noun) and bool(posts))


def _is_of_others(sentence: Sentence, mark: Mark, front: list[Mark], behind: list[Mark]) -> bool:
    """Whether it is something that two others do with each other: both are named, and nobody of ours."""
    if _is_between(sentence, behind):
        return True
    ours = any(sentence.ours(one) for one in sentence.named) or any(sentence.passage.of({"we"}))
    if ours or any(one.end <= mark.start and not sentence.is_foreign(one) for one in sentence.posts):
        return False
    subjects = {one.detail for one in front}
    return len(subjects) > 1 or bool(subjects and {one.detail for one in behind} - subjects)


def _is_between(sentence: Sentence, behind: list[Mark]) -> bool:
    """Whether it is told as between two others: "a meeting between Japan and Peru"."""
    run = sentence.run(behind[0]) if behind and behind[0] in sentence.named else []
    if len({one.detail for one in run}) < 2 or any(sentence.ours(one) for one in run):
        return False
    before = sentence.passage.words_between(sentence.passage.start, run[0].start)[-_BETWEEN:]
    return bool(set(before) & sentence.passage.grammar.words["between"])
