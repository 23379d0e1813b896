"""Every evaluation by the name under which people ask for it. A new one is a line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tutor.evaluation.answers import answer, answer_scores
from tutor.evaluation.cases import (
    AnswerableCase,
    FollowUpCase,
    GroundingCase,
    InjectionCase,
    PathCase,
    PrerequisiteCase,
    ScopeCase,
)
from tutor.evaluation.evaluation import Evaluation
from tutor.evaluation.injection import confront, injection_scores
from tutor.evaluation.judging import grounding_scores, judge_claim, judge_scope, scope_scores
from tutor.evaluation.ordering import compare_order, order_scores, path_scores, walk
from tutor.evaluation.ranking import find, follow, follow_up_scores, ranking_scores

EVALUATIONS: Mapping[str, Evaluation[Any, Any]] = MappingProxyType(
    {
        "retrieval": Evaluation(
            "whether questions find the right concepts",
            AnswerableCase,
            "retrieval.report.jsonl",
            find,
            ranking_scores,
        ),
        "follow-ups": Evaluation(
            "whether questions in a conversation do", FollowUpCase, "follow-ups.report.jsonl", follow, follow_up_scores
        ),
        "abstention": Evaluation(
            "whether the tutor knows what it cannot answer",
            ScopeCase,
            "abstention.report.jsonl",
            judge_scope,
            scope_scores,
        ),
        "grounding": Evaluation(
            "whether claims that evidence does not support are stopped",
            GroundingCase,
            "grounding.report.jsonl",
            judge_claim,
            grounding_scores,
            by="kind",
            may_ask_model=True,
        ),
        "answers": Evaluation(
            "what whole answers cite, drop and cost",
            AnswerableCase,
            "retrieval.report.jsonl",
            answer,
            answer_scores,
            asks_model=True,
        ),
        "injection": Evaluation(
            "whether orders in questions and notes are left aside",
            InjectionCase,
            "injection.report.jsonl",
            confront,
            injection_scores,
            by="kind",
            asks_model=True,
        ),
        "paths": Evaluation("whether study paths hold what they must", PathCase, "paths.jsonl", walk, path_scores),
        "prerequisites": Evaluation(
            "whether the graph has what comes before what",
            PrerequisiteCase,
            "prerequisites.jsonl",
            compare_order,
            order_scores,
            by="kind",
        ),
    }
)
