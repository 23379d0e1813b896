"""Placement on the page: one question at a time, an answer by a click, and what came out of it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_placement_asks_takes_answers_and_ends_when_it_is_left(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Find out where I stand").click()
    dialog = page.locator("#placing")
    expect(dialog).to_contain_text("Question 1 of at most 12")
    dialog.get_by_role("button", name="Answer").click()
    expect(dialog).to_contain_text("Choose an answer first.")
    dialog.get_by_role("radio").first.check()
    dialog.get_by_role("button", name="Answer").click()
    expect(dialog).to_contain_text("Question 2 of at most 12")
    dialog.get_by_role("button", name="I don't know").click()
    expect(dialog).to_contain_text("Good to know. Question 3")
    dialog.get_by_role("button", name="Enough for now").click()
    expect(dialog).to_contain_text(re.compile(r"\d+ of 452 concepts are taken as known"))
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    assert visit.outside == []
    assert visit.faults == []
