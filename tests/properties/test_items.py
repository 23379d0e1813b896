"""What holds for items on every prerequisite graph and for numbers however they are written."""

from __future__ import annotations

import math
import string
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.entries import Attempt
from tutor.learner.items.asked import asked_again, full_item
from tutor.learner.items.choosing import ranked_ids
from tutor.learner.items.computed import KINDS, computed_item
from tutor.learner.items.draw import Kind, shown
from tutor.learner.items.full_item import AnswerError, ChoiceKey, NumberKey, OrderKey
from tutor.learner.items.grading import grade
from tutor.learner.items.number_answers import read_number

AT = datetime(2030, 1, 1, tzinfo=UTC)
NAMES = [letter * 3 for letter in string.ascii_lowercase]


@st.composite
def graphs(draw: st.DrawFn) -> ConceptGraph:
    """Edges lead only from earlier to later names, so there is no cycle."""
    names = NAMES[: draw(st.integers(3, 10))]
    return ConceptGraph.of(
        concept(name, *sorted(draw(st.sets(st.sampled_from(names[:place]), max_size=3)) if place else ()))
        for place, name in enumerate(names)
    )


@settings(max_examples=40, deadline=None)
@given(graph=graphs(), seed=st.integers(0, 2**31))
def test_made_items_have_one_right_answer_on_every_graph(graph: ConceptGraph, seed: int) -> None:
    for page in graph.catalogue:
        for item_id in ranked_ids(graph, page.id, (), seed):
            key = full_item(graph, item_id, seed).key
            if isinstance(key, OrderKey):
                right = [one for _, one in sorted(zip(key.places, key.concepts, strict=True))]
                assert all(a in graph.ancestors(b) for place, b in enumerate(right) for a in right[:place])
            if isinstance(key, ChoiceKey):
                assert sum(option.right for option in key.options) == 1
                assert len({option.text for option in key.options}) == len(key.options)


@settings(max_examples=40, deadline=None)
@given(graph=graphs(), seed=st.integers(0, 2**31), data=st.data())
def test_an_order_is_right_exactly_if_no_concept_stands_before_what_it_needs(
    graph: ConceptGraph, seed: int, data: st.DataObject
) -> None:
    ids = [item for page in graph.catalogue for item in ranked_ids(graph, page.id, (), seed) if ":order:" in item]
    for item_id in ids[:3]:
        key = full_item(graph, item_id, seed).key
        assert isinstance(key, OrderKey)
        places = data.draw(st.permutations(range(len(key.shown))))
        given_order = [key.concepts[place] for place in places]
        result = grade(
            graph,
            asked_again(graph, item_id, seed),
            " ".join(str(place + 1) for place in places),
            at=AT,
            attempt_id="a",
        )
        valid = all(b not in graph.ancestors(a) for i, a in enumerate(given_order) for b in given_order[i:])
        assert result.right is valid
        assert (result.betrays is None) is valid


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(KINDS), seed=st.integers(-(2**31), 2**53))
def test_every_draw_is_finite_and_its_shown_answer_is_right(kind: Kind, seed: int) -> None:
    key = computed_item(f"computed:{kind.name}", seed).key

    assert isinstance(key, NumberKey)
    assert key.meets(read_number(shown(key.expected), key.unit), key.expected)


@given(number=st.floats(-1e12, 1e12))
def test_a_number_is_read_back_from_every_way_of_writing_it(number: float) -> None:
    for written in (repr(number), f"{number:e}", f" {number:,.6f} "):
        assert read_number(written, "") == pytest.approx(number, rel=1e-5, abs=1e-6)


@given(text=st.text(max_size=30), unit=st.sampled_from(["", "share", "MiB", "nats", "parameters"]))
def test_any_text_is_a_finite_number_or_a_clear_error(text: str, unit: str) -> None:
    with suppress(AnswerError):
        assert math.isfinite(read_number(text, unit))


@settings(max_examples=40, deadline=None)
@given(graph=graphs(), rights=st.lists(st.booleans(), max_size=12), seed=st.integers(0, 1000))
def test_nothing_is_asked_twice_in_a_row_while_there_is_something_else(
    graph: ConceptGraph, rights: list[bool], seed: int
) -> None:
    log: list[Attempt] = []
    about = NAMES[1]
    for place, right in enumerate(rights):
        ranked = ranked_ids(graph, about, log, seed)
        if len(ranked) > 1 and log:
            assert ranked[0] != log[-1].item
        if ranked:
            log.append(Attempt(id=f"a{place}", at=AT, item=ranked[0], concept=about, right=right, credit=float(right)))
