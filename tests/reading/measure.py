"""Measuring the claim reader on labelled documents: what it found, what it missed, what it made up."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from trivet.intake.claims import ReadClaim
from trivet.intake.names import PartnerNames, partner_names
from trivet.intake.reader import read_claims
from trivet.values.territories import LANGUAGES, territories, territory_names

#: Two sets, both written and labelled without sight of the patterns. “blind” was never used to write them; “second”
#: was measured once at first sight and has been used since.
SETS = {name: Path(__file__).parent / name for name in ("blind", "second")}


@dataclass
class Score:
    """Counts of one language."""

    labelled: int = 0
    found: int = 0
    whole: int = 0
    false: int = 0
    misses: list[str] = field(default_factory=list)

    def line(self, language: str) -> str:
        """The figures as they are printed."""
        return (
            f"{language}: {self.labelled} labelled, {self.found} found (recall {self.found / self.labelled:.3f}), "
            f"{self.whole} with period and modality too, {self.false} false claims"
        )


def cldr_names(language: str) -> PartnerNames:
    """The partners a fresh record knows, without any document's help."""
    names = territory_names(language)
    return partner_names(
        language, [(names.get(two, english), three) for three, (two, english) in territories().items()]
    )


def measure(folder: Path, language: str) -> Score:
    """Read every labelled document of a language and compare."""
    score, names = Score(), cldr_names(language)
    for file in sorted((folder / language).glob("*.txt")):
        labels = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        text = file.read_text(encoding="utf-8")
        read = list(read_claims(text, language, names).claims)
        assert all(text[q.start : q.end] == q.text for claim in read for q in claim.quotes)
        score.labelled += len(labels)
        for label in labels:
            match = next((claim for claim in read if _same(label, claim)), None)
            if match is None:
                score.misses.append(f"{file.stem} missed {label['figure']} {label['partner'] or label['value']}")
                continue
            read.remove(match)
            score.found += 1
            score.whole += (match.period, match.modality) == (label["period"], label["modality"])
        score.false += len(read)
        score.misses += [f"{file.stem} false {c.figure} {c.partner or c.value} “{c.quotes[0].text}”" for c in read]
    return score


def _same(label: dict[str, Any], claim: ReadClaim) -> bool:
    """Found means: the same figure, subject, number, whole and qualifier, in overlapping words."""
    if label["figure"] != claim.figure or label["partner"] != claim.partner:
        return False
    if (label["tier"] or claim.tier) and label["tier"] != claim.tier:
        return False
    numbers = (_number(label["value"]), _number(label["of"]), label["qualifier"], label["act"])
    if numbers != (claim.value, claim.of, claim.qualifier, claim.act):
        return False
    return any(
        quote.text in words or words in quote.text or _share(quote.text, words)
        for quote in claim.quotes
        for words in label["quotes"]
    )


def _share(one: str, other: str) -> bool:
    """Whether the end of one text is the beginning of the other, by a word at least."""
    return any(one[-n:] == other[:n] or other[-n:] == one[:n] for n in range(6, min(len(one), len(other))))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


if __name__ == "__main__":
    for name, folder in SETS.items():
        for code in LANGUAGES:
            result = measure(folder, code)
            print(f"{name} {result.line(code)}")
            print("\n".join(f"  {miss}" for miss in result.misses))
