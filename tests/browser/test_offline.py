"""Everything works without a network: whatever is not on this machine cannot be reached, and nothing tries to."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Route, expect

from tests.browser.visiting import Visit

SCREENS = (
    "?concept=kv-cache",
    "?concept=softmax&section=formula",
    *(f"?screen={name}" for name in ("path", "practice", "placement", "progress", "talks", "concepts", "model")),
)


def test_nothing_is_asked_of_anybody_else(somebody: Visit) -> None:
    page = somebody.page
    abroad: list[str] = []

    def gate(route: Route) -> None:
        if urlsplit(route.request.url).hostname in {"127.0.0.1", "localhost"}:
            route.continue_()
        else:
            abroad.append(route.request.url)
            route.abort()

    page.route("**/*", gate)
    somebody.begin()
    somebody.ask("What is the formula of softmax?")
    somebody.answered(1)
    for screen in SCREENS:
        somebody.follow(screen)
    page.goto(f"{somebody.address}?screen=map")
    expect(page.locator("#map canvas, #map svg").first).to_be_visible()
    assert abroad == []
