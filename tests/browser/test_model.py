"""Model and privacy: what writes the answers, where it runs, and changing it while people look on."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.visiting import LAPTOP, Visit

TITLE = "Model and privacy"
OPENING = re.compile("(Opening|Loading) the")


def test_it_says_what_writes_the_answers_and_what_leaves_this_machine(somebody: Visit) -> None:
    page = somebody.page
    somebody.open("?screen=model", TITLE)
    facts = page.locator("#screen .facts")
    expect(facts).to_contain_text("called “starter” here")
    expect(facts).to_contain_text("Runs on")
    expect(facts).to_contain_text("Layers on a GPU")
    expect(page.locator("#screen .first")).to_contain_text("Nothing leaves this machine")
    expect(page.locator("#screen .models li").filter(has_text="in use")).to_have_count(1)
    expect(page.locator("#screen")).to_contain_text(f"You are {somebody.name}.")


def test_another_model_is_loaded_while_one_looks_on(stranger: Visit) -> None:
    page = stranger.page
    in_use = page.locator("#screen .models li").filter(has_text="in use")
    stranger.open("?screen=model", TITLE)
    expect(in_use).to_contain_text("No language model")
    if page.viewport_size == LAPTOP:
        expect(page.locator("#foot")).to_contain_text("no language model: answers are quotations")
    stranger.button("Use starter").click()
    expect(page.locator("#screen .doing")).to_contain_text(OPENING)
    if page.viewport_size == LAPTOP:
        expect(page.locator("#foot")).to_contain_text(OPENING)
    expect(in_use).to_contain_text("SmolLM2")
    expect(page.locator("#screen .facts")).to_contain_text("Runs on")
    expect(stranger.focused).to_be_visible()
    if page.viewport_size == LAPTOP:
        expect(page.locator("#foot")).not_to_contain_text(OPENING)
        expect(page.locator("#foot")).to_contain_text("starter")
    stranger.button("Only quote").click()
    expect(in_use).to_contain_text("No language model")
    expect(stranger.focused).to_be_visible()
