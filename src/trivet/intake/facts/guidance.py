"""What guides the work: numbered documents of policy, numbered directions for the time ahead, anniversaries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from trivet.intake.facts.fact import ReadFact
from trivet.intake.grammar import expand
from trivet.intake.passages import Pages, Passage
from trivet.intake.sentences import Span
from trivet.intake.source_text import matching_form

_FOLDER = Path(__file__).parent.parent / "grammar"
#: Points of fewer than so many are no programme.
_FEWEST = 3
#: A direction is quoted to the end of its sentence, or for so many words.
_WORDS = 40


@dataclass(frozen=True, slots=True)
class Guidance:
    """How a language names what guides: kinds of documents, points of a list, words of task and of remembrance."""

    documents: re.Pattern[str]
    kinds: dict[str, str]
    #: Organisations whose resolutions are none of ours.
    others: re.Pattern[str]
    points: tuple[re.Pattern[str], ...]
    task: re.Pattern[str]
    remembered: re.Pattern[str]
    years: re.Pattern[str]


def guidance_of(pages: Pages, year: int | None) -> Iterator[ReadFact]:
    """The documents, directions and anniversaries that a text tells; `year`: the one that it speaks of.

    A direction is a point of a list of three and more whose sentences, or the one before the first, speak of tasks.
    """
    words = _guidance(pages.lexicon.grammar.language)
    text = pages.document.text
    yield from _documents(pages, words)
    for at, one in enumerate(pages.sentences):
        if words.remembered.search(text, one.start, one.end):
            yield from _anniversaries(pages, pages.passage(at), words, year)
    yield from _directions(pages, words)


def _documents(pages: Pages, words: Guidance) -> Iterator[ReadFact]:
    for match in words.documents.finditer(pages.document.text):
        sentence = next((one for one in pages.sentences if one.start <= match.start() < one.end), None)
        if sentence and not words.others.search(pages.document.text, sentence.start, sentence.end):
            kind = words.kinds[" ".join(match["kind"].split())]
            yield _fact(pages, "policy", kind, "done", "", match.span(), match["number"].upper())


def _anniversaries(pages: Pages, passage: Passage, words: Guidance, year: int | None) -> Iterator[ReadFact]:
    told = next(iter(words.remembered.finditer(pages.document.text, passage.start, passage.end)))
    when = [one.edtf for one in passage.periods if one.use != "compared" and len(one.edtf) == len("2025")]
    at = told.start()
    for match in words.years.finditer(pages.document.text, passage.start, passage.end):
        if match.end() <= told.start():
            continue
        if match.start() - at > _FAR:
            return
        at = match.end()
        yield _fact(pages, "anniversary", "kept", "done", (when or [""])[0], match.span(), match["years"])


#: A further anniversary of one list begins within so many letters.
_FAR = 40


def _directions(pages: Pages, words: Guidance) -> Iterator[ReadFact]:
    """Points 1, 2, 3 ... that open sentences of one list; the last may be a "finally"."""
    run: list[int] = []
    for at, one in enumerate(pages.sentences):
        if words.points[len(run)].match(pages.document.text, one.start, one.end):
            run.append(at)
        elif words.points[0].match(pages.document.text, one.start, one.end):
            yield from _listed(pages, words, run)
            run = [at]
        elif run and words.points[-1].match(pages.document.text, one.start, one.end):
            yield from _listed(pages, words, [*run, at])
            run = []
        if len(run) == len(words.points) - 1:
            yield from _listed(pages, words, run)
            run = []
    yield from _listed(pages, words, run)


def _listed(pages: Pages, words: Guidance, run: list[int]) -> Iterator[ReadFact]:
    if len(run) < _FEWEST:
        return
    text, sentences = pages.document.text, pages.sentences
    before = [sentences[at] for at in range(max(0, run[0] - 2), run[0])]
    own = sum(bool(words.task.search(text, sentences[at].start, sentences[at].end)) for at in run)
    if not any(words.task.search(text, one.start, one.end) for one in before) and own * 2 < len(run):
        return
    for number, at in enumerate(run, start=1):
        one = sentences[at]
        told = list(re.finditer(r"\S+", text[one.start : one.end]))[:_WORDS]
        yield _fact(pages, "direction", "set", "done", "", (one.start, one.start + told[-1].end()), str(number))


def _fact(pages: Pages, kind: str, act: str, modality: str, when: str, span: Span, detail: str) -> ReadFact:
    return ReadFact(kind, act, modality, (), "", "", when, pages.document.quote(*span), detail)


@lru_cache
def _guidance(language: str) -> Guidance:
    """Read how a language names what guides. Raises FileNotFoundError for one that has no grammar."""
    table = tomllib.loads((_FOLDER / f"facts_{language}.toml").read_text(encoding="utf-8"))["guidance"]
    kinds = {form: kind for kind, forms in table["documents"].items() for form in _forms(forms)}
    number = rf"(?:(?:{_any(table['number'])})\s*)?(?P<number>\d{{1,3}}(?:[-/][\w/-]+)?)"
    leads = _any(table["leads"])
    return Guidance(
        documents=re.compile(rf"(?<!\w)(?P<kind>{_any(kinds)})\s+{number}(?![\w.]*\d)", re.UNICODE),
        kinds=kinds,
        others=re.compile(rf"(?<!\w)(?:{_any(table['others'])})(?!\w)"),
        points=tuple(re.compile(rf"(?:(?:{leads}),?\s+)?(?:{_any(forms)})(?=[\s,:])") for forms in table["points"]),
        task=re.compile(rf"(?<![\w-])(?:{_any(table['task'])})(?![\w-])"),
        remembered=re.compile(rf"(?<!\w)(?:{_any(table['remembered'])})(?!\w)"),
        years=re.compile(rf"(?<!\w){table['years']}"),
    )


def _forms(forms: Iterable[str]) -> list[str]:
    return [matching_form(one) for form in forms for one in expand(form)]


def _any(forms: Iterable[str]) -> str:
    written = sorted(set(_forms(forms)), key=len, reverse=True)
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in written)
