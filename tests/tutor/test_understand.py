"""What a first text wants: its intent, its subjects, and what the learner says they know."""

from __future__ import annotations

import pytest

from graph.concept_graph import ConceptGraph
from tutor.dialogue.understand import understand
from tutor.retrieval.names import NameMatcher
from tutor.types import Conversation, Intent, Understanding

ASK, COMPARE, PATH, NEXT = Intent.ASK, Intent.COMPARE, Intent.PATH, Intent.NEXT
KNOW, SMALLTALK = Intent.KNOW, Intent.SMALLTALK

INTENTS = [
    ("What is softmax?", ASK, ["softmax"]),
    ("How does backpropagation work?", ASK, ["backpropagation"]),
    ("What is curriculum learning?", ASK, ["curriculum-learning"]),
    ("Explain curriculum learning to me", ASK, ["curriculum-learning"]),
    ("What is next-token prediction?", ASK, ["next-token-prediction"]),
    ("How does teacher forcing teach the model?", ASK, ["teacher-forcing"]),
    ("What is the learning rate?", ASK, ["learning-rate"]),
    ("I don't understand attention", ASK, ["attention"]),
    ("I know how softmax works but why do we divide by the sum?", ASK, ["softmax"]),
    ("hi, what is softmax?", ASK, ["softmax"]),
    ("thanks, and what is dropout?", ASK, ["dropout"]),
    ("Is there a way to reduce overfitting?", ASK, ["overfitting"]),
    ("What is the path of the gradient in backpropagation?", ASK, ["backpropagation"]),
    ("What is the capital of France?", ASK, []),
    ("What is the difference between LoRA and QLoRA?", COMPARE, ["lora", "qlora"]),
    ("LoRA vs QLoRA", COMPARE, ["lora", "qlora"]),
    ("Compare RoPE and ALiBi", COMPARE, ["rope", "alibi"]),
    ("Is Adam better than SGD?", COMPARE, ["adam", "sgd"]),
    ("How do sigmoid and softmax differ?", COMPARE, ["sigmoid", "softmax"]),
    ("dropout or weight decay, which should I use?", COMPARE, ["dropout", "weight-decay"]),
    ("Which is better, RMSNorm or layer normalization?", COMPARE, ["rmsnorm", "layer-normalization"]),
    ("study path to FlashAttention", PATH, ["flashattention"]),
    ("What is the shortest path to FlashAttention?", PATH, ["flashattention"]),
    ("I want to learn about transformers", PATH, ["transformer"]),
    ("I'd like to understand quantization", PATH, ["quantization"]),
    ("teach me backpropagation", PATH, ["backpropagation"]),
    ("What should I read before FlashAttention?", PATH, ["flashattention"]),
    ("What are the prerequisites for LoRA?", PATH, ["lora"]),
    ("Where do I start with transformers?", PATH, ["transformer"]),
    ("roadmap to RAG", PATH, ["rag"]),
    ("path to vectors", PATH, ["vector"]),
    ("study path to probability", PATH, ["probability"]),
    ("How can I learn faster with a larger learning rate?", ASK, ["learning-rate"]),
    ("I want to understand why dropout helps", ASK, ["dropout"]),
    ("how do I learn about attention?", PATH, ["attention"]),
    ("next?", NEXT, []),
    ("What should I learn next?", NEXT, []),
    ("What's next?", NEXT, []),
    ("what should I study now?", NEXT, []),
    ("I know softmax", KNOW, []),
    ("I have studied linear regression and the chain rule", KNOW, []),
    ("hi", SMALLTALK, []),
    ("Hello there!", SMALLTALK, []),
    ("thanks a lot!", SMALLTALK, []),
    ("who are you?", SMALLTALK, []),
    ("what can you do?", SMALLTALK, []),
]

KNOWN = [
    ("I know softmax", KNOW, ["softmax"], []),
    ("I know vectors and matrices", KNOW, ["vector", "matrix"], []),
    (
        "I already know matrix multiplication and gradient descent.",
        KNOW,
        ["matrix-multiplication", "gradient-descent"],
        [],
    ),
    ("I have learned LoRA, dropout and the chain rule", KNOW, ["lora", "dropout", "chain-rule"], []),
    (
        "I already understand backpropagation; I want to learn about transformers",
        PATH,
        ["backpropagation"],
        ["transformer"],
    ),
    ("path to FlashAttention knowing dot product and softmax", PATH, ["dot-product", "softmax"], ["flashattention"]),
    ("shortest way to LoRA if I know matrices", PATH, ["matrix"], ["lora"]),
    ("I know softmax and want to learn attention", PATH, ["softmax"], ["attention"]),
    ("I know softmax and dot products, how do I get to attention?", PATH, ["softmax", "dot-product"], ["attention"]),
    ("I am familiar with probability and want to learn cross-entropy", PATH, ["probability"], ["cross-entropy"]),
    ("I know vectors. What should I learn next?", NEXT, ["vector"], []),
    ("I don't know softmax", ASK, [], ["softmax"]),
    ("Do I need to know calculus for backpropagation?", ASK, [], ["backpropagation"]),
    ("How does the model know the next token in beam search?", ASK, [], ["beam-search"]),
]


def heard(text: str, shipped_graph: ConceptGraph, names: NameMatcher) -> Understanding:
    return understand(text, Conversation(), shipped_graph, names)


@pytest.mark.parametrize(("text", "intent", "focus"), INTENTS)
def test_what_a_text_wants(
    text: str, intent: Intent, focus: list[str], shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(text, shipped_graph, names)
    assert (understanding.intent, list(understanding.focus)) == (intent, focus)


@pytest.mark.parametrize(("text", "intent", "known", "focus"), KNOWN)
def test_what_is_known_is_not_what_is_asked_for(
    text: str, intent: Intent, known: list[str], focus: list[str], shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(text, shipped_graph, names)
    assert (list(understanding.known), list(understanding.focus)) == (known, focus)
    assert understanding.intent is intent


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("I know nothing about softmax", "softmax"),
        ("Do I know enough for LoRA?", "lora"),
        ("I understand softmax but not attention", "attention"),
        ("I never understood backpropagation", "backpropagation"),
        ("I wish I knew what dropout does", "dropout"),
    ],
)
def test_what_is_not_known_never_counts_as_known(
    text: str, concept: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    assert concept not in heard(text, shipped_graph, names).known


def test_an_ambiguous_name_is_no_focus(shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    understanding = heard("What is bias?", shipped_graph, names)
    assert understanding.focus == ()
    (mention,) = understanding.mentions
    assert len(mention.concepts) > 1


def test_mentions_stand_where_they_say(shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    understanding = heard("How do LoRA and dropout differ?", shipped_graph, names)
    assert [understanding.question[m.start : m.end] for m in understanding.mentions] == ["LoRA", "dropout"]


@pytest.mark.parametrize(
    "text", ["", " ", "?", "🦙", "(" * 3000, "I know", "path to", "vs", "\0", "a" * 4000, "it " * 1000]
)
def test_any_text_is_understood_as_something(text: str, shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    assert heard(text, shipped_graph, names).text == text
