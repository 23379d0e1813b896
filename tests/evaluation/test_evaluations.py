"""Every evaluation on a few cases whose outcome is known."""

from __future__ import annotations

import pytest

from corpus.types import Passage, SectionName
from graph.concept_graph import ConceptGraph
from tests.building import concept
from tests.evaluation.conftest import Measure
from tutor.evaluation.answers import Answered, answer_scores, transcript
from tutor.evaluation.evaluation import attempt, scores
from tutor.evaluation.judging import Judgement, grounding_scores, scope_scores
from tutor.evaluation.ordering import order_violations
from tutor.evaluation.parts import Parts
from tutor.evaluation.ranking import ablations, find
from tutor.evaluation.registry import EVALUATIONS
from tutor.retrieval.fusion import CHANNEL_WEIGHTS
from tutor.types import Timing

SOFTMAX: dict[str, object] = {"question": "What is softmax?", "gold": ["softmax"], "style": "named"}
FOOTBALL: dict[str, object] = {"question": "Who won the football World Cup in 1998?", "gold": []}


def test_the_right_concept_in_the_first_place_is_a_hit(measure: Measure) -> None:
    wrong: dict[str, object] = {"question": "What is softmax?", "gold": ["bleu"], "accept": ["softmax"]}
    outcomes, found, groups = measure("retrieval", SOFTMAX, wrong, by="style")
    assert [outcome.ranked[0] for outcome in outcomes] == ["softmax", "softmax"]
    assert len(outcomes[0].ranked) == 10
    assert (found["n"], found["hit@1"], found["recall@10"], found["mrr"]) == (2, 0.5, 0.5, 0.5)
    assert found["recall@3"] == found["recall@5"] == found["ndcg@10"] == 0.5
    assert isinstance(found["ms_p50"], float)
    assert found["ms_p50"] > 0
    assert {name: group["hit@1"] for name, group in groups.items()} == {"named": 1, "none": 0}


def test_finding_one_of_two_gold_concepts_first_is_a_hit(measure: Measure) -> None:
    _, found, _ = measure("retrieval", SOFTMAX | {"gold": ["softmax", "bleu"]})
    assert (found["hit@1"], found["recall@3"], found["mrr"]) == (1, 0.5, 1)


def test_each_channel_is_left_out_and_kept_alone(parts: Parts) -> None:
    assert set(ablations()["only name"]) == set(CHANNEL_WEIGHTS) - {"name"}
    assert ablations()["without name"] == ("name",)
    assert len(ablations()) == 2 * len(CHANNEL_WEIGHTS)
    case = EVALUATIONS["retrieval"].kind.model_validate(
        {"question": "Why divide by the square root of the dimension?", "gold": ["softmax"]}, context=parts.graph
    )
    assert find(parts, ablations()["only name"])(case).ranked != find(parts)(case).ranked


def test_a_follow_up_is_understood_in_its_conversation(measure: Measure) -> None:
    turns = [{"question": "What is softmax?"}]
    why = {"turns": turns, "question": "why does it matter?", "gold": ["softmax"]}
    alone = {"turns": [], "question": "why does it matter?", "gold": ["softmax"]}
    outcomes, found, _ = measure("follow-ups", why, alone)
    assert outcomes[0].ranked[0] == "softmax"
    assert outcomes[1].ranked[:1] != ("softmax",)
    assert "oftmax" in outcomes[0].told
    assert (found["n"], found["hit@1"], found["declined"]) == (2, 0.5, None)


def test_a_follow_up_out_of_scope_counts_for_nothing_but_declining(measure: Measure) -> None:
    turns = [{"question": "What is softmax?"}]
    why = {"turns": turns, "question": "why does it matter?", "gold": ["softmax"]}
    _, found, _ = measure("follow-ups", why, {"turns": turns, **FOOTBALL})
    assert (found["n"], found["hit@1"], found["answered"], found["declined"]) == (2, 1, 1, 1)


def test_the_goal_of_a_path_is_what_its_turn_is_about(measure: Measure) -> None:
    (outcome,), _, _ = measure("follow-ups", {"turns": [], "question": "study path to LoRA", "gold": ["lora"]})
    assert outcome.ranked[0] == "lora"


