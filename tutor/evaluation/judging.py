"""How well the tutor judges: whether its pages can answer a question, and whether evidence supports a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Literal

from corpus.types import Passage, SectionName
from tutor.dialogue.decide import decide
from tutor.dialogue.judgement import asking
from tutor.dialogue.lookup import look_up
from tutor.dialogue.understand import understand
from tutor.evaluation.cases import GroundingCase, ScopeCase
from tutor.evaluation.evaluation import Outcome, Scores
from tutor.evaluation.metrics import auroc, mean, percentile
from tutor.evaluation.parts import Parts
from tutor.types import Citation, Conversation, Verdict


class Judgement(Outcome):
    """A score, and what it was turned into.

    Attributes:
        label: What is true: `in` or `out` of scope, or the label of a claim.
        score: The higher, the surer that the question is in scope, or that the claim is supported.
        accepted: Whether the question is answered, or the claim shown.
        ms: Milliseconds for the claim; not measured for questions.
    """

    label: Literal["in", "out", "supported", "unsupported", "contradicted"]
    score: float
    accepted: bool
    ms: float = 0.0


def judge_scope(parts: Parts) -> Callable[[ScopeCase], Judgement]:
    """Understand a question, look it up and decide whether to answer, as the first turn of a conversation does."""
    retriever = parts.retriever

    def judge(case: ScopeCase) -> Judgement:
        understanding = understand(case.question, Conversation(), parts.graph, retriever.names)
        score = look_up(understanding, retriever, parts.graph).score
        answered = decide(score) is Verdict.ANSWER
        told = f"{'answered' if answered else 'declined'} {score:.3f}: {case.question}"
        return Judgement(told=told, label="in" if case.gold else "out", score=score, accepted=answered)

    return judge


def judge_claim(parts: Parts) -> Callable[[GroundingCase], Judgement]:
    """Check a claim against its evidence, as the tutor checks a sentence of its own."""
    check, ask = parts.check, asking(parts.judge) if parts.judge else None

    def judge(case: GroundingCase) -> Judgement:
        citations = citations_of(case)
        start = time.perf_counter()
        support = check.check(case.claim, citations, (), case.question, ask)
        ms = 1000 * (time.perf_counter() - start)
        told = f"{'passed' if support.supported else 'stopped'} {support.score:.3f} ({case.label}): {case.claim}"
        return Judgement(told=told, label=case.label, score=support.score, accepted=support.supported, ms=ms)

    return judge


def citations_of(case: GroundingCase) -> tuple[Citation, ...]:
    """Foreign evidence as passages; they belong to no concept of ours."""
    return tuple(
        Citation(
            number=number,
            passage=Passage(
                id=f"evidence-{number}#{SectionName.DEFINITION.slug}",
                concept=f"evidence-{number}",
                title=evidence.title.partition(" · ")[0],
                section=SectionName.DEFINITION,
                text=evidence.text,
            ),
        )
        for number, evidence in enumerate(case.evidence, start=1)
    )


def scope_scores(judgements: Sequence[Judgement]) -> Scores:
    """How well the score tells the two apart, and the shares treated rightly at our threshold."""
    within, beyond = _split(judgements, "in")
    return {
        "auroc": auroc(_scores(within), _scores(beyond)),
        "answered_in_scope": _accepted(within),
        "declined_out_of_scope": _refused(beyond),
    }


def grounding_scores(judgements: Sequence[Judgement]) -> Scores:
    """How well the score tells supported claims from all others, and the shares treated rightly at our threshold."""
    supported, others = _split(judgements, "supported")
    passed, stopped = _accepted(supported), _refused(others)
    return {
        "auroc": auroc(_scores(supported), _scores(others)),
        "balanced_accuracy": None if passed is None or stopped is None else (passed + stopped) / 2,
        "passed_supported": passed,
        "stopped_unsupported": _refused(_split(others, "unsupported")[0]),
        "stopped_contradicted": _refused(_split(others, "contradicted")[0]),
        "ms_p50": percentile((judgement.ms for judgement in judgements), 0.5),
    }


def _split(judgements: Sequence[Judgement], label: str) -> tuple[list[Judgement], list[Judgement]]:
    """Those with a label, and the others."""
    return [one for one in judgements if one.label == label], [one for one in judgements if one.label != label]


def _scores(judgements: Sequence[Judgement]) -> list[float]:
    return [judgement.score for judgement in judgements]


def _accepted(judgements: Sequence[Judgement]) -> float | None:
    return mean(judgement.accepted for judgement in judgements)


def _refused(judgements: Sequence[Judgement]) -> float | None:
    return mean(not judgement.accepted for judgement in judgements)
