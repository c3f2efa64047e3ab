"""Build the bundled example, check its documents, write the review in three languages, and serve the pages."""

import argparse
import hashlib
import json
import secrets
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from trivet import __version__
from trivet.cli import serve
from trivet.cli.check import print_document
from trivet.cli.shared import WrongCall, prepare_database, say
from trivet.core.accounts import open_account
from trivet.core.beginning import begin
from trivet.core.bodies import Body
from trivet.core.exchange import load_folder
from trivet.core.profile import PROFILES
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role, User
from trivet.intake.checking import check_files
from trivet.reports.pages import render_review
from trivet.values.markings import Marking
from trivet.values.territories import LANGUAGES

EXAMPLES = ("trivet demo", "trivet demo --no-serve", "trivet demo --port 9000")

_EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "vietnam-2024"
_MINISTRY, _COMMISSION = "mfa", "central-external-relations-commission"
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
    say(_("done in %s") % timedelta(seconds=round(monotonic() - begun)))
    if args.no_serve:
        return 0
    sys.stdout.flush()
    return serve.run(args)


def _build(home: Path) -> str:
    """Build the record unless it stands already as these files make it. Returns a new password when it was built."""
    stamp, wanted = home / "demo.json", _fingerprint()
    if stamp.exists() and json.loads(stamp.read_text()) == wanted:
        prepare_database()
        say(_("the example stands unchanged at %s") % home)
        return ""
    if home.exists() and any(home.iterdir()) and not stamp.exists() and (home / "trivet.sqlite3").exists():
        raise WrongCall(_("%s holds a record that is not the example: choose another TRIVET_HOME") % home)
    if home.exists():
        _clear(home)
    home.mkdir(parents=True, exist_ok=True)
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


def _clear(home: Path) -> None:
    connection.close()
    for item in home.iterdir():
        if item.name != "secret_key":
            shutil.rmtree(item) if item.is_dir() else item.unlink()


def _fingerprint() -> dict[str, str]:
    """What the example's record depends on: our version, its files, the profile, the database."""
    sha = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    files = [
        *_EXAMPLE.rglob("*.csv"),
        *PROFILES.rglob("*.toml"),
        *package.rglob("migrations/*.py"),
        *(package / "core").glob("*.py"),
    ]
    for file in sorted(files):
        sha.update(file.name.encode() + file.read_bytes())
    return {"version": __version__, "files": sha.hexdigest()}
