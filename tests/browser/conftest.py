"""The real page: served by a process of its own, with the starter model, and seen by headless Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt
from tutor.learner.items.asked import full_item
from tutor.learner.items.full_item import BlankKey, ChoiceKey, NumberKey, OrderKey
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study

ROOT = Path(__file__).parents[2]
ANSWER_MS = 180_000
"""A slow machine shared with other work may take this long for an answer."""

SLOW_MS = 8_000
"""The same for everything that asks no model."""

expect.set_options(timeout=SLOW_MS)

LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 740}
Contexts = Callable[[ViewportSize], BrowserContext]

STRANGE = Path(__file__).parent / "strange"
"""Pages and notes that would run scripts if they could."""

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SERVE = (
    "import os\n"
    "from tutor.settings import load_settings\n"
    "from ui.web.launch import launch\n"
    "launch(load_settings(os.environ), browser=False)\n"
)
_DRAWN = "() => document.querySelector('#screen [data-seq]')?.dataset.seq ?? null"
_DRAWN_SINCE = f"""before => {{
  const now = ({_DRAWN})();
  return now !== null && now !== before && document.activeElement !== document.body;
}}"""
_FOLLOW = """query => {
  const link = Object.assign(document.createElement("a"), { href: query });
  document.body.append(link);
  link.click();
  link.remove();
}"""
_CROWDED = (Path(__file__).parent / "crowded.js").read_text(encoding="utf-8")


@contextmanager
def served(home: Path, log: str, serve: str = SERVE, **wanted: str) -> Iterator[str]:
    """The page in a process of its own, until the block ends.

    Args:
        home: The folder with models and index.
        log: The address of the database of learners.
        serve: The program that serves it.
        wanted: More settings, by their names.
    """
    ours = {"home": str(home), "model": "none", "port": "0", "host": "127.0.0.1", "learners": log} | wanted
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TUTOR_")}
    server = subprocess.Popen(
        [sys.executable, "-c", serve],
        cwd=ROOT,
        env=kept | {f"TUTOR_{name.upper()}": value for name, value in ours.items()} | {"PYTHONPATH": str(ROOT)},
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


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the database of learners."""
    return f"sqlite:///{tmp_path_factory.mktemp('log')}/learners.db"


@pytest.fixture(scope="session")
def address(home: Path, log: str) -> Iterator[str]:
    """Where the page is served."""
    with served(home, log, model="starter") as place:
        yield place


