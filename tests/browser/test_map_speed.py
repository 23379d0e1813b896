"""The map in headless Chromium: painted soon, moved smoothly, and used by mouse, finger and keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from benchmarks.map_speed import DRAWN, WINDOWS, Window, moved, opened, served

LAPTOP, DENSE, PHONE = WINDOWS
MOST_TO_PAINT_MS = 1000
SLOWEST_FRAME_MS = 1000 / 30 + 0.5  # 30 a second, and what a clock is out by
TAKES = 3
"""Other work on the machine may spoil a take; the map must be able to do it."""


@pytest.fixture(scope="module")
def shipped() -> Iterator[str]:
    """Where the map of the shipped graph is served."""
    with served() as address:
        yield address


def visit(browser: Browser, address: str, window: Window = LAPTOP, query: str = "", **context: object) -> Page:
    """A page on which the map is drawn."""
    size = {"width": window.width, "height": window.height}
    page = browser.new_context(viewport=size, device_scale_factor=window.density, **context).new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    page.goto(f"{address}?screen=map{query}")
    page.wait_for_selector(DRAWN)
    page.wait_for_timeout(300)
    return page


@pytest.mark.parametrize("window", [LAPTOP, PHONE], ids=lambda window: window.name)
def test_the_map_is_painted_within_a_second(browser: Browser, shipped: str, window: Window) -> None:
    times = []
    for _ in range(TAKES):
        page, paint = opened(browser, shipped, window)
        page.context.close()
        times.append(paint)
        if paint <= MOST_TO_PAINT_MS:
            return
    pytest.fail(f"painted after {times} ms")


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.name)
def test_it_moves_at_thirty_frames_a_second(browser: Browser, shipped: str, window: Window) -> None:
    page, _ = opened(browser, shipped, window)
    takes = []
    for _ in range(TAKES):
        takes.append(moved(page))
        if all(max(frames.median, frames.p95) <= SLOWEST_FRAME_MS for frames in takes[-1].values()):
            return
    pytest.fail(f"too slow: {takes}")


def test_what_is_found_is_opened_with_enter(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped)
    field = page.get_by_role("combobox", name="Find on the map")
    field.fill("kv cache")  # an alias
    expect(page.get_by_role("option").first).to_contain_text("Key-Value (KV) Caching")
    field.press("Enter")
    expect(page.locator(".map-card h2")).to_have_text("Key-Value (KV) Caching")
    expect(page.locator("#map canvas")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?concept=kv-cache")
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_keyboard_walks_along_prerequisites(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped)
    name, said = page.locator(".map-card h2"), page.locator("#map-said")
    page.locator("#map-search").fill("softmax")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Softmax. Neural networks, beginner")
    needs = page.locator("[data-needs]").inner_text().split(", ")
    page.keyboard.press("ArrowLeft")
    assert name.inner_text() in needs
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert name.inner_text() not in needs
    page.keyboard.press("Escape")
    expect(page.locator(".map-card")).to_be_hidden()
    before = pixels(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    assert pixels(page) != before, "the map neither moved nor grew"
    page.keyboard.press("Enter")
    expect(page.locator(".map-card")).to_be_visible()


def test_the_way_to_a_goal_is_shown_and_chosen(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped)
    expect(page.locator("#map-goal")).to_have_value("mine")
    expect(page.locator(".map-told")).to_have_text(r"Your way: 13 concepts, 2 h 54 min")
    page.select_option("#map-goal", "lora")
    expect(page.locator(".map-told")).not_to_contain_text("2 h 54 min")
    page.select_option("#map-goal", "softmax")  # known
    expect(page.locator(".map-told")).to_have_text("You are there already.")
    page.select_option("#map-goal", "")
    expect(page.locator(".map-told")).to_be_empty()


def test_what_is_known_can_be_hidden_and_coloured(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped)
    page.select_option("#map-goal", "")
    page.get_by_role("button", name="Fit").click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    everything = pixels(page)
    page.check("#map-hide")
    page.wait_for_timeout(200)
    hidden = pixels(page)
    page.check("input[value=known]", force=True)
    page.wait_for_timeout(200)
    assert len({everything, hidden, pixels(page)}) == 3
    expect(page.locator(".map-legend")).to_contain_text("ready to learn")


def test_a_click_opens_and_a_pointer_that_rests_lights_up(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped, query="&at=softmax")
    box = page.locator("#map canvas").bounding_box()
    assert box is not None
    page.keyboard.press("Escape")
    x, y = box["x"] + box["width"] / 2 - 51, box["y"] + box["height"] / 2  # a spot is centred with its name
    page.mouse.move(x, y)
    expect(page.locator(".map-card h2")).to_have_text("Softmax")
    page.mouse.click(x, y)
    page.wait_for_url("**/?concept=softmax")


def test_on_a_phone_one_tap_shows_and_the_second_opens(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped, PHONE, "&goal=softmax", has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    box = page.locator("#map canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2 - 45, box["height"] / 2  # a spot is centred with its name
    page.touchscreen.tap(x, box["y"] + y)
    expect(page.locator(".map-card h2")).to_have_text("Softmax")
    page.wait_for_timeout(400)
    covered = float(page.locator(".map-card").evaluate("(one) => one.offsetHeight")) + 50
    if y > box["height"] - 60 - covered:  # it has moved above the card
        y -= covered / 2
    page.touchscreen.tap(x, box["y"] + y)
    page.wait_for_url("**/?concept=softmax")


def test_one_finger_moves_and_two_fingers_zoom(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped, PHONE, has_touch=True)
    hand = page.context.new_cdp_session(page)

    def fingers(kind: str, *places: tuple[int, int]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    seen = [pixels(page)]
    for start, end in ([(200, 300)], [(90, 420)]), ([(120, 300), (240, 300)], [(60, 300), (300, 300)]):
        fingers("touchStart", *start)
        fingers("touchMove", *end)
        fingers("touchEnd")
        page.wait_for_timeout(400)
        seen.append(pixels(page))
    assert len(set(seen)) == 3
    expect(page.locator(".map-card")).to_be_hidden()


def test_colours_follow_the_scheme_and_motion_the_wish(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped, color_scheme="light", reduced_motion="reduce")
    light = corner(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    dark = corner(page)
    assert sum(light) > 3 * 200 > 3 * 60 > sum(dark)
    page.get_by_role("button", name="Fit").click()
    first = pixels(page)
    page.wait_for_timeout(400)
    assert pixels(page) == first, "the map glided"


def test_it_is_sharp_on_a_dense_screen(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped, DENSE)
    canvas = page.locator("#map canvas")
    assert canvas.evaluate("(one) => one.width / one.clientWidth") == pytest.approx(2, abs=0.01)


def test_it_comes_back_as_it_was(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped)
    page.locator("#map-search").fill("softmax")
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    page.mouse.move(5, 5)
    before = pixels(page)
    page.get_by_role("link", name="Elsewhere").click()
    expect(page.locator("#map")).to_be_hidden()
    page.go_back()
    expect(page.locator("#map canvas")).to_be_visible()
    page.wait_for_timeout(800)
    page.locator("#map canvas").focus()
    assert pixels(page) == before


def test_a_goal_that_is_none_is_told_and_the_map_is_drawn(browser: Browser, shipped: str) -> None:
    page = visit(browser, shipped, query="&goal=nonsense")
    expect(page.locator(".map-note")).to_contain_text("There is no concept called 'nonsense'.")
    expect(page.locator(".map-told")).to_contain_text("Your way")


def test_titles_are_words_and_never_markup(browser: Browser, shipped: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()

    def spoiled(route: Route) -> None:
        response = route.fetch()
        answer = response.json()
        for spot in answer.get("spots", ()):
            spot["title"] = f"<img src=x onerror='window.hacked = 1'> {spot['title']}"
        for band in answer.get("areas", ()):
            band["name"] = "<img src=x onerror='window.hacked = 1'>"
        route.fulfill(response=response, body=json.dumps(answer))

    page.route("**/component_server/**", spoiled)
    page.goto(f"{shipped}?screen=map")
    page.wait_for_selector(DRAWN)
    page.locator("#map-search").fill("softmax")
    expect(page.get_by_role("option").first).to_contain_text("<img src=x")
    page.keyboard.press("Enter")
    expect(page.locator(".map-card h2")).to_contain_text("<img src=x")
    page.locator(".map-card h2").click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#map img").count() == 0


def pixels(page: Page) -> str:
    """What the canvas shows."""
    return str(page.locator("#map canvas").evaluate("(one) => one.toDataURL()"))


def corner(page: Page) -> list[int]:
    """Red, green and blue of the paper, in the top left corner."""
    read = "(one) => [...one.getContext('2d').getImageData(2, 2, 1, 1).data].slice(0, 3)"
    return list(page.locator("#map canvas").evaluate(read))
