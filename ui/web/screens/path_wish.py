"""The wish on the page: one field for it, and its reading back with every part of it still to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import quote_plus

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.entries import Aim
from tutor.learner.plans.areas import Areas
from tutor.learner.plans.spoken import counted, listed
from tutor.learner.plans.wish import KnownArea, Wish
from tutor.learner.plans.wishes import LONGEST_WISH, read_wish
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import Vocabulary
from ui.dialect import escape_attribute, escape_plain
from ui.web.pieces import heading
from ui.web.screens.aim_form import aim_from, aim_values, bound_fields, concept_ticks, listed_ids, ticks, time_fields

EXAMPLES: Final = (
    "I know linear algebra, I have 3 hours a week and want to understand FlashAttention by Christmas",
    "I am a beginner and want to follow a talk about transformers, two evenings a week",
    "I know deep learning basics and want to implement LoRA and quantization in four weeks",
)
"""Wishes that show what can be said."""


class WishReader:
    """Reads wishes; getting ready for the first one takes a moment, so that is put off until then.

    Args:
        graph: The concepts that can be named.
    """

    def __init__(self, graph: ConceptGraph) -> None:
        self._graph = graph

    @cached_property
    def _names(self) -> NameMatcher:
        return NameMatcher(self._graph.catalogue, Vocabulary(self._graph.catalogue))

    @cached_property
    def _areas(self) -> Areas:
        return Areas(self._graph)

    def read(self, values: Mapping[str, str], now: datetime) -> Wish:
        """The wish of an address: a goal that was chosen, or words.

        Raises:
            TutorError: If the goal is no concept.
        """
        if goal := values.get("goal", "").strip():
            concept = self._graph.resolve(goal)
            return Wish(goals=(concept,), titles={concept: self._graph.catalogue[concept].title})
        return self._words(values.get("wish", ""), now)

    def corrected(self, values: Mapping[str, str], now: datetime) -> Wish:
        """The wish of an address with the changes that were made when it was read back.

        Raises:
            TutorError: If a field cannot be read, or words that were added name no concept.
        """
        wish = self.read(values, now)
        goals, known, areas = self._added(values, now)
        goals = (*_kept(values, "goals", wish.goals), *goals)
        changed: dict[str, object] = {
            "known": (*_kept(values, "known", wish.known), *known),
            "areas": (*(area for area in wish.areas if area.name in listed_ids(values, "areas")), *areas),
            "not_yet": _kept(values, "not_yet", wish.not_yet),
        }
        aim = aim_from({**values, "goals": ",".join(goals)}, self._graph, "unsaid", now)
        said = {
            name: getattr(aim, name)
            for name in ("goals", "hours_per_week", "hours", "deadline", "level", "depth", "without")
        }
        return wish.model_copy(update=changed | said)

    def _added(
        self, values: Mapping[str, str], now: datetime
    ) -> tuple[tuple[ConceptId, ...], tuple[ConceptId, ...], tuple[KnownArea, ...]]:
        """The goals, the known concepts and the known areas that were written beside those read."""
        goal_words, known_words = values.get("more_goals", "").strip(), values.get("more_known", "").strip()
        goals = self._words(f"I want to learn {goal_words}", now) if goal_words else Wish()
        known = self._words(f"I know {known_words}", now) if known_words else Wish()
        for words, missed in ((goal_words, not goals.goals), (known_words, not known.known_concepts)):
            if words and missed:
                hint = "Use its name, such as “LoRA”; “Find a concept” knows them all."
                raise TutorError(f"I found no concept in “{words[:80]}”.", hint=hint)
        if unclear := (*goals.unclear, *known.unclear):
            raise TutorError(f"I did not understand {listed(unclear)}.", hint="Write only names of concepts there.")
        return goals.goals, known.known, known.areas

    def _words(self, text: str, now: datetime) -> Wish:
        return read_wish(text, self._names.find, self._areas, now)


def _kept(values: Mapping[str, str], name: str, concepts: tuple[ConceptId, ...]) -> tuple[ConceptId, ...]:
    ticked = frozenset(listed_ids(values, name))
    return tuple(concept for concept in concepts if concept in ticked)


def asking(wish: str = "", *, told: str = "", has_aim: bool = False) -> str:
    """The field for a wish, with examples.

    Args:
        wish: What stands in it.
        told: Why it is asked for again.
        has_aim: Whether there is a plan already.
    """
    examples = "".join(
        f'<li><a href="?screen=path&wish={quote_plus(example)}">{escape_plain(example)}</a></li>'
        for example in EXAMPLES
    )
    field = (
        '<label class="field"><span>I want to learn…</span>'
        f'<textarea name="wish" rows="3" maxlength="{LONGEST_WISH}" required data-focus aria-describedby="wish-hint">'
        f"{escape_attribute(' '.join(wish.split()))}</textarea></label>"
    )
    parts = [
        heading("What do you want to learn?"),
        f'<p class="told">{escape_plain(told)}</p>' if told else "",
        f'<form class="wish" data-go="path">{field}',
        '<p class="hint" id="wish-hint">Say it as you would to a friend: the goal, what you know, how much time you have.</p>',
        '<div class="row"><button type="submit" class="button primary">Make a plan</button>',
        '<a class="button" href="?screen=path">Keep my plan</a>' if has_aim else "",
        "</div></form>",
        f'<h2>Or begin with one of these</h2><ul class="examples">{examples}</ul>',
        '<p class="hint">Not sure what you know? <a href="?screen=placement">Find out where you stand</a> in a few minutes.</p>',
    ]
    return "\n".join(filter(None, parts))


def read_back(graph: ConceptGraph, wish: Wish, values: Mapping[str, str], replaced: Aim | None, now: datetime) -> str:
    """What was understood, in words and in fields that can be changed.

    Args:
        graph: The concepts.
        wish: The wish as it was read.
        values: The address that it was read from.
        replaced: The aim that would be replaced.
        now: The time.
    """
    told = {name: value for name, value in values.items() if name in {"wish", "goal"}}
    carried = "".join(f' data-{name}="{escape_attribute(value)}"' for name, value in told.items())
    fields = aim_values(wish.aim("unsaid", now))
    again = f"?screen=path&say={quote_plus(values.get('wish', ''))}"
    parts = [
        heading("Did I get that right?"),
        f'<p class="told">{escape_plain(wish.spoken())}</p>',
        _replaces(graph, replaced),
        f'<form class="wish" data-act="take"{carried}>',
        concept_ticks("You want to learn", "goals", graph, wish.goals),
        _text_field("more_goals", "Something else you want to learn"),
        _known(graph, wish),
        _text_field("more_known", "Something else you know"),
        concept_ticks("You do not know yet", "not_yet", graph, wish.not_yet),
        time_fields(fields),
        bound_fields(fields, graph),
        '<div class="row"><button type="submit" class="button primary">That is right, make the plan</button>',
        f'<a class="button" href="{again}">Say it differently</a></div></form>',
    ]
    return "\n".join(filter(None, parts))


def _replaces(graph: ConceptGraph, aim: Aim | None) -> str:
    if aim is None:
        return ""
    goals = escape_plain(listed([graph.catalogue[goal].title for goal in aim.goals]))
    return f'<p class="hint">This takes the place of your plan for {goals}. What you have learned stays.</p>'


def _known(graph: ConceptGraph, wish: Wish) -> str:
    """What is taken as known: whole areas first, then single concepts."""
    areas = {area.name: f"{area.name} up to {area.upto.value}, {_covered(area)}" for area in wish.areas}
    boxes = ticks("You know, with what comes before", "areas", areas, areas) if areas else ""
    return boxes + concept_ticks("" if areas else "You know, with what comes before", "known", graph, wish.known)


def _covered(area: KnownArea) -> str:
    return counted(len(area.concepts), "concept")


def _text_field(name: str, label: str) -> str:
    return f'<label class="field"><span>{label}</span><input name="{name}" maxlength="200" autocomplete="off"></label>'
