"""Reading a text in its conversation: going back, leaving, correcting, comparing, and pointing at things."""

from __future__ import annotations

import pytest

from graph.concept_graph import ConceptGraph
from tutor.dialogue.decide import decide
from tutor.dialogue.lookup import look_up
from tutor.dialogue.understand import understand
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.retriever import Retriever
from tutor.types import Conversation, Intent, TurnRecord, Understanding, Verdict

CACHE = ("Why is the second token faster than the first?", "kv-cache")


def heard(before: tuple[str, str], text: str, shipped_graph: ConceptGraph, names: NameMatcher) -> Understanding:
    return understand(text, talked(before), shipped_graph, names)


def talked(*turns: tuple[str, str]) -> Conversation:
    """A conversation in which each question was about that concept."""
    return Conversation(turns=tuple(TurnRecord(text=text, question=text, focus=(concept,)) for text, concept in turns))


LONG = talked(("What is gradient descent?", "gradient-descent"), ("What is Adam?", "adam"), CACHE)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("back to Adam: does it need momentum?", "adam"),
        ("let's go back to gradient descent", "gradient-descent"),
        ("ok, going back to the first one, can it get stuck?", "gradient-descent"),
        ("can we return to the previous one? how fast is it", "adam"),
        ("back to the one that descends along the slope: does it always converge?", "gradient-descent"),
    ],
)
def test_a_learner_can_go_back(text: str, concept: str, shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    assert understand(text, LONG, shipped_graph, names).focus[0] == concept


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("never mind. what is dropout?", "what is dropout?"),
        ("ok, different topic: what is dropout?", "what is dropout?"),
        ("forget that, why does it rain?", "why does it rain?"),
        ("by the way, how do I bake bread", "how do I bake bread"),
    ],
)
def test_who_leaves_the_subject_takes_nothing_along(
    text: str, question: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = understand(text, LONG, shipped_graph, names)
    assert understanding.question == question
    assert understanding.leans_on == ()
    assert "kv-cache" not in understanding.focus


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("and compared with PagedAttention?", "pagedattention"),
        ("vs PagedAttention?", "pagedattention"),
        ("what's the difference to PagedAttention?", "pagedattention"),
        ("is PagedAttention any better?", "pagedattention"),
        ("isn't that just PagedAttention?", "pagedattention"),
        ("how is that different from the checkpointing one?", "gradient-checkpointing"),
    ],
)
def test_one_side_of_a_comparison_may_be_left_out(
    text: str, other: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(CACHE, text, shipped_graph, names)
    assert understanding.intent is Intent.COMPARE
    assert set(understanding.focus) == {"kv-cache", other}


@pytest.mark.parametrize("text", ["which of the two is faster?", "which one uses less memory?", "do both need a GPU?"])
def test_both_sides_of_a_comparison_may_be_left_out(text: str, shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    before = TurnRecord(text="LoRA or QLoRA?", question="LoRA or QLoRA?", focus=("lora", "qlora"))
    understanding = understand(text, Conversation(turns=(before,)), shipped_graph, names)
    assert understanding.intent is Intent.COMPARE
    assert set(understanding.focus) == {"lora", "qlora"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("tell me more about the first of the three", "query"),
        ("what does the second one do?", "key"),
        ("and the last one?", "value"),
    ],
)
def test_one_of_several_things_is_pointed_at_by_its_place(
    text: str, concept: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    before = ("How does attention use queries, keys and values?", "attention")
    assert heard(before, text, shipped_graph, names).focus == (concept,)


@pytest.mark.parametrize(
    ("before", "text", "concept"),
    [
        (("What is bias?", "bias-parameter"), "no, I meant the unfair kind", "bias-fairness"),
        (
            ("What is temperature?", "temperature"),
            "not the sampling one, the one for calibration",
            "temperature-scaling",
        ),
        (("What is dropout?", "dropout"), "no, I meant weight decay", "weight-decay"),
        (("What is dropout?", "dropout"), "I was asking about pruning, not dropout", "pruning"),
    ],
)
def test_a_misunderstanding_is_put_right(
    before: tuple[str, str], text: str, concept: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(before, text, shipped_graph, names)
    assert understanding.focus == (concept,)
    assert before[1] not in understanding.focus


@pytest.mark.parametrize("text", ["the fairness one", "I mean the one added in a neuron", "the second"])
def test_a_meaning_may_be_chosen_in_words(text: str, shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    asked = Conversation(turns=(TurnRecord(text="What is bias?", question="What is bias?"),))
    (concept,) = understand(text, asked, shipped_graph, names).focus
    assert concept in {"bias-fairness", "bias-parameter"}


@pytest.mark.parametrize(
    "text",
    [
        "any downsides?",
        "why the extra memory?",
        "how much do I need?",
        "when exactly?",
        "show me one for four tokens",
        "why though?",
    ],
)
def test_words_that_name_no_subject_lean_on_the_conversation(
    text: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(CACHE, text, shipped_graph, names)
    assert understanding.rewritten
    assert understanding.focus == ("kv-cache",)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("how many heads does it need?", "how many heads does Key-Value Caching need?"),
        ("does dropout change that?", "does dropout change Key-Value Caching?"),
    ],
)
def test_within_one_clause_a_pronoun_is_not_what_the_clause_names(
    text: str, question: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    assert heard(CACHE, text, shipped_graph, names).question == question


@pytest.mark.parametrize(
    "text",
    [
        "training is fine and then one batch with a huge gradient wrecks everything, can I cap it?",
        "how does a chatbot chop up my sentence before it reads it",
    ],
)
def test_a_pronoun_may_mean_something_in_its_own_sentence(
    text: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    assert heard(CACHE, text, shipped_graph, names).question.startswith(text.rstrip("?"))


@pytest.mark.parametrize(
    "text",
    [
        "what's a good recipe for banana bread",
        "cool. who won the champions league last year?",
        "and how do I renew my passport",
        "tell me a joke",
        "by the way, what's the weather like in Rome?",
    ],
)
def test_leaving_the_scope_is_declined_in_any_conversation(
    text: str, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    understanding = understand(text, LONG, shipped_graph, retriever.names)
    assert decide(look_up(understanding, retriever, shipped_graph).score) is Verdict.ABSTAIN


@pytest.mark.parametrize(
    ("before", "text", "concept"),
    [
        (("What is attention?", "attention"), "what does scaled mean there?", "scaled-attention-score"),
        (("What is Adam?", "adam"), "go deeper into the velocity-like one", "momentum"),
        (("What is a decoder block?", "decoder-block"), "and the shortcut around each part?", "residual-connection"),
        (("What is cross-entropy?", "cross-entropy"), "why the minus sign?", "cross-entropy"),
    ],
)
def test_a_part_of_the_subject_is_found(
    before: tuple[str, str], text: str, concept: str, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    found = look_up(heard(before, text, shipped_graph, retriever.names), retriever, shipped_graph)
    assert concept in [rank.concept for rank in found.result.concepts[:3]]


@pytest.mark.parametrize(
    "text", ["", "?", "it", "and", "why", "the first one", "back to", "no, I meant", "never mind."]
)
def test_any_text_goes_on(text: str, shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    understanding = understand(text, LONG, shipped_graph, retriever.names)
    assert understanding.text == text
    assert look_up(understanding, retriever, shipped_graph).result.concepts
