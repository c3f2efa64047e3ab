"""Build the bundled example, check its documents, write the review in three languages, and serve the pages."""

import argparse
import json
import os
import secrets
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from trivet.cli import serve
from trivet.cli.check import print_document
from trivet.cli.shared import WrongCall, clear, fingerprint, prepare_database, say
from trivet.core.accounts import open_account
from trivet.core.beginning import begin
from trivet.core.bodies import Body
from trivet.core.exchange import load_folder
from trivet.core.names import reader_language
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role, User
from trivet.intake.checking import check_files
from trivet.reports.pages import render_review
from trivet.values.markings import Marking
from trivet.values.territories import LANGUAGES

EXAMPLES = ("trivet demo", "trivet demo --no-serve", "trivet demo --port 9000")

_EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "vietnam-2024"
_MINISTRY, _COMMISSION = "mfa", "central-external-relations-commission"
_COMMAND = "import sys; from trivet.cli.main import main; sys.exit(main())"
#: Who works with the example: user name, name, body, role and clearance.
_PEOPLE = (
    ("clerk", "Example clerk", _MINISTRY, Role.CLERK, Marking.INTERNAL),
    ("reviewer", "Example reviewer", _MINISTRY, Role.REVIEWER, Marking.INTERNAL),
    ("planner", "Example planner", _MINISTRY, Role.PLANNER, Marking.INTERNAL),
    ("head", "Example head", _MINISTRY, Role.HEAD, Marking.SECRET),
    ("auditor", "Example auditor", _MINISTRY, Role.AUDITOR, Marking.INTERNAL),
    ("administrator", "Example administrator", _MINISTRY, Role.ADMINISTRATOR, Marking.SECRET),
    ("party-clerk", "Example clerk of the commission", _COMMISSION, Role.CLERK, Marking.INTERNAL),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    serve.arguments(parser)
    parser.add_argument("--no-serve", action="store_true", help=_("end when the job is done"))
    parser.add_argument("--year", type=int, default=2024, help=_("the year of the review"))


def run(args: argparse.Namespace) -> int:
    """The main job, from the example's files to the served pages."""
    begun = monotonic()
    home = Path(settings.TRIVET_HOME)
    if connection.vendor != "sqlite":
        raise WrongCall(_("the example is made on SQLite: unset TRIVET_DATABASE_URL"))
    if not _EXAMPLE.is_dir():
        raise WrongCall(_("the example is not here (%s): run script/demo in a checkout") % _EXAMPLE.name)
    if (home / "trivet.sqlite3").exists() and not (home / "demo.json").exists():
        raise WrongCall(_("%s holds a record that is not the example: choose another TRIVET_HOME") % home)
    home.mkdir(parents=True, exist_ok=True)
    practice = _practise(home / "exercise")
    password = _build(home)
    place = Standpoint()
    for document in check_files(sorted((_EXAMPLE / "documents").glob(f"*.{args.lang}.txt"), reverse=True), place):
        print_document(document)
    say()
    for language in LANGUAGES:
        with override(language):
            file = home / f"review-{args.year}.{language}.html"
            file.write_text(render_review(args.year, place, language), encoding="utf-8")
        told = {"year": args.year, "language": language, "file": file}
        say(_("review of %(year)s (%(language)s): %(file)s") % told)
    if password:
        names = ", ".join(one[0] for one in _PEOPLE)
        told_people = {"names": names, "password": password}
        say(_("sign in as one of %(names)s with the password %(password)s") % told_people)
    say()
    say(_("beside it, to practise the procedures:"))
    told_there, problem = practice.communicate()
    say((told_there or problem).strip())
    say(_("done in %s") % timedelta(seconds=round(monotonic() - begun)))
    if args.no_serve:
        return 0
    sys.stdout.flush()
    return serve.run(args)


def _practise(home: Path) -> subprocess.Popen[str]:
    """Begin to build the exercise, a record of its own, in a process of its own: a process has one record."""
    words = [sys.executable, "-c", _COMMAND, "exercise", "--keep"]
    environment = {**os.environ, "TRIVET_HOME": str(home), "TRIVET_LANG": reader_language()}
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603


def _build(home: Path) -> str:
    """Build the record unless it stands already as these files make it. Returns a new password when it was built."""
    stamp, wanted = home / "demo.json", fingerprint(_EXAMPLE.rglob("*.csv"))
    if stamp.exists() and json.loads(stamp.read_text()) == wanted:
        prepare_database()
        say(_("the example stands unchanged at %s") % home)
        return ""
    clear(home)
    stamp.write_text("{}")
    prepare_database()
    begin("vietnam")
    password = secrets.token_urlsafe(12)
    people = _make_people(password)
    ministry = Body.objects.get(key=_MINISTRY)
    reason = "Bundled example: Viet Nam's foreign affairs in 2024"
    loaded = load_folder(_EXAMPLE, clerk=people["clerk"], reviewer=people["reviewer"], keeper=ministry, reason=reason)
    for code, count in loaded.written.items():
        told = {"count": f"{count:5}", "verified": f"{loaded.verified[code]:5}"}
        say(f"{code:22} " + _("%(count)s records, %(verified)s verified") % told)
    stamp.write_text(json.dumps(wanted))
    return password


def _make_people(password: str) -> dict[str, User]:
    """The people of the example, by user name; nothing but the example ever makes any."""
    installation = User.objects.get(is_installation=True)
    made = {}
    for username, name, body, role, clearance in _PEOPLE:
        made[username] = open_account(
            username,
            name,
            body=Body.objects.get(key=body),
            role=role,
            clearance=clearance,
            password=password,
            actor=installation,
            reason="people of the bundled example",
        )
    return made
