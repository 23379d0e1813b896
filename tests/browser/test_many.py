"""Several people at once: the model serves them in the order of their asking, and a closed tab gives its turn back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visiting import ANSWER_MS, LAPTOP, Visit

QUESTIONS = (
    "What is gradient clipping?",
    "How does multi-head attention work?",
    "Why is the second token faster than the first?",
    "What is dropout?",
)
WORDS_MS = 5_000


@pytest.fixture
def people(browser: Browser, address: str) -> Iterator[list[Visit]]:
    """Four people, each with a page of their own that can be asked."""
    visits = []
    for number in range(len(QUESTIONS)):
        context = browser.new_context(viewport=LAPTOP)
        context.request.post(f"{address}profile", form={"name": f"one-of-many-{number}"}, max_redirects=0)
        visits.append(Visit(context.new_page(), address))
        visits[-1].watch()
        visits[-1].begin()
        visits[-1].page.locator("#question textarea").fill(QUESTIONS[number])
    yield visits
    for visit in visits:
        visit.page.context.close()
    assert [visit.faults for visit in visits[1:]] == [[]] * (len(visits) - 1)


def test_those_who_wait_see_their_place_and_a_closed_tab_gives_its_turn_back(people: list[Visit]) -> None:
    for visit in people:
        visit.page.locator("#question .submit-button").click()
        expect(visit.answers).to_have_text(re.compile("Reading|Writing|Someone else|Others"))
    closing, first, second, third = people
    expect(second.answers).to_contain_text("you are number 2 in the queue")
    expect(third.answers).to_contain_text("you are number 3 in the queue")
    closing.page.close()
    expect(first.answers).not_to_contain_text("Someone else is being answered", timeout=WORDS_MS)
    expect(third.answers).to_contain_text("you are number 2 in the queue", timeout=WORDS_MS)
    first.answered(1)
    second_is_over = second.page.locator("#chat a.retry")
    expect(third.answers).to_contain_text("Someone else is being answered; you are next.", timeout=ANSWER_MS)
    second.answered(1)
    expect(second_is_over).to_be_visible()
    third.answered(1)
