"""What a learner wants, as it was understood, and how it is read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from corpus.types import ConceptId, Level, Value
from tutor.learner.entries import Aim, Depth
from tutor.learner.plans.spoken import counted, listed, spoken_date, spoken_minutes

_SHOWN = 6


class KnownArea(Value):
    """An area that a learner says they know.

    Attributes:
        upto: The highest level that is taken as known.
        concepts: What is taken as known, in order of id.
    """

    name: str
    upto: Level
    concepts: tuple[ConceptId, ...]


class Wish(Value):
    """What a learner wants, from their words.

    Attributes:
        goals: In the order in which they were named.
        known: Concepts named as known, in that order.
        areas: Areas named as known, with what that covers; without what is not known yet and what rests on it.
        not_yet: Concepts named as not known.
        beginner: Whether the learner says they know nothing yet.
        hours: Time in all.
        hours_per_week: Time a week.
        deadline: The last day.
        level: The highest level that is wanted.
        without: Areas to leave out.
        assumed: What words about time were taken to mean.
        unclear: What was not understood, as it was written or with what is missing.
        titles: The titles of the concepts, for reading back.
    """

    goals: tuple[ConceptId, ...] = ()
    known: tuple[ConceptId, ...] = ()
    areas: tuple[KnownArea, ...] = ()
    not_yet: tuple[ConceptId, ...] = ()
    beginner: bool = False
    hours: float | None = None
    hours_per_week: float | None = None
    deadline: date | None = None
    level: Level | None = None
    without: tuple[str, ...] = ()
    depth: Depth = Depth.UNDERSTAND
    assumed: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    titles: Mapping[ConceptId, str] = {}

    @property
    def known_concepts(self) -> tuple[ConceptId, ...]:
        """Everything taken as known: what was named, then what the areas cover."""
        covered = (concept for area in self.areas for concept in area.concepts)
        return tuple(dict.fromkeys((*self.known, *covered)))

    def aim(self, entry_id: str, at: datetime) -> Aim:
        """The entry for the learner's log."""
        return Aim(
            id=entry_id,
            at=at,
            goals=self.goals,
            hours_per_week=self.hours_per_week,
            hours=self.hours,
            deadline=self.deadline,
            level=self.level,
            without=self.without,
            depth=self.depth,
        )

    def spoken(self) -> str:
        """What was understood, in one paragraph, for confirmation."""
        return " ".join(filter(None, (self._wanted(), self._had(), self._time(), self._bounds(), self._missed())))

    def _wanted(self) -> str:
        return (
            f"You want to {self.depth.value} {self._titles(self.goals)}."
            if self.goals
            else "I did not find what you want to learn."
        )

    def _had(self) -> str:
        areas = [f"{area.name} up to the level {area.upto.value} ({self._covered(area)})" for area in self.areas]
        known = [*areas, *(self.titles[concept] for concept in self.known)]
        said = ["You are a beginner, so I take nothing else as known."] if self.beginner else []
        said += [f"You know {listed(known)}, and what comes before that."] if known else []
        return " ".join([*said, f"You do not know {self._titles(self.not_yet)} yet."] if self.not_yet else said)

    def _covered(self, area: KnownArea) -> str:
        return f"{counted(len(area.concepts), 'concept')}: {self._titles(area.concepts)}"

    def _time(self) -> str:
        parts = [f"{spoken_minutes(round(self.hours * 60))} in all"] if self.hours else []
        parts += [f"{spoken_minutes(round(self.hours_per_week * 60))} a week"] if self.hours_per_week else []
        parts += [f"time until {spoken_date(self.deadline)}"] if self.deadline else []
        assumed = f" ({listed(self.assumed)})" if self.assumed else ""
        return f"You have {listed(parts)}{assumed}." if parts else ""

    def _bounds(self) -> str:
        level = f"Nothing above the level {self.level.value}." if self.level else ""
        areas = f"Nothing from {listed(self.without)}." if self.without else ""
        return " ".join(filter(None, (level, areas)))

    def _missed(self) -> str:
        return f"I did not understand {listed([f'“{words}”' for words in self.unclear])}." if self.unclear else ""

    def _titles(self, concepts: Sequence[ConceptId]) -> str:
        shown, more = [self.titles[concept] for concept in concepts[:_SHOWN]], len(concepts) - _SHOWN
        return listed([*shown, f"{more} more"] if more > 0 else shown)
