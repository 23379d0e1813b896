"""The real page: served by a process of its own, with the starter model, and seen by headless Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ViewportSize,
    expect,
    sync_playwright,
)

from graph.concept_graph import ConceptGraph
from tests.browser.visiting import LAPTOP, PHONE, SLOW_MS, Visit, watched
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study

ROOT = Path(__file__).parents[2]


expect.set_options(timeout=SLOW_MS)

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
