"""A concept's page: opened by its address, read, said to be known, and asked about."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visiting import Visit
from tutor.learner.entries import Statement

TITLE = "Key-Value (KV) Caching"


def test_an_address_leads_to_a_page_and_its_links_lead_on_and_back(somebody: Visit) -> None:
    page = somebody.page
    somebody.open("?concept=kv-cache", TITLE)
    expect(page).to_have_title(f"{TITLE} · Tutor")
    heads = page.locator("#screen h2").all_inner_texts()
    assert [head for head in heads if head in {"Intuition", "Formula", "What comes before", "What it unlocks"}] == [
        "Intuition",
        "Formula",
        "What comes before",
        "What it unlocks",
    ]
    assert heads[-2:] == ["Check yourself", "Ask about this"]
    expect(page.locator("#screen .katex-display .katex-html").first).to_be_visible()
    expect(page.locator("#screen pre code")).to_contain_text("per_token = 2 * 32")

    somebody.link("Causal (Masked) Self-Attention").last.click()
    somebody.sees("Causal (Masked) Self-Attention")
    expect(page).to_have_url(f"{somebody.address}?concept=causal-self-attention")
    page.go_back()
    somebody.sees(TITLE)
    page.go_forward()
    somebody.sees("Causal (Masked) Self-Attention")


def test_an_address_leads_to_a_part_of_a_page(somebody: Visit) -> None:
    somebody.open("?concept=kv-cache&section=example", TITLE)
    expect(somebody.page.locator("#section-example")).to_be_focused()
    expect(somebody.page.locator("#section-example")).to_be_in_viewport()
    expect(somebody.page.locator(".marked h2")).to_have_text("Example")


def test_what_is_said_to_be_known_stays_known(somebody: Visit) -> None:
    page = somebody.page
    somebody.open("?concept=softmax", "Softmax")
    expect(page.locator(".standing .chip")).to_have_text("○ not yet")
    somebody.button("I know this").click()
    expect(page.locator(".standing .chip")).to_have_text("✓ known")
    expect(somebody.notice).to_have_text("Noted: you know Softmax, and what comes before.")
    expect(somebody.button("I don't know this yet")).to_be_focused()
    page.reload()
    expect(page.locator(".standing .chip")).to_have_text("✓ known")
    somebody.button("I don't know this yet").click()
    expect(page.locator(".standing .chip")).to_have_text("○ not yet")
    assert somebody.study is not None
    said = [entry for entry in somebody.study.entries() if isinstance(entry, Statement)]
    assert [(one.concept, one.known) for one in said] == [("softmax", True), ("softmax", False)]


def test_a_name_that_no_page_has_leads_to_the_nearest(somebody: Visit) -> None:
    somebody.open("?concept=softmaxx", "No such page")
    expect(somebody.page.locator("#screen")).to_contain_text("There is no concept called 'softmaxx'")
    somebody.link("Softmax").click()
    somebody.sees("Softmax")


def test_a_question_from_a_page_is_asked_in_the_chat(somebody: Visit) -> None:
    page = somebody.page
    somebody.open("?concept=softmax", "Softmax")
    somebody.link("Ask about this").last.click()
    field = page.get_by_label("Your question").and_(page.locator("#screen input"))
    expect(field).to_be_focused()
    page.keyboard.insert_text("What is the formula?")
    page.keyboard.press("Enter")
    expect(somebody.questions).to_contain_text("What is the formula (Softmax)?")
    somebody.answered(1)
    expect(somebody.answers.locator(".katex-html").first).to_be_visible()
    page.go_back()
    somebody.sees("Softmax")
