"""A page by its address: found, moved, too large, too slow, and never asked of a machine of the own network."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import pytest

from trivet.intake.documents.fetching import fetch, is_public
from trivet.intake.documents.opened import UnreadableFile


class Site(BaseHTTPRequestHandler):
    """A site with a page, a way to it, a circle, a long page and one that never ends."""

    def do_GET(self) -> None:
        if self.path in {"/moved", "/circle"}:
            self.send_response(302)
            self.send_header("Location", "/page?a=1" if self.path == "/moved" else "/circle")
            self.end_headers()
            return
        self.send_response(200 if self.path != "/gone" else 404)
        self.end_headers()
        if self.path == "/slow":
            for _piece in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        self.wfile.write(b"y" * 3000 if self.path == "/long" else b"hello")

    def log_message(self, *_told: Any) -> None:
        """Tests have no log."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # who asked went away
            self.close_connection = True


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def anyone(_ip: object) -> bool:
    return True


def test_a_page_comes_from_where_it_was_moved_to(site: str) -> None:
    assert fetch(f"{site}/moved", may=anyone) == (f"{site}/page?a=1", b"hello")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/gone", "404"), ("/circle", "points on and on"), ("/long", "is larger than"), ("/slow", "within")],
)
def test_what_does_not_come_is_told_with_its_reason(site: str, path: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as told:
        fetch(f"{site}{path}", may=anyone, most=2000, seconds=1)
    assert path in str(told.value) and reason in str(told.value)


@pytest.mark.parametrize(
    "address", ["ftp://a.example/x", "file:///etc/passwd", "https://me:pw@a.example/", "x", "http://", "http://[/"]
)
def test_only_addresses_of_pages_are_fetched(address: str) -> None:
    with pytest.raises(UnreadableFile):
        fetch(address)


def test_no_machine_of_the_own_network_is_asked_by_whatever_name(site: str) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f000001", "2130706433"):
        with pytest.raises(UnreadableFile) as told:
            fetch(site.replace("127.0.0.1", host), seconds=5)
        assert "inside the own network" in str(told.value) or "cannot be fetched" in str(told.value), host


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        # The first of each range that RFC 6890 keeps for networks of one's own, by number: files name no machine.
        *((10 << 24 | 1, False), (192 << 24 | 168 << 16 | 1, False), (172 << 24 | 16 << 16 | 1, False)),
        *(("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False), ("::1", False)),
        *(("fe80::1", False), ("fd00::1", False), ("::ffff:127.0.0.1", False)),
        *(("8.8.8.8", True), ("2001:4860:4860::8888", True)),
    ],
)
def test_which_machines_are_of_the_open_network(ip: int | str, public: bool) -> None:
    assert is_public(ip_address(ip)) is public
