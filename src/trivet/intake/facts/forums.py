"""Organisations and forums that a fact is told of, and the states beside them in it."""

from __future__ import annotations

import re

from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import FORUM, TOGETHER
from trivet.intake.facts.sentence import Sentence
from trivet.intake.lexicon import Mark

#: What is told of several forums at once; what is told of a forum and of whom its part is with.
_TOGETHER = {"active"}
_COORDINATOR, _SPONSORED, _DRAFTED = "coordinator", "co-sponsored", "initiative"
#: Whom a forum's dialogue is with stands within so many words of it; a role right before its forum within so many.
_BESIDE, _NEXT = 5, 2
#: A short form in brackets behind a name.
_BRACKET = re.compile(r"\A\s*\(\w+\)")


def forums_told(sentence: Sentence, trigger: Trigger, mark: Mark) -> list[Mark]:
    """The forum behind the words or before them, with the states that take part where the act tells of some."""
    forums = [one for one in sentence.of(FORUM) if not sentence.parted(mark.end, one.start)]
    behind = [one for one in forums if one.start >= mark.end]
    if trigger.next:
        return [one for one in behind[:1] if sentence.apart(mark, one) <= _NEXT and not _is_title(sentence, mark, one)]
    if trigger.act in _TOGETHER:
        return behind or forums
    chosen = behind[:1] or forums[-1:]
    others = [one for one in sentence.named if not sentence.ours(one) and not sentence.is_place(one)]
    if trigger.act == _COORDINATOR:
        beside = [o for o in others for one in chosen if one.end <= o.start and sentence.apart(one, o) <= _BESIDE]
        return [*chosen, *beside[:1]]
    if trigger.act == _SPONSORED:
        return [*chosen, *(one for one in others if sentence.reached(*sorted((mark, one))))] if chosen else []
    if trigger.kind == _DRAFTED and chosen:
        leads = [
            o for o in others for one in sentence.of(TOGETHER) if one.end <= o.start and sentence.apart(one, o) <= 1
        ]
        return [*chosen, *(sentence.run(leads[0]) if leads else ())]
    return chosen


def _is_title(sentence: Sentence, mark: Mark, forum: Mark) -> bool:
    """Whether a role at an organisation is somebody's title: "the Vice-President of the World Bank, Amara Diallo"."""
    title = any(one.start <= mark.start and mark.end <= one.end for one in sentence.posts)
    behind = _BRACKET.sub("", sentence.passage.document.cased[forum.end : sentence.passage.end], 1).lstrip(" ,")
    return title and behind[:1].isupper()
