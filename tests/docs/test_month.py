"""The scripted month: replayed twice it is the same month, with the failures and root causes that are shown."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt, Purpose
from tutor.learner.log.store import LearnerStore

SCRIPT = Path(__file__).parents[2] / "docs" / "month.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("month", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_month_is_the_same_twice_and_the_one_that_is_shown(
    script: ModuleType, shipped_graph: ConceptGraph, tmp_path: Path
) -> None:
    lived = []
    for name in ("one", "two"):
        with LearnerStore(f"sqlite:///{tmp_path}/{name}.db") as store:
            month = script.month(shipped_graph, store)
            lived.append((month, store.entries("month"), store.export("month"), month.study.state(month.now).known))
    (first, entries, log, known), (second, _, again, known_again) = lived
    assert first.lines == second.lines
    assert log == again
    assert known == known_again >= {script.GOAL}
    shown = script.PAGE.read_text(encoding="utf-8")
    assert _headings(script.page(first)) == _headings(shown), "run `python docs/month.py`"
    plan = next(line for line in first.lines if line.startswith("## The plan"))
    assert int(plan.split()[3]) >= 8
    assert len(first.failed) == script.FAILURES
    checks = [entry for entry in entries if isinstance(entry, Attempt) and entry.purpose is Purpose.CHECK]
    tested = [(before.betrays, after.concept) for before, after in pairwise(checks) if before.answer and before.betrays]
    assert len(tested) == script.FAILURES
    assert all(betrayed == concept for betrayed, concept in tested), (
        "the next question is on what the wrong answer betrays"
    )


def _headings(page: str) -> list[str]:
    """The headings without their figures: which of two equally good questions is asked first may depend on the processor."""
    return [line.partition(":")[0] for line in page.splitlines() if line.startswith("#")]