@pytest.fixture(scope="session")
def other(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page is served that quotes, with pages and notes of its own that would do harm if they could."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "models").symlink_to(home / "models", target_is_directory=True)
    pages, notes = (STRANGE / name for name in ("pages", "notes"))
    with served(folder, f"sqlite:///{folder}/learners.db", corpus=str(pages), notes=str(notes)) as place:
        yield place


@pytest.fixture(scope="session")
def store(address: str, log: str) -> Iterator[LearnerStore]:
    """What the page notes of learners."""
    assert address, "the page makes the database"
    with LearnerStore(log) as opened:
        yield opened


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window; closed with the tests of this folder: it keeps an event loop running."""
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
        address: Where it is served.
        name: Whose page it is.
        study: What is known of them; None where nobody looks.
        outside: Addresses beyond this machine that it asked for.
        faults: Errors in its console, and exceptions of its scripts.
    """

    page: Page
    address: str = ""
    name: str = ""
    study: Study | None = None
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page | None = None) -> None:
        """Start listening to the page, or to another one of the same browser."""
        watched = page or self.page
        watched.on("request", self._request)
        watched.on("console", self._console)
        watched.on("pageerror", self._exception)

    def leave(self) -> None:
        """Stop listening to the page."""
        self.page.remove_listener("request", self._request)
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("pageerror", self._exception)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.outside.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.text} ({message.location['url']})")

    def _exception(self, error: Error) -> None:
        self.faults.append(str(error))

    def begin(self) -> None:
        """Open a new conversation."""
        self.page.goto(self.address)
        expect(self.page.locator("#chat .example")).to_have_count(6)

    def ask(self, question: str) -> None:
        """Type a question and send it."""
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")

    def answered(self, turn: int) -> None:
        """Wait until that many answers are complete."""
        expect(self.page.locator("#chat .bot-row")).to_have_count(turn, timeout=ANSWER_MS)
        expect(self.page.locator("#chat .waiting")).to_have_count(0, timeout=ANSWER_MS)
        expect(self.page.locator("#question .submit-button")).to_be_visible(timeout=ANSWER_MS)

    def stop(self) -> None:
        """Stop the answer that is being written."""
        self.page.locator("#question .stop-button").click()
        expect(self.page.locator("#question .submit-button")).to_be_visible(timeout=ANSWER_MS)

    def open(self, query: str, heading: str = "") -> None:
        """Open an address of the page as from a bookmark, and wait for its screen.

        Args:
            query: What comes after the address of the server.
            heading: The screen's heading; without it, any will do.
        """
        self.page.goto(self.address + query)
        self.sees(heading)

    def follow(self, query: str, heading: str = "") -> None:
        """Go to an address as a link of the page does, and wait for its screen."""
        with self.redrawn():
            self.page.evaluate(_FOLLOW, query)
        self.sees(heading)

    @contextmanager
    def redrawn(self) -> Iterator[None]:
        """What is done in the block draws the screen anew, and something on it has the focus then."""
        before = self.page.evaluate(_DRAWN)
        yield
        self.page.wait_for_function(_DRAWN_SINCE, arg=before, timeout=SLOW_MS)

    def go(self, screen: str, heading: str = "") -> None:
        """Go to a screen by the navigation."""
        self.page.locator(f"[data-nav={screen}]:visible").click()
        self.sees(heading)

    def sees(self, heading: str = "") -> None:
        """Wait for a screen by its heading, and until something has the focus."""
        if heading:
            expect(self.heading).to_have_text(heading)
        else:
            expect(self.heading).to_be_visible()
        expect(self.focused).to_have_count(1)

    @property
    def heading(self) -> Locator:
        """The heading of the screen."""
        return self.page.locator("#screen h1")

    @property
    def questions(self) -> Locator:
        """What was asked in the conversation."""
        return self.page.locator("#chat .user-row")

    @property
    def answers(self) -> Locator:
        """What was answered in it."""
        return self.page.locator("#chat .bot-row")

    @property
    def notice(self) -> Locator:
        """What the page says briefly."""
        return self.page.locator("#notice p")

    @property
    def focused(self) -> Locator:
        """What has the focus."""
        return self.page.locator(":focus")

    def button(self, name: str) -> Locator:
        """A button of the screen by what it says, all of it."""
        return self.page.locator("#screen").get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        """A link of the screen by what it says, all of it."""
        return self.page.locator("#screen").get_by_role("link", name=name, exact=True)

    def field(self, label: str) -> Locator:
        """A field of the screen by its label."""
        return self.page.locator("#screen").get_by_label(label, exact=True)

    def unfold(self, summary: str) -> None:
        """Open a part of the screen that is folded."""
        self.page.locator("#screen summary", has_text=summary).click()

    def attempts(self) -> list[Attempt]:
        """Their answers."""
        assert self.study is not None
        return [entry for entry in self.study.entries() if isinstance(entry, Attempt)]

    def give(self, *, right: bool = True) -> None:
        """Answer the question that is open, by the keyboard and in any of its forms."""
        assert self.study is not None
        carried = self.page.locator("#screen [data-act=unknown]").evaluate("button => ({ ...button.dataset })")
        key = full_item(self.study.graph, carried["item"], int(carried["seed"])).key
        match key:
            case ChoiceKey():
                place = key.options.index(key.right)
                self.press(str(1 + (place if right else (place + 1) % len(key.options))))
            case NumberKey():
                self.write(f"{key.expected if right else key.expected + 1}")
            case BlankKey():
                self.write(key.title if right else "something quite different")
            case OrderKey():
                places = sorted(range(len(key.places)), key=lambda one: key.places[one], reverse=not right)
                for one in places[:-1]:
                    self.press(str(one + 1))
                self.press("Enter")

    def press(self, key: str) -> None:
        """Press a key that draws the screen anew."""
        with self.redrawn():
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Type into the field that has the focus, and send it."""
        self.page.keyboard.insert_text(words)
        self.press("Enter")

    def crowded(self) -> list[str]:
        """The parts of the page that have too little room, each with why."""
        return list(self.page.evaluate(_CROWDED))


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh visitor on a laptop."""
    context = browser.new_context(viewport=LAPTOP)
    visit = Visit(context.new_page(), address)
    visit.watch()
    visit.page.goto(address)
    expect(visit.page.locator("#chat .example")).to_have_count(6)
    yield visit
    context.close()


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Iterator[Contexts]:
    """Windows of one size share what a browser keeps, so that Gradio is loaded once for each size."""
    opened: dict[str, BrowserContext] = {}

    def context(size: ViewportSize) -> BrowserContext:
        key = str(size)
        if key not in opened:
            touch = size["width"] < LAPTOP["width"]
            opened[key] = browser.new_context(viewport=size, has_touch=touch, accept_downloads=True)
        return opened[key]

    yield context
    for one in opened.values():
        one.close()


