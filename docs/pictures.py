"""Make the screenshots in `docs/images/` and the transcript in the README, with the real page and the real model.

    python docs/pictures.py

Needs Chromium and the model that `TUTOR_MODEL` names. What is shown is what was answered; nothing is edited.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from corpus.catalogue import Catalogue
from tutor.events import Finished, Suggested
from tutor.factory import open_tutor
from tutor.session import Tutor
from tutor.settings import load_settings
from tutor.types import Conversation, Learner
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
ANSWER_MS = 120_000


def main() -> None:
    """Answer the questions, write the transcript, and photograph the page."""
    settings = load_settings(os.environ | {"TUTOR_PORT": "0"})
    tutor = open_tutor(settings, print)
    readme = ROOT / "README.md"
    block = f"<!-- transcript -->\n{transcript(tutor)}\n<!-- /transcript -->"
    text = re.sub(
        r"<!-- transcript -->.*<!-- /transcript -->", lambda _: block, readme.read_text("utf-8"), flags=re.DOTALL
    )
    readme.write_text(text, encoding="utf-8")
    IMAGES.mkdir(exist_ok=True)
    app = serve(tutor, settings)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, width, height, scheme in (
            ("chat", 1280, 800, "light"),
            ("chat-dark", 1280, 800, "dark"),
            ("chat-phone", 375, 760, "light"),
        ):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(app.local_url)
            photograph(page, IMAGES / f"{name}.png")
        browser.close()
    app.close()


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
            if not isinstance(event, Suggested) and (shown := event_markdown(event, _pages(tutor))):
                said.append(shown)
        answer = "".join(f"\n\n{part}\n\n" if part.startswith("|") else f" {part}" for part in said)
        lines.append(f"**Tutor:**{answer}\n".replace("\n\n ", "\n\n"))
    return "\n".join(f"> {line}".rstrip() for line in "\n".join(lines).strip().splitlines())


def _pages(tutor: Tutor) -> Catalogue:
    return tutor.graph.catalogue


def photograph(page: Page, file: Path) -> None:
    """Ask the first question, wait for the suggestions that end the answer, and take the picture."""
    box = page.get_by_role("textbox").first
    box.fill(QUESTIONS[0])
    box.press("Enter")
    page.get_by_text("Opens the way to", exact=False).first.wait_for(timeout=ANSWER_MS)
    page.get_by_role("button", name="Ask", exact=True).wait_for(timeout=ANSWER_MS)
    page.wait_for_timeout(1500)
    page.screenshot(path=file)


if __name__ == "__main__":
    main()
