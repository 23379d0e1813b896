"""The real page: served by a process of its own, with the starter model, and seen by headless Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

ROOT = Path(__file__).parents[2]
ANSWER_MS = 180_000
"""A slow machine shared with other work may take this long for an answer."""

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_SERVE = (
    "import os\n"
    "from tutor.settings import load_settings\n"
    "from ui.web.launch import launch\n"
    "launch(load_settings(os.environ), browser=False)\n"
)


@pytest.fixture(scope="session")
def address(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is served."""
    log = tmp_path_factory.mktemp("log") / "learners.db"
    ours = {"TUTOR_HOME": str(home), "TUTOR_MODEL": "starter", "TUTOR_PORT": "0", "TUTOR_HOST": "127.0.0.1"}
    ours["TUTOR_LEARNERS"] = f"sqlite:///{log}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TUTOR_")}
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE],
        cwd=ROOT,
        env={**kept, **ours, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        line = next((line for line in server.stdout if "http://" in line), None)
        assert line is not None, "the page was not served; what it said is on stderr above"
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window; closed with its module, because it keeps an event loop running."""
    program = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    assert program is not None, "Chromium is missing: apt-get install -y chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@dataclass
class Visit:
    """A page that is watched while it is used.

    Attributes:
        page: The page.
        outside: Addresses beyond this machine that it asked for.
        faults: Errors in its console, and exceptions of its scripts.
    """

    page: Page
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Start listening."""
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.outside.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def ask(self, question: str) -> None:
        """Type a question and send it."""
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")

    def answered(self, turn: int) -> None:
        """Wait until that many answers are complete."""
        expect(self.page.locator("#chat .bot-row")).to_have_count(turn, timeout=ANSWER_MS)
        expect(self.page.locator("#chat .waiting")).to_have_count(0, timeout=ANSWER_MS)
        expect(self.page.locator("#question .submit-button")).to_be_visible(timeout=ANSWER_MS)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh visitor on a laptop."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visit = Visit(context.new_page())
    visit.watch()
    visit.page.goto(address)
    expect(visit.page.locator("#chat .example")).to_have_count(6)
    yield visit
    context.close()
