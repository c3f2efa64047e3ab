"""Begin an empty record under TRIVET_HOME for a country, by a profile."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from trivet.cli.shared import prepare_database, say
from trivet.core.beginning import begin
from trivet.core.profile import profile_codes

EXAMPLES = ("TRIVET_HOME=./kenya trivet init --profile generic --country KEN",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--profile", required=True, help=_("one of: %s") % ", ".join(profile_codes()))
    parser.add_argument("--country", default="", help=_("ISO 3166-1 alpha-3 code (default: the profile's)"))


def run(args: argparse.Namespace) -> int:
    """Make the folder, the tables and the first rows."""
    home = Path(settings.TRIVET_HOME)
    home.mkdir(parents=True, exist_ok=True)
    prepare_database()
    made = begin(args.profile, args.country)
    told = {"country": made.country, "profile": made.profile, "home": home}
    say(_("An empty record for %(country)s by profile %(profile)s is at %(home)s.") % told)
    return 0
