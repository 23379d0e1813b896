"""Fit how the check weighs a language model's own judgement beside its signals, and print how both do together.

    TUTOR_MODEL=standard python benchmarks/fit_judged.py [CLAIMS]

On that many of our own claims in `grounding.tune.jsonl` (400 if not said). The weights it prints stand in
`tutor/dialogue/weights.py` as `JUDGED`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
from fit_check import CUTS, FOLDS, MADE, SEED, Array, Table, cases, fit, held_out, score, told
from perturb import made_claims

from tutor.dialogue.check import JUDGED_BY
from tutor.dialogue.judgement import Ask, asking
from tutor.dialogue.lines import LineReader, stems_of
from tutor.dialogue.matching import Match
from tutor.dialogue.sentences import split_sentences
from tutor.evaluation.cases import GroundingCase
from tutor.factory import open_embedder, open_graph, open_llm
from tutor.retrieval.words import Vocabulary
from tutor.settings import load_settings

CLAIMS = 400


def judgement(case: GroundingCase, reader: LineReader, ask: Ask) -> float:
    """The model's log-odds for a case, from the sentences that the check would show it."""
    told = [(part.title.partition(" · ")[0], text) for part in case.evidence for text in split_sentences(part.text)]
    titles = frozenset(stem for title, _ in told for stem in stems_of(title))
    lines = reader.read([text for _, text in told])
    match = Match(reader.read([case.claim])[0], lines, titles, frozenset(stems_of(case.question)))
    odds = ask(case.claim, [": ".join(told[place]) for place in sorted(match.order[:JUDGED_BY])])
    assert odds is not None, "this model does not judge; set TUTOR_MODEL=standard"
    return odds


def together(both: Array, supported: Array, evidence: Array) -> Array:
    """Log-odds of every case from a fit without any case on the same evidence."""
    fold = np.random.default_rng(0).integers(0, FOLDS, int(evidence.max()) + 1)[evidence]
    odds = np.zeros(len(fold))
    for number in range(FOLDS):
        kept = fold != number
        odds[~kept] = score(fit(both[kept], supported[kept], np.ones(kept.sum())), both[~kept])
    return odds


def main() -> None:
    """Ask the model, fit, and measure on what was not fitted."""
    settings = load_settings(os.environ, Path("tutor.toml"))
    graph = open_graph(settings)
    reader = LineReader(open_embedder(settings), Vocabulary(graph.catalogue))
    written = cases("grounding.tune.jsonl", graph)
    table = Table(written, reader)
    alone = held_out(table, Table(made_claims(graph.catalogue, MADE, SEED), reader))
    chosen = np.random.default_rng(SEED).permutation(len(written))[: int(sys.argv[1]) if sys.argv[1:] else CLAIMS]
    llm = open_llm(settings, print)
    assert llm is not None, "set TUTOR_MODEL=standard"
    ask, start = asking(llm), time.perf_counter()
    model = np.array([judgement(written[place], reader, ask) for place in chosen])
    print(f"{(time.perf_counter() - start) / len(chosen):.2f} s a claim")
    supported, both = table.supported[chosen], np.c_[alone[chosen], model]
    weights = fit(both, supported.astype(float), np.ones(len(chosen)))
    print(dict(zip(("bias", "signals", "model"), weights.round(2).tolist(), strict=True)))
    for name, odds in (("signals", alone[chosen]), ("model", model)):
        told(name, supported, odds, 0.0)
    both_odds = together(both, supported.astype(float), table.evidence[chosen])
    for cut in CUTS[::10]:
        told(f"both, held out, at {cut:.1f}", supported, both_odds, float(cut))


if __name__ == "__main__":
    main()