def test_questions_in_and_out_of_scope_are_told_apart(measure: Measure) -> None:
    outcomes, found, _ = measure("abstention", SOFTMAX, FOOTBALL)
    assert outcomes[0].score > 0.5 > outcomes[1].score
    assert found == {"n": 2, "auroc": 1, "answered_in_scope": 1, "declined_out_of_scope": 1}


def test_abstention_by_hand() -> None:
    judged = [Judgement(told="", label="in", score=score, accepted=score > 0.5) for score in (0.9, 0.4)]
    judged += [Judgement(told="", label="out", score=score, accepted=score > 0.5) for score in (0.6, 0.4, 0.1, 0.1)]
    assert scope_scores(judged) == {
        "auroc": (4 + 2.5) / 8,
        "answered_in_scope": 0.5,
        "declined_out_of_scope": 0.75,
    }


def test_claims_are_checked_against_foreign_evidence(measure: Measure) -> None:
    text = "The pump of the Zorb engine moves cold water through two copper pipes."
    claim = {"question": "What does the pump do?", "evidence": [{"title": "Zorb engine", "text": text}]}
    outcomes, found, groups = measure(
        "grounding",
        claim | {"claim": text, "label": "supported", "kind": "copy"},
        claim | {"claim": "Bananas are grown in Iceland by retired sailors.", "label": "unsupported"},
        claim | {"claim": "The pump does nothing.", "evidence": [], "label": "unsupported"},
    )
    assert [outcome.accepted for outcome in outcomes] == [True, False, False]
    assert (found["auroc"], found["balanced_accuracy"]) == (1, 1)
    assert (found["passed_supported"], found["stopped_unsupported"], found["stopped_contradicted"]) == (1, 1, None)
    assert {name: group["n"] for name, group in groups.items()} == {"copy": 1, "none": 2}


def test_grounding_by_hand() -> None:
    marks = [("supported", 0.9), ("supported", 0.3), ("unsupported", 0.6), ("contradicted", 0.1), ("contradicted", 0.2)]
    judged = [
        Judgement.model_validate(
            {"told": "", "label": label, "score": score, "accepted": score > 0.5, "ms": 10 * score}
        )
        for label, score in marks
    ]
    assert grounding_scores(judged) == pytest.approx(
        {
            "auroc": 5 / 6,
            "balanced_accuracy": (1 / 2 + 2 / 3) / 2,
            "passed_supported": 0.5,
            "stopped_unsupported": 0,
            "stopped_contradicted": 1,
            "ms_p50": 3,
        }
    )


def test_a_path_is_satisfied_by_one_concept_of_every_group(measure: Measure, parts: Parts) -> None:
    before = sorted(parts.graph.prerequisites("softmax"))
    case = {"goal": ["softmax"], "known": [], "must_include": [["bleu", before[0]], ["softmax"]]}
    outcomes, found, _ = measure(
        "paths",
        case,
        case | {"must_include": [["bleu"]]},
        case | {"must_not_include": ["softmax"]},
        case | {"known": before, "must_include": [], "must_not_include": before},
    )
    assert [outcome.satisfied for outcome in outcomes] == [True, False, False, True]
    assert outcomes[3].length == 1
    assert (found["n"], found["satisfied"], found["order_violations"]) == (4, 0.5, 0)


def test_violations_of_the_order_are_counted() -> None:
    graph = ConceptGraph.of([concept("a"), concept("b", "a"), concept("c", "a", "b")])
    assert order_violations(graph, ["a", "b", "c"], ()) == 0
    assert order_violations(graph, ["c", "b", "a"], ()) == 3
    assert order_violations(graph, ["c", "b"], {"a"}) == 1


def test_pairs_are_asked_of_the_graph(measure: Measure, parts: Parts) -> None:
    graph = parts.graph
    far = min(graph.ancestors("lora") - set(graph.prerequisites("lora")))
    near = graph.prerequisites("lora")[0]
    pairs = [(near, "lora", 1), (far, "lora", 1), ("lora", near, 0), (near, "lora", 0), ("lora", near, 1)]
    cases: list[dict[str, object]] = [{"prerequisite": a, "target": b, "label": label} for a, b, label in pairs]
    _, found, groups = measure("prerequisites", *cases)
    assert found == {"n": 5, "recall_direct": 0.3333, "recall_closure": 0.6667, "asserted_negatives": 0.5}
    assert list(groups) == ["none"]


