"""What a document about one partner tells of it without naming it again."""

from __future__ import annotations

from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import BOTH
from trivet.intake.facts.sentence import Sentence
from trivet.intake.lexicon import Mark

#: A step in relations, and the kinds of fact that a document about one partner tells without naming it again.
STEP = "step"
ABOUT = {"relations", STEP}
#: Kinds that it tells of somebody who has a post and whose country it does not name again.
IN_PERSON = {"visit", "meeting", "call"}
#: Kinds that are told of "the two countries".
OF_BOTH = {"agreement", "aim", "tier", "meeting", "negotiation"}
#: Somebody with a post stands within so many words behind.
_NEAR = 5


def tells_about(sentence: Sentence, trigger: Trigger, mark: Mark, partners: list[Mark] | None = None) -> bool:
    """Whether it is told of the partner that the document is about, named or not."""
    person = any(mark.start <= one.start and sentence.apart(mark, one) <= _NEAR for one in sentence.posts)
    return bool(sentence.about) and not partners and (trigger.kind in ABOUT or (trigger.kind in IN_PERSON and person))


def means_both(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether nobody is named, and "the two sides" means who was named just before."""
    return bool(sentence.before and trigger.kind in OF_BOTH and not sentence.named and sentence.of(BOTH))
