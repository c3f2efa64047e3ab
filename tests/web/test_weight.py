"""What a page weighs on a bad line: the first visit and every later one, compressed as a server sends them."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.people import People
from tests.web.samples import client_of
from trivet.core.partners import Partner

pytestmark = pytest.mark.django_db
#: Bytes, gzip: what the first visit may fetch in all, and what a later page may.
FIRST, LATER = 60_000, 12_000
#: What every page asks for; the subsets of the font are asked for only where a letter is missing, so they count.
ASSETS = ["web/trivet.css", "web/trivet.js", "web/trivet.svg"]
FONTS = ["web/fonts/sans-vietnamese-400.woff2", "web/fonts/sans-latin-400.woff2"]


def weight(octets: bytes) -> int:
    return len(gzip.compress(octets, 6))


def asset(name: str) -> bytes:
    found = finders.find(name)
    assert found, name
    return Path(found).read_bytes()


def test_the_first_visit_and_every_later_page_stay_within_their_weight(example: People) -> None:
    partner = Partner.objects.get(key="FRA")
    pages = [
        "/",
        "/registers/",
        "/registers/activities/",
        "/registers/frameworks/",
        f"/registers/partners/{partner.pk}/",
    ]
    pages += ["/registers/activities/new/", "/figures/?period=2024", "/figures/frameworks.partners/?period=2024"]
    pages += [
        "/search/?q=France",
        "/calendar/2024/",
        "/calendar/2024/9/",
        "/calendar/2024/list/",
        "/check/",
        "/policies/",
    ]
    shared = sum(weight(asset(name)) for name in ASSETS) + sum(len(asset(name)) for name in FONTS)
    client = client_of(example.clerk)
    for address in pages:
        answer = client.get(address, headers={"accept-language": "vi"})
        assert answer.status_code == 200, address
        page = weight(answer.content)
        assert page <= LATER, f"{address}: {page}"
        assert shared + page <= FIRST, f"{address}: {shared} and {page}"


def test_the_land_of_the_map_is_one_asset_that_is_kept(example: People) -> None:
    page = client_of(None).get("/map/?on=2024-12-31")
    assert weight(page.content) <= LATER and weight(asset("web/world.svg")) <= FIRST
    assert 'href="/static/web/world.svg"' in page.content.decode()


def test_the_short_address_of_a_partner_leads_to_its_page(example: People) -> None:
    answer = client_of(None).get("/partners/FRA/?on=2024-12-31")
    partner = Partner.objects.get(key="FRA")
    assert answer.status_code == 302
    assert answer["Location"] == f"/registers/partners/{partner.pk}/?on=2024-12-31"
    for key in ("XYZ", "1", str(example.ministry.pk)):
        assert client_of(None).get(f"/partners/{key}/").status_code == 404