def test_answers_are_those_of_whole_turns_with_the_model(measure: Measure) -> None:
    outcomes, found, _ = measure("answers", SOFTMAX)
    (one,) = outcomes
    assert one.cited
    assert set(one.cited) <= {"softmax"} or found["citation_precision"] < 1  # type: ignore[operator]  # it was measured
    assert one.timing.answer_tokens > 0
    assert found["citation_recall"] in {0, 1}
    assert found["ttft_s_p50"] == pytest.approx(one.timing.first_token_s, abs=1e-4)
    assert found["answered_share"] == 1
    text = transcript(outcomes, "starter")
    assert "## What is softmax?" in text
    assert all(paragraph in text for paragraph in one.shown)
    assert all(f"- {sentence}" in text for sentence in one.dropped)


def answered(cited: tuple[str, ...], *, sentences: int, dropped: int, tokens: int, fell_back: bool = False) -> Answered:
    return Answered(
        told="",
        question="Why?",
        gold=("softmax", "logit"),
        accept=("entropy",),
        cited=cited,
        shown=(),
        words=10 * len(cited),
        sentences=sentences,
        dropped=("No.",) * dropped,
        fell_back=fell_back,
        timing=Timing(answer_tokens=tokens, first_token_s=tokens / 10, tokens_per_s=float(tokens)),
    )


def test_answers_by_hand() -> None:
    found = answer_scores(
        [
            answered(("softmax", "softmax", "entropy", "bleu"), sentences=3, dropped=1, tokens=10),
            answered(("softmax", "logit"), sentences=0, dropped=4, tokens=20, fell_back=True),
            answered((), sentences=0, dropped=0, tokens=0),
        ]
    )
    assert found == pytest.approx(
        {
            "citation_precision": (3 / 4 + 1) / 2,
            "citation_recall": (1 / 2 + 1 + 0) / 3,
            "dropped_share": 5 / 8,
            "quoted_share": 1 / 3,
            "answered_share": 2 / 3,
            "words_p50": 30,
            "ttft_s_p50": 1.5,
            "ttft_s_p95": 1.95,
            "tokens_per_s_p50": 15,
            "tokens_per_s_p95": 19.5,
        }
    )


def test_every_evaluation_reports_after_every_case(parts: Parts) -> None:
    from tutor.evaluation.reading import Line

    evaluation = EVALUATIONS["abstention"]
    lines = [Line(evaluation.kind.model_validate(case, context=parts.graph), {}) for case in (SOFTMAX, FOOTBALL)]
    told = list[tuple[int, str]]()
    outcomes = attempt(evaluation, lines, parts, lambda done, outcome: told.append((done, outcome.told)))
    assert [done for done, _ in told] == [1, 2]
    assert "softmax" in told[0][1]
    assert "declined" in told[1][1]
    assert scores(evaluation, outcomes[:0])["n"] == 0


def test_foreign_evidence_is_no_passage_of_ours(shipped_graph: ConceptGraph) -> None:
    from tutor.evaluation.cases import GroundingCase
    from tutor.evaluation.judging import citations_of

    evidence = [{"title": "Softmax", "text": "It sums to one."}, {"text": "It is smooth."}]
    case = GroundingCase.model_validate(
        {"question": "", "evidence": evidence, "claim": "It sums to one.", "label": "supported"}
    )
    first, second = citations_of(case)
    assert first.number == 1
    assert first.passage == Passage(
        id="evidence-1#definition",
        concept="evidence-1",
        title="Softmax",
        section=SectionName.DEFINITION,
        text="It sums to one.",
    )
    assert second.passage.title == ""
    assert not {first.passage.concept, second.passage.concept} & {page.id for page in shipped_graph.catalogue}


@pytest.mark.parametrize("name", EVALUATIONS)
def test_every_metric_is_described(name: str) -> None:
    from pathlib import Path

    document = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    section = document.partition(f"\n## {name.capitalize()}\n")[2].partition("\n## ")[0]
    retrieval = document.partition("\n## Retrieval\n")[2].partition("\n## ")[0]
    metrics = EVALUATIONS[name].summarise([])
    assert metrics
    assert [metric for metric in metrics if f"`{metric}`" not in section + retrieval * (name == "follow-ups")] == []
