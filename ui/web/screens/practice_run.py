"""A run of questions as it travels in the address: reloading the page goes on where it was, and nothing is kept here.

How far a run is stands in the log alone: each answer has the name of the run and its place in its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Self
from urllib.parse import urlencode

from pydantic import Field

from corpus.types import Value
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.entries import Attempt
from tutor.learner.items.asked import asked_again
from tutor.learner.practice import Pick, Topic, practice_items
from tutor.learner.study import Study
from ui.web.screens.began import moment_of, seed_of, written
from ui.web.screens.item_view import Question

MOST_QUEUED: Final = 40
"""More questions than any run has; what an address has beyond them is not ours."""

_LONGEST_ID = 120


class Run(Value):
    """A run of questions.

    Attributes:
        pick: What it is about.
        began: When it began.
        queue: The ids of its items, in order.
    """

    pick: Pick
    began: datetime
    queue: Annotated[
        tuple[Annotated[str, Field(max_length=_LONGEST_ID)], ...], Field(min_length=1, max_length=MOST_QUEUED)
    ]

    @classmethod
    def of(cls, study: Study, pick: Pick, now: datetime) -> Self:
        """A new run.

        Raises:
            TutorError: If there is nothing to ask about.
        """
        items = practice_items(study, pick, now, seed_of(now))
        return cls(pick=pick, began=now, queue=tuple(item.id for item in items))

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> Self:
        """The run of an address.

        Raises:
            TutorError: If the address is none of a run.
        """
        try:
            queue = tuple(values["queue"].split("."))
            return cls(pick=pick_of(values["of"]), began=moment_of(values["began"]), queue=queue)
        except (KeyError, ValueError) as error:
            message = "The address of these questions cannot be read."
            raise TutorError(message, hint="Start again from the practice page.") from error

    @property
    def address(self) -> str:
        """The address of the run."""
        values = {"of": pick_written(self.pick), "began": written(self.began), "queue": ".".join(self.queue)}
        return f"?screen=practice&{urlencode(values, safe='/:')}"

    def question(self, graph: ConceptGraph, place: int) -> Question:
        """The question at a place, from 0.

        Raises:
            ItemError: If there is no such item any more.
        """
        item = asked_again(graph, self.queue[place], seed_of(self.began) + place)
        return Question(item=item, attempt=self._attempt(place))

    def answers(self, study: Study) -> Mapping[int, Attempt]:
        """The answers so far, by their place, from 0, in the order in which they were given."""
        places = {self._attempt(place): place for place in range(len(self.queue))}
        attempts = (entry for entry in study.entries() if isinstance(entry, Attempt))
        return {places[attempt.id]: attempt for attempt in attempts if attempt.id in places}

    def place_of(self, attempt: str) -> int:
        """The place, from 0, of the question whose answer has that id.

        Raises:
            TutorError: If it is none of this run.
        """
        for place in range(len(self.queue)):
            if self._attempt(place) == attempt:
                return place
        message = "This question belongs to another run."
        raise TutorError(message, hint="Start again from the practice page.")

    def _attempt(self, place: int) -> str:
        return f"{written(self.began)}.{place + 1}"


def pick_written(pick: Pick) -> str:
    """What somebody wants to practise, as addresses and buttons carry it."""
    return f"{pick.topic.value}.{pick.name}" if pick.name else pick.topic.value


def pick_of(text: str) -> Pick:
    """What `pick_written` wrote.

    Raises:
        TutorError: If it wrote no such thing.
    """
    topic, _, name = text.partition(".")
    if topic not in set(Topic):
        message = "There is no such practice."
        raise TutorError(message, hint="Choose one on the practice page.")
    return Pick(topic=Topic(topic), name=name)
