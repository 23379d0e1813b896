"""Fit the weights of the fusion and of the decision on our tuning cases; print them with what they give.

    python benchmarks/fit_retrieval.py

Fusion: conditional logit over the concepts that a question found (the gold ones share the probability). Decision:
logistic regression, in scope against out of scope with equal weight. Both by plain gradient ascent with a little
shrinkage, so that every number can be followed. The cases in `*.report.jsonl` are only reported on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from corpus.types import Value
from tutor.factory import open_graph, open_retriever, update_index
from tutor.retrieval.retriever import Retriever
from tutor.settings import load_settings

CASES = Path(__file__).parent.parent / "evals" / "cases"
CHANNELS = ("question", "dense", "lexical", "name")
Array = npt.NDArray[np.float64]


class Case(Value, extra="ignore"):
    """A question and the concepts that answer it; none where it is out of scope."""

    question: str
    gold: tuple[str, ...]


def cases(name: str) -> list[Case]:
    """The cases of a file."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [TypeAdapter(Case).validate_python(json.loads(line)) for line in lines]


def candidates(retriever: Retriever, question: str) -> tuple[list[str], Array]:
    """The concepts a question found and their channel scores, shape (concepts, channels), BM25 as share of its best."""
    ranked = retriever.search(question, k=200).concepts
    table = np.array([[rank.channels.get(channel, 0.0) for channel in CHANNELS] for rank in ranked])
    table[:, 2] /= table[:, 2].max() or 1.0
    return [rank.concept for rank in ranked], table


def ascend(gradient: Callable[[Array], Array], size: int, rounds: int, rate: float) -> Array:
    """Plain gradient ascent from zero."""
    weights = np.zeros(size)
    for _ in range(rounds):
        weights += rate * gradient(weights)
    return weights


def fit_fusion(found: Sequence[tuple[Array, Array]]) -> Array:
    """Weights that make the gold concepts likely."""

    def gradient(weights: Array) -> Array:
        total = -0.001 * len(found) * weights
        for table, gold in found:
            odds = np.exp(table @ weights - (table @ weights).max())
            total += table.T @ (gold - odds / odds.sum())
        return np.asarray(total / len(found))

    return ascend(gradient, len(CHANNELS), 2000, 0.5)


def fit_decision(table: Array, inside: Array) -> Array:
    """Bias and weights of the logistic score."""
    balance = np.where(inside > 0, 1 / inside.sum(), 1 / (1 - inside).sum())

    def gradient(weights: Array) -> Array:
        chance = 1 / (1 + np.exp(-table @ weights))
        return np.asarray(table.T @ ((inside - chance) * balance) - 0.0001 * np.r_[0, weights[1:]])

    return ascend(gradient, table.shape[1], 30000, 1.0)


def decision_features(retriever: Retriever, questions: Sequence[str]) -> Array:
    """1, best question cosine, best passage cosine, log(1 + best BM25), coverage."""
    rows = []
    for question in questions:
        ranked = retriever.search(question, k=200).concepts
        best = [max((rank.channels.get(channel, 0.0) for rank in ranked), default=0.0) for channel in CHANNELS[:3]]
        rows.append([1.0, best[0], best[1], np.log1p(best[2]), retriever.vocabulary.coverage(question)])
    return np.array(rows)


def main() -> None:
    """Fit and print."""
    settings = load_settings(os.environ)
    graph = open_graph(settings)
    update_index(settings, graph, lambda _: None)
    retriever = open_retriever(settings, graph)
    tune, report = cases("retrieval.tune.jsonl"), cases("retrieval.report.jsonl")
    found = []
    for case in tune:
        concepts, table = candidates(retriever, case.question)
        gold = np.array([float(concept in case.gold) for concept in concepts])
        if gold.any():
            found.append((table, gold / gold.sum()))
    weights = fit_fusion(found)
    print("fusion  ", dict(zip(CHANNELS, weights.round(2).tolist(), strict=True)))
    for name, group in (("tune", tune), ("report", report)):
        hits = []
        for case in group:
            concepts, table = candidates(retriever, case.question)
            hits.append(concepts[int((table @ weights).argmax())] in case.gold)
        print(f"  {name}: hit@1 {np.mean(hits):.3f} on {len(hits)} questions")
    within, beyond = cases("abstention.tune.jsonl"), cases("abstention.report.jsonl")
    table = decision_features(retriever, [case.question for case in (*within, *tune)])
    inside = np.array([float(bool(case.gold)) for case in (*within, *tune)])
    weights = fit_decision(table, inside)
    names = ("bias", "question", "dense", "lexical", "coverage")
    print("decision", dict(zip(names, weights.round(2).tolist(), strict=True)))
    scores = decision_features(retriever, [case.question for case in beyond]) @ weights
    inside = np.array([bool(case.gold) for case in beyond])
    answered, declined = (scores[inside] > 0).mean(), (scores[~inside] <= 0).mean()
    print(f"  report: answered in scope {answered:.3f}, declined out of scope {declined:.3f}")


if __name__ == "__main__":
    main()
