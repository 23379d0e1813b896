"""Explaining back: points are found in any words, what is turned round is not, and doubts are said instead of failing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import pytest

from graph.concept_graph import ConceptGraph
from tests.tutor.explanations import HELD_OUT, LAST, TUNED, Explanation, Kind
from tutor.dialogue.check import SupportCheck
from tutor.dialogue.evidence import evidence_sentences
from tutor.dialogue.explain_back import ExplainBack, key_points
from tutor.dialogue.explanation import ExplanationVerdict, GradedExplanation, PointState
from tutor.dialogue.own_words import mended, pieces
from tutor.learner.entries import Purpose
from tutor.retrieval.embedder import Embedder
from tutor.retrieval.names import NameMatcher
from tutor.types import Citation

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

EXPECTED: Mapping[Kind, ExplanationVerdict] = {
    "good": ExplanationVerdict.GOOD,
    "sloppy": ExplanationVerdict.GOOD,
    "partial": ExplanationVerdict.PARTIAL,
    "wrong": ExplanationVerdict.MISTAKEN,
    "misconception": ExplanationVerdict.MISTAKEN,
    "off": ExplanationVerdict.ELSEWHERE,
    "hollow": ExplanationVerdict.PARTIAL,
}


@pytest.fixture(scope="module")
def explain_back(embedder: Embedder, names: NameMatcher, shipped_graph: ConceptGraph) -> ExplainBack:
    catalogue = shipped_graph.catalogue
    return ExplainBack(embedder, names, catalogue, SupportCheck(embedder, names, catalogue))


Graded = dict[Explanation, GradedExplanation]


@pytest.fixture(scope="module")
def graded(explain_back: ExplainBack) -> Graded:
    """The explanations of concepts on which no figure was chosen, graded once."""
    return {one: explain_back.grade(one.concept, one.text) for one in (*HELD_OUT, *LAST)}


def hits(graded: Graded, among: Iterable[Explanation]) -> list[bool]:
    return [graded[one].verdict is EXPECTED[one.kind] for one in among]


@pytest.mark.parametrize(("among", "least"), [(HELD_OUT, 0.8), (LAST, 0.6)])
def test_verdicts_are_those_of_an_honest_reader(graded: Graded, among: tuple[Explanation, ...], least: float) -> None:
    found = hits(graded, among)
    assert sum(found) / len(found) >= least


def test_where_it_commits_itself_it_is_right(graded: Graded) -> None:
    committed = [one for one in graded if graded[one].verdict is not ExplanationVerdict.UNSURE]
    assert len(committed) >= 0.75 * len(graded)
    assert sum(hits(graded, committed)) >= 0.95 * len(committed)


def test_nobody_is_failed_for_a_right_explanation(graded: Graded) -> None:
    right = [one for one in graded if one.kind in {"good", "sloppy", "partial"}]
    lost = {ExplanationVerdict.MISTAKEN, ExplanationVerdict.ELSEWHERE, ExplanationVerdict.EMPTY}
    assert [one for one in right if graded[one].verdict in lost] == []


def test_what_is_wrong_is_hardly_ever_praised(graded: Graded) -> None:
    wrong = [one for one in graded if one.kind in {"wrong", "misconception", "off"}]
    praised = [one for one in wrong if graded[one].verdict is ExplanationVerdict.GOOD]
    assert len(praised) <= 0.05 * len(wrong)


def test_points_are_found_in_any_words(graded: Graded) -> None:
    told = [
        (place in one.covers, point.state)
        for one in (*HELD_OUT, *LAST)
        if one.covers
        for place, point in enumerate(graded[one].points)
    ]
    said = [state for covered, state in told if covered]
    absent = [state for covered, state in told if not covered]
    assert said.count(PointState.MISSING) <= 0.1 * len(said)
    assert absent.count(PointState.SAID) <= 0.1 * len(absent)


def test_missing_points_are_named_in_the_words_of_the_page(
    explain_back: ExplainBack, shipped_graph: ConceptGraph
) -> None:
    found = explain_back.grade("softmax", "Softmax converts a list of scores into a probability distribution.")
    page = shipped_graph.catalogue["softmax"]
    assert found.verdict is ExplanationVerdict.PARTIAL
    assert [point.text in page.definition for point in found.missing] == [True, True]
    assert found.feedback[0] == "You said 1 of 3 key points."
    assert found.feedback[1] == f'Still missing: "{found.missing[0].text}" [1]'
    assert found.credit == pytest.approx(1 / 3)


def test_a_misconception_is_met_with_the_correction_of_the_page(explain_back: ExplainBack) -> None:
    found = explain_back.grade("dropout", "It removes neurons for good.")
    assert found.verdict is ExplanationVerdict.MISTAKEN
    assert found.slips[0].page.startswith("In every training step a new random set")
    assert found.slips[0].citation.passage.id == "dropout#misconceptions"
    assert 'The page says: "In every training step' in " ".join(found.feedback)


@pytest.mark.parametrize(
    ("concept", "text"),
    [
        ("softmax", "Softmax does not pick the best class."),
        ("dropout", "Dropout does not remove neurons for good."),
        ("learning-rate", "A higher learning rate does not always train faster."),
    ],
)
def test_who_denies_a_misconception_does_not_have_it(explain_back: ExplainBack, concept: str, text: str) -> None:
    assert explain_back.grade(concept, text).verdict is not ExplanationVerdict.MISTAKEN


@pytest.mark.parametrize("text", ["", "   ", "...", "it is what it is"])
def test_an_empty_text_is_kindly_said_to_be_empty(explain_back: ExplainBack, text: str) -> None:
    found = explain_back.grade("softmax", text)
    assert found.verdict is ExplanationVerdict.EMPTY
    assert "fine beginning" in found.feedback[0]
    assert found.attempt("e", NOW) is None


def test_a_text_about_something_else_is_no_attempt(explain_back: ExplainBack) -> None:
    found = explain_back.grade("softmax", "My dog likes to run in the park when it is sunny outside.")
    assert found.verdict is ExplanationVerdict.ELSEWHERE
    assert "something else" in found.feedback[0]
    assert found.attempt("e", NOW) is None


def test_a_list_of_words_is_not_an_explanation(explain_back: ExplainBack) -> None:
    found = explain_back.grade(
        "softmax", "softmax vector scores logits probability distribution exponential sum positive"
    )
    assert found.verdict is ExplanationVerdict.UNSURE
    assert "in a sentence" in found.feedback[0]


def test_in_doubt_it_asks_what_was_meant(explain_back: ExplainBack) -> None:
    found = explain_back.grade("kv-cache", "KV caching throws away the key and value vectors of earlier tokens.")
    assert found.verdict is ExplanationVerdict.UNSURE
    assert found.feedback[1].startswith('I am not sure whether you meant: "KV caching stores the key and value vectors')
    assert not any(line.startswith("Still missing") for line in found.feedback)
    assert found.attempt("e", NOW) is None


GOOD = next(one for one in TUNED if one.concept == "softmax" and one.kind == "good")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.text.upper(),
        GOOD.text.replace(". ", "\n"),
        ". ".join(reversed(GOOD.text.rstrip(".").split(". "))) + ".",
        GOOD.text.replace("probabilities", "probabilitys").replace("highest", "higest").replace("positive", "postive"),
        f"Hm, let me think. {GOOD.text} That is what I remember, I hope that helps!",
    ],
    ids=["capitals", "lines", "order", "spelling", "length"],
)
def test_style_spelling_length_and_order_do_not_count(explain_back: ExplainBack, text: str) -> None:
    assert explain_back.grade("softmax", text).verdict is ExplanationVerdict.GOOD


def test_a_good_explanation_is_a_right_attempt(explain_back: ExplainBack) -> None:
    found = explain_back.grade("softmax", GOOD.text)
    attempt = found.attempt("entry", NOW)
    assert attempt is not None
    assert (attempt.id, attempt.concept, attempt.purpose) == ("entry", "softmax", Purpose.EXPLAIN)
    assert attempt.right
    assert attempt.credit == found.credit >= 2 / 3
    assert attempt.answer == GOOD.text


def test_a_mistaken_one_is_a_wrong_attempt(explain_back: ExplainBack) -> None:
    attempt = explain_back.grade("softmax", "The largest score gets the smallest probability.").attempt("entry", NOW)
    assert attempt is not None
    assert not attempt.right
    assert attempt.credit == 0


def test_every_page_has_two_to_five_key_points(shipped_graph: ConceptGraph) -> None:
    for page in shipped_graph.catalogue:
        citations = [Citation(number=n, passage=passage) for n, passage in enumerate(page.passages, start=1)]
        points = key_points(page, citations)
        assert 2 <= len(points) <= 5
        assert all(text in evidence_sentences(citation.passage) for text, citation in points)


def test_typing_errors_are_mended_only_with_words_of_the_page(names: NameMatcher) -> None:
    page = ["Softmax exponentiates each score, and probabilities sum to one."]
    text = "softmx exponentates scores, probabilites; gradient zebra"
    assert mended(text, page, names.vocabulary) == "softmax exponentiates scores, probabilities; gradient zebra"


def test_sentences_are_found_without_capitals_and_clauses_with_their_subject() -> None:
    found = pieces("it drops units at random. then nothing is dropped, because it is a test", "Dropout")
    assert [piece.text for piece in found if piece.whole] == [
        "Dropout drops units at random.",
        "then nothing is dropped, because it is a test",
    ]
    assert "Dropout: then nothing is dropped" in [piece.named for piece in found]
