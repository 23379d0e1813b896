"""Which item next: the page's own first, then generated ones, then what went wrong longest ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice, zip_longest
from random import Random

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt, Entry
from tutor.learner.items.asked import AskedItem, asked_again
from tutor.learner.items.computed import computed_ids
from tutor.learner.items.full_item import ItemError
from tutor.learner.items.made import made_ids


class _History:
    """Which items were answered, when last, and how; places are counted in the log."""

    def __init__(self, concept: ConceptId, entries: Iterable[Entry]) -> None:
        answers = [entry for entry in entries if isinstance(entry, Attempt) and entry.concept == concept]
        self.place: Mapping[str, int] = {answer.item: place for place, answer in enumerate(answers)}
        self.wrong = frozenset(item for item, place in self.place.items() if not answers[place].right)
        self.latest = answers[-1].item if answers else None


def item_for(graph: ConceptGraph, concept: ConceptId, entries: Iterable[Entry], seed: int) -> AskedItem:
    """The next item about a concept.

    In this order: items of the page that were never answered, in page order; generated ones that were never answered;
    items of the page whose last answer was wrong, the oldest first; anything, the one answered longest ago first. The
    item answered last comes again only where there is no other. The same arguments give the same item.

    Args:
        graph: The concepts.
        concept: What to ask about.
        entries: The learner's log, in order.
        seed: What to choose by, to shuffle with and to draw numbers from.

    Raises:
        ItemError: If there is nothing to ask about the concept.
    """
    ranked = ranked_ids(graph, concept, entries, seed)
    if not ranked:
        message = f"There is no question about '{concept}'."
        raise ItemError(message, hint="Add check items to its page, or ask about another concept.")
    return asked_again(graph, ranked[0], seed)


def items_for(
    graph: ConceptGraph, concepts: Sequence[ConceptId], entries: Sequence[Entry], seed: int, *, most: int
) -> tuple[AskedItem, ...]:
    """A quiz about several concepts: one item of each in shuffled order, then a second of each, and so on.

    Args:
        graph: The concepts.
        concepts: What to ask about; concepts without any item are passed over.
        entries: The learner's log, in order.
        seed: What to choose by; every item gets a seed of its own.
        most: How many items there are at most.
    """
    rng = Random(seed)  # noqa: S311 - the order of questions, not a secret
    order = rng.sample(list(dict.fromkeys(concepts)), len(set(concepts)))
    rankings = (ranking for concept in order if (ranking := ranked_ids(graph, concept, entries, seed)))
    rounds = zip_longest(*islice(rankings, most))
    mixed = [item for item in chain.from_iterable(rounds) if item is not None]
    return tuple(asked_again(graph, item, seed + place) for place, item in enumerate(mixed[:most]))


def items_for_area(
    graph: ConceptGraph, area: str, entries: Sequence[Entry], seed: int, *, most: int
) -> tuple[AskedItem, ...]:
    """A quiz about an area; empty where no concept belongs to it."""
    concepts = [concept.id for concept in graph.catalogue if concept.area == area]
    return items_for(graph, concepts, entries, seed, most=most)


def ranked_ids(graph: ConceptGraph, concept: ConceptId, entries: Iterable[Entry], seed: int) -> tuple[str, ...]:
    """The ids of every item about a concept, the next one first (`item_for` says in which order)."""
    history = _History(concept, entries)
    authored = [item.id for item in graph.catalogue[concept].items]
    generated = [*computed_ids(concept), *made_ids(graph, concept)]
    Random(f"{concept} {seed}").shuffle(generated)  # noqa: S311 - the order of questions, not a secret

    def rank(item: str) -> tuple[bool, int, int]:
        if item not in history.place:
            return False, int(item not in authored), 0
        tier = 2 if item in authored and item in history.wrong else 3
        return item == history.latest, tier, history.place[item]

    return tuple(sorted((*authored, *generated), key=rank))
