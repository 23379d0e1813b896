"""What axe-core finds on every screen: nothing serious, in light and in dark, on a laptop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from graph.concept_graph import ConceptGraph
from tests.browser.axe import accessible, violations
from tests.browser.conftest import Contexts
from tests.browser.visiting import LAPTOP, Visit, watched
from tutor.learner.entries import Aim, Attempt
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study


@pytest.fixture
def learner(
    contexts: Contexts, address: str, shipped_graph: ConceptGraph, store: LearnerStore, now: datetime
) -> Iterator[Visit]:
    """Somebody with a plan, answers and something that is due, in a window that is made smaller and darker."""
    name = f"learner-{uuid4().hex[:8]}"
    study = Study(shipped_graph, store, name)
    study.say(["vector"], now, known=True)
    study.note(Aim(id="aim", at=now, goals=("flashattention",), hours_per_week=3))
    for number, right in enumerate((True, True, False), start=1):
        answer = {"item": f"softmax/{number}", "concept": "softmax", "answer": "1", "right": right}
        noted = {"id": f"one.{number}", "at": now - timedelta(days=300 - number), "credit": float(right)}
        study.note(Attempt.model_validate(answer | noted))
    with watched(contexts(LAPTOP), address, name, study) as visit:
        yield visit


def test_what_is_read(learner: Visit) -> None:
    learner.open("?concept=softmax&section=formula", "Softmax")
    accessible(learner.page)
    learner.follow("?concept=nothing", "No such page")
    accessible(learner.page)
    learner.follow("?screen=concepts&level=advanced&area=attention", "Concepts")
    accessible(learner.page)
    learner.follow("?screen=concepts&find=attention", "Concepts")
    accessible(learner.page)


def test_what_is_planned(learner: Visit) -> None:
    page = learner.page
    learner.open("?screen=path", "Your path to FlashAttention")
    page.locator("#screen .ways details").evaluate_all("every => every.forEach((one) => one.open = true)")
    accessible(page)
    learner.field("Hours a week").fill("6")
    with learner.redrawn():
        learner.button("See what changes").last.click()
    accessible(page)
    learner.follow("?screen=path&walk=1")
    accessible(page)
    learner.follow("?screen=path&say=", "What do you want to learn?")
    accessible(page)
    learner.follow("?screen=path&wish=I+know+probability,+want+to+learn+LoRA", "Did I get that right?")
    accessible(page)


def test_what_is_practised(learner: Visit) -> None:
    page = learner.page
    learner.open("?screen=practice", "Practice")
    accessible(page)
    with learner.redrawn():
        page.locator("#screen .area", has_text="Attention").click()
    learner.press("h")
    accessible(page)
    learner.give(right=False)
    accessible(page)
    with learner.redrawn():
        learner.link("Enough for now").click()
    accessible(page)
    learner.follow("?screen=practice&explain=softmax", "Explain Softmax in your own words")
    page.keyboard.insert_text("Softmax turns scores into probabilities.")
    with learner.redrawn():
        learner.button("Check it").click()
    accessible(page)


def test_where_one_stands(learner: Visit) -> None:
    page = learner.page
    learner.open("?screen=placement", "Find out where you stand")
    with learner.redrawn():
        learner.button("Begin").click()
    learner.give(right=True)
    accessible(page)
    with learner.redrawn():
        learner.link("Enough for now").click()
    page.locator("#screen .found summary").first.click()
    accessible(page)
    learner.follow("?screen=progress", "My progress")
    page.locator("#screen details").evaluate_all("every => every.forEach((one) => one.open = true)")
    accessible(page)
    learner.follow("?screen=progress&about=softmax", "Softmax")
    accessible(page)
    learner.follow("?screen=model", "Model and privacy")
    accessible(page)


def test_the_chat_and_the_map(learner: Visit) -> None:
    page = learner.page
    learner.begin()
    accessible(page)
    learner.ask("Why is the second token faster than the first?")
    learner.answered(1)
    accessible(page)
    page.get_by_role("button", name="Passages").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    learner.go("talks", "Conversations")
    page.locator("#screen details").evaluate_all("every => every.forEach((one) => one.open = true)")
    accessible(page)
    page.locator("[data-nav=map]:visible").click()
    expect(page.locator(".map[aria-busy=false]")).to_be_visible()
    page.get_by_role("combobox", name="Find on the map").fill("softmax")
    accessible(page)
    page.keyboard.press("Enter")
    accessible(page)
