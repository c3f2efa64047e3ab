"""Whether a sentence states a figure as so, expects it, or denies, plans or supposes it."""

from trivet.intake.claims import Modality
from trivet.intake.passages import Passage
from trivet.intake.sentences import Span

#: An "and" stands right before a negation or before its auxiliary.
_AUXILIARIES = 2
#: What ends the hold of a plan or a future: a deed, a turn, and for a plan also a forecast.
_RESETS = {"intent": {"realised", "contrast", "expected"}, "future": {"realised", "contrast"}, "expected": set[str]()}


def modality(passage: Passage, span: Span, *, is_reached: bool) -> Modality | None:
    """Say how the words between two positions are meant; None when they state nothing.

    `is_reached` tells that the number is led up to by "reach" or "come to", which makes "will" a forecast
    where otherwise it is a plan.
    """
    if passage.text(span[1], passage.end).rstrip("\"') ").endswith("?"):
        return None
    if next(passage.of({"denial"}), None) or _is_supposed(passage, span):
        return None
    piece = passage.piece(*span)
    if any(not _opens_clause(passage, mark.start, span) for mark in passage.within(*piece, {"negation"})):
        return None
    if _governed(passage, span, "intent"):
        return None
    if passage.within(*passage.phrase(span), {"expected"}) or _governed(passage, span, "expected"):
        return "expected"
    if _is_bracketed_forecast(passage, span):
        return "expected"
    if _governed(passage, span, "future"):
        return "expected" if is_reached else None
    return None if _is_planned_above(passage, span, piece) else "achieved"


def _is_planned_above(passage: Passage, span: Span, piece: Span) -> bool:
    """Say whether the words stand under a title like "Tasks for 2025", be it a heading or the start of the line."""
    titles = [mark for mark in passage.context if mark.concept == "plan-heading"]
    titles += [
        mark
        for mark in passage.of({"plan-heading"})
        if mark.end <= span[0] and passage.is_crossed(mark.end, span[0], ":")
    ]
    return bool(titles) and not passage.within(*piece, {"realised"})


def _opens_clause(passage: Passage, at: int, span: Span) -> bool:
    """ "... and did not ...": what is denied behind an "and" is something else."""
    joins = passage.grammar.words["joins"]
    return at >= span[1] and bool(joins & set(passage.words_between(span[1], at)[-_AUXILIARIES:]))


def _is_bracketed_forecast(passage: Passage, span: Span) -> bool:
    """A bracket may say it afterwards: "USD 18.2 billion (forecast)"."""
    behind = passage.text(span[1], passage.end)
    bracket = passage.bracket(span[1] + 2) if behind.lstrip().startswith("(") else span
    return bool(passage.within(*bracket, {"expected"})) and bracket != span


def _is_supposed(passage: Passage, span: Span) -> bool:
    """A condition opens its clause: "if the states with relations reach 200"."""
    piece = passage.piece(*span)
    return any(not passage.words_between(piece[0], mark.start) for mark in passage.within(*piece, {"condition"}))


def _governed(passage: Passage, span: Span, concept: str) -> bool:
    """Say whether a word of this kind before the span still holds there.

    A plan carries over a list of its objects ("will sign 20 agreements, receive 15 delegations") until a word
    that something has happened, or that turns the sentence, takes over.
    """
    governing = [mark for mark in passage.of({concept}) if mark.start < span[1]]
    if not governing:
        return False
    last = governing[-1]
    if last.start >= span[0]:
        return True
    resets = _RESETS[concept]
    return bool(resets) and not any(last.end <= mark.start < span[1] for mark in passage.of(resets))
