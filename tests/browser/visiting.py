"""Somebody at the page: what they do there, what they see, and what goes wrong meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page, Request, ViewportSize, expect

from tutor.learner.entries import Attempt
from tutor.learner.items.asked import full_item
from tutor.learner.items.full_item import BlankKey, ChoiceKey, NumberKey, OrderKey
from tutor.learner.study import Study

ANSWER_MS = 180_000
"""A slow machine shared with other work may take this long for an answer."""

SLOW_MS = 20_000
"""The same for everything that asks no model."""

LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 740}

_DRAWN = "() => document.querySelector('#screen [data-seq]')?.dataset.seq ?? null"
_DRAWN_SINCE = f"""before => {{
  const now = ({_DRAWN})();
  return now !== null && now !== before && document.activeElement !== document.body;
}}"""
_FOLLOW = """query => {
  const link = Object.assign(document.createElement("a"), { href: query });
  document.body.append(link);
  link.click();
  link.remove();
}"""
_CROWDED = (Path(__file__).parent / "crowded.js").read_text(encoding="utf-8")


@dataclass
class Visit:
    """A page that is watched while it is used.

    Attributes:
        page: The page.
        address: Where it is served.
        name: Whose page it is.
        study: What is known of them; None where nobody looks.
        outside: Addresses beyond this machine that it asked for.
        faults: Errors in its console, and exceptions of its scripts.
    """

    page: Page
    address: str = ""
    name: str = ""
    study: Study | None = None
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page | None = None) -> None:
        """Start listening to the page, or to another one of the same browser."""
        watched = page or self.page
        watched.on("request", self._request)
        watched.on("console", self._console)
        watched.on("pageerror", self._exception)

    def leave(self) -> None:
        """Stop listening to the page."""
        self.page.remove_listener("request", self._request)
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("pageerror", self._exception)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.outside.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.text} ({message.location['url']})")

    def _exception(self, error: Error) -> None:
        self.faults.append(str(error))

    def begin(self) -> None:
        """Open a new conversation."""
        self.page.goto(self.address)
        expect(self.page.locator("#chat .example")).to_have_count(6)

    def ask(self, question: str) -> None:
        """Type a question and send it."""
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")

    def answered(self, turn: int) -> None:
        """Wait until that many answers are complete."""
        expect(self.page.locator("#chat .bot-row")).to_have_count(turn, timeout=ANSWER_MS)
        expect(self.page.locator("#chat .waiting")).to_have_count(0, timeout=ANSWER_MS)
        expect(self.page.locator("#question .submit-button")).to_be_visible(timeout=ANSWER_MS)

    def stop(self) -> None:
        """Stop the answer that is being written."""
        self.page.locator("#question .stop-button").click()
        expect(self.page.locator("#question .submit-button")).to_be_visible(timeout=ANSWER_MS)

    def open(self, query: str, heading: str = "") -> None:
        """Open an address of the page as from a bookmark, and wait for its screen.

        Args:
            query: What comes after the address of the server.
            heading: The screen's heading; without it, any will do.
        """
        self.page.goto(self.address + query)
        self.sees(heading)

    def follow(self, query: str, heading: str = "") -> None:
        """Go to an address as a link of the page does, and wait for its screen."""
        with self.redrawn():
            self.page.evaluate(_FOLLOW, query)
        self.sees(heading)

    @contextmanager
    def redrawn(self) -> Iterator[None]:
        """What is done in the block draws the screen anew, and something on it has the focus then."""
        before = self.page.evaluate(_DRAWN)
        yield
        self.page.wait_for_function(_DRAWN_SINCE, arg=before, timeout=SLOW_MS)

    def go(self, screen: str, heading: str = "") -> None:
        """Go to a screen by the navigation."""
        self.page.locator(f"[data-nav={screen}]:visible").click()
        self.sees(heading)

    def sees(self, heading: str = "") -> None:
        """Wait for a screen by its heading, and until something has the focus."""
        if heading:
            expect(self.heading).to_have_text(heading)
        else:
            expect(self.heading).to_be_visible()
        expect(self.focused).to_have_count(1)

    @property
    def heading(self) -> Locator:
        """The heading of the screen."""
        return self.page.locator("#screen h1")

    @property
    def questions(self) -> Locator:
        """What was asked in the conversation."""
        return self.page.locator("#chat .user-row")

    @property
    def answers(self) -> Locator:
        """What was answered in it."""
        return self.page.locator("#chat .bot-row")

    @property
    def notice(self) -> Locator:
        """What the page says briefly."""
        return self.page.locator("#notice p")

    @property
    def focused(self) -> Locator:
        """What has the focus."""
        return self.page.locator(":focus")

    def button(self, name: str) -> Locator:
        """A button of the screen by what it says, all of it."""
        return self.page.locator("#screen").get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        """A link of the screen by what it says, all of it."""
        return self.page.locator("#screen").get_by_role("link", name=name, exact=True)

    def field(self, label: str) -> Locator:
        """A field of the screen by its label."""
        return self.page.locator("#screen").get_by_label(label, exact=True)

    def unfold(self, summary: str) -> None:
        """Open a part of the screen that is folded."""
        self.page.locator("#screen summary", has_text=summary).click()

    def attempts(self) -> list[Attempt]:
        """Their answers."""
        assert self.study is not None
        return [entry for entry in self.study.entries() if isinstance(entry, Attempt)]

    def give(self, *, right: bool = True) -> None:
        """Answer the question that is open, by the keyboard and in any of its forms."""
        assert self.study is not None
        carried = self.page.locator("#screen [data-act=unknown]").evaluate("button => ({ ...button.dataset })")
        key = full_item(self.study.graph, carried["item"], int(carried["seed"])).key
        match key:
            case ChoiceKey():
                place = key.options.index(key.right)
                self.press(str(1 + (place if right else (place + 1) % len(key.options))))
            case NumberKey():
                self.write(f"{key.expected if right else key.expected + 1}")
            case BlankKey():
                self.write(key.title if right else "something quite different")
            case OrderKey():
                places = sorted(range(len(key.places)), key=lambda one: key.places[one], reverse=not right)
                for one in places[:-1]:
                    self.press(str(one + 1))
                self.press("Enter")

    def press(self, key: str) -> None:
        """Press a key that draws the screen anew."""
        with self.redrawn():
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Type into the field that has the focus, and send it."""
        self.page.keyboard.insert_text(words)
        self.press("Enter")

    def crowded(self) -> list[str]:
        """The parts of the page that have too little room, each with why."""
        return list(self.page.evaluate(_CROWDED))


@contextmanager
def watched(
    context: BrowserContext, address: str, name: str, study: Study | None = None, page: Page | None = None
) -> Iterator[Visit]:
    """A page of a learner who chooses their profile on this machine.

    Whatever they do, the page asks nobody else for anything and makes no errors.

    Args:
        context: The browser.
        address: Where the page is served.
        name: Whose page it is.
        study: What is known of them.
        page: A page that is there already and stays; without it a new one, which shows nothing yet.
    """
    context.request.post(f"{address}profile", form={"name": name}, max_redirects=0)
    visit = Visit(page or context.new_page(), address, name, study)
    visit.watch()
    yield visit
    visit.leave()
    if page is None:
        visit.page.close()
    assert visit.outside == []
    assert visit.faults == []
