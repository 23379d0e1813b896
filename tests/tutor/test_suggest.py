"""Where to go from here."""

from __future__ import annotations

from graph.concept_graph import ConceptGraph
from graph.fringe import outer_fringe
from tests.building import concept
from tests.tutor.parts import NOW
from tutor.dialogue.suggest import next_steps, suggest
from tutor.types import Learner

CACHE = "kv-cache"


def test_what_is_missing_is_a_prerequisite_that_is_not_known(shipped_graph: ConceptGraph) -> None:
    before = set(shipped_graph.prerequisites("flashattention"))
    assert set(suggest(shipped_graph, ["flashattention"], (), []).missing) <= before
    assert suggest(shipped_graph, ["flashattention"], (), []).missing
    known = shipped_graph.closure(before)
    assert suggest(shipped_graph, ["flashattention"], known, []).missing == ()


def test_what_opens_up_is_really_ready_then(shipped_graph: ConceptGraph) -> None:
    suggested = suggest(shipped_graph, [CACHE], (), [])
    state = shipped_graph.closure([CACHE])
    assert suggested.ready
    for later in suggested.ready:
        assert CACHE in shipped_graph.prerequisites(later)
        assert state.issuperset(shipped_graph.prerequisites(later))


def test_what_is_known_already_opens_no_way() -> None:
    graph = ConceptGraph.of([concept("a"), concept("b", "a"), concept("c", "a")])
    assert suggest(graph, ["a"], graph.closure(["b"]), []).ready == ("c",)


def test_what_no_page_teaches_is_not_suggested() -> None:
    page = concept("a").model_copy(update={"related": ("elsewhere",)})
    assert all("elsewhere" not in question for question in suggest(ConceptGraph.of([page]), ["a"], (), []).questions)


def test_questions_are_new_each_time(shipped_graph: ConceptGraph) -> None:
    asked: list[str] = ["Why is the second token faster than the first?"]
    for _ in range(3):
        questions = suggest(shipped_graph, [CACHE], (), asked).questions
        assert len(set(questions)) == len(questions) <= 3
        assert not set(questions) & set(asked)
        asked += questions
    assert len(asked) > 4


def test_a_question_in_other_words_is_not_suggested_either(shipped_graph: ConceptGraph) -> None:
    own = "Why is the second token so much faster than the first?"
    assert own in shipped_graph.catalogue[CACHE].questions
    asked = ["why is the second token faster than the first"]
    assert own not in suggest(shipped_graph, [CACHE], (), asked).questions


def test_without_a_focus_nothing_is_suggested(shipped_graph: ConceptGraph) -> None:
    suggested = suggest(shipped_graph, [], (), [])
    assert (suggested.missing, suggested.ready, suggested.questions) == ((), (), ())


def test_every_concept_has_good_next_questions(shipped_graph: ConceptGraph) -> None:
    without = [page.id for page in shipped_graph.catalogue if not suggest(shipped_graph, [page.id], (), []).questions]
    assert without == []


def test_next_steps_are_ready_and_say_why(shipped_graph: ConceptGraph) -> None:
    for known in ([], ["softmax", "dot-product"], ["transformer"]):
        state = shipped_graph.closure(known)
        steps = next_steps(shipped_graph, Learner(known=tuple(known)), (), NOW)
        assert len(steps) == 3
        assert {step.concept for step in steps} <= set(outer_fringe(shipped_graph, state))
        assert all(step.why and step.minutes > 0 for step in steps)


def test_what_leads_to_the_subject_comes_first(shipped_graph: ConceptGraph) -> None:
    first = next_steps(shipped_graph, Learner(known=("softmax", "dot-product")), ["flashattention"], NOW)[0]
    assert first.concept in shipped_graph.ancestors("flashattention")
    assert "FlashAttention" in first.why


def test_who_knows_everything_has_nothing_left(shipped_graph: ConceptGraph) -> None:
    everything = tuple(page.id for page in shipped_graph.catalogue)
    assert next_steps(shipped_graph, Learner(known=everything), (), NOW) == ()
