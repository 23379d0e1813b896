"""Every screen: found by its address and in the navigation, with room on any window and for letters of any size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import LAPTOP, Visit
from tutor.learner.entries import Aim

SCREENS = {
    "?concept=softmax": "Softmax",
    "?screen=concepts": "Concepts",
    "?screen=concepts&find=attention": "Concepts",
    "?screen=path": "Your path to FlashAttention",
    "?screen=path&walk=1": "",
    "?screen=path&say=": "What do you want to learn?",
    "?screen=path&wish=I+know+vectors,+want+to+learn+LoRA": "Did I get that right?",
    "?screen=practice": "Practice",
    "?screen=practice&about=softmax": "Softmax",
    "?screen=practice&explain=softmax": "Explain Softmax in your own words",
    "?screen=placement": "Find out where you stand",
    "?screen=progress": "My progress",
    "?screen=progress&about=softmax": "Softmax",
    "?screen=talks": "Conversations",
    "?screen=model": "Model and privacy",
    "?screen=nothing": "That did not work",
}
"""An address of each screen, and its heading."""

NAVIGATION = {"path": "What do you want to learn?", "practice": "Practice", "progress": "My progress"}


def test_the_navigation_leads_to_screens_and_the_browser_back(somebody: Visit) -> None:
    page = somebody.page
    page.goto(somebody.address)
    expect(page.locator("#chat .example")).to_have_count(6)
    for screen, heading in NAVIGATION.items():
        somebody.go(screen, heading)
        expect(page.locator("[data-nav][aria-current=page]")).to_have_attribute("data-nav", screen)
        expect(page).to_have_title(f"{'Path' if screen == 'path' else heading} · Tutor")
        expect(somebody.focused).to_be_visible()
    for heading in list(NAVIGATION.values())[-2::-1]:
        page.go_back()
        somebody.sees(heading)
    page.go_back()
    expect(page.locator("#chat .example").first).to_be_visible()
    expect(page).to_have_title("Tutor")
    page.go_forward()
    somebody.sees(NAVIGATION["path"])


def test_a_link_opens_in_a_new_tab(newcomer: Visit) -> None:
    newcomer.follow("?concept=kv-cache", "Key-Value (KV) Caching")
    with newcomer.page.context.expect_page() as opening:
        newcomer.link("Causal (Masked) Self-Attention").last.click(modifiers=["ControlOrMeta"])
    other = opening.value
    newcomer.watch(other)
    expect(other.locator("#screen h1")).to_have_text("Causal (Masked) Self-Attention")
    newcomer.sees("Key-Value (KV) Caching")
    other.close()


def test_an_address_that_leads_nowhere_is_answered_kindly(somebody: Visit) -> None:
    somebody.open("?screen=zzz", "That did not work")
    expect(somebody.page.locator("#screen")).to_contain_text("There is no such page Perhaps the address was cut off.")
    somebody.link("To the chat").click()
    expect(somebody.page.locator("#chat .example").first).to_be_visible()


@pytest.fixture
def walker(newcomer: Visit, now: datetime) -> Visit:
    """Somebody with a plan, so that no screen is empty."""
    assert newcomer.study is not None
    newcomer.study.say(["vector"], now, known=True)
    newcomer.study.note(Aim(id="aim", at=now, goals=("flashattention",), hours_per_week=3))
    return newcomer


def test_nothing_is_wider_than_its_window(walker: Visit) -> None:
    page = walker.page
    widths = [LAPTOP["width"]] if page.viewport_size == LAPTOP else [375, 360]
    for _ in everywhere(walker):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 740})
            assert (page.url, width, walker.crowded()) == (page.url, width, [])


def test_letters_of_twice_the_size_have_room(walker: Visit) -> None:
    page = walker.page
    walker.follow("?screen=talks", "Conversations")
    small = letter(page)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        assert letter(page) == 2 * small
        for _ in everywhere(walker):
            assert (page.url, walker.crowded()) == (page.url, [])
    finally:
        page.close()  # its letters stay as they are


def everywhere(visit: Visit) -> Iterator[None]:
    """Go to every screen; what is done between is done on each."""
    for address, heading in SCREENS.items():
        visit.follow(address, heading)
        yield
    visit.page.locator("[data-nav=map]:visible").click()
    expect(visit.page.locator(".map[aria-busy=false]")).to_be_visible()
    yield
    visit.page.locator("[data-nav=chat]:visible").click()
    expect(visit.page.locator("#chat .example").first).to_be_visible()
    yield


def letter(page: Page) -> float:
    """The size of the letters of a screen, in pixels."""
    return float(page.locator("#screen .screen").evaluate("screen => parseFloat(getComputedStyle(screen).fontSize)"))
