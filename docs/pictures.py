"""Make the screenshots in `docs/images/` and the transcript in the README, with the real page and the real model.

    python docs/pictures.py             # everything; some minutes
    python docs/pictures.py chat path   # these scenes only, and no transcript

Needs Chromium and the model that `TUTOR_MODEL` names (else `standard`). What is shown is what was answered; nothing is edited.
The learner and the month behind them are made up (`pictures_life.py`) and kept in a database that is thrown away.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pictures_life import live_through
from pictures_png import small_png
from pictures_scenes import FIRST_LOOK, SCENES, SIGN_IN, Scene, converse
from playwright.sync_api import Browser, sync_playwright

from graph.concept_graph import ConceptGraph
from tutor.events import Finished, Suggested
from tutor.factory import open_stores
from tutor.learner.study import Study
from tutor.session import Tutor
from tutor.settings import Settings, load_settings
from tutor.types import Conversation, Learner
from ui.live import LiveTutor
from ui.render import event_markdown
from ui.web.launch import serve

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
QUESTIONS = (
    "Why is the second token faster than the first?",
    "why does it grow?",
    "how is it different from grouped-query attention?",
    "What is the capital of France?",
)
LOOKS = (("", 1280, 800, "light"), ("-dark", 1280, 800, "dark"), ("-phone", 375, 760, "light"))
"""What a picture's name ends in, the window's width and height in pixels, and the colours that the system asks for."""


def main() -> None:
    """Answer the questions, write the transcript, and photograph every screen in every look."""
    names = sys.argv[1:]
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ours = {"TUTOR_PORT": "0", "TUTOR_LEARNERS": f"sqlite:///{folder}/learners.db"}
        settings = load_settings({"TUTOR_MODEL": "standard"} | dict(os.environ) | ours)
        with LiveTutor(settings, print) as live:
            deque(live.ready(threading.Event()), maxlen=0)
            if live.trouble:
                raise live.trouble
            if not names:
                write_transcript(live.opened(0))
            photograph(live, settings, names)


def write_transcript(tutor: Tutor) -> None:
    """Put the answers to the questions into the README."""
    readme = ROOT / "README.md"
    block = f"<!-- transcript -->\n{transcript(tutor)}\n<!-- /transcript -->"
    text = re.sub(
        r"<!-- transcript -->.*<!-- /transcript -->", lambda _: block, readme.read_text("utf-8"), flags=re.DOTALL
    )
    readme.write_text(text, encoding="utf-8")


def transcript(tutor: Tutor) -> str:
    """The answers to the questions in one conversation, as Markdown."""
    conversation, lines = Conversation(), list[str]()
    for question in QUESTIONS:
        lines.append(f"**You:** {question}\n")
        events = tutor.turn(
            question, conversation=conversation, learner=Learner(), now=datetime.now(UTC), cancel=threading.Event()
        )
        said = []
        for event in events:
            if isinstance(event, Finished):
                conversation = event.conversation
            if not isinstance(event, Suggested) and (shown := event_markdown(event, tutor.graph.catalogue)):
                said.append(shown)
        answer = "".join(f"\n\n{part}\n\n" if part.startswith("|") else f" {part}" for part in said)
        lines.append(f"**Tutor:**{answer}\n".replace("\n\n ", "\n\n"))
    return "\n".join(f"> {line}".rstrip() for line in "\n".join(lines).strip().splitlines())


def photograph(live: LiveTutor, settings: Settings, names: Collection[str]) -> None:
    """Take the pictures of the scenes of those names; of all where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        scenes = [scene for scene in SCENES if not names or scene.name in names]
        with served(live, settings) as address:
            if not names or FIRST_LOOK.name in names:
                take(browser, address, FIRST_LOOK)
            prepare(browser, address, live.graph, settings, asks=any(scene.needs_talks for scene in scenes))
            for scene in scenes:
                take(browser, address, scene)
        if not names or SIGN_IN.name in names:
            with served(live, settings.model_copy(update={"sign_in": "on"})) as address:
                take(browser, address, SIGN_IN)
        browser.close()


@contextmanager
def served(live: LiveTutor, settings: Settings) -> Iterator[str]:
    """The address of the page while it is served."""
    app = serve(live, settings)
    try:
        yield app.local_url
    finally:
        app.close()


def prepare(browser: Browser, address: str, graph: ConceptGraph, settings: Settings, *, asks: bool) -> None:
    """Give the learner a month behind them, and conversations."""
    with open_stores(settings) as stores:
        stores.accounts.add("ann", "a long enough password", datetime.now(UTC))
        live_through(Study(graph, stores.log, settings.learner), datetime.now(UTC))
    if asks:
        page = browser.new_page()
        converse(page, address)
        page.close()


def take(browser: Browser, address: str, scene: Scene) -> None:
    """Take one scene's pictures in every look."""
    for look, width, height, colours in LOOKS:
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
        page.set_default_timeout(60_000)
        for name, shot in scene.shots(page, address):
            save(browser, shot, f"{name}{look}")
        page.close()


def save(browser: Browser, png: bytes, name: str) -> None:
    """Keep a picture, made small."""
    blank = browser.new_page()
    small = small_png(blank, png)
    blank.close()
    (IMAGES / f"{name}.png").write_bytes(small)
    print(f"{name}.png {len(small) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
