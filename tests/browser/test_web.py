"""The journey of a learner through the real page, with the real starter model."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ANSWER_MS, Visit

_GROWTH = """() => {
  window.lengths = [];
  new MutationObserver(() => {
    const rows = document.querySelectorAll("#chat .bot-row .md");
    if (!rows.length) return;
    const copy = rows[rows.length - 1].cloneNode(true);
    copy.querySelectorAll(".waiting").forEach((part) => part.remove());
    const length = copy.textContent.trim().length;
    if (length && length !== window.lengths.at(-1)) window.lengths.push(length);
  }).observe(document.getElementById("chat"), { subtree: true, childList: true, characterData: true });
}"""


def test_journey(visit: Visit) -> None:
    page = visit.page
    page.evaluate(_GROWTH)
    visit.ask("Why is the second token faster than the first?")
    visit.answered(1)
    lengths = page.evaluate("window.lengths")
    assert len(lengths) > 1, "the answer came all at once"
    assert lengths == sorted(lengths)

    expect(page.locator("#chat .bot-row").last).to_contain_text("KV")
    open_citation(page)

    visit.ask("why does it grow?")
    visit.answered(2)
    answer = page.locator("#chat .bot-row").last
    expect(answer.locator(".note").first).to_have_text("Understood as: why does Key-Value Caching grow?")

    visit.ask("study path to FlashAttention")
    visit.answered(3)
    steps = page.locator("#chat .bot-row").last.locator("ol > li")
    expect(steps.last).to_contain_text("FlashAttention")
    expect(steps.first).to_contain_text(re.compile(r"\d+ min · beginner\s*(Unlocks|Needed for) .+: .+"))
    expect(page.locator("#around .here")).to_contain_text("FlashAttention")

    visit.ask("How does multi-head attention work?")
    page.locator("#question .stop-button").click()
    expect(page.locator("#chat .bot-row").last).to_contain_text("Stopped.", timeout=ANSWER_MS)
    visit.answered(4)

    page.locator("#around button.concept").first.click()
    visit.answered(5)
    expect(page.locator("#chat .user-row").last).to_contain_text("What is")

    page.get_by_role("button", name="New conversation").click()
    page.locator("#chat .example", has_text="Study path to").click()
    visit.answered(1)
    expect(page.locator("#chat .bot-row ol > li").last).to_contain_text("FlashAttention")

    assert visit.outside == []
    assert visit.faults == []


def open_citation(page: Page) -> None:
    """A mark opens its passage and takes the keyboard there; Escape leads back."""
    mark = page.locator("#chat a.cite[title^='Key-Value']").first
    title, section = str(mark.get_attribute("title")).split(" · ")
    mark.focus()
    page.keyboard.press("Enter")
    passage = page.locator("#passages .passage.lit")
    expect(passage).to_have_attribute("open", "")
    expect(passage.locator("summary")).to_be_focused()
    expect(passage.locator(".title")).to_have_text(title)
    expect(passage.locator(".section")).to_have_text(section)
    expect(passage.locator("p").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()


@pytest.mark.parametrize("width", [360, 375])
def test_a_phone_shows_everything_without_sideways_scrolling(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 740})
    assert sideways(page) == []
    visit.ask("What is the formula of softmax?")
    visit.answered(1)
    expect(page.locator("#chat .katex").first).to_be_visible()
    visit.ask("study path to FlashAttention")
    visit.answered(2)
    assert sideways(page) == []

    expect(page.locator("#passages")).to_be_hidden()
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#passages .passage.lit p").first).to_be_visible()
    assert sideways(page) == []
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#passages")).to_be_hidden()
    assert visit.outside == []
    assert visit.faults == []


def sideways(page: Page) -> list[str]:
    """The parts of the page that are wider than the room they have."""
    return list(
        page.evaluate(
            """() => ["html", "#top", "#chat", "#chat .bubble-wrap", "#question", "#margin", "#foot"].filter((name) => {
              const part = document.querySelector(name);
              return part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > innerWidth + 1;
            })"""
        )
    )


def test_words_of_people_stay_words(visit: Visit) -> None:
    page = visit.page
    page.evaluate("() => { window.alert = () => { window.hurt = true } }")
    words = '<img src=x onerror="alert(1)"> ![x](http://example.com/x.png) <script>alert(1)</script> $\\href{javascript:1}{x}$'
    visit.ask(words)
    visit.answered(1)
    expect(page.locator("#chat .user-row").last).to_contain_text(words)
    assert page.locator("#chat img, #chat .katex").count() == 0
    assert page.evaluate("window.hurt") is None
    assert visit.outside == []
