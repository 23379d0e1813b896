"""The parts of the tutor that evaluations are tried on, and files of cases made by tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from graph.concept_graph import ConceptGraph
from tests.tutor.parts import NOW, starter_llm, tutor_with
from tutor.dialogue.check import SupportCheck
from tutor.evaluation.evaluation import Scores, attempt, group_scores, scores
from tutor.evaluation.parts import Parts
from tutor.evaluation.reading import read_cases
from tutor.evaluation.registry import EVALUATIONS
from tutor.factory import open_noted
from tutor.retrieval.retriever import Retriever
from tutor.session import Tutor
from tutor.settings import Settings

Measured = tuple[list[Any], Scores, dict[str, Scores]]
Measure = Callable[..., Measured]


@pytest.fixture(scope="session")
def parts(settings: Settings, shipped_graph: ConceptGraph, retriever: Retriever) -> Parts:
    """The real parts, with the starter model where one is asked."""

    def open_tutor(*, with_model: bool) -> Tutor:
        llm = starter_llm(settings) if with_model else None
        return tutor_with(llm, shipped_graph, retriever, answer_tokens=60)

    def open_check(found: Retriever) -> SupportCheck:
        return SupportCheck(found.embedder, found.names, shipped_graph.catalogue)

    return Parts(shipped_graph, open_tutor, partial(open_noted, settings), open_check, NOW)


@pytest.fixture
def measure(parts: Parts, tmp_path: Path) -> Measure:
    """Write cases to a file and measure them: outcomes, scores, groups."""

    def run(name: str, *cases: dict[str, object], by: str = "") -> Measured:
        file = tmp_path / "cases.jsonl"
        file.write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
        evaluation = EVALUATIONS[name]
        lines = read_cases(file, evaluation.kind, parts.graph)
        outcomes = attempt(evaluation, lines, parts, lambda *_: None)
        by = by or evaluation.by
        return outcomes, scores(evaluation, outcomes), group_scores(evaluation, lines, outcomes, by) if by else {}

    return run
