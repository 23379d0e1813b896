"""The path: words become a plan, the plan is changed and walked, taken along, and dropped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit
from tutor.learner.entries import Aim, Purpose

WISH = "I know linear algebra, I have 3 hours a week and want to understand FlashAttention in three months"
PLAN = "Your path to FlashAttention"


def test_words_become_a_plan_that_can_be_changed(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=path", "What do you want to learn?")
    expect(newcomer.field("I want to learn…")).to_be_focused()
    page.keyboard.insert_text(WISH)
    newcomer.button("Make a plan").click()

    newcomer.sees("Did I get that right?")
    expect(page.locator("#screen .told")).to_contain_text("FlashAttention")
    expect(newcomer.field("FlashAttention")).to_be_checked()
    expect(newcomer.field("Hours a week")).to_have_value("3")
    newcomer.field("Something else you know").fill("softmax")
    newcomer.button("That is right, make the plan").click()

    newcomer.sees(PLAN)
    expect(page).to_have_url(f"{newcomer.address}?screen=path")
    weeks = page.locator("#screen details.week")
    expect(weeks.first).to_contain_text("today to")
    expect(weeks.first.locator(".current")).to_contain_text("Start")
    expect(page.locator("#screen .steps")).not_to_contain_text(["Softmax I know this"])

    before = weeks.count()
    newcomer.unfold("Change the plan")
    newcomer.field("Hours a week").fill("6")
    newcomer.button("See what changes").click()
    newcomer.sees("What would change")
    expect(page.locator("#screen .told").first).to_contain_text("week")
    expect(newcomer.button("Keep this")).to_be_focused()
    page.keyboard.press("Enter")
    newcomer.sees(PLAN)
    expect(newcomer.notice).to_have_text("The plan is changed.")
    assert weeks.count() < before
    page.reload()
    newcomer.sees(PLAN)
    assert weeks.count() < before


@pytest.fixture
def bound(newcomer: Visit, now: datetime) -> Visit:
    """Somebody who has a plan."""
    assert newcomer.study is not None
    newcomer.study.note(Aim(id="aim", at=now, goals=("flashattention",), hours_per_week=3))
    return newcomer


def test_a_step_that_is_known_leaves_the_plan(bound: Visit) -> None:
    page = bound.page
    bound.follow("?screen=path", PLAN)
    first = page.locator("#screen details.week .steps > li").first
    title = first.locator(".title a").inner_text()
    first.get_by_role("button", name="I know this").click()
    expect(bound.notice).to_contain_text(f"Noted: you know {title}")
    expect(page.locator("#screen .told").first).to_contain_text("1 of")
    page.locator("#screen details.done summary").click()
    done = page.locator("#screen details.done li").first
    expect(done).to_contain_text(title)
    done.get_by_role("button", name="Not yet after all").click()
    expect(first.locator(".title a")).to_have_text(title)


def test_a_step_is_read_and_answered(bound: Visit) -> None:
    page = bound.page
    bound.follow("?screen=path", PLAN)
    title = page.locator("#screen .current .title a").inner_text()
    bound.link("Start the next step").click()
    bound.sees(title)
    expect(bound.heading).to_be_focused()
    expect(page.locator("#screen .definition")).to_be_visible()
    expect(page.locator("#screen h2").last).to_have_text("Now one question")
    bound.give(right=True)
    expect(page.locator("#verdict")).to_contain_text("Right")
    expect(bound.button("Go on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#screen .stem")).to_be_visible()
    bound.link("Back to the plan").click()
    bound.sees(PLAN)
    assert [one.purpose for one in bound.attempts()] == [Purpose.CHECK]


def test_the_plan_is_taken_along(bound: Visit, tmp_path: Path) -> None:
    page = bound.page
    bound.follow("?screen=path", PLAN)
    steps = page.locator("#screen details.week .title a").all_text_contents()
    bound.unfold("Take the plan along")
    with page.expect_download() as saving:
        bound.button("Checklist (Markdown)").click()
    assert saving.value.suggested_filename == "path-to-flashattention.md"
    saving.value.save_as(tmp_path / "plan.md")
    written = (tmp_path / "plan.md").read_text(encoding="utf-8")
    assert len(steps) > 10
    assert [title for title in steps if title not in written] == []
    assert written.count("- [ ]") >= len(steps)
    expect(bound.notice).to_have_text("Saved as path-to-flashattention.md.")


def test_a_goal_is_dropped(bound: Visit) -> None:
    page = bound.page
    bound.follow("?screen=path", PLAN)
    bound.unfold("Drop this goal")
    bound.button("Yes, drop it").click()
    bound.sees("What do you want to learn?")
    expect(bound.notice).to_have_text("The goal is dropped. What you learned stays.")
    page.reload()
    bound.sees("What do you want to learn?")