@pytest.fixture
def now() -> datetime:
    """When the test runs: the served page has no other clock."""
    return datetime.now(UTC)


@pytest.fixture(params=[LAPTOP, PHONE], ids=["1280", "375"])
def size(request: pytest.FixtureRequest) -> ViewportSize:
    """How large the window is."""
    chosen: ViewportSize = request.param
    return chosen


@contextmanager
def watched(
    context: BrowserContext, address: str, name: str, study: Study | None = None, page: Page | None = None
) -> Iterator[Visit]:
    """A page of a learner who chooses their profile on this machine.

    Whatever they do, the page asks nobody else for anything and makes no errors.

    Args:
        context: The browser.
        address: Where the page is served.
        name: Whose page it is.
        study: What is known of them.
        page: A page that is there already and stays; without it a new one, which shows nothing yet.
    """
    context.request.post(f"{address}profile", form={"name": name}, max_redirects=0)
    visit = Visit(page or context.new_page(), address, name, study)
    visit.watch()
    yield visit
    visit.leave()
    if page is None:
        visit.page.close()
    assert visit.outside == []
    assert visit.faults == []


@pytest.fixture
def somebody(
    contexts: Contexts, address: str, shipped_graph: ConceptGraph, store: LearnerStore, size: ViewportSize
) -> Iterator[Visit]:
    """Somebody who was never here, with a window of each size."""
    name = f"somebody-{uuid4().hex[:8]}"
    with watched(contexts(size), address, name, Study(shipped_graph, store, name)) as visit:
        yield visit


@pytest.fixture
def newcomer(
    contexts: Contexts, address: str, shipped_graph: ConceptGraph, store: LearnerStore, size: ViewportSize
) -> Iterator[Visit]:
    """Somebody who was never here, in a window of each size that others have left open: nothing has to be loaded."""
    context, name = contexts(size), f"newcomer-{uuid4().hex[:8]}"
    page = next((page for page in context.pages if page.url.startswith(address)), None)
    if page is None:
        page = context.new_page()
        page.goto(f"{address}?screen=talks")
        expect(page.locator("#screen h1")).to_be_visible()
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    with watched(context, address, name, Study(shipped_graph, store, name), page) as visit:
        yield visit


@pytest.fixture
def stranger(contexts: Contexts, other: str, size: ViewportSize) -> Iterator[Visit]:
    """Somebody who was never on the other server, with a window of each size."""
    with watched(contexts(size), other, f"stranger-{uuid4().hex[:8]}") as visit:
        yield visit
