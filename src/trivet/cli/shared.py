"""What every command needs: the acting user, moments from text, output for people and machines."""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet import __version__
from trivet.core.profile import PROFILES
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.values.dates import UncertainDate, parse_date


class WrongCall(ValueError):
    """The command was called with something it cannot use; the message says what would do."""


def acting_user(args: argparse.Namespace) -> User | None:
    """The user named by --user; without it an outsider. Raises WrongCall for an unknown name."""
    if not args.user:
        return None
    found = User.objects.filter(username=args.user, is_active=True, is_installation=False).first()
    if found is None:
        raise WrongCall(_("there is no user “%s”") % args.user)
    return found


def standpoint(args: argparse.Namespace) -> Standpoint:
    """Who reads, as known when (--known)."""
    return Standpoint(acting_user(args), moment(getattr(args, "known", None)))


def moment(text: str | None) -> datetime | None:
    """A moment from ISO text; a bare day means its end, and no zone means UTC."""
    if not text:
        return None
    try:
        if len(text) == 10:
            found = datetime.combine(date.fromisoformat(text), time.max)
        else:
            found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongCall(_("“%s” is no moment: write 2024-12-31 or 2024-12-31T18:00+07:00") % text) from None
    return found if timezone.is_aware(found) else timezone.make_aware(found, timezone.get_default_timezone())


def day(text: str | None) -> date | None:
    """One exact day. Raises DateError or WrongCall."""
    if not text:
        return None
    found = parse_date(text)
    if not found.exact:
        raise WrongCall(_("“%s” is not one day: write 2024-12-31") % text)
    return found.earliest


def period(text: str | None) -> UncertainDate | None:
    """A period such as 2024, 2024-06 or 2024-01/2024-06."""
    return parse_date(text) if text else None


def say(text: str = "") -> None:
    """A line for people."""
    sys.stdout.write(text + "\n")


def say_json(value: Any) -> None:
    """The answer for machines."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def prepare_database() -> None:
    """Bring the tables of the record up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def fingerprint(*kinds: Iterable[Path]) -> dict[str, str]:
    """What a record depends on that is built from files: our version, the files, the profiles, the database."""
    sha = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    own = [PROFILES.rglob("*.toml"), package.rglob("migrations/*.py"), (package / "core").glob("*.py")]
    for file in sorted(file for kind in (*kinds, *own) for file in kind):
        sha.update(file.name.encode() + file.read_bytes())
    return {"version": __version__, "files": sha.hexdigest()}


def clear(home: Path) -> None:
    """Empty the folder of a record that is built again; its key stays, and the exercise that may lie in it."""
    connection.close()
    for item in home.iterdir():
        if item.name not in ("secret_key", "exercise"):
            shutil.rmtree(item) if item.is_dir() else item.unlink()


def write_file(out: Path, octets: bytes) -> None:
    """Write a whole file or none."""
    part = out.with_name(out.name + ".part")
    part.write_bytes(octets)
    part.replace(out)
