"""Fusion of channels, worked by hand."""

from __future__ import annotations

import pytest

from tutor.retrieval.fusion import CHANNEL_WEIGHTS, fuse

NAME, QUESTION, DENSE, LEXICAL, WORDING = (
    CHANNEL_WEIGHTS[channel] for channel in ("name", "question", "dense", "lexical", "wording")
)


def test_a_worked_example() -> None:
    fused = fuse(
        {
            "question": {"cache": 0.9, "paging": 0.5},
            "dense": {"cache": 0.6, "memory": 0.7},
            "lexical": {"memory": 12.0, "cache": 9.0, "paging": 3.0},
            "wording": {"cache": 2.0, "paging": 1.0},
            "name": {"memory": 1.0},
        }
    )
    assert fused == pytest.approx(
        {
            "cache": 0.81 * QUESTION + 0.6 * DENSE + 0.75 * LEXICAL + WORDING,
            "paging": 0.25 * QUESTION + 0.25 * LEXICAL + 0.5 * WORDING,
            "memory": 0.7 * DENSE + 1.0 * LEXICAL + 1.0 * NAME,
        }
    )


def test_the_best_comes_first_and_ties_are_in_order_of_id() -> None:
    fused = fuse({"dense": {"b": 0.5, "c": 0.9, "a": 0.5}})
    assert list(fused) == ["c", "a", "b"]


def test_a_words_score_counts_relative_to_the_best_of_its_search() -> None:
    assert fuse({"lexical": {"a": 30.0, "b": 15.0}}) == fuse({"lexical": {"a": 2.0, "b": 1.0}})
    assert fuse({"dense": {"a": 0.8}}) != fuse({"dense": {"a": 0.4}})


def test_a_concept_found_by_two_channels_beats_one_found_by_either_alone() -> None:
    fused = fuse({"question": {"both": 0.8, "asked": 0.8}, "dense": {"both": 0.6, "close": 0.6}})
    assert max(fused, key=lambda concept: fused[concept]) == "both"


def test_a_known_question_counts_far_more_than_one_half_as_near() -> None:
    near, far = (fuse({"question": {"a": cosine}})["a"] for cosine in (0.8, 0.4))
    assert near == pytest.approx(4 * far)
    assert fuse({"question": {"a": -0.3}}) == {"a": 0.0}


def test_nothing_found_is_nothing_fused() -> None:
    assert fuse({}) == {}
    assert fuse({"dense": {}, "lexical": {}, "name": {}, "question": {}}) == {}


def test_every_channel_counts_and_the_questions_of_a_page_count_most() -> None:
    assert min(CHANNEL_WEIGHTS.values()) > 0
    assert max(CHANNEL_WEIGHTS.values()) == QUESTION
