"""Finding out where one stands: a few questions, what is taken as known, and taking it back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visiting import Visit
from tutor.learner.entries import Purpose

TITLE = "Find out where you stand"


def test_three_answers_are_enough_for_a_result_that_can_be_taken_back(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=placement", TITLE)
    newcomer.button("Begin").click()
    for number in range(1, 4):
        expect(page.locator("#screen .run")).to_contain_text(f"Question {number} of at most 12")
        newcomer.give(right=True)
    assert [one.purpose for one in newcomer.attempts()] == [Purpose.PLACEMENT] * 3
    expect(page.locator("#screen .last")).to_contain_text("The last one was right.")
    page.reload()
    expect(page.locator("#screen .run")).to_contain_text("Question 4 of at most 12")
    newcomer.link("Enough for now").click()

    expect(newcomer.heading).to_contain_text("are taken as known")
    many = known(newcomer)
    assert many > 0
    page.locator("#screen .found summary").first.click()
    line = page.locator("#screen .found li").first
    title = line.get_by_role("link").inner_text()
    line.get_by_role("button").click()
    expect(line).to_contain_text("not known")
    expect(line.get_by_role("button")).to_have_text(f"I know it: {title}")
    expect(line.get_by_role("button")).to_be_focused()
    assert known(newcomer) < many
    line.get_by_role("button").click()
    expect(line).not_to_contain_text("not known")
    page.reload()
    expect(newcomer.heading).to_contain_text("taken as known")
    assert known(newcomer) == many


def known(visit: Visit) -> int:
    """The number in the heading."""
    return int(visit.heading.inner_text().split()[0])


def test_a_placement_that_is_left_at_once_notes_nothing(newcomer: Visit) -> None:
    newcomer.follow("?screen=placement", TITLE)
    newcomer.button("Begin").click()
    newcomer.link("Enough for now").click()
    newcomer.sees("No question was answered")
    newcomer.link("Begin again").click()
    newcomer.sees(TITLE)
    assert newcomer.study is not None
    assert newcomer.study.entries() == ()
