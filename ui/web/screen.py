"""What a screen is: a person did something, and this is what they see now.

Every screen but the chat and the map is one object with a `show` method and no state of its own. Its body is Markdown with
HTML of ours in it; `page.js` turns links, buttons and forms of the body into the next `Act` (docs/web.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import Field, field_validator

from corpus.types import Value
from tutor.learner.conversations.store import ConversationStore
from tutor.learner.study import Study

MOST_VALUES = 40
"""Most values that a page may send with one act."""

MOST_CHARACTERS = 20_000_000
"""Most characters of all values together: a log that somebody takes in. Screens bound everything else more tightly."""


class Act(Value):
    """What a person did.

    Attributes:
        screen: The screen it was done on, or the one that they go to.
        name: What was done; `show` is to open the screen.
        values: From the address, the button's data or the form's fields. They come from outside and may be anything.
    """

    screen: str = Field(max_length=40, pattern="^[a-z]+$")
    name: str = Field(default="show", max_length=40)
    values: Mapping[str, str] = Field(default_factory=dict, max_length=MOST_VALUES)

    @field_validator("values")
    @classmethod
    def _bounded(cls, values: Mapping[str, str]) -> Mapping[str, str]:
        if sum(map(len, values.values())) > MOST_CHARACTERS:
            message = "too much"
            raise ValueError(message)
        return values


class SavedFile(Value):
    """A file that the page offers to save.

    Attributes:
        name: Its name.
        media: Its media type.
        content: What is in it.
    """

    name: str
    media: str
    content: bytes


class Shown(Value):
    """What is seen after an act.

    Attributes:
        title: What the browser's window is called.
        body: Markdown with HTML of ours; whatever comes from people, pages or the model went through `ui.dialect`.
        address: The address of what is seen, such as `?concept=lora`; empty where it stays as it is.
        said: One sentence that is shown briefly and read out; empty where nothing needs to be said.
        file: A file that the browser saves.
    """

    title: str
    body: str
    address: str = ""
    said: str = ""
    file: SavedFile | None = None


@dataclass(frozen=True)
class Visitor:
    """Who looks at a screen, and when.

    Attributes:
        study: Their study.
        conversations: Everybody's conversations; theirs are under `study.learner`.
        now: The time.
    """

    study: Study
    conversations: ConversationStore
    now: datetime


class Screen(Protocol):
    """Something that people look at and act on."""

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done and draw what is seen then.

        Raises:
            TutorError: With a sentence for the person; the page shows it and stays as it is.
        """
        ...
