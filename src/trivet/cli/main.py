"""The command `trivet`: finds the command's file, sets up the record, and turns errors into words and exit codes."""

import argparse
import os
import sys
from collections.abc import Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trivet.site.settings")


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 the answer is no (a bad audit, a missing thing), 2 the call was wrong."""
    # Django must be set up before the commands, which use its models, can be read.
    import django  # noqa: PLC0415

    django.setup()
    from trivet.cli.commands import COMMANDS, FAILURES, activate  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="trivet",
        description="The working system of a country's foreign affairs.",
        epilog="TRIVET_HOME names the record.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        summary = (command.__doc__ or "").strip().splitlines()[0]
        one = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog="examples:\n" + "\n".join(f"  {line}" for line in command.EXAMPLES),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.add_argument("--user", help="act as this user (default: an outsider, who sees published records only)")
        one.add_argument("--lang", choices=("en", "vi", "id"), default=os.environ.get("TRIVET_LANG", "en"))
        command.arguments(one)
    args = parser.parse_args(words)
    try:
        with activate(args.lang):
            return int(COMMANDS[args.command].run(args) or 0)
    except FAILURES as problem:
        print(f"trivet {args.command}: {problem}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
