"""A tutor that is not whole: its model is still loading, is not there, or the disk is full."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from tests.browser.conftest import SERVE, Contexts, served
from tests.browser.visiting import ANSWER_MS, LAPTOP, Visit, watched

WHY = "Why is the second token faster than the first?"

SLOWLY = f"""
import os, time
from pathlib import Path
from ui.live import LiveTutor
load = LiveTutor._load
def slowly(self, *choice):
    self._begin_stage("Loading the model 'starter'", takes_s=40)
    while not Path(os.environ["GATE"]).exists():
        time.sleep(0.05)
    return load(self, *choice)
LiveTutor._load = slowly
{SERVE}"""
"""The real page, whose model begins to load when a file is there."""


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file."""
    monkeypatch.setenv("GATE", str(tmp_path / "gate"))
    return tmp_path / "gate"


@pytest.fixture
def opening(home: Path, tmp_path: Path, gate: Path, contexts: Contexts) -> Iterator[Visit]:
    """Somebody at a page whose model is loading."""
    assert not gate.exists()
    with served(home, f"sqlite:///{tmp_path}/learners.db", serve=SLOWLY, model="starter") as address:
        visit = Visit(contexts(LAPTOP).new_page(), address)
        visit.watch()
        yield visit
        visit.page.close()
    assert (visit.outside, visit.faults) == ([], [])


@pytest.fixture(scope="module")
def quoting_address(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page is served whose language model is not there."""
    folder = tmp_path_factory.mktemp("quoting")
    with served(home, f"sqlite:///{folder}/learners.db", model=str(folder / "absent.gguf")) as place:
        yield place


@pytest.fixture
def quoting(contexts: Contexts, quoting_address: str, size: ViewportSize) -> Iterator[Visit]:
    """Somebody at that page."""
    with watched(contexts(size), quoting_address, "somebody") as visit:
        yield visit


def test_while_the_model_loads_everything_else_works(opening: Visit, gate: Path) -> None:
    page = opening.page
    opening.begin()
    expect(page.locator("#foot")).to_contain_text("Loading the model 'starter':")
    expect(page.locator("#foot")).to_contain_text("s left")
    opening.ask("study path to FlashAttention")
    opening.answered(1)
    opening.follow("?concept=kv-cache", "Key-Value (KV) Caching")
    opening.go("practice", "Practice")
    opening.go("path", "What do you want to learn?")
    page.locator("[data-nav=chat]:visible").click()
    opening.ask(WHY)
    expect(opening.answers.last).to_contain_text("Loading the model 'starter':")
    expect(opening.answers.last).to_contain_text("s left")
    gate.touch()
    opening.answered(2)
    expect(opening.answers.last).to_contain_text("KV")
    expect(page.locator("#foot")).to_contain_text("starter", timeout=ANSWER_MS)
    expect(page.locator("#foot")).not_to_contain_text("Loading")


def test_without_its_model_the_tutor_quotes_and_says_why(quoting: Visit) -> None:
    quoting.begin()
    expect(quoting.page.locator("#foot")).to_contain_text("no language model: There is no model file")
    quoting.ask(WHY)
    quoting.answered(1)
    answer = quoting.answers.last
    expect(answer).to_contain_text("No language model is loaded, so here is the page itself.")
    expect(answer.locator("blockquote").first).to_contain_text("KV caching stores")
    expect(answer).to_contain_text("The language model could not be loaded, so pages are quoted.")
    expect(answer).not_to_contain_text("Error")
    assert quoting.crowded() == []
    answer.get_by_role("link", name="Model and privacy").click()
    quoting.sees("Model and privacy")


def test_a_full_disk_is_said_and_takes_no_answer_away(home: Path, tmp_path: Path, contexts: Contexts) -> None:
    log = tmp_path / "learners.db"
    with served(home, f"sqlite:///{log}") as address:
        visit = Visit(contexts(LAPTOP).new_page(), address)
        visit.watch()
        visit.begin()
        with sqlite3.connect(log) as other:
            other.execute("CREATE TRIGGER full BEFORE INSERT ON learner_turn BEGIN SELECT RAISE(ABORT, 'disk'); END")
        visit.ask(WHY)
        visit.answered(1)
        expect(visit.answers.last.locator("blockquote").first).to_contain_text("KV caching stores")
        expect(visit.answers.last).to_contain_text("This could not be kept, and is gone when you ask on or leave.")
        expect(visit.notice).to_be_hidden()
        visit.page.close()
        assert visit.faults == []


def test_code_is_copied(quoting: Visit) -> None:
    page = quoting.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    quoting.begin()
    quoting.ask("Show me code for gradient descent")
    quoting.answered(1)
    block = quoting.answers.locator(".code_wrap").first
    expect(block).to_contain_text("def descend")
    copy(block).click()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.strip() == block.locator("code").inner_text().strip()
    assert quoting.crowded() == []


def copy(block: Locator) -> Locator:
    """The button that copies a block of code."""
    return block.locator("button[title=copy], button[aria-label=copy]").first
