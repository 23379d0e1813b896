"""Finding concepts: from the head of every page, in the index, and while typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import LAPTOP, Visit

WORDS = "reuse the keys of earlier tokens"


def test_the_head_of_the_page_finds(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=practice", "Practice")
    if page.viewport_size == LAPTOP:
        page.locator("#top").get_by_role("searchbox", name="Find a concept").click()
        page.keyboard.type("kv cache")
        page.keyboard.press("Enter")
    else:
        page.locator("#top").get_by_role("link", name="Find a concept").click()
        newcomer.sees("Concepts")
        page.get_by_role("searchbox", name="Find a concept").and_(page.locator("#screen input")).fill("kv cache")
    results = page.locator("#screen .results")
    expect(results.first).to_contain_text("By name")
    expect(page).to_have_url(f"{newcomer.address}?screen=concepts&find=kv+cache")
    results.first.get_by_role("link").first.click()
    newcomer.sees("Key-Value (KV) Caching")
    page.go_back()
    expect(page.locator("#find-concept")).to_have_value("kv cache")


@pytest.mark.parametrize(("words", "pause_ms"), [(WORDS, 0), ("kv cache", 90), ("kv cache", 210)])
def test_whoever_types_loses_no_letter(newcomer: Visit, words: str, pause_ms: int) -> None:
    page = newcomer.page
    newcomer.follow("?screen=concepts", "Concepts")
    field = page.locator("#find-concept")
    field.focus()
    page.keyboard.type(words, delay=pause_ms)
    expect(page).to_have_url(f"{newcomer.address}?screen=concepts&find={words.replace(' ', '+')}")
    expect(page.locator("#screen .results").get_by_role("link", name="Key-Value (KV) Caching")).to_be_visible()
    expect(field).to_have_value(words)
    expect(field).to_be_focused()


def test_the_index_is_filtered_and_every_filter_is_an_address(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=concepts", "Concepts")
    assert page.locator("#screen .index li").count() > 400
    with newcomer.redrawn():
        newcomer.link("Advanced").click()
    every = page.locator("#screen .index li")
    expect(every.filter(has_text="advanced")).to_have_count(every.count())
    page.locator("#screen summary", has_text="Area: all").click()
    with newcomer.redrawn():
        newcomer.link("Attention").click()
    expect(page.locator("#screen .area h2")).to_contain_text(["Attention"])
    expect(page).to_have_url(f"{newcomer.address}?screen=concepts&area=attention&level=advanced")
    page.reload()
    expect(page.locator("#screen .area h2")).to_contain_text(["Attention"])


def test_what_is_not_found_can_be_asked(newcomer: Visit) -> None:
    newcomer.follow("?screen=concepts&find=kv+cache&level=advanced&ready=on", "Concepts")
    expect(newcomer.page.locator("#screen .empty")).to_contain_text("I found nothing for “kv cache” here.")
    expect(newcomer.link("Ask the tutor")).to_have_attribute("href", "?ask=kv+cache")
    newcomer.link("Show all concepts").click()
    expect(newcomer.page.locator("#screen .index li").first).to_be_visible()
