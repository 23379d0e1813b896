"""From what a page sends to what it shows: every act of every screen passes here."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping
from uuid import uuid4

from pydantic import ValidationError

from tutor.errors import TutorError
from ui.dialect import escape_attribute, escape_plain
from ui.web.pieces import heading
from ui.web.screen import Act, Screen, Shown, Visitor
from ui.web.screens.practice import due_count

log = logging.getLogger("tutor")

BROKEN = "Something went wrong on this side, not with what you did. The terminal that runs the tutor says what."
"""What people read about a fault of ours."""

_GARBLED = Shown(title="Not understood", body="", said="The page sent something that cannot be understood. Reload it.")
_HOME = '<p class="row"><a class="button" href="?">To the chat</a></p>'


class Acting:
    """Performs acts and frames what comes back for `page.js`.

    Args:
        screens: Every screen by its name in an address.
    """

    def __init__(self, screens: Mapping[str, Screen]) -> None:
        self._screens = screens

    def perform(self, sent: object, who: Callable[[], Visitor]) -> tuple[str | None, dict[str, str]]:
        """Do what the page asks for.

        Args:
            sent: What the page sent; it may be anything.
            who: Says who it is from.

        Returns:
            The new body, or None where it stays, and what else the page is to know, by name.
        """
        try:
            act = Act.model_validate(sent)
        except ValidationError:
            return None, _news(_GARBLED, "", trouble=True)
        shown, trouble = self._shown(act, who)
        news = _news(shown, act.screen, trouble=trouble)
        body = f'<section class="screen {act.screen}" data-seq="{news["seq"]}">\n{shown.body}\n</section>'
        return (body if shown.body else None), news | self._due(who)

    def standing(self, who: Callable[[], Visitor]) -> dict[str, str]:
        """What every page shows at its edges: how much is due for review."""
        return {"seq": uuid4().hex, "screen": ""} | self._due(who)

    def _due(self, who: Callable[[], Visitor]) -> dict[str, str]:
        try:
            return {"due": str(due_count(who()))}
        except TutorError as error:
            return {"said": f"{error.message} {error.hint}".strip(), "trouble": "yes"}

    def _shown(self, act: Act, who: Callable[[], Visitor]) -> tuple[Shown, bool]:
        """What is shown, and whether it is trouble: a sentence where something was done, a page where one was opened."""
        screen = self._screens.get(act.screen)
        if screen is None:
            return _page("There is no such page", "Perhaps the address was cut off."), True
        try:
            return screen.show(act, who()), False
        except TutorError as error:
            message, hint = error.message, error.hint
        except Exception:
            log.exception("the screen %s failed at %s", act.screen, act.name)
            message, hint = BROKEN, ""
        if act.name == "show":
            return _page(message, hint), True
        return Shown(title="", body="", said=f"{message} {hint}".strip()), True


def _page(message: str, hint: str) -> Shown:
    body = f"{heading('That did not work')}\n<p>{escape_plain(message)}</p>\n<p>{escape_plain(hint)}</p>\n{_HOME}"
    return Shown(title="That did not work", body=body)


def _news(shown: Shown, screen: str, *, trouble: bool) -> dict[str, str]:
    news = {"seq": uuid4().hex, "screen": screen, "title": shown.title, "address": shown.address, "said": shown.said}
    news |= {"trouble": "yes" if trouble else "", "body": "yes" if shown.body else ""}
    if shown.file:
        content = base64.b64encode(shown.file.content).decode()
        news |= {"file": content, "filename": shown.file.name, "media": shown.file.media}
    return news


def news_html(news: Mapping[str, str]) -> str:
    """News as the attributes of an element that nobody sees."""
    return "<i " + " ".join(f'data-{name}="{escape_attribute(value)}"' for name, value in news.items()) + "></i>"
