"""Computed items: every kind is recomputed by a formula of its own from nothing but the numbers in the stem."""

from __future__ import annotations

import cmath
import itertools
import math
import re
import statistics
from collections.abc import Callable
from fractions import Fraction

import pytest

from graph.concept_graph import ConceptGraph
from tutor.learner.items.asked import asked_again, full_item
from tutor.learner.items.computed import COUNT_TOLERANCE, KINDS, TOLERANCE, computed_ids, computed_item
from tutor.learner.items.full_item import FullItem, ItemError, NumberKey
from tutor.learner.items.number_answers import read_number
from tutor.learner.items.rightness import number_with_unit

SEEDS = range(60)

_NUMBER = re.compile(r"(?<![\w.])-?(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)")


def numbers(stem: str) -> list[float]:
    return [float(found.replace(",", "")) for found in _NUMBER.findall(stem)]


def softmax(*logits: float, heat: float = 1) -> float:
    return 1 / math.fsum(math.exp((logit - logits[0]) / heat) for logit in logits)


def surprise(cat: float, dog: float, bird: float, stem: str) -> float:
    return math.log(1 / {"cat": cat, "dog": dog, "bird": bird}[re.findall(r"shows a (\w+)", stem)[0]])


def entropy(heads: float) -> float:
    return math.log2(1 / heads) * heads + math.log2(1 / (1 - heads)) * (1 - heads)


def divergence(true: float, model: float) -> float:
    crossed = -(true * math.log(model) + (1 - true) * math.log1p(-model))
    return crossed - entropy(true) * math.log(2)


def posterior(prior: float, hit: float, alarm: float) -> float:
    odds = Fraction(int(prior), int(100 - prior)) * Fraction(int(hit), int(alarm))
    return float(odds / (1 + odds))


def slide(width: float, size: float, border: float, stride: float) -> int:
    total = int(width + 2 * border)
    return sum(start + int(size) <= total for start in range(0, total, int(stride)))


def angle(a: float, b: float, c: float, d: float) -> float:
    return math.cos(cmath.phase(complex(a, b)) - cmath.phase(complex(c, d)))


def harmonic(found: float, alarms: float, missed: float) -> float:
    return statistics.harmonic_mean([found / (found + alarms), found / (found + missed)])


FORMULAS: dict[str, Callable[[list[float], str], float]] = {
    "softmax-of-three": lambda n, _: softmax(*n[:3]),
    "softmax-with-temperature": lambda n, _: softmax(*n[:3], heat=n[3]),
    "sigmoid-of-logit": lambda n, _: softmax(n[0], 0),
    "cross-entropy-of-prediction": lambda n, stem: surprise(n[0], n[1], n[2], stem),
    "binary-cross-entropy": lambda n, _: math.log(1 / (n[1] if n[2] else 1 - n[1])),
    "perplexity-from-losses": lambda n, _: statistics.geometric_mean(map(math.exp, n[:3])),
    "entropy-of-coin": lambda n, _: entropy(n[0]),
    "divergence-of-coins": lambda n, _: divergence(n[0], n[1]),
    "posterior-after-test": lambda n, _: posterior(n[0], n[1], n[2]),
    "precision-from-counts": lambda n, _: n[1] / n[0],
    "recall-from-counts": lambda n, _: n[1] / n[0],
    "f1-from-counts": lambda n, _: harmonic(n[0], n[1], n[2]),
    "accuracy-from-counts": lambda n, _: 1 - (n[2] + n[3]) / sum(n[:4]),
    "mean-squared-error": lambda n, _: math.dist(n[:3], n[3:6]) ** 2 / 3,
    "dot-product": lambda n, _: _dot(n[:3], n[3:6]),
    "cosine-similarity": lambda n, _: angle(n[0], n[1], n[2], n[3]),
    "scaled-score": lambda n, _: _dot(n[:4], n[4:8]) / math.sqrt(4),
    "gradient-step": lambda n, _: n[1] - n[2] * ((n[1] + 1 - n[0]) ** 2 - (n[1] - 1 - n[0]) ** 2) / 2,
    "momentum-velocity": lambda n, _: n[2] + n[1] * n[0],
    "tf-idf-weight": lambda n, _: n[0] * (math.log(n[2]) - math.log(n[1])),
    "linear-layer-parameters": lambda n, _: (n[0] + 1) * n[1],
    "network-parameters": lambda n, _: (n[0] + 1) * n[1] + (n[1] + 1) * n[2],
    "feed-forward-weights": lambda n, _: n[0] * n[1] + n[1] * n[0],
    "lora-parameters": lambda n, _: n[1] * n[0] + n[0] * n[2],
    "attention-weights-count": lambda n, _: n[1] * (3 * n[0] * n[2]) + (n[1] * n[2]) * n[0],
    "embedding-parameters": lambda n, _: n[0] * n[1],
    "convolution-parameters": lambda n, _: sum(n[1] * n[2] * n[3] + 1 for _ in range(int(n[0]))),
    "kv-cache-bytes": lambda n, _: (n[0] * n[4]) * (2 * n[1] * n[2]) * n[3] / 1024**2,
    "gqa-cache-ratio": lambda n, _: n[0] / n[1],
    "score-flops": lambda n, _: n[0] * n[3] * (n[1] + n[1]),
    "training-flops": lambda n, _: (2 + 4) * (n[0] * 1e9) * (n[1] * 1e9),
    "score-count": lambda n, _: n[0] * n[1] * n[2] ** 2,
    "causal-pairs": lambda n, _: len(list(itertools.combinations_with_replacement(range(int(n[0])), 2))),
    "convolution-width": lambda n, _: slide(n[1], n[0], n[2], n[3]),
    "quantized-bytes": lambda n, _: n[0] / (8 / n[1]),
}


