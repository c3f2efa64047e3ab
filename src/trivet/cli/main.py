"""The command `trivet`: finds the command's file, sets up the record, and turns errors into words and exit codes."""

import argparse
import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trivet.site.settings")

_LANGUAGES = ("en", "vi", "id")
_LOCALE = Path(__file__).resolve().parents[1] / "locale"


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 the answer is no (a bad audit, a missing thing), 2 the call was wrong."""
    # Django must be set up before the commands, which use its models, can be read.
    import django  # noqa: PLC0415

    django.setup()
    from django.utils.translation import override  # noqa: PLC0415

    from trivet.cli.commands import COMMANDS, FAILURES, told  # noqa: PLC0415

    words = sys.argv[1:] if words is None else words
    language = _language(words)
    _speak(language)
    with override(language):
        args = _parser(COMMANDS).parse_args(words)
    with override(args.lang):
        try:
            return int(COMMANDS[args.command].run(args) or 0)
        except BrokenPipeError:
            sys.stderr.close()
            return 0
        except FAILURES as problem:
            print(f"trivet {args.command}: {told(problem)}", file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            return 130


def _language(words: Sequence[str]) -> str:
    """The language of the help, which is told before the words of a call are understood."""
    asked = [after for word, after in pairwise(words) if word == "--lang"]
    asked += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    language = asked[-1] if asked else os.environ.get("TRIVET_LANG", "en")
    return language if language in _LANGUAGES else "en"


def _speak(language: str) -> None:
    """Let argparse say its own words from our catalogue: it asks the standard library, which reads LANGUAGE."""
    gettext.bindtextdomain("django", str(_LOCALE))
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = language


def _parser(known: Mapping[str, Any]) -> argparse.ArgumentParser:
    """The parser of all commands, in the language that is active."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="trivet",
        description=_("The working system of a country's foreign affairs."),
        epilog=_("TRIVET_HOME names the record."),
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name, command in known.items():
        # Its msgid stands in trivet.web.further_messages.
        summary = _((command.__doc__ or "").strip().splitlines()[0])
        one = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=_("examples:") + "\n" + "\n".join(f"  {line}" for line in command.EXAMPLES),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.add_argument("--user", help=_("act as this user (default: an outsider, who sees published records only)"))
        one.add_argument(
            "--lang",
            choices=_LANGUAGES,
            default=os.environ.get("TRIVET_LANG", "en"),
            help=_("the language of the answer (default: TRIVET_LANG, else English)"),
        )
        command.arguments(one)
    return parser
