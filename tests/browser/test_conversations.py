"""Conversations that are kept: through a reload and a restart, found, renamed, saved and deleted; each person has their own."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Contexts, served
from tests.browser.visiting import ANSWER_MS, Visit

FORMULA = "What is the formula of softmax?"
PATH = "study path to FlashAttention"
HURT = '<img src=x onerror="window.hurt = 1"> ![x](http://example.com/x.png) <script>window.hurt = 1</script> $\\href{javascript:1}{x}$'
_SHOWN = """least => {
  const rows = document.querySelectorAll("#chat .bot-row .md");
  const copy = rows[rows.length - 1]?.cloneNode(true);
  copy?.querySelectorAll(".waiting").forEach((part) => part.remove());
  return copy && copy.textContent.trim().length > least && copy.textContent.trim();
}"""


def test_a_reload_keeps_what_was_shown(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    somebody.ask("What is gradient clipping?")
    shown = str(page.wait_for_function(_SHOWN, arg=40, timeout=ANSWER_MS).json_value())
    page.reload()
    expect(somebody.answers).to_contain_text(re.compile(re.escape(shown[:40])))
    expect(somebody.answers).to_contain_text("This answer was interrupted.")
    of_gradio = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
    somebody.faults[:] = [fault for fault in somebody.faults if not fault.startswith(of_gradio)]
    somebody.answers.get_by_role("link", name="Try again").click()
    expect(somebody.answers).not_to_contain_text("This answer was interrupted.")
    somebody.answered(1)
    expect(somebody.answers).to_contain_text("Worth knowing first")
    expect(somebody.questions).to_have_count(1)


def test_a_restart_of_the_server_loses_nothing(home: Path, tmp_path: Path, contexts: Contexts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    log = f"sqlite:///{tmp_path}/learners.db"
    visit = Visit(contexts({"width": 1280, "height": 800}).new_page())
    page = visit.page
    with served(home, log, port=port) as visit.address:
        visit.begin()
        visit.ask("Why is the second token faster than the first?")
        visit.answered(1)
        place = page.url
    visit.ask("Is anybody there?")
    expect(visit.notice).to_contain_text("The tutor does not answer. It may have been stopped")
    expect(page.locator(".toast-wrap")).to_be_hidden()
    with served(home, log, port=port) as visit.address:
        expect(visit.notice).to_be_hidden()
        expect(page).to_have_url(place)
        expect(visit.questions).to_have_count(1)
        visit.ask("why does it grow?")
        visit.answered(2)
        expect(visit.answers.last).to_contain_text("Understood as: why does Key-Value Caching grow?")
        page.close()


def test_a_conversation_is_found_renamed_saved_and_deleted(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    for turn, question in enumerate([FORMULA, PATH], start=1):
        somebody.ask(question)
        somebody.answered(turn)
    place = page.url
    page.locator("#top").get_by_role("link", name="Conversations").click()
    somebody.sees("Conversations")
    expect(page.locator("#screen .talks li .name")).to_have_text([FORMULA])

    with somebody.redrawn():
        page.get_by_label("Search in titles, questions and answers").fill("exponential GPU")
    expect(page.locator("#screen .snippet mark").first).to_have_text(re.compile("exponential|GPU", re.IGNORECASE))
    page.locator("#screen .more > summary").click()
    title = page.get_by_role("textbox", name="Title")
    title.fill(f"Softmax {HURT}")
    with somebody.redrawn():
        somebody.button("Rename").click()
    expect(somebody.notice).to_have_text("Renamed.")
    expect(page.locator("#screen .name")).to_have_text(f"Softmax {HURT}")

    page.locator("#screen .more > summary").click()
    with page.expect_download() as download:
        somebody.button("Save as Markdown").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".md")
    assert not re.search(r"(?<!\\)<", text)
    assert text.index("## Question 1") < text.index(f"> {FORMULA}") < text.index("## Question 2")
    footnote = re.search(r"^(\[\^\d+\]): \*\*Softmax · Formula\*\*", text, re.MULTILINE)
    assert footnote
    assert text.index(footnote[1]) < text.index("## Question 2")
    assert r"\sum" in text

    page.locator("#screen .sure > summary").click()
    with somebody.redrawn():
        somebody.button("Yes, delete").click()
    expect(page.locator("#screen .empty")).to_be_visible()
    page.goto(place)
    expect(page.locator("#chat .example")).to_have_count(6)
    expect(somebody.questions).to_have_count(0)
    assert page.evaluate("window.hurt") is None


def test_two_people_never_see_each_others_conversations(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    somebody.ask(FORMULA)
    somebody.answered(1)
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context()
    context.request.post(f"{somebody.address}profile", form={"name": f"other-{somebody.name}"}, max_redirects=0)
    other = Visit(context.new_page(), somebody.address)
    other.watch()
    other.page.goto(page.url)
    expect(other.page.locator("#chat .example")).to_have_count(6)
    other.ask(PATH)
    other.answered(1)
    other.open("?screen=talks", "Conversations")
    expect(other.page.locator("#screen .name")).to_have_text([PATH])
    page.reload()
    expect(somebody.questions).to_contain_text([FORMULA])
    somebody.open("?screen=talks", "Conversations")
    expect(page.locator("#screen .name")).to_have_text([FORMULA])
    assert (other.outside, other.faults) == ([], [])
    context.close()


@pytest.mark.parametrize("way", ["typed", "linked"])
def test_words_of_people_stay_words(somebody: Visit, way: str) -> None:
    page = somebody.page
    words = f"{HURT} What is the formula of softmax?"
    if way == "typed":
        somebody.begin()
        somebody.ask(words)
    else:
        somebody.open("?screen=concepts&find=" + "%3Cimg%20src=x%20onerror=window.hurt=1%3E", "Concepts")
        expect(page.locator("#find-concept")).to_have_value("<img src=x onerror=window.hurt=1>")
        page.goto(
            f"{somebody.address}?ask=%3Cscript%3Ewindow.hurt=1%3C/script%3E%20What%20is%20the%20formula%20of%20softmax?"
        )
        words = "<script>window.hurt=1</script> What is the formula of softmax?"
    somebody.answered(1)
    expect(somebody.questions).to_contain_text(words)
    assert page.locator("#chat img, #chat script, #screen img, #chat .user-row .katex").count() == 0
    page.reload()
    expect(somebody.questions).to_contain_text(words)
    assert page.evaluate("window.hurt") is None
