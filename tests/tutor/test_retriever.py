"""One search over the shipped pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.types import SectionName
from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.retrieval.embedder import Embedder
from tutor.retrieval.fusion import CHANNEL_WEIGHTS
from tutor.retrieval.index import build_index, open_index
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.retriever import Retriever
from tutor.retrieval.words import Vocabulary

OBVIOUS = {
    "What is softmax?": "softmax",
    "Why is the second token faster than the first?": "kv-cache",
    "Why does GPU memory grow while the model is writing?": "kv-cache",
    "how does LoRA work": "lora",
    "What does the temperature do?": "temperature",
    "Why do gradients vanish?": "vanishing-gradient",
    "what is backpropogation": "backpropagation",
    "How does FlashAttention save memory?": "flashattention",
    "randomly switching off units while training": "dropout",
    "rotary position embedding": "rope",
    "What is byte pair encoding?": "byte-pair-encoding",
    "retrieval-augmented generation": "rag",
}


@pytest.mark.parametrize(("question", "concept"), OBVIOUS.items())
def test_an_obvious_question_finds_its_page(retriever: Retriever, question: str, concept: str) -> None:
    found = retriever.search(question, k=5)
    assert found.concepts[0].concept == concept
    assert found.hits[0].passage.concept == concept


def test_concepts_and_passages_come_best_first_and_no_more_than_asked(retriever: Retriever) -> None:
    found = retriever.search("How do attention heads share keys and values?", k=4)
    scores = [rank.score for rank in found.concepts]
    assert scores == sorted(scores, reverse=True)
    assert len(found.concepts) == 4
    assert 1 <= len(found.hits) <= 4
    assert len({hit.passage.id for hit in found.hits}) == len(found.hits)


def test_every_concept_says_what_each_channel_gave(retriever: Retriever) -> None:
    best = retriever.search("What is softmax?").concepts[0]
    assert set(best.channels) == {*CHANNEL_WEIGHTS, "lead"}
    assert best.channels["question"] > 0.9
    assert best.channels["name"] > 0
    assert best.channels["lexical"] > 0


def test_a_channel_can_be_left_out(retriever: Retriever) -> None:
    found = retriever.search("What is softmax?", without=["question", "name"])
    assert all(not {"question", "name"} & set(rank.channels) for rank in found.concepts)


@pytest.mark.parametrize("channel", CHANNEL_WEIGHTS)
def test_each_channel_alone_finds_what_is_named(retriever: Retriever, channel: str) -> None:
    found = retriever.search("softmax", without=[other for other in CHANNEL_WEIGHTS if other != channel])
    assert "softmax" in {rank.concept for rank in found.concepts[:3]}


def test_the_score_is_the_fusion_of_the_channels(retriever: Retriever) -> None:
    best = retriever.search("What is softmax?").concepts[0]
    shares = best.channels | {"question": best.channels["question"] ** 2, "lexical": 1.0, "wording": 1.0}
    assert best.score == pytest.approx(sum(CHANNEL_WEIGHTS[name] * shares[name] for name in CHANNEL_WEIGHTS))


def test_concepts_to_compare_both_come_before_others(retriever: Retriever) -> None:
    assert {rank.concept for rank in retriever.search("RLHF vs DPO").concepts[:2]} == {"rlhf", "dpo"}


def test_what_no_page_answers_takes_the_lead_from_every_page(retriever: Retriever) -> None:
    inside, outside = (
        retriever.search(text).concepts for text in ("What is softmax?", "What is the weather tomorrow?")
    )
    assert inside[0].channels["lead"] > 0.5
    assert max(rank.channels["lead"] for rank in outside) < 0


def test_a_question_of_a_page_is_not_outside_for_it(embedder: Embedder, tmp_path: Path) -> None:
    page = concept("rice", questions=["How do I cook rice?"])
    catalogue = Catalogue([page])
    build_index(catalogue, embedder, tmp_path, lambda *_: None)
    names = NameMatcher(catalogue, Vocabulary(catalogue))
    cook = Retriever(ConceptGraph(catalogue), open_index(catalogue, embedder.digest, tmp_path), embedder, names)
    assert cook.search("How do I cook rice?").concepts[0].channels["lead"] > 0.3
    assert cook.search("Who painted the Mona Lisa?").concepts[0].channels["lead"] < 0


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("What is the formula of softmax?", SectionName.FORMULA),
        ("Give an example of softmax.", SectionName.EXAMPLE),
        ("Why does softmax matter?", SectionName.WHY),
        ("What are misconceptions about softmax?", SectionName.MISCONCEPTIONS),
        ("Explain softmax in simple words.", SectionName.INTUITION),
    ],
)
def test_the_section_that_is_asked_for_is_brought(retriever: Retriever, question: str, section: SectionName) -> None:
    hits = retriever.search(question, k=8).hits
    assert hits[0].passage.concept == "softmax"
    assert section in {hit.passage.section for hit in hits if hit.passage.concept == "softmax"}


def test_the_best_concepts_definition_comes_first(retriever: Retriever) -> None:
    first = retriever.search("How does dropout prevent overfitting?").hits[0].passage
    assert first.section is SectionName.DEFINITION


def test_a_focus_brings_only_its_own_passages(retriever: Retriever) -> None:
    found = retriever.search("How do they differ?", focus=["gqa", "kv-cache"])
    assert {hit.passage.concept for hit in found.hits} == {"gqa", "kv-cache"}


def test_bridges_are_only_what_is_missing(retriever: Retriever, shipped_graph: ConceptGraph) -> None:
    needed = set(shipped_graph.prerequisites("flashattention"))
    question = "How does FlashAttention work?"
    everything = {concept.id for concept in shipped_graph.catalogue}
    bridges = [hit for hit in retriever.search(question, missing=everything).hits if hit.role == "bridge"]
    assert bridges
    assert {hit.passage.concept for hit in bridges} <= needed
    assert all(hit.passage.section is SectionName.DEFINITION for hit in bridges)


def test_nothing_is_bridged_for_somebody_who_knows_it(retriever: Retriever, shipped_graph: ConceptGraph) -> None:
    question = "How does FlashAttention work?"
    needed = set(shipped_graph.prerequisites("flashattention"))
    assert all(hit.role == "direct" for hit in retriever.search(question).hits)
    others = {concept.id for concept in shipped_graph.catalogue} - needed
    assert all(hit.role == "direct" for hit in retriever.search(question, missing=others).hits)


def test_a_bridge_is_the_one_prerequisite_that_is_missing(retriever: Retriever, shipped_graph: ConceptGraph) -> None:
    for before in shipped_graph.prerequisites("flashattention"):
        hits = retriever.search("How does FlashAttention work?", missing={before}).hits
        assert [hit.passage.concept for hit in hits if hit.role == "bridge"] == [before]


@pytest.mark.parametrize(
    "question", ["", " ", "?", "the of", "🦙", "x" * 5000, "$$", "'; DROP TABLE passages; --", "\0"]
)
def test_any_text_can_be_searched(retriever: Retriever, question: str) -> None:
    assert len(retriever.search(question, k=3).concepts) <= 3


def test_the_same_question_finds_the_same(retriever: Retriever) -> None:
    assert retriever.search("What is attention?") == retriever.search("What is attention?")
