"""A real server on the bundled example, a real browser, and the people of the demo."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Seconds that a journey may take at most, with the record built before it.
_LONGEST = 900


@dataclass
class Stage:
    """Where the journeys take place: the address of the server and how the demo's people sign in."""

    address: str
    password: str
    home: Path
    environment: dict[str, str] = field(repr=False)

    @staticmethod
    def command(*words: str) -> list[str]:
        """The command line, for who feeds it."""
        return _trivet(*words)

    def trivet(self, *words: str) -> str:
        """The command line on the same record."""
        done = subprocess.run(_trivet(*words), env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout


def _trivet(*words: str) -> list[str]:
    return [str(Path(sys.executable).with_name("trivet")), *words]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first journey of a worker builds a record, which takes minutes, more where others are at work beside it."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(_LONGEST))


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo, built and served as anybody would."""
    with served(tmp_path_factory.mktemp("stage"), "demo", "--no-serve") as found:
        yield found


@contextmanager
def served(home: Path, *building: str) -> Iterator[Stage]:
    """A record that a command builds in a folder, with its server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "TRIVET_HOME": str(home), "DJANGO_SETTINGS_MODULE": "trivet.site.settings"}
    environment.pop("TRIVET_SECRET_KEY", None)
    built = subprocess.run(_trivet(*building), env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr[-2000:]
    password = re.search(r"password (\S+)", built.stdout)
    assert password, built.stdout[-500:]
    server = subprocess.Popen(_trivet("serve", "--port", str(port)), env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(f"{address}/registers/")
        yield Stage(address, password[1], home, environment)
    finally:
        server.terminate()
        server.wait(20)


def _await(address: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no server at {address}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    assert found, "the journeys need Chromium: on Debian, apt-get install chromium (script/test does it)"
    # Playwright keeps a loop of its own in this thread, in which Django would refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """Opens browsers for the people of the stories."""

    stage: Stage
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, user: str = "", language: str = "en", **more: Any) -> Page:
        """A page in a browser of its own, signed in as somebody (or nobody)."""
        context = self.browser.new_context(
            base_url=self.stage.address,
            extra_http_headers={"Accept-Language": language},
            **{"viewport": {"width": 1280, "height": 900}, **more},
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        if user:
            self.sign_in(page, user)
        return page

    def sign_in(self, page: Page, user: str) -> None:
        """By the form, as anybody."""
        page.goto("/sign-in/")
        page.fill("main [name=login], main [name=username]", user)
        page.fill("main [name=password]", self.stage.password)
        page.click("main form button:not(.second)")


@pytest.fixture
def visit(stage: Stage, browser: Browser) -> Iterator[Visit]:
    """Browsers that are closed with the test."""
    made = Visit(stage, browser)
    yield made
    for context in made.contexts:
        context.close()
