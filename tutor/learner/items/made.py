"""Items made from the pages and their order, right by construction: order, match and blank."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from corpus.catalogue import names_of
from corpus.types import ConceptId, Option
from graph.concept_graph import ConceptGraph
from tutor.learner.items.full_item import BlankKey, ChoiceKey, FullItem, ItemError, Key, OrderKey
from tutor.learner.items.named import mentions, namings, plain_name, without_names
from tutor.learner.items.neighbours import opening, unlike
from tutor.learner.items.ordering import SHORTEST_LINE, line_through

PREFIX = "made:"
"""What the id of a made item begins with; its kind and its concept follow: `made:order:kv-cache`."""

_KINDS = ("match", "blank", "order")
_MOST_ORDERED = 4
_WRONG_OPTIONS = 3
_FEWEST_WRONG = 2


def made_ids(graph: ConceptGraph, concept: ConceptId) -> tuple[str, ...]:
    """The ids of the items that can be made about a concept."""
    return tuple(f"{PREFIX}{kind}:{concept}" for kind in _KINDS if _possible(graph, kind, concept))


def made_item(graph: ConceptGraph, item_id: str, seed: int) -> FullItem:
    """The item with that id, its options drawn and shuffled by the seed.

    Raises:
        ItemError: If there is no such kind or concept, or the pages do not allow the item.
    """
    kind, _, concept = item_id.removeprefix(PREFIX).partition(":")
    if kind not in _KINDS or concept not in graph or not _possible(graph, kind, concept):
        raise ItemError(f"There is no item '{item_id}'.", hint="Ask for a new item.")
    rng = Random(f"{item_id} {seed}")  # noqa: S311 - options of an exercise, not a secret
    make = {"match": _match, "blank": _blank, "order": _order}[kind]
    stem, key = make(graph, concept, rng)
    return FullItem(id=item_id, concept=concept, seed=seed, stem=stem, key=key)


def _possible(graph: ConceptGraph, kind: str, concept: ConceptId) -> bool:
    if kind == "match":
        return len(unlike(graph, concept)) >= _FEWEST_WRONG
    if kind == "blank":
        return bool(_missing(graph, concept))
    return len(line_through(graph, concept, Random(0))) >= SHORTEST_LINE  # noqa: S311 - any line will do


def _order(graph: ConceptGraph, concept: ConceptId, rng: Random) -> tuple[str, Key]:
    """Concepts on one line of prerequisites: each needs the one before it, so no other order is right."""
    line = line_through(graph, concept, rng)
    rest = [one for one in line if one != concept]
    picked = {concept, *rng.sample(rest, min(_MOST_ORDERED - 1, len(rest)))}
    right = [one for one in line if one in picked]
    shown = rng.sample(right, len(right))
    key = OrderKey(
        shown=tuple(graph.catalogue[one].title for one in shown),
        concepts=tuple(shown),
        places=tuple(right.index(one) for one in shown),
        reasons=tuple(_reasons(graph, line, start, end) for start, end in pairwise(right)),
    )
    stem = (
        "Put these in the order in which they must be learned, the first one first. Each needs the one before it, "
        "directly or through others, so exactly one order is right."
    )
    return stem, key


def _reasons(graph: ConceptGraph, line: tuple[ConceptId, ...], start: ConceptId, end: ConceptId) -> str:
    """Why the later of two concepts of a line needs the earlier one, edge by edge."""
    part = line[line.index(start) : line.index(end) + 1]
    return " ".join(graph.reason(before, after) for before, after in pairwise(part))


def _match(graph: ConceptGraph, concept: ConceptId, rng: Random) -> tuple[str, Key]:
    """How definitions begin, the names taken out: one of this concept, the others of concepts unlike it."""
    page = graph.catalogue[concept]
    near = unlike(graph, concept)
    wrong = rng.sample(near, min(_WRONG_OPTIONS, len(near)))
    options = [Option(text=opening(graph, concept), right=True, feedback=f"So begins the definition of {page.title}.")]
    options += [_other(graph, concept, one) for one in wrong]
    return f"Which of these defines {page.title}?", ChoiceKey(options=tuple(rng.sample(options, len(options))))


def _other(graph: ConceptGraph, concept: ConceptId, other: ConceptId) -> Option:
    page = graph.catalogue[other]
    hows = [contrast.how for contrast in graph.catalogue[concept].contrasts if contrast.concept == other]
    feedback = " ".join([f"That defines {page.title}.", *hows])
    return Option(text=opening(graph, other), right=False, feedback=feedback, see=other)


def _missing(graph: ConceptGraph, concept: ConceptId) -> tuple[ConceptId, ...]:
    """The direct prerequisites whose names the definition uses, and that nothing else in the item gives away."""
    named = {naming.concepts for naming in namings(graph.catalogue[concept].definition, graph.catalogue)}
    return tuple(
        before
        for before in graph.prerequisites(concept)
        if (before,) in named and not _given_away(graph, concept, before)
    )


def _given_away(graph: ConceptGraph, concept: ConceptId, missing: ConceptId) -> bool:
    page = graph.catalogue[concept]
    left = without_names(page.definition, [missing], graph.catalogue)
    return mentions(f"{left} {page.id} {page.title}", graph.catalogue[missing])


def _accepted(graph: ConceptGraph, concept: ConceptId) -> tuple[str, ...]:
    """Every name of a concept, as answers are compared."""
    return tuple(dict.fromkeys(map(plain_name, names_of(graph.catalogue[concept]))))


def _blank(graph: ConceptGraph, concept: ConceptId, rng: Random) -> tuple[str, Key]:
    """The definition without the name of one prerequisite; any of its names is right."""
    page = graph.catalogue[concept]
    missing = rng.choice(_missing(graph, concept))
    found = next(naming for naming in namings(page.definition, graph.catalogue) if naming.concepts == (missing,))
    written = page.definition[found.start : found.end]
    words = len(written.split())
    stem = (
        f"Which concept is missing from this definition of {page.title}? "
        f"It stands here as {words} {'word' if words == 1 else 'words'} beginning with “{written[0].lower()}”.\n\n"
        f"{without_names(page.definition, [missing], graph.catalogue)}"
    )
    title, reason = graph.catalogue[missing].title, graph.reason(missing, concept)
    key = BlankKey(missing=missing, title=title, reason=reason, names=_accepted(graph, missing))
    return stem, key
