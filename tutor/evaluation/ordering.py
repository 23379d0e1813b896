"""How well the graph orders: study paths, and what comes before what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tutor.evaluation.cases import PathCase, PrerequisiteCase
from tutor.evaluation.evaluation import Outcome, Scores
from tutor.evaluation.metrics import mean, percentile
from tutor.evaluation.parts import Parts


class PathTried(Outcome):
    """A learning path against what it must and must not contain.

    Attributes:
        satisfied: Whether it has a concept of every group, and none that it must not have.
        violations: Pairs of a step and a prerequisite of it that is neither known nor taught before.
        length: The number of steps.
    """

    satisfied: bool
    violations: int
    length: int


class Order(Outcome):
    """What the graph says of two concepts.

    Attributes:
        label: Whether the one must be understood before the other.
        direct: Whether the graph has it as a direct prerequisite.
        before: Whether it is one, directly or through others.
    """

    label: bool
    direct: bool
    before: bool


def walk(parts: Parts) -> Callable[[PathCase], PathTried]:
    """Compute each path."""
    graph = parts.graph

    def try_path(case: PathCase) -> PathTried:
        path = learning_path(graph, case.goal, case.known)
        steps = [step.concept for step in path.steps]
        lacking = [group for group in case.must_include if not set(group) & set(steps)]
        wrong = [concept for concept in case.must_not_include if concept in steps]
        faults = [f"lacks {' or '.join(group)}" for group in lacking] + [f"has {concept}" for concept in wrong]
        return PathTried(
            told=f"{', '.join(case.goal)}, {len(steps)} steps: {'; '.join(faults) or 'satisfied'}",
            satisfied=not faults,
            violations=order_violations(graph, steps, path.known),
            length=len(steps),
        )

    return try_path


def order_violations(graph: ConceptGraph, steps: Sequence[ConceptId], known: Collection[ConceptId]) -> int:
    """The number of pairs of a step and a direct prerequisite of it that is neither known nor an earlier step."""
    ready = set(known)
    violations = 0
    for step in steps:
        violations += sum(before not in ready for before in graph.prerequisites(step))
        ready.add(step)
    return violations


def compare_order(parts: Parts) -> Callable[[PrerequisiteCase], Order]:
    """Ask the graph what comes before what."""
    graph = parts.graph

    def ask(case: PrerequisiteCase) -> Order:
        direct = case.prerequisite in graph.prerequisites(case.target)
        before = case.prerequisite in graph.ancestors(case.target)
        said = "directly before" if direct else "before" if before else "not before"
        told = f"{case.prerequisite} is {said} {case.target} (label {int(case.label)})"
        return Order(told=told, label=case.label, direct=direct, before=before)

    return ask


def path_scores(paths: Sequence[PathTried]) -> Scores:
    """The share satisfied, the sum of the violations, and the median length."""
    return {
        "satisfied": mean(path.satisfied for path in paths),
        "order_violations": sum(path.violations for path in paths),
        "length_p50": percentile((path.length for path in paths), 0.5),
    }


def order_scores(orders: Sequence[Order]) -> Scores:
    """The shares of the positive pairs that the graph asserts, and of the negative ones that it asserts too."""
    return {
        "recall_direct": mean(order.direct for order in orders if order.label),
        "recall_closure": mean(order.before for order in orders if order.label),
        "asserted_negatives": mean(order.before for order in orders if not order.label),
    }
