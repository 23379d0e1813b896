"""Items as they are asked: what travels to the learner holds nothing that gives the answer away."""

from __future__ import annotations

from random import Random

from corpus.types import ConceptId, Item, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.items import computed, made
from tutor.learner.items.full_item import ChoiceKey, Form, FullItem, ItemError


class AskedItem(Value):
    """An item as the learner sees it.

    Attributes:
        id: With the seed it rebuilds the item, so nothing about it is kept anywhere.
        concept: What the item is about.
        form: How it is answered.
        seed: What the options were shuffled with and the numbers drawn from.
        stem: The question, Markdown.
        options: The texts to choose from or to put in order, shuffled; empty for the other forms.
        hints: How many hints there are.
    """

    id: str
    concept: ConceptId
    form: Form
    seed: int
    stem: str
    options: tuple[str, ...] = ()
    hints: int = 3


def asked_again(graph: ConceptGraph, item_id: str, seed: int) -> AskedItem:
    """The item with that id and seed, as it was asked the first time.

    Raises:
        ItemError: If there is no such item.
    """
    return without_answer(full_item(graph, item_id, seed))


def without_answer(item: FullItem) -> AskedItem:
    """What the learner sees of an item."""
    return AskedItem(
        id=item.id,
        concept=item.concept,
        form=item.key.form,
        seed=item.seed,
        stem=item.stem,
        options=item.key.shown,
    )


def full_item(graph: ConceptGraph, item_id: str, seed: int) -> FullItem:
    """The item with that id and seed, with what is right; it must not leave this side.

    Raises:
        ItemError: If there is no such item, or its concept has no page.
    """
    if item_id.startswith(made.PREFIX):
        return made.made_item(graph, item_id, seed)
    if item_id.startswith(computed.PREFIX):
        item = computed.computed_item(item_id, seed)
    else:
        item = _authored(graph, item_id, seed)
    if item.concept not in graph:
        raise ItemError(f"No page teaches '{item.concept}'.", hint="Ask for a new item.")
    return item


def _authored(graph: ConceptGraph, item_id: str, seed: int) -> FullItem:
    page = graph.catalogue.get(item_id.rpartition("/")[0])
    item = next((item for item in page.items if item.id == item_id), None) if page else None
    if item is None:
        raise ItemError(f"There is no item '{item_id}'.", hint="Ask for a new item.")
    return _shuffled(item, seed)


def _shuffled(item: Item, seed: int) -> FullItem:
    rng = Random(f"{item.id} {seed}")  # noqa: S311 - the order of options, not a secret
    key = ChoiceKey(options=tuple(rng.sample(item.options, len(item.options))))
    return FullItem(id=item.id, concept=item.concept, seed=seed, stem=item.stem, key=key)
