"""Fit the weights of the check of sentences, and print how they do on claims they were not fitted to.

    python benchmarks/fit_check.py

Fitted on our own claims in `grounding.tune.jsonl` and on claims made by program from the pages (`benchmarks/perturb.py`).
It needs the embedder (`tutor pull`). The weights it prints stand in `tutor/dialogue/weights.py`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from perturb import made_claims

from graph.concept_graph import ConceptGraph
from tutor.dialogue.lines import LineReader, stems_of
from tutor.dialogue.matching import Match
from tutor.dialogue.sentences import split_sentences
from tutor.dialogue.signals import SIGNALS, signals
from tutor.evaluation.cases import GroundingCase
from tutor.evaluation.metrics import auroc
from tutor.evaluation.reading import read_cases
from tutor.factory import open_embedder, open_graph
from tutor.retrieval.words import Vocabulary
from tutor.settings import load_settings

CASES = Path(__file__).parent.parent / "evals" / "cases"
RIDGE = 3.0
FOLDS = 10
MADE = 800
MADE_WEIGHT = 0.5
"""What a claim made by program counts for beside a hand-written one."""
SEED = 7

Array = npt.NDArray[np.float64]


class Table:
    """Cases as numbers: a row of signals for each, whether it is supported, and which evidence it belongs to."""

    def __init__(self, cases: Sequence[GroundingCase], reader: LineReader) -> None:
        self.signals = np.array([_row(case, reader) for case in cases])
        self.supported = np.array([case.label == "supported" for case in cases])
        numbers: dict[object, int] = {}
        self.evidence = np.array([numbers.setdefault(case.evidence, len(numbers)) for case in cases])


def _row(case: GroundingCase, reader: LineReader) -> list[float]:
    lines = reader.read([text for part in case.evidence for text in split_sentences(part.text)])
    titles = frozenset(stem for part in case.evidence for stem in stems_of(part.title))
    found = signals(Match(reader.read([case.claim])[0], lines, titles, frozenset(stems_of(case.question))))
    return [found[name] for name in SIGNALS]


def fit(features: Array, label: Array, counts: Array) -> Array:
    """Weights of a ridge logistic regression, the bias first; each row counts as often as said."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = np.c_[np.ones(len(features)), (features - mean) / spread]
    ridge = np.diag([0.0, *[RIDGE] * features.shape[1]])
    weights = np.zeros(scaled.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (counts * (chance - label)) + ridge @ weights
        weights -= np.linalg.solve((scaled.T * (counts * chance * (1 - chance))) @ scaled + ridge, slope)
    slopes = weights[1:] / spread
    return np.array([weights[0] - slopes @ mean, *slopes])


def score(weights: Array, features: Array) -> Array:
    """Log-odds of being supported."""
    return np.asarray(weights[0] + features @ weights[1:])


def fitted(written: Table, made: Table, keep: npt.NDArray[np.bool_]) -> Array:
    """Weights fitted on the kept written cases and on all made ones."""
    features = np.concatenate([written.signals[keep], made.signals])
    label = np.concatenate([written.supported[keep], made.supported]).astype(float)
    counts = np.concatenate([np.ones(keep.sum()), np.full(len(made.supported), MADE_WEIGHT)])
    return fit(features, label, counts)


def held_out(written: Table, made: Table) -> Array:
    """Log-odds of every written case from weights fitted without any case on the same evidence."""
    fold = np.random.default_rng(0).integers(0, FOLDS, written.evidence.max() + 1)[written.evidence]
    odds = np.zeros(len(fold))
    for number in range(FOLDS):
        odds[fold == number] = score(fitted(written, made, fold != number), written.signals[fold == number])
    return odds


def told(name: str, supported: npt.NDArray[np.bool_], odds: Array, cut: float) -> None:
    """Print how well log-odds tell supported claims from the others."""
    good, bad = odds[supported], odds[~supported]
    area = auroc(good.tolist(), bad.tolist())
    print(f"{name}: AUROC {area:.3f}, passed {(good >= cut).mean():.3f}, stopped {(bad < cut).mean():.3f}")


def cases(name: str, graph: ConceptGraph) -> list[GroundingCase]:
    """The cases of one of our files."""
    return [line.case for line in read_cases(CASES / name, GroundingCase, graph)]


def main() -> None:
    """Fit, print the table of weights, and measure on what was not fitted."""
    settings = load_settings(os.environ, Path("tutor.toml"))
    graph = open_graph(settings)
    reader = LineReader(open_embedder(settings), Vocabulary(graph.catalogue))
    written = Table(cases("grounding.tune.jsonl", graph), reader)
    made = Table(made_claims(graph.catalogue, MADE, SEED), reader)
    odds = held_out(written, made)
    rights = [(odds[written.supported] >= cut).mean() + (odds[~written.supported] < cut).mean() for cut in CUTS]
    cut = float(CUTS[int(np.argmax(rights))])
    weights = fitted(written, made, np.ones(len(odds), dtype=bool))
    print(
        "\n".join(f'        "{name}": {weight:.2f},' for name, weight in zip(("bias", *SIGNALS), weights, strict=True))
    )
    print(f"threshold {1 / (1 + np.exp(-cut)):.2f}")
    told("tune, held out", written.supported, odds, cut)
    told("made by program", made.supported, score(weights, made.signals), cut)
    report = Table(cases("grounding.report.jsonl", graph), reader)
    told("report", report.supported, score(weights, report.signals), cut)


CUTS = np.linspace(-2, 2, 81)

if __name__ == "__main__":
    main()
