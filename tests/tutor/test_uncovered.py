"""Names in a question that no page speaks of."""

from __future__ import annotations

import pytest

from graph.concept_graph import ConceptGraph
from tutor.dialogue.uncovered import uncovered
from tutor.retrieval.retriever import Retriever

NAMED = [
    ("How does Kubernetes scale Zorblax?", ("Kubernetes", "Zorblax")),
    ("how does kubernetes use attention?", ("kubernetes",)),
    ("what is quantization in redis", ("redis",)),
    ("How does BERT compare to Midjourney?", ("Midjourney",)),
]
COVERED = [
    "What is softmax?",
    "How does backpropogation work?",
    "What Is The Difference Between Precision And Recall?",
    "Why doesn't LoRA slow down GPT?",
    "How big is the cache of a 70B model?",
    "I never wonder why attention is bothersome",
]


def names_in(question: str, graph: ConceptGraph, retriever: Retriever) -> tuple[str, ...]:
    pages = [graph.catalogue[rank.concept] for rank in retriever.search(question, k=3).concepts]
    return uncovered(question, pages, retriever.names)


@pytest.mark.parametrize(("question", "names"), NAMED)
def test_names_that_no_page_has(
    question: str, names: tuple[str, ...], shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    assert names_in(question, shipped_graph, retriever) == names


@pytest.mark.parametrize("question", COVERED)
def test_ordinary_words_are_no_names(question: str, shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    assert names_in(question, shipped_graph, retriever) == ()
