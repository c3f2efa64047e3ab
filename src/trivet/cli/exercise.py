"""Build an exercise under TRIVET_HOME: an invented country with worked dossiers, to practise the procedures."""

import argparse
import json
import secrets
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, clear, fingerprint, prepare_database, say
from trivet.coordination.practising import practise
from trivet.coordination.text_cases import replay_texts
from trivet.core.office import office, profile_begun
from trivet.procedures.exercises import Built, build

EXAMPLES = (
    "TRIVET_HOME=./practice trivet exercise",
    "TRIVET_HOME=./practice trivet exercise --anew",
    "TRIVET_HOME=./practice trivet exercise ./our-own-cases",
)
#: The cases that come with a checkout.
CASES = Path(__file__).resolve().parents[3] / "examples" / "exercise"
_STAMP = "exercise.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    text = _("the folder of the cases (default: those that come with the program)")
    parser.add_argument("folder", nargs="?", type=Path, default=CASES, help=text)
    text = _("build it again as of today, and drop what was practised in it")
    parser.add_argument("--anew", action="store_true", help=text)
    text = _("leave it where it stands as these files make it; build it anew where they have changed")
    parser.add_argument("--keep", action="store_true", help=text)


def run(args: argparse.Namespace) -> int:
    """Build it, or say that it stands; refused where another record stands."""
    home = Path(settings.TRIVET_HOME)
    if not (args.folder / "exercise.toml").is_file():
        raise WrongCall(_("%s holds no exercise: there is no exercise.toml in it") % args.folder)
    wanted = fingerprint(args.folder.rglob("*.toml"), args.folder.rglob("*.csv"))
    stamp = home / _STAMP
    stands = json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() else {}
    if args.keep and stands.get("made_from") == wanted:
        prepare_database()
        told = {"home": home, "day": stands["day"]}
        say(_("the exercise stands unchanged at %(home)s, its days counted from %(day)s (--anew: from today)") % told)
        say(_serving(home))
        return 0
    if stands and (args.anew or args.keep) and connection.vendor == "sqlite":
        clear(home)
    home.mkdir(parents=True, exist_ok=True)
    prepare_database()
    if profile_begun():
        told = {"record": office(), "home": home}
        raise WrongCall(_("%(home)s holds the record %(record)s: choose another TRIVET_HOME") % told)
    made = {"day": timezone.now().date().isoformat()}
    stamp.write_text(json.dumps(made), encoding="utf-8")  # who is killed from here on is begun again by the next call
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        built = build(args.folder, password, replay_texts)
        practise(args.folder)
    _tell(built, password, home)
    stamp.write_text(json.dumps(made | {"made_from": wanted}), encoding="utf-8")
    return 0


def _tell(built: Built, password: str, home: Path) -> None:
    told = {"dossiers": len(built.stages), "rows": sum(built.written.values()), "home": home}
    say(_("an exercise with %(dossiers)s dossiers and %(rows)s other records is at %(home)s") % told)
    names = ", ".join(user.username for user in built.accounts)
    say(_("sign in as one of %(names)s with the password %(password)s") % {"names": names, "password": password})
    say(_serving(home))


def _serving(home: Path) -> str:
    return _("serve it: %s") % f"TRIVET_HOME={home} trivet serve --port 8001"
