"""A wish in words, read without a language model, and read back for confirmation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from corpus.types import ConceptId
from tutor.learner.entries import Depth
from tutor.learner.plans.areas import Areas, NamedArea
from tutor.learner.plans.cues import BEGINNER, LEVEL, STANDING, Cue, Role, cues, highest_level
from tutor.learner.plans.said_times import MARK, SaidTimes, said_times
from tutor.learner.plans.wish import KnownArea, Wish
from tutor.types import Mention

NameFinder = Callable[[str], Sequence[Mention]]
"""Finds the concepts named in a text, from left to right."""

LONGEST_WISH = 2000
"""Characters of a wish that are read."""

_WORD = re.compile(r"-?[^\W_](?:[\w'+#-]*[\w+#])?")
_AFTER_CUE = re.compile(r"[\s:]*(?:(?:the|a|an|some|all|any|about|of|with|in|also)\s+)*")
_IN_LIST = re.compile(r"\s*(?:,|&|\+|/|\band\b|\bor\b)(?:\s*(?:and|or|the|a|an|some)\b)*\s*")
_SMALL_WORDS = """
a able about advanced after again all alone also am an and any are area areas around as at basic basics be
because been before being but by can college coming concept concepts could course courses deadline do does done
each else end enough even evening ever everything exam fastest field find first for free from fundamentals get
give given go good got had has have having hello help hey hi how i i'd i'll i'm i've if in inside into is it
it's its just know knowledge last later learn least lecture lectures left let level like little long lot love
make me means might more most much must my myself need never new next no not now of off on once one only or
other our out over own paper papers part per plan please point possible quick quickest quickly really right
roughly same say school scratch see session sessions shortest should show simply since so some something soon
spare spend start starting still stuff sure take talk teach tell test than thank thanks that that's the their
them then there these they thing things this those through time to today together too topic topics total
university until up us use using very via want was way we week weekend well were what what's when where which
while who whole why will wish with work working would yet you your yourself zero
"""
_SMALL = frozenset(_SMALL_WORDS.split())


def read_wish(text: str, names: NameFinder, areas: Areas, now: datetime) -> Wish:
    """What a learner wants: goals, what they know, time, depth, and what to leave out.

    A named concept belongs to the last words before it that say what it is to the learner ("I know", "get me to",
    "nothing about"); without any, it is a goal. Of several amounts of time the first one counts.

    Args:
        text: The learner's words.
        names: Finds the concepts named in a text.
        areas: The areas that can be named.
        now: What "tomorrow" and "in two weeks" start from.
    """
    plain = " ".join(text[:LONGEST_WISH].replace("\u2019", "'").lower().split(" "))
    times = said_times(plain, now.date())
    return _Words(times.rest, names, areas).wish(times)


class _Words:
    """The words of a wish without its times; reading takes one thing after another out of them."""

    def __init__(self, rest: str, names: NameFinder, areas: Areas) -> None:
        self.rest, self.areas = rest, areas
        self.level = self._taken(LEVEL)
        self.beginner = self._taken(BEGINNER)
        self.standing = self._taken(STANDING)
        self.cues = _opened(cues(self.rest))
        self.mentions = _heads(names(self.rest), self.rest)
        self.named = [area for area in areas.find(self.rest) if self._means_area(area)]
        self.mentions = [
            mention for mention in self.mentions if not any(_overlap(mention, area) for area in self.named)
        ]
        self.problems: list[str] = []

    def wish(self, times: SaidTimes) -> Wish:
        """Everything together."""
        not_yet = self._concepts(Role.NOT_YET)
        known, goals = self._concepts(Role.KNOWN), self._concepts(Role.GOAL)
        without = self._without()
        known_areas = self._known_areas(not_yet)
        pages = self.areas.graph.catalogue
        used = {*goals, *known, *not_yet, *(concept for area in known_areas for concept in area.concepts)}
        standing = [self.standing[0] + " (say what you know)"] if self.standing else []
        return Wish(
            goals=goals,
            known=known,
            areas=known_areas,
            not_yet=not_yet,
            beginner=self.beginner is not None,
            hours=times.hours,
            hours_per_week=times.hours_per_week,
            deadline=times.deadline,
            level=highest_level(self.level) if self.level else None,
            without=without,
            depth=next((cue.depth for cue in reversed(self.cues) if cue.depth), Depth.UNDERSTAND),
            assumed=tuple(dict.fromkeys(times.assumed)),
            unclear=tuple(dict.fromkeys((*times.unclear, *standing, *self.problems, *self._left_over()))),
            titles={concept: pages[concept].title for concept in sorted(used)},
        )

    def _taken(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.search(self.rest)
        if match:
            self.rest = self.rest[: match.start()] + MARK + self.rest[match.end() :]
        return match

    def _means_area(self, named: NamedArea) -> bool:
        """Whether words mean a whole area rather than a concept of that name."""
        same = [mention for mention in self.mentions if _overlap(mention, named)]
        if any(mention.end - mention.start > named.end - named.start for mention in same):
            return False
        role = self._role(named.start, named.end)
        if role is Role.WITHOUT or not same:
            return True
        return role is not Role.GOAL and named.whole and bool(self.areas.held(named))

    def _role(self, start: int, end: int) -> Role:
        before = [cue for cue in self.cues if cue.start <= start and not cue.backwards]
        role = before[-1].role if before else Role.NEUTRAL
        later = next((cue for cue in self.cues if cue.start >= end), None)
        if later and later.backwards and (role is Role.NEUTRAL or "," not in self.rest[end : later.start]):
            return later.role
        return Role.GOAL if role is Role.NEUTRAL else role

    def _concepts(self, role: Role) -> tuple[ConceptId, ...]:
        """The concepts that have a role, and for goals and what is not known also those of the areas that have it."""
        mentions = [mention for mention in self.mentions if self._role(mention.start, mention.end) is role]
        found = [(mention.start, self._meant(mention)) for mention in mentions]
        if role is not Role.KNOWN:
            found += [(named.start, self.areas.held(named)) for named in self._named(role)]
        return tuple(dict.fromkeys(concept for _, concepts in sorted(found) for concept in concepts))

    def _meant(self, mention: Mention) -> tuple[ConceptId, ...]:
        if len(mention.concepts) == 1:
            return mention.concepts
        senses = " or ".join(self.areas.graph.catalogue[concept].title for concept in mention.concepts)
        self.problems.append(f"{mention.text} ({senses}?)")
        return ()

    def _named(self, role: Role) -> Iterator[NamedArea]:
        return (named for named in self.named if self._role(named.start, named.end) is role)

    def _known_areas(self, not_yet: Iterable[ConceptId]) -> tuple[KnownArea, ...]:
        unknown = set(not_yet).union(*(self.areas.graph.descendants(concept) for concept in not_yet))
        return tuple(
            KnownArea(
                name=named.area.name,
                upto=named.upto,
                concepts=tuple(concept for concept in self.areas.held(named) if concept not in unknown),
            )
            for named in self._named(Role.KNOWN)
        )

    def _without(self) -> tuple[str, ...]:
        """The folders to leave out; anything else cannot be left out, which is said."""
        named = list(self._named(Role.WITHOUT))
        others = [area.area.name for area in named if area.area.folder is None]
        others += [mention.text for mention in self.mentions if self._role(mention.start, mention.end) is Role.WITHOUT]
        self.problems += [f"without {other} (only whole areas can be left out)" for other in others]
        return tuple(dict.fromkeys(area.area.folder for area in named if area.area.folder))

    def _left_over(self) -> Iterator[str]:
        """Unknown words where a concept was to be named: after a cue, or in a list; all of them where nothing is named."""
        named = [(one.start, one.end, False) for one in self.mentions] + [
            (one.start, one.end, False) for one in self.named
        ]
        used = sorted([*named, *((cue.start, cue.end, True) for cue in self.cues)])
        for first, last in _runs(self.rest, [(start, end) for start, end, _ in used]):
            before = [(end, cue) for _, end, cue in used if end <= first]
            gap = self.rest[before[-1][0] : first] if before else ""
            expected = before and (_AFTER_CUE if before[-1][1] else _IN_LIST).fullmatch(gap)
            if expected or not (self.mentions or self.named):
                yield self.rest[first:last]


def _runs(text: str, used: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where runs of words begin and end that nothing has taken up and that say something."""
    first, last = 0, -1
    for word in _WORD.finditer(text):
        if word[0] in _SMALL or any(start < word.end() and word.start() < end for start, end in used):
            continue
        if last >= 0 and text[last : word.start()].strip():
            yield first, last
            last = -1
        first, last = (word.start() if last < 0 else first), word.end()
    if last >= 0:
        yield first, last


def _opened(found: Iterable[Cue]) -> list[Cue]:
    """The cues in order, without a depth that belongs to what is known, as in "I know the basics of"."""
    ordered = sorted(found, key=lambda cue: cue.start)
    inside = {
        cue
        for before, cue in pairwise(ordered)
        if cue.depth and before.role in {Role.KNOWN, Role.NOT_YET} and cue.start - before.end <= 1
    }
    return [cue for cue in ordered if cue not in inside]


def _heads(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions without those that only tell the next one apart, as in "LLM quantization"."""
    starts = {mention.start for mention in mentions}
    return [one for one in mentions if not (text[one.end : one.end + 1] == " " and one.end + 1 in starts)]


def _overlap(mention: Mention, named: NamedArea) -> bool:
    return mention.start < named.end and named.start < mention.end
