"""What the retriever has read and what it is measured on are different questions."""

from __future__ import annotations

import json
from pathlib import Path

from rapidfuzz import fuzz, process

from graph.concept_graph import ConceptGraph
from tutor.retrieval.outside import OUTSIDE
from tutor.retrieval.words import content_words

CASES = Path(__file__).parents[2] / "evals" / "cases"
FILES = [f"{kind}.{part}.jsonl" for kind in ("retrieval", "abstention") for part in ("tune", "report")]
SAME = 90
ENOUGH = 3
"""Content words that a question needs before holding all of another's words means anything."""


def asked(*names: str) -> list[str]:
    lines = [line for name in names for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["question"].lower() for line in lines]


def copied(question: str, cases: list[str]) -> list[str]:
    """The cases that are this question, word for word or nearly so."""
    same = process.extract(question.lower(), cases, scorer=fuzz.token_sort_ratio, score_cutoff=SAME, limit=None)
    held = process.extract(question.lower(), cases, scorer=fuzz.token_set_ratio, score_cutoff=SAME, limit=None)
    telling = [case for case, *_ in held if min(len(content_words(case)), len(content_words(question))) >= ENOUGH]
    return [*(case for case, *_ in same if len(content_words(case)) >= ENOUGH), *telling]


def test_no_question_of_a_page_is_a_case(shipped_graph: ConceptGraph) -> None:
    cases = asked(*FILES)
    found = {
        question: same
        for concept in shipped_graph.catalogue
        for question in concept.questions
        if (same := copied(question, cases))
    }
    assert not found


def test_no_question_that_no_page_answers_is_a_case() -> None:
    cases = asked(*FILES)
    assert not {question: same for question in OUTSIDE if (same := copied(question, cases))}
