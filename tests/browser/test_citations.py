"""Citation marks in the chat: the card, its marked words, the way to the page, and the marking of sentences."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visiting import LAPTOP, Visit

WHY = "Why is the second token faster than the first?"


@pytest.fixture
def answered(somebody: Visit) -> Visit:
    """Somebody with an answer of the model."""
    somebody.begin()
    somebody.ask(WHY)
    somebody.answered(1)
    return somebody


def test_a_mark_shows_its_passage_and_leads_to_the_page(answered: Visit) -> None:
    page = answered.page
    mark, card = page.locator("#chat a.cite").first, page.locator("#cite-card")
    if page.viewport_size == LAPTOP:
        on_a_laptop(answered, mark, card)
    else:
        mark.tap()
    shows(card)
    assert answered.crowded() == []
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()

    support = page.get_by_role("button", name="Support")
    expect(answered.answers.locator(".support")).to_be_hidden()
    support.click()
    expect(support).to_have_attribute("aria-pressed", "true")
    expect(answered.answers.locator(".support")).to_be_visible()
    expect(answered.answers.locator("span:is(.said, .quoted)").first).to_have_css("text-decoration-line", "underline")
    support.click()
    expect(answered.answers.locator(".support")).to_be_hidden()

    if page.viewport_size == LAPTOP:
        mark.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
    else:
        mark.tap()
    section = str(card.locator(".head span").text_content())
    card.get_by_role("link", name="Open the page").click()
    answered.sees(str(card.locator("strong").text_content()))
    expect(page).to_have_url(re.compile(r"\?concept=[\w-]+&section=[\w-]+$"))
    expect(page.locator("#screen .marked h2")).to_have_text(section)


def on_a_laptop(visit: Visit, mark: Locator, card: Locator) -> None:
    """The mouse, the keyboard and a click each open what a mark stands for; it stays open by the keyboard."""
    page = visit.page
    mark.hover()
    shows(card)
    page.mouse.move(5, 400)
    expect(card).to_be_hidden()
    mark.click()
    passage = page.locator("#passages .passage.lit")
    expect(passage.locator("summary")).to_be_focused()
    expect(passage.locator("p").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")


def shows(card: Locator) -> None:
    """The card is open, with words of the passage marked."""
    expect(card).to_be_visible()
    expect(card.locator("mark").first).to_be_visible()
    expect(card.locator(".text")).to_contain_text(re.compile(r"\w+ \w+"))
