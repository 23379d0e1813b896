"""What goes with an answer: bridges, tables, what is not covered, and sentences put right by the page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.types import SectionName
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tests.tutor.parts import events_of, finished, only, retrieved, shown_sentences, tutor_with
from tutor.dialogue.check import Ask, Support, SupportCheck
from tutor.dialogue.evidence import evidence_sentences
from tutor.dialogue.explain import Explainer
from tutor.events import (
    Bridged,
    Compared,
    Declined,
    Event,
    FarAhead,
    OnPath,
    Quoted,
    Retrieved,
    SentenceShown,
    SourcesDiffer,
    Uncovered,
)
from tutor.factory import passages_by_id
from tutor.llm.scripted import ScriptedLLM
from tutor.retrieval.retriever import Retriever
from tutor.session import Tutor
from tutor.types import Citation, Conversation, Learner

ASKED = "Why is the second token faster than the first?"
TRUE = "KV caching stores the key and value vectors of earlier tokens."
FALSE = "The capital of France is Paris."
ALSO_FALSE = "Bananas are yellow and cheap."


class QuotingCheck:
    """A check that finds the page's own sentence for whatever is not supported."""

    def __init__(self, check: SupportCheck, passage: str, text: str) -> None:
        self._check = check
        self._passage = passage
        self._text = text

    def check(
        self,
        sentence: str,
        passages: Sequence[Citation],
        claimed: Sequence[int],
        question: str,
        ask: Ask | None = None,
        *,
        own: bool = False,
    ) -> Support:
        """What the real check says, with a quotation where it refuses."""
        support = self._check.check(sentence, passages, claimed, question, ask, own=own)
        if support.supported:
            return support
        citation = next(citation for citation in passages if citation.passage.id == self._passage)
        return support.model_copy(update={"quotation": citation, "quotation_text": self._text})


def mended(graph: ConceptGraph, retriever: Retriever, reply: str) -> list[Event]:
    """The turn of a model that says `reply`, with a check that offers the cache's first sentence instead."""
    page = graph.catalogue["kv-cache"].passages[0]
    real = SupportCheck(retriever.embedder, retriever.names, graph.catalogue)
    check = QuotingCheck(real, page.id, evidence_sentences(page)[0])
    llm = ScriptedLLM([reply])
    explainer = Explainer(llm, check, passages_by_id(graph), answer_tokens=120, passage_tokens=320)  # type: ignore[arg-type]  # it checks alike
    return events_of(Tutor(graph, retriever, explainer), ASKED)


