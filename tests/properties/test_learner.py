"""What holds for knowledge on every prerequisite graph and log, tried on random ones of up to eight concepts."""

from __future__ import annotations

import string
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.entries import Attempt, Entry, Statement
from tutor.learner.knowledge import ConceptState, KnowledgeState, knowledge_of
from tutor.learner.spreading import REACH
from tutor.learner.tracing import MASTERED

START = datetime(2025, 3, 1, 12, tzinfo=UTC)
END = START + timedelta(days=365)
ROUNDING = 1e-12
TRIES = settings(deadline=None, max_examples=60)


class Case(NamedTuple):
    """A random graph and a log on it."""

    graph: ConceptGraph
    names: list[str]
    log: list[Entry]


def attempt(place: int, about: str, *, right: bool, credit: float, guess: float) -> Attempt:
    at = START + timedelta(hours=7 * place)
    return Attempt(id=f"e{place}", at=at, item=about, concept=about, right=right, credit=credit, guess=guess)


@st.composite
def answers(draw: st.DrawFn, place: int, about: str, *, right: bool) -> Attempt:
    """Any answer on a concept; some with part of the credit."""
    credit = draw(st.sampled_from([1.0, 0.75, 0.5] if right else [0.0, 0.0, 0.25]))
    return attempt(place, about, right=right, credit=credit, guess=draw(st.sampled_from([0.0, 1 / 3, 0.5, 1.0])))


@st.composite
def cases(draw: st.DrawFn, statements: bool = True) -> Case:  # noqa: FBT001 - hypothesis draws it
    """Edges lead only from earlier to later names of a shuffled alphabet, so there is no cycle."""
    names = draw(st.permutations(string.ascii_lowercase[: draw(st.integers(1, 8))]))
    before = {
        name: draw(st.sets(st.sampled_from(names[:place]), max_size=3)) if place else set()
        for place, name in enumerate(names)
    }
    graph = ConceptGraph.of([concept(name, *sorted(before[name])) for name in names])
    log: list[Entry] = []
    for place in range(0, 2 * draw(st.integers(0, 12)), 2):  # room between two entries for one more
        about = draw(st.sampled_from(names))
        if statements and draw(st.integers(0, 3)) == 0:
            at = START + timedelta(hours=7 * place)
            log.append(Statement(id=f"e{place}", at=at, concept=about, known=draw(st.booleans())))
        else:
            log.append(draw(answers(place, about, right=draw(st.booleans()))))
    return Case(graph, list(names), log)


def of(case: Case, log: Sequence[Entry]) -> KnowledgeState:
    return knowledge_of(case.graph, log, END)


def mastery(case: Case, log: Sequence[Entry]) -> dict[str, float]:
    state = of(case, log)
    return {name: state[name].mastery for name in case.names}


def everything(state: KnowledgeState, names: Sequence[str]) -> list[object]:
    concepts: list[ConceptState] = [state[name] for name in names]
    return [concepts, [state.explain(name) for name in names], state.known, state.due(END)]


def lower(one: dict[str, float], other: dict[str, float]) -> set[str]:
    """The concepts that are lower in the first by more than rounding."""
    return {name for name in one if one[name] < other[name] - ROUNDING}


@given(case=cases(), data=st.data())
@TRIES
def test_a_wrong_answer_turned_right_lowers_nothing(case: Case, data: st.DataObject) -> None:
    wrong = [place for place, entry in enumerate(case.log) if isinstance(entry, Attempt) and not entry.right]
    if not wrong:
        return
    place = data.draw(st.sampled_from(wrong))
    credit = data.draw(st.sampled_from([0.25, 0.5, 1.0]))
    turned = case.log[place].model_copy(update={"right": True, "credit": credit})
    log = [*case.log[:place], turned, *case.log[place + 1 :]]
    assert not lower(mastery(case, log), mastery(case, case.log))


@given(case=cases(), data=st.data())
@TRIES
def test_one_more_answer_moves_other_concepts_only_its_own_way(case: Case, data: st.DataObject) -> None:
    right, about = data.draw(st.booleans()), data.draw(st.sampled_from(case.names))
    place = 2 * data.draw(st.integers(0, len(case.log))) - 1
    added = data.draw(answers(place, about, right=right))
    less, more = mastery(case, case.log), mastery(case, [*case.log, added])
    assert (lower(more, less) if right else lower(less, more)) <= {about}


@given(case=cases(), data=st.data())
@TRIES
def test_one_more_answer_moves_its_own_concept_its_own_way(case: Case, data: st.DataObject) -> None:
    right, about = data.draw(st.booleans()), data.draw(st.sampled_from(case.names))
    place = 2 * data.draw(st.integers(0, len(case.log))) - 1
    added = attempt(place, about, right=right, credit=float(right), guess=1 / 3)
    less, more = mastery(case, case.log), mastery(case, [*case.log, added])
    assert about not in (lower(more, less) if right else lower(less, more))


@given(cases(statements=False))
@TRIES
def test_answers_on_other_concepts_never_make_mastery(case: Case) -> None:
    own = {entry.concept for entry in case.log if isinstance(entry, Attempt)}
    assert of(case, case.log * 9).known <= own
    assert all(of(case, case.log * 9)[name].mastery < 0.7 for name in case.names if name not in own)


@given(cases())
@TRIES
def test_answers_on_other_concepts_never_take_mastery_away(case: Case) -> None:
    known = of(case, case.log).known
    for name in case.names:
        alone = [entry for entry in case.log if not isinstance(entry, Attempt) or entry.concept == name]
        assert name not in of(case, alone).known or name in known


@given(case=cases(statements=False), data=st.data())
@TRIES
def test_far_answers_say_nothing(case: Case, data: st.DataObject) -> None:
    about = data.draw(st.sampled_from(case.names))
    near, ring = {about}, {about}
    for _ in range(REACH):
        ring = {other for one in ring for other in case.graph.neighbourhood(one)}
        near |= ring
    log = [entry for entry in case.log if not isinstance(entry, Attempt) or entry.concept in near]
    assert mastery(case, log)[about] == mastery(case, case.log)[about]


@given(cases())
@TRIES
def test_any_moment_of_the_past_can_be_replayed(case: Case) -> None:
    for place, entry in enumerate(case.log):
        then = knowledge_of(case.graph, case.log[: place + 1], entry.at)
        assert everything(knowledge_of(case.graph, case.log, entry.at), case.names) == everything(then, case.names)


@given(case=cases(), data=st.data())
@TRIES
def test_the_same_log_gives_the_same_state(case: Case, data: st.DataObject) -> None:
    asked = data.draw(st.permutations(case.names))
    other = of(case, data.draw(st.permutations(case.log)))
    everything(other, asked)
    assert everything(other, case.names) == everything(of(case, case.log), case.names)


@given(cases())
@TRIES
def test_known_is_what_is_mastered(case: Case) -> None:
    state = of(case, case.log)
    assert state.known == {name for name in case.names if state[name].mastery >= MASTERED}


@given(case=cases(), data=st.data())
@TRIES
def test_a_statement_speaks_for_all_that_it_must(case: Case, data: st.DataObject) -> None:
    about, known = data.draw(st.sampled_from(case.names)), data.draw(st.booleans())
    state = of(case, [*case.log, Statement(id="said", at=END, concept=about, known=known)])
    said = {about} | (case.graph.ancestors(about) if known else case.graph.descendants(about))
    assert said <= state.known if known else said.isdisjoint(state.known)
    assert all(state[name].stated is known for name in said)
