"""Prints how well the readers do on the gold sentences: python -m tests.gold [--split test] [--log FILE]"""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from tests.gold.measure import Measured, measure
from tests.gold.scheme import FOLDER, FURTHER, LANGUAGES, SPLITS, VARIED

RUNS = FOLDER / "runs.tsv"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gold", description=__doc__)
    parser.add_argument(
        "--split", choices=[*SPLITS, VARIED, FURTHER, "both"], default="dev", help="a run on test is logged"
    )
    parser.add_argument("--log", type=Path, default=RUNS, help="where runs on test are logged")
    args = parser.parse_args()
    for split in SPLITS if args.split == "both" else [args.split]:
        for language in LANGUAGES:
            found = measure(language, split)
            show(language, split, found)
            if split == "test":
                log(args.log, language, found)


def show(language: str, split: str, found: Measured) -> None:
    """All scores of a language and split."""
    exact, spans = found.spans[True], sum(found.spans.values())
    print(f"\n== {language}, {split}: spans {exact / spans if spans else 1:.3f} of {spans};", end=" ")
    print(f"{found.made_up} of {found.without} sentences without a fact had one read into them")
    for name, score in found.parts.items():
        print(score.line(name))
    print("-- act and partner by kind")
    for name, score in found.kinds.items():
        print(score.line(name))


def log(file: Path, language: str, found: Measured) -> None:
    """Tells that the reader was measured on test, so that nobody tunes on it unseen."""
    told = [f"{one:.3f}" for name in ("partner", "act", "full tuple") for one in found.parts[name].figures()]
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%MZ")
    with file.open("a", encoding="utf-8") as lines:
        lines.write("\t".join([now, language, *told]) + "\n")


main()
