"""The beginning of a record: the bodies and posts of a profile, and every country of ISO 3166 as a partner."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trivet.core.account_audit import tell_account
from trivet.core.actions import create_many
from trivet.core.bodies import Body
from trivet.core.history import unit
from trivet.core.office import Office
from trivet.core.partners import Partner
from trivet.core.people import Post
from trivet.core.profile import Profile, ProfileError, load_profile
from trivet.core.users import User
from trivet.core.writing import Draft
from trivet.values.territories import territories

#: Codes that ISO 3166-1 leaves to its users (8.1.3): no country will ever have one.
_INVENTED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")


def begin(code: str, country: str = "") -> Office:
    """Begin an empty record: bodies and posts of the profile, and every ISO 3166 country as a partner.

    The record of an exercise has its invented country alone: other partners are invented with its cases.
    Raises ProfileError for a profile or country that is not there, or when a record was begun already.
    """
    begun = Office.objects.first()
    if begun:
        raise ProfileError(_("a record was begun here already, for %s: choose another TRIVET_HOME") % begun)
    chosen = load_profile(code)
    country = (country or chosen.country).upper()
    _check_country(chosen, country)
    with transaction.atomic():
        made = Office.objects.create(profile=code, country=country)
        installer = User.objects.create_user("installation", "Installation")
        User.objects.filter(pk=installer.pk).update(is_installation=True)
        installer.is_installation = True
        with unit(installer, f"Record begun with profile {code} for {country}") as opened:
            tell_account(opened, "open", installer, [])
            if chosen.exercise:
                _make_invented_country(chosen, country, installer)
            else:
                _make_partners(installer)
            _make_bodies(chosen, installer)
            _make_posts(chosen, installer)
    return made


def _check_country(chosen: Profile, country: str) -> None:
    """An exercise is held for a country that does not exist, any other record for one that does."""
    if chosen.exercise and not _INVENTED.fullmatch(country):
        text = _("“%s” is not for an exercise: its country is invented, with a code of ISO 3166 for users such as XXA")
        raise ProfileError(text % country)
    if not chosen.exercise and country not in territories():
        raise ProfileError(_("“%s” is no ISO 3166-1 alpha-3 code: give --country, for example --country KEN") % country)


def _make_invented_country(chosen: Profile, country: str, actor: User) -> None:
    names = dict(chosen.tables["profile"].get("label") or {})
    values = {"key": country, "kind": Partner.Kind.COUNTRY, "name": names.get("en", country), "names": names}
    draft = Draft(values, where=f"profile {chosen.code}")
    create_many(Partner, [draft], actor=actor, reason="the invented country of the exercise", submit=True)


def _make_partners(actor: User) -> None:
    drafts = [
        Draft({"key": alpha3, "kind": Partner.Kind.COUNTRY, "name": name, "iso2": alpha2}, where=f"ISO 3166 {alpha3}")
        for alpha3, (alpha2, name) in territories().items()
    ]
    create_many(Partner, drafts, actor=actor, reason="countries of ISO 3166-1, names of CLDR", submit=True)


def _make_bodies(chosen: Profile, actor: User) -> None:
    waiting = {row["code"]: row for row in chosen.rows("bodies")}
    made: dict[str, Any] = {}
    while waiting:
        ready = {
            code: row
            for code, row in waiting.items()
            if not ({row.get("parent"), row.get("successor")} & set(waiting) - {code})
        }
        if not ready:
            stuck = {"profile": chosen.code, "bodies": ", ".join(sorted(waiting))}
            raise ProfileError(_("profile %(profile)s: bodies %(bodies)s wait for each other") % stuck)
        drafts = [_draft(row, chosen, parent=made, successor=made) for row in ready.values()]
        for row, body in zip(
            ready.values(), create_many(Body, drafts, actor=actor, reason="profile", submit=True), strict=True
        ):
            made[row["code"]] = body
        waiting = {code: row for code, row in waiting.items() if code not in ready}


def _make_posts(chosen: Profile, actor: User) -> None:
    bodies = {body.key: body for body in Body.objects.all()}
    drafts = [_draft(row, chosen, body=bodies) for row in chosen.rows("posts")]
    create_many(Post, drafts, actor=actor, reason="profile", submit=True)


def _draft(row: dict[str, Any], chosen: Profile, **links: dict[str, Any]) -> Draft:
    names = row.get("names") or row.get("label") or {"en": row["code"]}
    values: dict[str, Any] = {"key": row["code"], "name": names.get("en", row["code"]), "names": dict(names)}
    where = f"profile {chosen.code}, {row['code']}"
    for name in ("pillar", "rank", "starts", "ends", "time_zone"):
        if row.get(name) not in (None, ""):
            values[name] = row[name]
    for name, known in links.items():
        code = row.get(name)
        if code:
            if code not in known:
                lacking = {"where": where, "field": name, "code": code}
                raise ProfileError(_("%(where)s: %(field)s “%(code)s” is not in the profile") % lacking)
            values[name] = known[code]
    values["note"] = str(row.get("basis", ""))
    return Draft(values, where=where)
