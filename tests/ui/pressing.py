"""A page that does with a screen what `page.js` does: it opens addresses, presses buttons and sends forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl

from tutor.learner.stores import Stores
from tutor.learner.study import Study
from ui.web.screen import Act, Screen, Shown, Visitor

Data = Mapping[str, str]


class _Found(HTMLParser):
    """Collects what can be pressed, sent or followed."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.buttons: list[Data] = []
        self.forms: list[Data] = []
        self.links: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        given = {name: value or "" for name, value in attrs}
        data = {name.removeprefix("data-"): value for name, value in given.items() if name.startswith("data-")}
        if tag == "button" and "act" in data:
            self.buttons.append(data)
        elif tag == "form" and "act" in data:
            self.forms.append(data)
        elif tag == "a":
            self.links.append(given.get("href", ""))


@dataclass
class Pressing:
    """One page of one learner; every act is twenty seconds after the one before.

    Attributes:
        screen: What is looked at.
        name: Its name in addresses.
        study: Whose page it is.
        stores: Where their conversations are.
        now: The time.
        address: What the address bar shows.
        seen: What was shown last.
    """

    screen: Screen
    name: str
    study: Study
    stores: Stores
    now: datetime
    address: str = ""
    seen: Shown = field(default_factory=lambda: Shown(title="", body=""))

    def open(self, address: str) -> Shown:
        """Follow a link, or reload."""
        self.address = address
        return self.act("show", {})

    def act(self, name: str, values: Data) -> Shown:
        """Do something by its name; what the address has goes with it."""
        self.now += timedelta(seconds=20)
        every = {**dict(parse_qsl(self.address.lstrip("?"), keep_blank_values=True)), **values}
        visitor = Visitor(study=self.study, conversations=self.stores.conversations, now=self.now)
        self.seen = self.screen.show(Act(screen=self.name, name=name, values=every), visitor)
        self.address = self.seen.address or self.address
        return self.seen

    def press(self, key: str = "", **data: str) -> Shown:
        """Press the one button with that key, or with that data."""
        wanted = {**({"key": key} if key else {}), **data}
        (pressed,) = [one for one in self.buttons if wanted.items() <= one.items()]
        return self.act(pressed["act"], _sent(pressed))

    def send(self, **fields: str) -> Shown:
        """Send the one form."""
        (form,) = _Found(self.seen.body).forms
        return self.act(form["act"], {**_sent(form), **fields})

    @property
    def buttons(self) -> list[Data]:
        """What can be pressed."""
        return _Found(self.seen.body).buttons

    @property
    def links(self) -> list[str]:
        """What can be followed."""
        return _Found(self.seen.body).links

    @property
    def words(self) -> str:
        """What is read."""
        return words(self.seen.body)


def words(body: str) -> str:
    """What is read on a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _sent(data: Data) -> Data:
    return {name: value for name, value in data.items() if name not in {"act", "key", "focus"}}