def test_a_sentence_that_fails_is_replaced_by_the_pages_own(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    events = mended(shipped_graph, retriever, f"{FALSE} [1]")
    (shown,) = only(events, SentenceShown)
    page = shipped_graph.catalogue["kv-cache"].passages[0]
    assert shown.quoted
    assert shown.text in page.text
    assert [citation.passage for citation in shown.citations] == [page]
    assert (finished(events).replaced, finished(events).dropped) == ((FALSE,), ())
    assert FALSE not in finished(events).conversation.turns[-1].shown


def test_the_same_sentence_of_a_page_never_stands_twice(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    events = mended(shipped_graph, retriever, f"{FALSE} [1] {TRUE} [1] {ALSO_FALSE} [1]")
    assert len(set(shown_sentences(events))) == len(shown_sentences(events)) >= 2
    assert (finished(events).replaced, finished(events).dropped) == ((FALSE,), (ALSO_FALSE,))


def test_a_comparison_shows_a_table_of_the_pages_own_words(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    events = events_of(quoting, "How does KV caching differ from gradient checkpointing?")
    (table,) = only(events, Compared)
    assert table.concepts == ("kv-cache", "gradient-checkpointing")
    first = table.rows[0]
    for concept, cell in zip(table.concepts, first.cells, strict=True):
        assert cell.text in " ".join(shipped_graph.catalogue[concept].definition.split())
        assert cell.citation in retrieved(events)
    contrasts = {contrast.how for concept in table.concepts for contrast in shipped_graph.catalogue[concept].contrasts}
    assert {difference.text for difference in table.differences} <= contrasts
    assert table.differences


def test_no_word_of_a_table_is_the_models(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    question = "What is the difference between LoRA and QLoRA?"
    told = only(events_of(tutor_with(ScriptedLLM(["Cats fly."]), shipped_graph, retriever), question), Compared)
    assert told == only(
        events_of(tutor_with(ScriptedLLM(["Dogs swim."]), shipped_graph, retriever), question), Compared
    )


def test_who_has_said_nothing_gets_no_bridge(quoting: Tutor) -> None:
    assert only(events_of(quoting, "How does FlashAttention work?"), Bridged) == []


def test_a_learner_hears_what_they_know_and_what_comes_first(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    direct = shipped_graph.prerequisites("lora")
    events = events_of(quoting, "How does LoRA work?", learner=Learner(known=direct[:1]))
    (bridge,) = only(events, Bridged)
    assert bridge.known == direct[:1]
    if len(direct) > 1:
        assert bridge.lacking in direct[1:]
        assert bridge.because == shipped_graph.reason(str(bridge.lacking), "lora")
        assert bridge.text in " ".join(shipped_graph.catalogue[str(bridge.lacking)].definition.split())
        assert bridge.citation in retrieved(events)


def test_who_knows_everything_before_gets_nothing_to_learn_first(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    learner = Learner(known=shipped_graph.prerequisites("flashattention"))
    (bridge,) = only(events_of(quoting, "How does FlashAttention work?", learner=learner), Bridged)
    assert bridge.lacking is None
    assert bridge.known


def test_a_beginner_gets_a_bridge_once_for_each_subject(quoting: Tutor) -> None:
    first = events_of(quoting, "I'm a beginner. What is backpropagation?")
    (bridge,) = only(first, Bridged)
    assert bridge.lacking
    again = events_of(quoting, "why does it matter?", finished(first).conversation)
    assert only(again, Bridged) == []
    other = events_of(quoting, "What is FlashAttention?", finished(first).conversation)
    assert only(other, Bridged), "who has said so once is still a beginner"


def test_who_is_far_from_a_subject_is_warned_once_with_where_to_begin(
    quoting: Tutor, shipped_graph: ConceptGraph
) -> None:
    learner = Learner(known=("vector",))
    first = events_of(quoting, "How does FlashAttention work?", learner=learner)
    (far,) = only(first, FarAhead)
    missing = shipped_graph.ancestors("flashattention") - shipped_graph.closure(learner.known)
    assert far.missing == len(missing)
    assert far.start in missing
    assert set(shipped_graph.prerequisites(far.start)) <= shipped_graph.closure(learner.known)
    assert only(events_of(quoting, "why does it matter?", finished(first).conversation, learner), FarAhead) == []
    near = Learner(known=shipped_graph.prerequisites("flashattention"))
    assert only(events_of(quoting, "How does FlashAttention work?", learner=near), FarAhead) == []
    assert only(events_of(quoting, "How does FlashAttention work?"), FarAhead) == [], "nothing is known of them"


def test_who_has_an_aim_hears_the_next_step_after_an_answer(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    learner = Learner(known=("softmax",), aim=("flashattention", "gone"))
    (step,) = only(events_of(quoting, "What is a vector?", learner=learner), OnPath)
    path = learning_path(shipped_graph, ["flashattention"], learner.known).steps
    assert (step.step, step.left) == (path[0].concept, len(path))
    assert step.because
    there = Learner(known=("flashattention",), aim=("flashattention",))
    assert only(events_of(quoting, "What is a vector?", learner=there), OnPath) == []


def test_a_bridge_costs_the_model_nothing(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    llm = ScriptedLLM([TRUE, TRUE])
    tutor = tutor_with(llm, shipped_graph, retriever)
    for learner in (Learner(), Learner(known=("vector",))):
        events_of(tutor, "How does FlashAttention work?", learner=learner)
    assert llm.asked[0] == llm.asked[1]


def test_passages_beside_the_answer_keep_their_numbers(quoting: Tutor) -> None:
    conversation = Conversation()
    for text in (
        "How does FlashAttention work?",
        "What is the difference between LoRA and QLoRA?",
        "why does it help?",
    ):
        events = events_of(quoting, text, conversation, Learner(known=("vector",)))
        conversation = finished(events).conversation
        for citation in retrieved(events):
            assert conversation.passages[citation.number - 1] == citation.passage.id


def test_half_a_question_is_answered_and_the_other_half_is_named(quoting: Tutor) -> None:
    events = events_of(quoting, "How is dropout used in Kubernetes to reduce overfitting?")
    (open_half,) = only(events, Uncovered)
    assert open_half.names == ("Kubernetes",)
    assert only(events, Quoted)
    assert "dropout" in {citation.passage.concept for citation in retrieved(events)}


def test_a_decline_names_what_is_unknown(quoting: Tutor) -> None:
    (declined,) = only(events_of(quoting, "How do I set up Kubernetes?"), Declined)
    assert "Kubernetes" in declined.message


def test_where_sources_differ_the_answer_says_so(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    question = "Does the KV cache store attention outputs, or what do sources say it stores?"
    events = events_of(tutor_with(ScriptedLLM([TRUE]), shipped_graph, retriever), question)
    (found,) = only(events, Retrieved)
    section = f"kv-cache#{SectionName.DIFFER.slug}"
    assert section in {hit.passage.id for hit in found.hits}
    (differ,) = only(events, SourcesDiffer)
    assert differ.citation.passage.id == section
    assert differ.text in " ".join(differ.citation.passage.text.split())


@pytest.mark.parametrize("text", ["What is softmax?", "How does dropout work?"])
def test_where_nothing_is_missing_nothing_is_added(quoting: Tutor, text: str) -> None:
    kinds = {event.kind for event in events_of(quoting, text)}
    assert kinds.isdisjoint({"uncovered", "bridged", "compared"})
