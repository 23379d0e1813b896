"""How well each channel and their fusion find the right pages, on the retrieval cases.

    python benchmarks/measure_retrieval.py

For each channel alone and for all together: hit@1, recall@3, recall@5, recall@10 (found gold concepts among the first k,
divided by the smaller of k and their number), mean reciprocal rank, and milliseconds a question for a whole search.
Cases whose gold concepts the pages do not have count as misses.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from itertools import chain

from fit_retrieval import CHANNELS, Case, cases
from rich.console import Console
from rich.table import Table

from tutor.factory import open_graph, open_retriever, update_index
from tutor.settings import load_settings

Rank = Callable[[Case], Sequence[str]]


def figures(group: Sequence[Case], rank: Rank) -> list[float]:
    """hit@1, recall@3, recall@5, recall@10 and mean reciprocal rank."""
    totals = [0.0] * 5
    for case in group:
        order, gold = list(rank(case)), set(case.gold)
        found = [place for place, concept in enumerate(order, start=1) if concept in gold]
        totals[0] += bool(found and found[0] == 1)
        for index, k in ((1, 3), (2, 5), (3, 10)):
            totals[index] += len(gold & set(order[:k])) / min(k, len(gold))
        totals[4] += 1 / found[0] if found else 0.0
    return [total / len(group) for total in totals]


def main() -> None:
    """Measure and print."""
    settings = load_settings(os.environ)
    graph = open_graph(settings)
    update_index(settings, graph, lambda _: None)
    retriever = open_retriever(settings, graph)
    for name in ("retrieval.tune.jsonl", "retrieval.report.jsonl"):
        group = cases(name)
        table = Table(
            "channel", "hit@1", "recall@3", "recall@5", "recall@10", "MRR", title=f"{name}, {len(group)} cases"
        )
        for channel in (*CHANNELS, None):
            without = [other for other in CHANNELS if channel and other != channel]
            row = figures(
                group, lambda case, w=without: [r.concept for r in retriever.search(case.question, without=w).concepts]
            )  # type: ignore[misc]
            table.add_row(channel or "all", *(f"{value:.3f}" for value in row))
        Console().print(table)
    questions = [case.question for case in chain(cases("retrieval.tune.jsonl"))]
    start = time.perf_counter()
    for question in questions:
        retriever.search(question)
    print(f"{len(graph)} concepts, {1000 * (time.perf_counter() - start) / len(questions):.1f} ms a question")


if __name__ == "__main__":
    main()
