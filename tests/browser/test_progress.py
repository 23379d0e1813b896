"""My progress: what was learned, what was answered, and all of it taken along, taken in and deleted."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit
from tutor.learner.entries import Attempt

TITLE = "My progress"


@pytest.fixture
def practised(newcomer: Visit, now: datetime) -> Visit:
    """Somebody who answered two questions yesterday, and said that they know a concept."""
    assert newcomer.study is not None
    for number, right in enumerate((True, False), start=1):
        answer = {"item": f"softmax/{number}", "concept": "softmax", "answer": "1", "right": right}
        noted = {"id": f"one.{number}", "at": now - timedelta(days=1, minutes=number), "credit": float(right)}
        newcomer.study.note(Attempt.model_validate(answer | noted))
    newcomer.study.say(["vector"], now - timedelta(hours=1), known=True)
    return newcomer


def test_newcomer_new_is_told_how_it_fills(newcomer: Visit) -> None:
    newcomer.follow("?screen=progress", TITLE)
    expect(newcomer.page.locator("#screen .empty")).to_contain_text("There is nothing here yet.")
    newcomer.link("Find out where I stand").click()
    newcomer.sees("Find out where you stand")


def test_what_was_done_is_told_and_explained(practised: Visit) -> None:
    page = practised.page
    practised.follow("?screen=progress", TITLE)
    expect(page.locator("#screen .told")).to_contain_text("You know ")
    expect(page.locator("#screen .ready li")).to_have_count(3)
    expect(page.locator("#screen .calendar")).to_be_visible()
    area = page.locator("#screen ul.areas").get_by_role("link").first
    name = area.inner_text()
    expect(page.locator("#screen .answers > li")).to_have_count(2)
    area.click()
    practised.sees(name)
    expect(page.locator("#screen .held li").first).to_be_visible()
    practised.link("Back to my progress").click()
    practised.sees(TITLE)
    page.locator("#about").fill("softmax")
    page.keyboard.press("Enter")
    practised.sees("Softmax")
    expect(page.locator("#screen .told")).to_contain_text("is taken to be")
    expect(page.locator("#screen .answers > li")).to_have_count(2)
    page.go_back()
    practised.sees(TITLE)
    practised.unfold("Show, or take something back")
    practised.button("Take back").click()
    expect(practised.notice).to_have_text("Noted: Vector is not yet known.")


def test_everything_is_taken_along_deleted_and_taken_in_again(practised: Visit, tmp_path: Path) -> None:
    page = practised.page
    practised.follow("?screen=progress", TITLE)
    with page.expect_download() as saving:
        practised.button("Save my log as a file").click()
    saved = tmp_path / "log.json"
    saving.value.save_as(saved)
    assert saving.value.suggested_filename.startswith(f"tutor-{practised.name}-")
    assert len(json.loads(saved.read_text(encoding="utf-8"))["entries"]) == 3

    practised.unfold("Delete everything about me")
    practised.button("Yes, delete everything about me").click()
    expect(practised.notice).to_contain_text("Deleted for good: 3 entries of the log")
    expect(page.locator("#screen .empty")).to_be_visible()
    assert practised.study is not None
    assert practised.study.entries() == ()

    practised.unfold("Take in a log from a file")
    practised.field("A file that was saved here").set_input_files(saved)
    practised.button("Take it in").click()
    expect(practised.notice).to_have_text("3 entries taken in that were not there before.")
    expect(page.locator("#screen .answers > li")).to_have_count(2)
    assert len(practised.study.entries()) == 3

    wrong = tmp_path / "wrong.json"
    wrong.write_text("no log at all", encoding="utf-8")
    practised.unfold("Take in a log from a file")
    practised.field("A file that was saved here").set_input_files(wrong)
    practised.button("Take it in").click()
    expect(page.locator("#notice.trouble p")).to_be_visible()
    assert len(practised.study.entries()) == 3
