"""The scenes that are photographed: where each is, and what is done there first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import quote_plus

from month import right_answer
from playwright.sync_api import Locator, Page, expect

from corpus.catalogue import Catalogue
from corpus.load import load_pages, shipped_pages
from corpus.types import Level
from graph.concept_graph import ConceptGraph
from tutor.learner.items.asked import full_item
from tutor.learner.items.full_item import ChoiceKey

ANSWER_MS = 240_000
"""How long a slow machine may take for an answer."""

STILL_MS = 700
"""After this nothing moves any more."""

COMPARISON = "How is a KV cache different from grouped-query attention?"
TALKS = (
    ("What is LoRA?",),
    ("How does speculative decoding work?", "when does it pay off?"),
    ("Why is the second token faster than the first?", COMPARISON),
)
"""Conversations; the last one is the one in the pictures."""

WISH = "I know linear algebra, I have 3 hours a week and want to understand FlashAttention by Christmas"
MOST_QUESTIONS = 14
"""More questions than a placement or a quiz asks."""

Shots = Iterator[tuple[str, bytes]]


@dataclass(frozen=True)
class Scene:
    """Something to photograph.

    Attributes:
        name: The picture's name; of several, what they begin with.
        shots: Goes there on a page of an address, and takes the pictures with their names.
        needs_talks: Whether conversations have to be there.
    """

    name: str
    shots: Callable[[Page, str], Shots]
    needs_talks: bool = False


def converse(page: Page, address: str) -> None:
    """Have the conversations."""
    for questions in TALKS:
        page.goto(address)
        page.locator("#chat a.door").first.wait_for()
        page.wait_for_timeout(STILL_MS)  # the box is emptied once when the page opens
        for turn, question in enumerate(questions, start=1):
            page.locator("#question textarea").fill(question)
            page.keyboard.press("Enter")
            expect(page.locator("#chat .bot-row")).to_have_count(turn, timeout=ANSWER_MS)
            expect(page.locator("#chat .waiting")).to_have_count(0, timeout=ANSWER_MS)
            page.locator("#question .submit-button").wait_for(timeout=ANSWER_MS)
            page.wait_for_timeout(STILL_MS)


def _still(page: Page) -> bytes:
    page.wait_for_timeout(STILL_MS)
    return page.screenshot()


def _at(where: str, name: str, page: Page, address: str) -> Shots:
    """A screen as its address shows it."""
    page.goto(f"{address}{where}")
    page.locator("#screen .screen h1").wait_for()
    yield name, _still(page)


def _first_look(page: Page, address: str) -> Shots:
    """What somebody sees who is here for the first time: the greeting, and the whole map."""
    page.goto(address)
    page.locator("#chat a.door").first.wait_for()
    yield "chat-empty", _still(page)
    yield from _map("map", page, address)


def _chat(page: Page, address: str) -> Shots:
    """The last answer: its table, a citation with its passage, and whose words are whose."""
    page.goto(f"{address}?screen=talks")
    page.locator("#screen .name a").first.click()
    page.locator("#chat .bot-row table").last.wait_for()
    page.locator("#chat .user-row").last.evaluate("row => row.scrollIntoView({block: 'start'})")
    yield "chat", _still(page)
    page.locator("#chat .bot-row").last.locator("a.cite").last.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    yield "chat-passage", _still(page)
    page.keyboard.press("Escape")
    page.locator("[data-support]").click()
    page.locator("#chat .user-row").first.evaluate("row => row.scrollIntoView({block: 'start'})")
    yield "chat-support", _still(page)


def _map(name: str, page: Page, address: str) -> Shots:
    """The map, with the way to the learner's goals where there are some."""
    page.goto(f"{address}?screen=map")
    page.locator("#map .map[aria-busy=false]").wait_for()
    yield name, _still(page)


def _practice(page: Page, address: str) -> Shots:
    """What there is to practise, a question, its feedback, and how it went."""
    yield from _at("?screen=practice", "practice", page, address)
    page.get_by_role("button", name="Begin").first.click()
    page.mouse.move(0, 0)  # so that it points at nothing
    choices = page.locator("#screen .option[data-act=answer]")
    for _ in range(MOST_QUESTIONS):
        page.locator("#screen .item").wait_for()
        page.wait_for_timeout(STILL_MS)
        if choices.count():
            break
        page.keyboard.press("0")
        page.locator("#screen [data-act=next]").click()
    yield "practice-question", _still(page)
    page.keyboard.press("2")
    page.locator("#screen .verdict").wait_for()
    yield "practice-feedback", _still(page)
    page.goto(f"{page.url}&over=yes")
    page.locator("#screen .screen h1").wait_for()
    yield "practice-summary", _still(page)


def _placement(page: Page, address: str) -> Shots:
    """A question, and what came out of it."""
    page.goto(f"{address}?screen=placement")
    page.get_by_role("button", name="Begin").click()
    page.mouse.move(0, 0)
    page.locator("#screen .item").wait_for()
    yield "placement-question", _still(page)
    for _ in range(MOST_QUESTIONS):
        if not page.locator("#screen .item").count():
            break
        page.keyboard.press(_key(page.locator("#screen [data-item]").first))
        page.wait_for_timeout(STILL_MS)
    yield "placement-result", _still(page)


def _key(button: Locator) -> str:
    """The key of the right answer to a question, or of not knowing where the concept is advanced or the answer no choice."""
    graph = _graph()
    item = full_item(graph, str(button.get_attribute("data-item")), int(str(button.get_attribute("data-seed"))))
    knows = graph.catalogue[item.concept].level is not Level.ADVANCED and isinstance(item.key, ChoiceKey)
    return right_answer(item) if knows else "0"


@cache
def _graph() -> ConceptGraph:
    return ConceptGraph(Catalogue(load_pages(shipped_pages())))


def _sign_in(page: Page, address: str) -> Shots:
    page.goto(address)
    page.locator("form").wait_for()
    yield "sign-in", _still(page)


def _screen(name: str, where: str, *, needs_talks: bool = False) -> Scene:
    return Scene(name, partial(_at, where, name), needs_talks)


SCENES = (
    Scene("chat", _chat, needs_talks=True),
    _screen("concept", "?concept=kv-cache"),
    _screen("concepts", "?screen=concepts&find=attention"),
    Scene("map-goal", partial(_map, "map-goal")),
    _screen("path", "?screen=path"),
    _screen("path-wish", f"?screen=path&wish={quote_plus(WISH)}"),
    _screen("path-walk", "?screen=path&walk=1"),
    _screen("progress", "?screen=progress"),
    _screen("talks", "?screen=talks", needs_talks=True),
    _screen("model", "?screen=model"),
    Scene("practice", _practice),
    Scene("placement", _placement),
)
"""The scenes of somebody with a month behind them; those that change least of it come first."""

FIRST_LOOK = Scene("first-look", _first_look)
SIGN_IN = Scene("sign-in", _sign_in)
