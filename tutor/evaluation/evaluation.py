"""What an evaluation is, and running one over its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from corpus.types import Value
from tutor.evaluation.cases import Case
from tutor.evaluation.parts import Parts
from tutor.evaluation.reading import Line

C = TypeVar("C", bound=Case)
O = TypeVar("O", bound="Outcome")  # noqa: E741 - one letter like its neighbour

Scores = Mapping[str, int | float | tuple[str, ...] | None]
"""Metric → value; None where there was nothing to measure, ids of cases where they are what counts."""

WITHOUT_FIELD = "none"
"""The group of cases that do not have the field to group by."""


class Outcome(Value):
    """What came of one case.

    Attributes:
        told: The case and its outcome in one line.
    """

    told: str


@dataclass(frozen=True)
class Evaluation(Generic[C, O]):
    """One kind of case, and how it is measured.

    Attributes:
        about: What is measured, in words.
        kind: The kind of case.
        shipped: Our own file of cases to report on.
        prepare: Opens what is needed and gives the function that tries one case.
        summarise: Metrics from outcomes.
        by: The field to group by where no other is asked for; empty for none.
        asks_model: Whether the language model is asked.
        may_ask_model: Whether it is asked where one is named.
    """

    about: str
    kind: type[C]
    shipped: str
    prepare: Callable[[Parts], Callable[[C], O]]
    summarise: Callable[[Sequence[O]], Scores]
    by: str = ""
    asks_model: bool = False
    may_ask_model: bool = False


def attempt(
    evaluation: Evaluation[C, O], lines: Sequence[Line[C]], parts: Parts, report: Callable[[int, O], None]
) -> list[O]:
    """Try every case.

    Args:
        evaluation: What to measure.
        lines: The cases.
        parts: The tutor.
        report: Told the number of cases done and the last outcome, after every case.

    Returns:
        The outcomes, in the order of the cases.
    """
    try_one = evaluation.prepare(parts)
    outcomes: list[O] = []
    for line in lines:
        outcomes.append(try_one(line.case))
        report(len(outcomes), outcomes[-1])
    return outcomes


def scores(evaluation: Evaluation[C, O], outcomes: Sequence[O]) -> Scores:
    """The number of cases, `n`, and the metrics, rounded to four decimals."""
    metrics = evaluation.summarise(outcomes)
    rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in metrics.items()}
    return {"n": len(outcomes), **rounded}


def group_scores(
    evaluation: Evaluation[C, O], lines: Sequence[Line[C]], outcomes: Sequence[O], by: str
) -> dict[str, Scores]:
    """The scores of the cases that have the same value in a field, in order of the value."""
    groups: dict[str, list[O]] = {}
    for line, outcome in zip(lines, outcomes, strict=True):
        groups.setdefault(line.fields.get(by) or WITHOUT_FIELD, []).append(outcome)
    return {name: scores(evaluation, groups[name]) for name in sorted(groups)}