def _dot(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def key_of(item: FullItem) -> NumberKey:
    assert isinstance(item.key, NumberKey)
    return item.key


def test_every_kind_has_a_formula_here_and_a_name_of_its_own() -> None:
    names = [kind.name for kind in KINDS]

    assert sorted(names) == sorted(FORMULAS)
    assert len(names) >= 14


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_the_answer_agrees_with_an_independent_formula_for_many_seeds(name: str) -> None:
    for seed in SEEDS:
        item = computed_item(f"computed:{name}", seed)

        assert math.isclose(key_of(item).expected, FORMULAS[name](numbers(item.stem), item.stem), rel_tol=1e-9), (
            item.stem
        )


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_the_numbers_are_fresh_and_the_answer_never_zero(name: str) -> None:
    items = [computed_item(f"computed:{name}", seed) for seed in SEEDS]

    assert len({item.stem for item in items}) >= 8
    assert all(key_of(item).expected for item in items)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_the_shown_answer_is_accepted_and_a_known_slip_is_not(name: str) -> None:
    for seed in SEEDS:
        key = key_of(computed_item(f"computed:{name}", seed))

        assert key.meets(read_number(number_with_unit(key), key.unit), key.expected)
        assert key.meets(read_number(number_with_unit(key).split()[0], key.unit), key.expected)
        assert not key.slips or any(not key.meets(slip.value, key.expected) for slip in key.slips)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_the_worked_solution_ends_in_the_answer(name: str) -> None:
    for seed in SEEDS:
        key = key_of(computed_item(f"computed:{name}", seed))

        assert number_with_unit(key).split()[0] in key.steps[-1]


def test_every_kind_belongs_to_a_page_and_every_slip_to_one(shipped_graph: ConceptGraph) -> None:
    for kind in KINDS:
        assert kind.concept in shipped_graph
        assert f"computed:{kind.name}" in computed_ids(kind.concept)
        for slip in key_of(full_item(shipped_graph, f"computed:{kind.name}", 1)).slips:
            assert slip.see is None or slip.see in shipped_graph
            assert slip.see != kind.concept


def test_the_same_seed_gives_the_same_numbers(shipped_graph: ConceptGraph) -> None:
    first, again, other = (asked_again(shipped_graph, "computed:softmax-of-three", seed) for seed in (7, 7, 8))

    assert first == again
    assert first.stem != other.stem


def test_the_tolerance_forgives_rounding_to_three_digits_but_no_biases_left_out() -> None:
    softmax_key = key_of(computed_item("computed:softmax-of-three", 3))
    layer = key_of(computed_item("computed:linear-layer-parameters", 3))

    assert (softmax_key.tolerance, layer.tolerance) == (TOLERANCE, COUNT_TOLERANCE)
    assert softmax_key.meets(float(f"{softmax_key.expected:.3g}"), softmax_key.expected)
    for seed in SEEDS:
        key = key_of(computed_item("computed:linear-layer-parameters", seed))
        assert not key.meets(key.slips[0].value, key.expected)


def test_an_unknown_kind_or_a_missing_page_is_an_error_with_a_hint(shipped_graph: ConceptGraph) -> None:
    lonely = ConceptGraph.of([shipped_graph.catalogue["vector"]])

    with pytest.raises(ItemError, match="no item 'computed:nonsense'"):
        computed_item("computed:nonsense", 1)
    with pytest.raises(ItemError, match="softmax"):
        full_item(lonely, "computed:softmax-of-three", 1)
