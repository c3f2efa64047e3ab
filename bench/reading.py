"""How fast texts are read: python -m bench.reading [--markdown]; needs `pip install '.[bench]'` for what stands beside.

Each line is megabytes of text a second on one core, over the texts that come with the tests. The matcher is asked for
the same phrases as three libraries in the same run; the whole reader is what a document goes through: claims, facts.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.table import Clock, Line, show

#: What is aimed at: the matcher and the whole reader in MB/s, sentences/s, and MiB held.
MATCHER, READER, SENTENCES, HELD = 120.0, 2.0, 20_000, 500
#: The texts are read over and over until there are so many megabytes of them.
_MATCHED, _READ = 20.0, 1.0
_MB = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/bench.md too")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trivet.site.settings_test")
    import django

    django.setup()
    Clock.now = staticmethod(time.process_time)  # nothing here waits for a disk
    lines = [*_readers(), *_matchers()]  # first, so that the memory is ours
    show(lines, f"processor time of one core, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", args.markdown)


def texts(language: str) -> list[str]:
    """The texts of a language that come with the tests: whole documents, and the open gold sentences."""
    from tests.gold.scheme import SPLITS, VARIED, sentences
    from tests.reading.measure import SETS

    found = [path.read_text(encoding="utf-8") for kind in SETS.values() for path in _files(kind, language)]
    return found + [one.text for split in (SPLITS[0], VARIED) for one in sentences(language, split)]


def _files(folder: Path, language: str) -> list[Path]:
    return sorted((folder / language).glob("*.txt"))


def _matchers() -> list[Line]:
    """The same phrases in the same text: names of partners and the words that bring facts."""
    import ahocorasick
    import ahocorasick_rs
    import spacy
    from flashtext import KeywordProcessor
    from spacy.matcher import PhraseMatcher

    from tests.reading.measure import cldr_names
    from trivet.intake.facts.grammar import fact_grammar
    from trivet.intake.source_text import SourceText, matching_form

    names, words = cldr_names("en"), fact_grammar("en")
    phrases = {matching_form(name) for table in (names.partners, names.peoples) for name in table}
    phrases |= {phrase for trigger in words.triggers for phrase in trigger.phrases}
    once = SourceText.of("\n".join(texts("en"))).text
    text = once * (1 + int(_MATCHED * _MB / len(once.encode())))
    ours = ahocorasick_rs.AhoCorasick(sorted(phrases), implementation=ahocorasick_rs.Implementation.ContiguousNFA)
    flash, automaton = KeywordProcessor(), ahocorasick.Automaton()
    for phrase in sorted(phrases):
        flash.add_keyword(phrase)
        automaton.add_word(phrase, phrase)
    automaton.make_automaton()
    blank = spacy.blank("en")
    blank.max_length = len(text) + 1
    matcher = PhraseMatcher(blank.vocab)
    matcher.add("phrases", [blank.make_doc(phrase) for phrase in sorted(phrases)])
    short = once * 4
    speeds = {
        "pyahocorasick": _speed(lambda part: sum(1 for _one in automaton.iter(part)), text),
        "flashtext": _speed(lambda part: len(flash.extract_keywords(part)), short),
        "spaCy PhraseMatcher": _speed(lambda part: len(matcher(blank.make_doc(part))), short),
    }
    own = _speed(lambda part: len(ours.find_matches_as_indexes(part, overlapping=True)), text)
    what = f"matcher, {len(phrases):,} phrases, beside "
    held = (f"{MATCHER:.0f} MB/s", own >= MATCHER)
    return [Line(what + name, _mbs(own), _mbs(beside), own / beside, *held) for name, beside in speeds.items()]


def _speed(find: Callable[[str], Any], text: str) -> float:
    begun = Clock.now()
    find(text)
    return len(text.encode()) / _MB / (Clock.now() - begun)


def _mbs(speed: float) -> str:
    return f"{speed:.2f} MB/s"


def _readers() -> list[Line]:
    """Whole documents, claims and facts, beside only cutting them into sentences."""
    from tests.reading.measure import cldr_names
    from trivet.intake.facts.reading import read_facts
    from trivet.intake.grammar import LANGUAGES, grammar
    from trivet.intake.reader import claims_of, prepared
    from trivet.intake.sentences import split_sentences
    from trivet.intake.source_text import SourceText

    lines = []
    for language in LANGUAGES:
        names, documents = cldr_names(language), texts(language)
        size = sum(len(one.encode()) for one in documents) / _MB
        turns = 1 + int(_READ / size)
        abbreviations = grammar(language).words["abbreviations"]
        sentences, begun = 0, Clock.now()
        for one in documents * turns:
            source = SourceText.of(one)
            sentences += len(split_sentences(source.text, source.cased, abbreviations))
        cut = Clock.now() - begun
        begun = Clock.now()
        for one in documents * turns:
            ready = prepared(one, names)
            claims_of(ready, "VNM")
            read_facts(ready.pages, speaker="VNM", year=ready.time.year)
        spent = Clock.now() - begun
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        speed, beside = size * turns / spent, size * turns / cut
        kept = (speed >= READER or sentences / spent >= SENTENCES) and held < HELD
        what = f"reader, {language}, {sentences / spent:,.0f} sentences/s, {held:.0f} MiB at most"
        aim = f"{READER:.0f} MB/s or {SENTENCES:,} sentences/s, < {HELD} MiB"
        lines.append(Line(what, _mbs(speed), f"{_mbs(beside)} only cut", spent / cut, aim, kept))
    return lines


if __name__ == "__main__":
    main()
