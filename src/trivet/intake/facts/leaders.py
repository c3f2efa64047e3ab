"""Who goes, meets or instructs: by name as it is written, else by the title."""

from __future__ import annotations

import re

from trivet.intake.facts.lexicon import PERSON
from trivet.intake.facts.sentence import Sentence
from trivet.intake.lexicon import Mark

_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: A name is of so many words, and stands behind at most so many others that belong to the title.
_FEWEST, _MOST, _TITLE = 2, 5, 3
#: A person of the record stands behind a title within so many letters; what such a word links is an office.
_RIGHT, _LINKS = 2, {"for", "of", "and", "in", "at", "untuk", "bidang", "phụ", "di"}


def leader(sentence: Sentence, mark: Mark, direction: str) -> str:
    """Of an incoming visit somebody foreign, else somebody of ours; empty where nobody is told."""
    posts = [one for one in sentence.posts if sentence.is_foreign(one) == (direction == "in")]
    if not posts and direction == "in":  # the guest's country is told elsewhere
        posts = [one for one in sentence.posts if one.end <= mark.start]
    posts = [one for one in posts if not sentence.parted(min(one.end, mark.end), max(one.start, mark.start))]
    posts.sort(key=lambda one: (one.start > mark.start, abs(one.start - mark.start)))
    for post in posts:
        if name := _name_behind(sentence, post):
            return name
    return sentence.passage.document.quote(posts[0].start, posts[0].end).text if posts else ""


def _name_behind(sentence: Sentence, post: Mark) -> str:
    """The name behind a title, and behind the country or the office that the title may name."""
    cased, words, end = sentence.passage.document.cased, list[str](), post.end
    known = next((one for one in sentence.of(PERSON) if 0 <= one.start - post.end <= _RIGHT), None)
    if known and len(sentence.passage.words_between(known.start, known.end)) >= _FEWEST:
        return cased[known.start : known.end]
    countries = [one for one in sentence.named if one.concept != PERSON]
    partner = next((one for one in countries if 0 <= one.start - post.end <= 4), None)
    start = partner.end if partner else post.end
    for skipped, match in enumerate(_NAME.finditer(cased, start, sentence.passage.end)):
        between = cased[end : match.start()].strip(" ")
        apart = between == "," and not words  # "the Vice-President, Otávio Lins, ..."
        if between and not apart and not (partner and not words and end <= partner.start):
            break
        place = any(one.start <= match.start() < one.end for one in countries)
        if place or (not words and match[0].lower() in _LINKS):
            break
        proper = match[0][0].isupper() and not match[0].isupper()
        if (words and not proper) or len(words) == _MOST or (not words and skipped > _TITLE):
            break
        words += [match[0].removesuffix("'s").removesuffix("’s")] if proper else []
        end = match.end()
    return " ".join(words) if len(words) >= _FEWEST else ""
