"""The addresses of calendar feeds: the file that a program fetches, and the page on which a person makes them."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trivet.core.happenings import told_of
from trivet.core.office import exercise_mark
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.web.calendar_filters import named, pillar_choices
from trivet.web.calendar_words import happenings
from trivet.web.feed_ics import calendar_file
from trivet.web.feed_scope import highest
from trivet.web.feeds import content_of, feeds_of, find_feed, make_feed, revoke
from trivet.web.models import Feed
from trivet.web.reading import profile_of, reads, show
from trivet.web.shown import marking_label

#: More feeds than this a person does not need; an old one can be revoked.
_MOST = 20


@require_safe
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """`/feeds/<secret>.ics`: GET and HEAD; a wrong or revoked secret is not there, with the same bytes for all."""
    feed = find_feed(secret)
    if feed is None:
        return HttpResponseNotFound(b"Not found\n", content_type="text/plain; charset=utf-8")
    with override(feed.language):
        octets = _file(request, feed)
    answer = HttpResponse(octets, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="trivet.ics"'
    etag = f'"{hashlib.sha256(octets).hexdigest()}"'
    answer["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _file(request: HttpRequest, feed: Feed) -> bytes:
    standpoint = Standpoint(feed.user)
    content = content_of(feed, standpoint, remember=request.method == "GET")
    entries = [event.entry for event in content.events]
    told: dict[Any, Any] = {}
    for start in range(0, len(entries), 500):
        told |= told_of(standpoint, entries[start : start + 500])
    shown = happenings(standpoint, entries, told)
    pillars = dict(pillar_choices(standpoint))
    mark = exercise_mark(standpoint.office)
    return calendar_file(feed.name, content, shown, pillars, request.build_absolute_uri, mark)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reads
def feeds_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/account/feeds/`: a person's feeds; POST makes one and shows its address this once."""
    user = standpoint.user
    if user is None:
        raise Http404
    problem, address = "", ""
    if request.method == "POST":
        problem, secret = _made(standpoint, user, request)
        address = request.build_absolute_uri(reverse("feed", args=(secret,))) if secret else ""
    labels = dict(pillar_choices(standpoint))
    context = {
        "feeds": [(feed, [labels.get(code, code) for code in feed.pillars]) for feed in feeds_of(user)],
        "pillars": [(code, word, code in request.POST.getlist("pillar")) for code, word in labels.items()],
        "typed": {} if address else request.POST,
        "problem": problem,
        "address": address,
        "highest": marking_label(profile_of(standpoint), highest()),
    }
    answer = show(request, standpoint, "feeds", context, status=422 if problem else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _made(standpoint: Standpoint, user: User, request: HttpRequest) -> tuple[str, str]:
    """What is wrong with a feed as asked for, or the secret of the new one."""
    name, partner = (request.POST.get(key, "").replace("\0", "").strip() for key in ("name", "partner"))
    pillars = [code for code, _label in pillar_choices(standpoint) if code in request.POST.getlist("pillar")]
    if not name or len(name) > 100:
        return _("Name: give the feed a name of at most 100 letters."), ""
    if len(feeds_of(user)) >= _MOST:
        return _("You have %s feeds: revoke one that is no longer used.") % _MOST, ""
    found = named(standpoint, Partner, partner) if partner else []
    if partner and len(found) != 1:
        return _("Partner: “%s” is not the name or key of one partner.") % partner, ""
    mine = request.POST.get("mine") == "1"
    _feed, secret = make_feed(user, name, pillars=pillars, partner=found[0] if found else None, mine=mine)
    return "", secret


@require_POST
@login_required
@reads
def revoke_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/account/feeds/<uuid>/revoke/`"""
    if standpoint.user is None or not revoke(standpoint.user, uuid):
        raise Http404
    messages.success(request, _("The feed was revoked: its address no longer answers."))
    return redirect("feeds")
