"""Fit the weights of the fusion and of the decision on our tuning cases; print them with what they give.

    python benchmarks/fit_retrieval.py

Fusion: conditional logit over the concepts that a question found (the gold ones share the probability), no weight below
0. Decision: logistic regression, in scope against out of scope with equal weight. By gradient ascent and by Newton's method, with a
little shrinkage, so that every number can be followed. Cases in `*.tune.jsonl` are fitted on, six parts in turn without
themselves; the cases in `*.report.jsonl` are only reported on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from corpus.types import Value
from tutor.dialogue.decide import WEIGHTS, decision_features
from tutor.factory import open_graph, open_retriever, update_index
from tutor.retrieval.fusion import CHANNEL_WEIGHTS, counted
from tutor.retrieval.retriever import Retriever
from tutor.settings import load_settings

CASES = Path(__file__).parent.parent / "evals" / "cases"
CHANNELS = tuple(CHANNEL_WEIGHTS)
FEATURES = tuple(WEIGHTS)
SCALE = 4.0
"""By what the fitted odds are divided, so that a score keeps the size that the dialogue was made for."""
DEPTH = 100
SHOWN = 8
PARTS = 6
Array = npt.NDArray[np.float64]


class Case(Value, extra="ignore"):
    """A question and the concepts that answer it; none where it is out of scope."""

    question: str
    gold: tuple[str, ...]


class Candidates(Value, arbitrary_types_allowed=True):
    """The concepts that a question found, their channel scores, shape (concepts, channels), and the share of gold."""

    concepts: tuple[str, ...]
    table: Array
    gold: Array


def cases(*names: str) -> list[Case]:
    """The cases of some files."""
    lines = [line for name in names for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    return [TypeAdapter(Case).validate_python(json.loads(line)) for line in lines]


def candidates(retriever: Retriever, case: Case) -> Candidates:
    """What a question found, in each channel as much as it counts."""
    ranked = retriever.search(case.question, k=DEPTH).concepts
    columns = [
        counted(channel, {rank.concept: rank.channels[channel] for rank in ranked if channel in rank.channels})
        for channel in CHANNELS
    ]
    table = np.array([[column.get(rank.concept, 0.0) for column in columns] for rank in ranked])
    gold = np.array([float(rank.concept in case.gold) for rank in ranked])
    return Candidates(concepts=tuple(rank.concept for rank in ranked), table=table, gold=gold / max(gold.sum(), 1.0))


def fit_fusion(found: Sequence[Candidates], rounds: int = 1500, rate: float = 0.5) -> Array:
    """Weights that make the gold concepts likely."""
    weights = np.ones(len(CHANNELS))
    known = [one for one in found if one.gold.any()]
    for _ in range(rounds):
        total = -0.003 * len(known) * weights
        for one in known:
            odds = np.exp(one.table @ weights - (one.table @ weights).max())
            total += one.table.T @ (one.gold - odds / odds.sum())
        weights = np.maximum(weights + rate * total / len(known), 0.0)
    return weights


def fit_decision(table: Array, inside: Array, rounds: int = 60) -> Array:
    """Bias and weights of the logistic score, by Newton's method."""
    balance = np.where(inside > 0, 0.5 / inside.sum(), 0.5 / (1 - inside).sum())
    weights, shrink = np.zeros(table.shape[1]), 0.001 * np.diag([0.0, *np.ones(table.shape[1] - 1)])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ ((inside - chance) * balance) - shrink @ weights
        bend = (table * (balance * chance * (1 - chance))[:, None]).T @ table + shrink
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def held_out(count: int) -> list[Array]:
    """The places from 0 to `count` in equal parts, always the same ones."""
    return [np.arange(part, count, PARTS) for part in range(PARTS)]


def found_well(found: Sequence[Candidates], weights: Array) -> str:
    """hit@1 and mean reciprocal rank."""
    places = [
        next((p for p, i in enumerate(np.argsort(-one.table @ weights, kind="stable"), 1) if one.gold[i]), 0)
        for one in found
    ]
    ranks = [1 / place if place else 0.0 for place in places]
    return f"hit@1 {np.mean([place == 1 for place in places]):.3f}, MRR {np.mean(ranks):.3f}"


def told_apart(scores: Array, inside: Array) -> str:
    """Shares answered and declined at a score of 0, and the area under the ROC curve."""
    within, beyond = scores[inside > 0], scores[inside == 0]
    area = (within[:, None] > beyond[None, :]).mean()
    return f"answered {(within > 0).mean():.3f}, declined {(beyond <= 0).mean():.3f}, AUROC {area:.3f}"


def fusion(retriever: Retriever) -> None:
    """Fit and print the fusion."""
    tune = [candidates(retriever, case) for case in cases("retrieval.tune.jsonl", "abstention.tune.jsonl") if case.gold]
    report = [candidates(retriever, case) for case in cases("retrieval.report.jsonl")]
    weights = fit_fusion(tune)
    print("fusion  ", dict(zip(CHANNELS, (weights / SCALE).round(2).tolist(), strict=True)))
    shipped = np.array(list(CHANNEL_WEIGHTS.values()))
    print("  tune, shipped weights:", found_well(tune, shipped))
    print("  report, shipped weights:", found_well(report, shipped))


def decision(retriever: Retriever) -> None:
    """Fit and print the decision."""

    def features(group: Sequence[Case]) -> tuple[Array, Array]:
        rows = [
            {"bias": 1.0}
            | decision_features(case.question, retriever.search(case.question, k=SHOWN).concepts, retriever.vocabulary)
            for case in group
        ]
        table = np.array([[row[name] for name in FEATURES] for row in rows])
        return table, np.array([float(bool(case.gold)) for case in group])

    table, inside = features(cases("abstention.tune.jsonl", "retrieval.tune.jsonl"))
    scores = np.zeros(len(inside))
    for part in held_out(len(inside)):
        rest = np.setdiff1d(np.arange(len(inside)), part)
        scores[part] = table[part] @ fit_decision(table[rest], inside[rest])
    print("decision", dict(zip(FEATURES, fit_decision(table, inside).round(2).tolist(), strict=True)))
    print("  tune, held out:", told_apart(scores, inside))
    shipped = np.array(list(WEIGHTS.values()))
    print("  tune, shipped weights:", told_apart(table @ shipped, inside))
    table, inside = features(cases("abstention.report.jsonl"))
    print("  report, shipped weights:", told_apart(table @ shipped, inside))
    table, inside = features(cases("retrieval.report.jsonl"))
    print(f"  retrieval report: answered {(table @ shipped > 0).mean():.3f}")


def main() -> None:
    """Fit and print."""
    settings = load_settings(os.environ)
    graph = open_graph(settings)
    update_index(settings, graph, lambda _: None)
    retriever = open_retriever(settings, graph)
    fusion(retriever)
    decision(retriever)


if __name__ == "__main__":
    main()
