"""Visits: who comes and where ours go, by where names stand about the words for going and receiving."""

from __future__ import annotations

from trivet.intake.facts.about import tells_about
from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.sentence import Sentence
from trivet.intake.lexicon import Mark

#: Partners and the direction of a visit; None where it is none of the speaker's.
Visit = tuple[list[Mark] | None, str]
#: Where one goes stands within so many words, or so many where it is told first from where.
_NEAR, _FAR = 5, 12
#: "To our country" stands within so many letters.
_TO_US = 30


def going(sentence: Sentence, trigger: Trigger, mark: Mark) -> Visit:
    """Where ours go, or who comes where a place of ours stands behind or nobody of ours is told."""
    behind = [one for one in sentence.named if one.start >= mark.end and not sentence.parted(mark.end, one.start)]
    near = [one for one in behind if sentence.apart(mark, one) <= _NEAR]
    ours = [one for one in sentence.passage.of({"we"}) if 0 <= one.start - mark.end < _TO_US]
    guests = [one for one in sentence.named if one.end <= mark.start and not sentence.ours(one)]
    if near and sentence.ours(near[0]) and not guests:
        return _beyond(sentence, mark, behind)
    noun = trigger.noun or sentence.lexicon.is_noun(sentence.passage.text(mark.start, mark.end))
    if noun and near and not sentence.ours(near[0]) and _comes(sentence, near[0], behind):
        return sentence.run(near[0]), "in"  # "the visit of the President of Finland"
    guest = [one for one in guests if _is_guest(sentence, one) and not sentence.parted(one.end, mark.start)]
    guest = [one for one in guest if not near or one.detail != near[0].detail]
    if near and not sentence.ours(near[0]) and not (ours and ours[0].start < near[0].start):
        return (None, "") if guest else (sentence.run(near[0]), "out")
    if (near or ours) and guests:
        return sentence.around(guests[-1]), "in"
    return (sentence.around(guest[-1]), "in") if guest and not near else (None, "")


def receiving(sentence: Sentence, trigger: Trigger, mark: Mark) -> Visit:
    """Who is received, with a post or as a delegation; and where, if it is not one of ours who receives."""
    behind = [one for one in sentence.named if one.start >= mark.end and not sentence.parted(mark.end, one.start)]
    theirs = [one for one in behind if not sentence.ours(one) and sentence.apart(mark, one) <= _FAR]
    away = any(sentence.is_place(one) and not sentence.ours(one) for one in sentence.named)
    if away and not any(sentence.ours(one) for one in sentence.named):
        return None, ""  # "in Berlin the Chancellor received"
    if theirs:
        return sentence.run(theirs[0]), "in"
    return ([], "in") if tells_about(sentence, trigger, mark) else (None, "")


def _beyond(sentence: Sentence, mark: Mark, behind: list[Mark]) -> Visit:
    """Where a place of ours is named first: "left the capital for Türkiye", "in Oslo the Estonian minister"."""
    theirs = [one for one in behind if not sentence.ours(one) and sentence.apart(mark, one) <= _FAR]
    if not theirs:
        return None, ""
    return sentence.run(theirs[0]), "in" if sentence.is_person(theirs[0]) else "out"


def _comes(sentence: Sentence, one: Mark, behind: list[Mark]) -> bool:
    """Whether somebody foreign is told as who comes, and nobody else's country as where to."""
    others = [other for other in behind if not sentence.ours(other) and other.detail != one.detail]
    return sentence.is_person(one) and not others


def _is_guest(sentence: Sentence, one: Mark) -> bool:
    """Whether a name belongs to somebody with a title, or to a delegation that it ends."""
    return sentence.is_person(one) or any(
        post.end <= one.start and sentence.apart(post, one) <= _NEAR and not sentence.is_foreign(post)
        for post in sentence.posts
        if sentence.passage.text(post.start, post.end) in sentence.lexicon.words.delegations
    )
