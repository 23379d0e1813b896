"""The map on the real page: opened from the navigation, searched, and left for a concept's page."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import expect

from tests.browser.visiting import Visit
from tutor.learner.entries import Aim


def test_a_concept_is_found_and_opened(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=progress", "My progress")
    page.locator("[data-nav=map]:visible").click()
    expect(page.locator(".map[aria-busy=false]")).to_be_visible()
    expect(page).to_have_title("Map · Tutor")
    expect(page.locator("#map-title")).to_be_focused()
    search = page.get_by_role("combobox", name="Find on the map")
    search.click()
    page.keyboard.type("kv cach")
    expect(page.get_by_role("option").first).to_contain_text("Key-Value (KV) Caching")
    page.keyboard.press("Enter")
    card = page.locator(".map-card")
    expect(card.locator("h2")).to_have_text("Key-Value (KV) Caching")
    expect(card).to_contain_text("Causal")
    expect(page.locator("canvas")).to_be_focused()
    card.get_by_role("link", name="Open the page").click()
    newcomer.sees("Key-Value (KV) Caching")
    page.go_back()
    expect(page.locator(".map[aria-busy=false]")).to_be_visible()
    expect(card.locator("h2")).to_have_text("Key-Value (KV) Caching")


def test_a_concept_is_opened_by_a_click(newcomer: Visit) -> None:
    page = newcomer.page
    page.emulate_media(reduced_motion="reduce")
    page.locator("[data-nav=map]:visible").click()
    expect(page.locator(".map[aria-busy=false]")).to_be_visible()
    page.get_by_role("combobox", name="Find on the map").fill("softmax")
    page.keyboard.press("Enter")
    card = page.locator(".map-card")
    expect(card.locator("h2")).to_have_text("Softmax")
    sheet, over = page.locator("canvas").bounding_box(), card.bounding_box()
    assert sheet is not None
    assert over is not None
    covered = over["height"] + 50 if sheet["width"] < 900 else 0  # there the card lies over the sheet
    page.mouse.click(sheet["x"] + sheet["width"] / 2, sheet["y"] + (sheet["height"] - covered) / 2)
    newcomer.sees("Softmax")


def test_the_way_to_a_goal_is_shown(somebody: Visit, now: datetime) -> None:
    page = somebody.page
    assert somebody.study is not None
    page.goto(f"{somebody.address}?screen=map&goal=kv-cache")
    told = page.locator(".map-told")
    expect(told).to_contain_text("Your way: ")
    steps = int(told.inner_text().split()[2])
    assert steps > 5
    somebody.study.say(["causal-self-attention"], now, known=True)
    somebody.study.note(Aim(id="aim", at=now, goals=("kv-cache",)))
    page.goto(f"{somebody.address}?screen=map")
    expect(told).to_contain_text("Your way: 1 concept")
    expect(page.locator("#map-goal")).to_have_value("mine")
