"""Words that look like programs, in titles, pages, notes, questions and addresses: they are read and never run."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit

ZAP = 'Zap <script>window.hurt = "title"</script>'
BUZZ = 'Buzz" onmouseover="window.hurt = 31 <x-buzz onclick="window.hurt = 32"> ${window.hurt = 33}'
ACTIVE = (
    "#screen :is(script, img, iframe, x-buzz, svg[onload]), [onmouseover], [onclick], [onerror], [href^=javascript]"
)


def unhurt(visit: Visit) -> None:
    """Nothing has run, and nothing is there that could."""
    for part in visit.page.locator("#screen :is(h1, a, button):visible").all()[:4]:
        part.hover()
    assert visit.page.evaluate("window.hurt") is None
    assert visit.page.locator(ACTIVE).count() == 0


def test_a_page_is_read(stranger: Visit) -> None:
    page = stranger.page
    stranger.open("?concept=zap", ZAP)
    expect(page.locator(".also")).to_contain_text('zapping <img src=x onerror="window.hurt = 1">')
    expect(page.locator(".definition")).to_contain_text(
        "Zap is <script>window.hurt = 9</script> text and nothing else."
    )
    expect(page.locator("pre code")).to_contain_text("<script>window.hurt = 17</script>")
    expect(page.locator("#screen .reasons").first).to_contain_text(
        'Zap needs calm <img src=x onerror="window.hurt = 4">'
    )
    unhurt(stranger)
    stranger.follow("?concept=calm", "Calm")
    expect(page.locator(".unlocked")).to_contain_text(ZAP)
    unhurt(stranger)


def test_it_is_found_and_practised_and_planned(stranger: Visit) -> None:
    page = stranger.page
    stranger.open(f"?screen=concepts&find={quote_plus('<script>window.hurt = 41</script> zap')}", "Concepts")
    expect(page.locator("#screen .results")).to_contain_text(ZAP)
    unhurt(stranger)
    stranger.follow(f"?concept={quote_plus('<img src=x onerror=window.hurt=42>')}", "No such page")
    unhurt(stranger)
    stranger.follow("?screen=path&goal=zap", "Did I get that right?")
    stranger.button("That is right, make the plan").click()
    stranger.sees(f"Your path to {ZAP}")
    unhurt(stranger)
    stranger.follow("?screen=practice&about=zap", ZAP)
    stranger.button("Begin the quiz").click()
    expect(page.locator("#stem")).to_be_visible()
    unhurt(stranger)
    stranger.press("1")
    expect(page.locator("#verdict")).to_be_visible()
    unhurt(stranger)
    stranger.follow("?screen=progress&answers=all", "What you answered")
    unhurt(stranger)


def test_a_note_is_read(stranger: Visit) -> None:
    page = stranger.page
    stranger.open("?screen=concepts&find=buzz", "Concepts")
    page.locator("#screen .results a", has_text="Buzz").first.click()
    stranger.sees(BUZZ)
    expect(page.locator(".definition")).to_contain_text('&lt;img src=x onerror="window.hurt = 37"&gt;')
    unhurt(stranger)


@pytest.mark.parametrize("name", ["zap", "buzz"])
def test_it_is_seen_on_the_map(stranger: Visit, name: str) -> None:
    page = stranger.page
    page.goto(f"{stranger.address}?screen=map")
    expect(page.locator(".map[aria-busy=false]")).to_be_visible()
    page.get_by_role("combobox", name="Find on the map").fill(name)
    expect(page.get_by_role("option").first).to_contain_text({"zap": ZAP, "buzz": BUZZ}[name])
    page.keyboard.press("Enter")
    expect(page.locator(".map-card h2")).to_have_text({"zap": ZAP, "buzz": BUZZ}[name])
    assert page.evaluate("window.hurt") is None
    assert page.locator("#map :is(script, img, x-buzz)").count() == 0
