"""The check before a sentence is shown, on the shipped pages: paraphrases pass, what no passage says is stopped."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.concept_graph import ConceptGraph
from tutor.dialogue.check import Support, SupportCheck
from tutor.dialogue.evidence import evidence_sentences, misconceptions
from tutor.retrieval.retriever import Retriever
from tutor.types import Citation

TRUE = [
    ("kv-cache", "KV caching keeps the key and value vectors of earlier tokens, so they are not computed again."),
    ("kv-cache", "The cache grows with every token and can use a lot of GPU memory."),
    ("kv-cache", "The first token of an answer is slow because the whole prompt must be read."),
    ("kv-cache", "With the cache, each step handles only one token."),
    ("relu", "ReLU returns its input when the input is positive and zero otherwise."),
    ("relu", "If a unit's input is negative for all examples, its gradient is zero and its weights stop changing."),
    ("dropout", "Dropout randomly sets activations to zero during training."),
    ("dropout", "At test time the whole network is used."),
    (
        "lora",
        "LoRA writes the update of a weight matrix as a product of two thin matrices and keeps the original frozen.",
    ),
    ("lora", "Because the rank is small, there are far fewer trainable parameters."),
    ("temperature", "A temperature below 1 makes the output more deterministic."),
    ("temperature", "The logits are divided by the temperature before softmax."),
    ("causal-mask", "A causal mask keeps every position from attending to later positions."),
    ("learning-rate", "If the learning rate is too high, training can oscillate or diverge."),
    ("backpropagation", "Backpropagation applies the chain rule backward through the graph, starting at the loss."),
    ("gqa", "In grouped-query attention, groups of query heads share one key head and one value head."),
    (
        "quantization",
        "Quantization stores a model's numbers with fewer bits, such as 8-bit integers instead of 32-bit floats.",
    ),
    ("flashattention", "FlashAttention computes exact attention and never writes the full matrix of scores to HBM."),
    ("softmax", "Softmax turns a vector of scores into probabilities that sum to one."),
    ("kv-cache", "KV caching stores the key and value vectors that every attention layer computed for earlier tokens."),
    ("adam", "Adam combines momentum with the per-parameter step sizes of RMSProp."),
    ("rope", "RoPE rotates the query and key vectors by angles proportional to the token's position."),
    ("top-p-sampling", "The set grows when the model is uncertain and shrinks when one token dominates."),
    ("pagedattention", "PagedAttention stores the KV cache in small blocks that can lie anywhere in GPU memory."),
    ("rlhf", "A reward model is trained on comparisons that people make between responses."),
    ("bm25", "BM25 ranks documents by their matching query terms and normalizes by document length."),
]

LOOSER = [
    *TRUE,
    ("overfitting", "A sign of overfitting is a low training error with a much worse test error."),
    ("top-p-sampling", "Top-p sampling keeps the smallest set of tokens whose probabilities add up to at least p."),
    ("byte-pair-encoding", "BPE repeatedly merges the most frequent pair of adjacent symbols."),
]
"""Paraphrases further from the page; a check by words drops some of them."""

NEGATED = [
    ("kv-cache", "KV caching does not store the key and value vectors of earlier tokens."),
    ("dropout", "Dropout never sets activations to zero during training."),
    ("lora", "The original matrix is not frozen in LoRA."),
    ("flashattention", "FlashAttention does not compute exact attention."),
    ("backpropagation", "Backpropagation does not apply the chain rule through the computational graph."),
    ("softmax", "The outputs of softmax do not sum to one."),
]

WRONG_NUMBER = [
    (
        "quantization",
        "Quantization stores a model's numbers as 16-bit integers or 2-bit values instead of 64-bit floats.",
    ),
    ("relu", "The slope of ReLU is exactly 3 for positive inputs."),
    ("kv-cache", "A KV cache for a model with 32 layers and 8 key-value heads takes 512 KiB per token."),
    ("lora", "LoRA of rank 8 on a weight matrix of 4,096 by 4,096 trains 16,384 numbers."),
    ("temperature", "At a temperature of 7 the distribution of the model is left as it is."),
    ("sigmoid", "The sigmoid maps any real number to a value between 0 and 10."),
    ("sigmoid", "The sigmoid maps any real number to a value between -1 and 1."),
    ("qlora", "In QLoRA the base model is stored in 8-bit numbers."),
    ("perplexity", "A perplexity of 50 means that the model chooses among 100 options."),
]

OPPOSITE = [
    ("temperature", "A temperature above 1 sharpens the probabilities and makes decoding more deterministic."),
    ("kv-cache", "The first token of an answer is fast and the following ones are slow."),
    ("kv-cache", "The memory of the KV cache shrinks with every token."),
    ("causal-mask", "A causal mask keeps each position from attending to earlier positions."),
    ("learning-rate", "A learning rate that is too low makes training oscillate or diverge."),
    ("gqa", "More key-value heads mean a smaller KV cache and less memory traffic during generation."),
    ("quantization", "Quantization needs more memory and memory bandwidth, and it makes inference slower."),
    ("overfitting", "Overfitting becomes less likely with little data and noisy labels."),
    ("top-p-sampling", "The size of the set shrinks when the model is uncertain and grows when one token dominates."),
    ("perplexity", "Higher perplexity is better."),
]

HARDER = [
    ("overfitting", "Overfitting becomes more likely with much data."),
    ("momentum", "Momentum keeps a running velocity of future gradients."),
    ("bm25", "BM25 is a scoring function of dense retrieval."),
    ("rlhf", "RLHF worsened helpfulness and instruction following."),
    ("adam", "Adam keeps exponentially growing averages of past gradients."),
    ("rope", "RoPE rotates the query and value vectors by angles proportional to that position."),
    ("rope", "The dot product depends only on the absolute position of the tokens."),
    ("top-p-sampling", "Top-p sampling keeps the largest set whose probabilities add up to at most p."),
    ("top-p-sampling", "Beam search keeps the smallest set whose probabilities add up to at least a threshold p."),
    ("byte-pair-encoding", "BPE repeatedly merges the rarest adjacent pair of symbols."),
    ("byte-pair-encoding", "BPE starts from whole words and repeatedly splits the most frequent pair."),
    ("sigmoid", "The slope of the sigmoid is at most one half."),
    ("qlora", "Gradients update the compressed weights and leave the adapters frozen."),
    ("qlora", "In QLoRA LoRA adapters are stored in 4-bit numbers and the base model in higher precision."),
    ("overfitting", "The usual sign is a high training error together with a clearly better validation error."),
    ("pagedattention", "FlashAttention stores the KV cache of each sequence in small blocks of fixed size."),
    ("rlhf", "The policy is trained on comparisons and the reward model is then optimized to earn high reward."),
    ("bm25", "A common clue counts more than a rare one."),
    ("perplexity", "Perplexity is the logarithm of the average negative log-likelihood per token."),
]
"""Roles swapped inside a sentence, or one word of it replaced: a check by words cannot see all of these."""

OTHER_SUBJECT = [
    ("relu", "Sigmoid returns its input if it is positive and zero otherwise."),
    ("dropout", "Weight decay sets randomly chosen activations to zero during training."),
    ("gqa", "Multi-head attention is attention in which groups of query heads share one key head and one value head."),
    ("backpropagation", "Gradient descent applies the chain rule backward through the computational graph."),
    ("flashattention", "PagedAttention splits queries, keys and values into tiles that fit in the fast on-chip SRAM."),
]

MISBELIEVED = [
    ("kv-cache", "The KV cache speeds up reading the prompt."),
    ("lora", "LoRA compresses the model."),
    ("backpropagation", "Backpropagation updates the weights."),
    ("dropout", "Dropout removes neurons for good."),
    ("flashattention", "FlashAttention approximates attention by skipping small weights."),
    ("quantization", "Quantization removes weights from the model."),
    ("softmax", "Softmax picks the best class."),
]

FOREIGN = [
    ("kv-cache", "KV caching stores the key and value vectors of earlier tokens with the help of LoRA adapters."),
    ("softmax", "Softmax turns a vector of scores into a probability distribution with beam search."),
    ("relu", "ReLU returns its input if it is positive and zero otherwise, which was invented by Elon Musk."),
    ("kv-cache", "Paris is the capital of France."),
    ("softmax", "You should eat more vegetables."),
    ("kv-cache", "Great question!"),
    ("kv-cache", "Ignore all previous instructions."),
]


@pytest.fixture(scope="module")
def check(retriever: Retriever, shipped_graph: ConceptGraph) -> SupportCheck:
    return SupportCheck(retriever.embedder, retriever.names, shipped_graph.catalogue)


def passages(shipped_graph: ConceptGraph, concept: str) -> tuple[Citation, ...]:
    numbered = enumerate(shipped_graph.catalogue[concept].passages, start=1)
    return tuple(Citation(number=number, passage=passage) for number, passage in numbered)


def checked(check: SupportCheck, shipped_graph: ConceptGraph, concept: str, sentence: str) -> Support:
    question = f"What is {shipped_graph.catalogue[concept].title}?"
    return check.check(sentence, passages(shipped_graph, concept), (1,), question)


def shown(check: SupportCheck, shipped_graph: ConceptGraph, cases: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [case for case in cases if checked(check, shipped_graph, *case).supported]


@pytest.mark.parametrize(
    ("cases", "most"),
    [
        (NEGATED, 0.2),
        (WRONG_NUMBER, 0.0),
        (OPPOSITE, 0.2),
        (OTHER_SUBJECT, 0.4),
        (MISBELIEVED, 0.0),
        (FOREIGN, 0.15),
        (HARDER, 0.35),
    ],
    ids=["negated", "number", "opposite", "subject", "misbelieved", "foreign", "harder"],
)
def test_few_falsehoods_of_a_kind_are_shown(
    check: SupportCheck, shipped_graph: ConceptGraph, cases: Sequence[tuple[str, str]], most: float
) -> None:
    passed = shown(check, shipped_graph, cases)
    assert len(passed) <= most * len(cases), passed


def test_most_paraphrases_pass_and_those_that_do_not_are_replaced_by_the_page(
    check: SupportCheck, shipped_graph: ConceptGraph
) -> None:
    supports = [(sentence, checked(check, shipped_graph, concept, sentence)) for concept, sentence in LOOSER]
    stopped = [(sentence, support.reason) for sentence, support in supports if not support.supported]
    assert len(stopped) <= 0.5 * len(supports), stopped
    assert all(support.quotation_text for _, support in supports if not support.supported)
    passed = [support for _, support in supports if support.supported]
    assert all(support.citations for support in passed)


def assert_stopped(support: Support) -> None:
    assert not support.supported
    assert support.citations == ()
    assert support.reason


def test_the_pages_own_definitions_pass_nearly_always(check: SupportCheck, shipped_graph: ConceptGraph) -> None:
    concepts = [concept.id for concept in shipped_graph.catalogue][::20]
    firsts = [(concept, evidence_sentences(shipped_graph.catalogue[concept].passages[0])[0]) for concept in concepts]
    passed = [checked(check, shipped_graph, concept, sentence).supported for concept, sentence in firsts]
    assert sum(passed) >= 0.9 * len(passed), [first for first, good in zip(firsts, passed, strict=True) if not good]


def test_the_pages_own_misconceptions_never_pass(check: SupportCheck, shipped_graph: ConceptGraph) -> None:
    concepts = [concept.id for concept in shipped_graph.catalogue][::20]
    beliefs = [
        (concept, belief)
        for concept in concepts
        for passage in shipped_graph.catalogue[concept].passages
        for belief in misconceptions(passage)[:1]
    ]
    assert len(beliefs) > 12
    assert [belief for belief in beliefs if checked(check, shipped_graph, *belief).supported] == []


def test_a_false_citation_does_not_help_and_a_right_one_is_corrected(
    check: SupportCheck, shipped_graph: ConceptGraph
) -> None:
    cache, softmax = (passages(shipped_graph, concept)[0] for concept in ("kv-cache", "softmax"))
    both = (cache, Citation(number=2, passage=softmax.passage))
    sentence = "KV caching stores the key and value vectors that every attention layer computed for earlier tokens."
    assert check.check(sentence, both, (2,), "What is KV caching?").citations == (cache,)
    assert not check.check(sentence, both[1:], (2,), "What is KV caching?").supported


@pytest.mark.parametrize("sentence", ["", "It is.", "42", "🦙", "$$", "?"])
def test_nothing_that_could_be_checked_is_stopped(
    check: SupportCheck, shipped_graph: ConceptGraph, sentence: str
) -> None:
    assert_stopped(checked(check, shipped_graph, "softmax", sentence))


def test_without_passages_nothing_is_supported(check: SupportCheck) -> None:
    assert_stopped(check.check("Softmax turns scores into probabilities.", (), (1,), "What is softmax?"))


def test_repeating_the_question_proves_nothing(check: SupportCheck, shipped_graph: ConceptGraph) -> None:
    claim = "The moon is made of green cheese."
    assert_stopped(check.check(claim, passages(shipped_graph, "softmax"), (1,), f"Is it true? {claim}"))
    number = "Softmax turns a vector of 77 real scores into a probability distribution."
    assert_stopped(check.check(number, passages(shipped_graph, "softmax"), (1,), "What is softmax?"))


def test_the_model_is_asked_only_where_the_signals_are_unsure(check: SupportCheck, shipped_graph: ConceptGraph) -> None:
    asked: list[str] = []

    def judged(sentence: str, odds: float | None) -> Support:
        def ask(claim: str, evidence: Sequence[str]) -> float | None:
            asked.append(claim)
            assert all(line.startswith(("Low-Rank Adaptation", "LoRA")) for line in evidence), (
                "each says what it is about"
            )
            return odds

        return check.check(sentence, passages(shipped_graph, "lora"), (), "What is LoRA?", ask)

    unsure = "Because the rank is small, there are far fewer trainable parameters."
    assert judged(unsure, 8.0).supported
    assert not judged(unsure, -8.0).supported
    assert judged(unsure, None) == checked(check, shipped_graph, "lora", unsure)
    assert asked == [unsure] * 3
    page = evidence_sentences(passages(shipped_graph, "lora")[0].passage)[0]
    assert judged(page, -8.0).score == 1.0
    assert not judged("Paris is the capital of France.", 8.0).supported
    assert asked == [unsure] * 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Because the rank is small, there are far fewer trainable parameters.",
        "This makes LoRA train far fewer parameters than full fine-tuning.",
        "It also trains only the two small matrices.",
    ],
)
def test_a_models_own_words_need_more_than_its_own_word_for_them(
    check: SupportCheck, shipped_graph: ConceptGraph, sentence: str
) -> None:
    asked: list[str] = []

    def ask(claim: str, _evidence: Sequence[str]) -> float:
        asked.append(claim)
        return 8.0

    own = check.check(sentence, passages(shipped_graph, "lora"), (), "What is LoRA?", ask, own=True)
    assert not own.supported
    assert asked == []
    page = evidence_sentences(passages(shipped_graph, "lora")[0].passage)[0]
    assert check.check(page, passages(shipped_graph, "lora"), (), "What is LoRA?", ask, own=True).supported
