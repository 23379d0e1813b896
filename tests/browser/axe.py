"""What axe-core, as npm has it, says of a page in every look: light and dark, on a laptop and on a phone."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visiting import LAPTOP, PHONE

SERIOUS = {"serious", "critical"}
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that depend on colours; the others find the same in light and in dark."""

_IN_COLOUR = """dark => !document.querySelector("gradio-app") || document.body.classList.contains("dark") === dark"""


def violations(page: Page, *rules: str) -> list[str]:
    """The serious ones, as the page looks now: the rule, the part, and what is wrong with it.

    Args:
        page: The page.
        rules: The rules that are tried; without any, all of them.
    """
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def accessible(page: Page) -> None:
    """Nothing serious in any look of the page, which is that of a dark phone afterwards."""
    looks: tuple[tuple[Literal["light", "dark"], tuple[str, ...]], ...] = (("light", ()), ("dark", COLOURS))
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        for scheme, rules in looks:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_function(_IN_COLOUR, arg=scheme == "dark")
            assert (page.url, size["width"], scheme, violations(page, *rules)) == (page.url, size["width"], scheme, [])
