"""Items: what travels gives nothing away, made items are right by construction, and the next one is chosen in order."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from corpus.catalogue import names_of, normalise_name
from corpus.types import Concept
from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.entries import Attempt, Entry, Statement
from tutor.learner.items.asked import AskedItem, asked_again, full_item, without_answer
from tutor.learner.items.choosing import item_for, items_for, items_for_area, ranked_ids
from tutor.learner.items.computed import KINDS
from tutor.learner.items.draw import shown
from tutor.learner.items.full_item import BlankKey, ChoiceKey, FullItem, ItemError, NumberKey, OrderKey
from tutor.learner.items.made import made_ids, made_item
from tutor.learner.items.named import BLANK, mentions

START = datetime(2030, 1, 1, tzinfo=UTC)
FIELDS = {"id", "concept", "form", "seed", "stem", "options", "hints"}


@pytest.fixture(scope="module")
def made(shipped_graph: ConceptGraph) -> tuple[FullItem, ...]:
    """Every item that can be made from every eighth page."""
    pages = list(shipped_graph.catalogue)[::8]
    ids = [item for page in pages for item in made_ids(shipped_graph, page.id)]
    return tuple(made_item(shipped_graph, item, seed) for seed, item in enumerate(ids))


def answered(item: str, about: str, *, right: bool, day: int) -> Attempt:
    at = START + timedelta(days=day)
    return Attempt(id=f"a{day}", at=at, item=item, concept=about, right=right, credit=float(right))


def line(*ids: str) -> list[Concept]:
    """Pages of which each needs the one before it."""
    return [concept(one, *ids[place - 1 : place]) if place else concept(one) for place, one in enumerate(ids)]


def test_what_travels_for_a_page_item_is_the_stem_and_the_shuffled_texts(shipped_graph: ConceptGraph) -> None:
    for page in shipped_graph.catalogue:
        for item in page.items:
            travels = json.loads(asked_again(shipped_graph, item.id, 5).model_dump_json())

            assert set(travels) == FIELDS
            assert sorted(travels["options"]) == sorted(option.text for option in item.options)
            told = " ".join(str(value) for name, value in travels.items() if name not in {"stem", "options"})
            assert not any(option.feedback in told for option in item.options)


def test_what_travels_for_a_made_item_does_not_hold_the_key(
    shipped_graph: ConceptGraph, made: tuple[FullItem, ...]
) -> None:
    for item in made:
        travels = json.loads(without_answer(item).model_dump_json())
        assert set(travels) == FIELDS
        if isinstance(item.key, BlankKey):
            assert not mentions(json.dumps(travels, ensure_ascii=False), shipped_graph.catalogue[item.key.missing])
        if isinstance(item.key, ChoiceKey):
            assert not any(option.feedback in json.dumps(travels) for option in item.key.options)
        if isinstance(item.key, OrderKey):
            assert not any(reason in json.dumps(travels) for reason in item.key.reasons)


def test_what_travels_for_a_computed_item_does_not_hold_the_number(shipped_graph: ConceptGraph) -> None:
    for kind, seed in product(KINDS, range(10)):
        item = full_item(shipped_graph, f"computed:{kind.name}", seed)
        assert isinstance(item.key, NumberKey)
        travels = without_answer(item).model_dump()
        assert set(travels) == FIELDS
        assert travels["options"] == ()
        assert not any(step in travels["stem"] for step in (*item.key.steps, item.key.nudge))
        assert len(shown(item.key.expected)) < 5 or shown(item.key.expected) not in travels["stem"]


def test_the_right_option_stands_at_every_place(shipped_graph: ConceptGraph) -> None:
    item = shipped_graph.catalogue["softmax"].items[0]
    right = next(option.text for option in item.options if option.right)

    places = {asked_again(shipped_graph, item.id, seed).options.index(right) for seed in range(40)}

    assert places == set(range(len(item.options)))


def test_the_options_of_an_order_are_shuffled_without_regard_to_the_answer(shipped_graph: ConceptGraph) -> None:
    items = [made_item(shipped_graph, "made:order:kv-cache", seed) for seed in range(120)]

    firsts = [item.key.places.index(0) for item in items if isinstance(item.key, OrderKey)]

    assert set(firsts) == {0, 1, 2, 3}
    assert max(firsts.count(place) for place in range(4)) < 60


def test_exactly_one_order_is_right(shipped_graph: ConceptGraph, made: tuple[FullItem, ...]) -> None:
    for item in made:
        if isinstance(item.key, OrderKey):
            right = [one for _, one in sorted(zip(item.key.places, item.key.concepts, strict=True))]
            assert 3 <= len(right) == len(set(item.key.shown))
            assert item.concept in right
            assert all(
                earlier in shipped_graph.ancestors(later)
                for place, later in enumerate(right)
                for earlier in right[:place]
            )
            assert "exactly one order is right" in item.stem


def test_the_options_of_a_match_are_distinct_and_one_of_them_is_the_concept(
    shipped_graph: ConceptGraph, made: tuple[FullItem, ...]
) -> None:
    for item in made:
        if isinstance(item.key, ChoiceKey):
            others = [option.see for option in item.key.options if not option.right]
            assert 3 <= len({option.text for option in item.key.options}) == len(item.key.options)
            assert len(others) == len(item.key.options) - 1
            assert item.concept not in others
            assert all(one in shipped_graph for one in others)


def test_no_option_of_a_match_could_be_another_name_or_a_kind_of_the_concept(
    shipped_graph: ConceptGraph, made: tuple[FullItem, ...]
) -> None:
    for item in made:
        page = shipped_graph.catalogue[item.concept]
        contrasts = {contrast.concept for contrast in page.contrasts}
        for option in item.key.options if isinstance(item.key, ChoiceKey) else ():
            if option.see:
                other = shipped_graph.catalogue[option.see]
                line_of = shipped_graph.ancestors(page.id) | shipped_graph.descendants(page.id)
                assert other.id in contrasts or other.id not in line_of
                assert not set(names_of(page)) & set(names_of(other))
                assert not mentions(page.definition, other)
                assert not mentions(other.definition, page)


def test_a_match_does_not_name_the_concept_in_the_right_option(
    shipped_graph: ConceptGraph, made: tuple[FullItem, ...]
) -> None:
    for item in made:
        if isinstance(item.key, ChoiceKey):
            words = normalise_name(re.sub(r"\$[^$]*\$", "", item.key.right.text)).split()
            own = [name for name in names_of(shipped_graph.catalogue[item.concept]) if " " not in name]
            assert not set(own) & set(words)


def test_a_blank_is_the_name_of_a_prerequisite_that_the_definition_uses(
    shipped_graph: ConceptGraph, made: tuple[FullItem, ...]
) -> None:
    blanks = [item for item in made if isinstance(item.key, BlankKey)]

    assert blanks
    for item in blanks:
        assert isinstance(item.key, BlankKey)
        assert item.key.missing in shipped_graph.prerequisites(item.concept)
        assert mentions(shipped_graph.catalogue[item.concept].definition, shipped_graph.catalogue[item.key.missing])
        assert BLANK in item.stem


def test_nearly_every_page_can_be_asked_about(shipped_graph: ConceptGraph) -> None:
    pages = list(shipped_graph.catalogue)[1::5]
    kinds = [item.split(":")[1] for page in pages for item in made_ids(shipped_graph, page.id)]

    assert kinds.count("order") > 0.95 * len(pages)
    assert kinds.count("match") > 0.95 * len(pages)
    assert kinds.count("blank") > 0.25 * len(pages)


def test_items_of_the_page_come_first_in_page_order(shipped_graph: ConceptGraph) -> None:
    first = item_for(shipped_graph, "softmax", (), 3)
    second = item_for(shipped_graph, "softmax", [answered(first.id, "softmax", right=True, day=1)], 3)

    assert (first.id, second.id) == ("softmax/1", "softmax/2")


def test_generated_items_come_next_each_of_them_once(shipped_graph: ConceptGraph) -> None:
    log = [answered(f"softmax/{place}", "softmax", right=True, day=place) for place in (1, 2, 3)]
    seen = []
    for day in range(4, 7):
        seen.append(item_for(shipped_graph, "softmax", log, day).id)
        log.append(answered(seen[-1], "softmax", right=True, day=day))

    assert sorted(seen) == ["computed:softmax-of-three", "made:match:softmax", "made:order:softmax"]


def test_what_went_wrong_longest_ago_comes_back_before_the_rest(shipped_graph: ConceptGraph) -> None:
    ids = ranked_ids(shipped_graph, "softmax", (), 1)
    log = [answered(item, "softmax", right=item != "softmax/2", day=day) for day, item in enumerate(ids)]

    ranked = ranked_ids(shipped_graph, "softmax", log, 1)

    assert ranked[0] == "softmax/2"
    assert ranked[1] == "softmax/1"
    assert ranked[-1] == ids[-1]


def test_the_item_answered_last_is_not_asked_again_at_once(shipped_graph: ConceptGraph) -> None:
    ids = ranked_ids(shipped_graph, "softmax", (), 1)
    log = [answered(item, "softmax", right=True, day=day) for day, item in enumerate(ids)]
    log.append(answered("softmax/2", "softmax", right=False, day=50))

    assert ranked_ids(shipped_graph, "softmax", log, 1)[-1] == "softmax/2"


def test_statements_and_other_concepts_change_nothing(shipped_graph: ConceptGraph) -> None:
    log: list[Entry] = [
        Statement(id="s", at=START, concept="softmax", known=True),
        answered("sigmoid/1", "sigmoid", right=False, day=1),
    ]

    assert item_for(shipped_graph, "softmax", log, 1) == item_for(shipped_graph, "softmax", (), 1)


def test_a_quiz_mixes_concepts_and_asks_each_once_before_any_twice(shipped_graph: ConceptGraph) -> None:
    quiz = items_for(shipped_graph, ["softmax", "kv-cache", "f1-score"], (), 4, most=7)

    assert (
        {item.concept for item in quiz[:3]}
        == {item.concept for item in quiz[3:6]}
        == {"softmax", "kv-cache", "f1-score"}
    )
    assert len({item.id for item in quiz}) == 7
    assert quiz == items_for(shipped_graph, ["softmax", "kv-cache", "f1-score"], (), 4, most=7)
    assert [asked_again(shipped_graph, item.id, item.seed) for item in quiz] == list(quiz)


def test_a_quiz_about_an_area_stays_in_it(shipped_graph: ConceptGraph) -> None:
    quiz = items_for_area(shipped_graph, "tokenization", (), 1, most=5)

    assert len({item.concept for item in quiz}) == 5
    assert {shipped_graph.catalogue[item.concept].area for item in quiz} == {"tokenization"}
    assert items_for_area(shipped_graph, "no-such-area", (), 1, most=5) == ()


def test_a_page_without_items_is_asked_about_by_its_place_in_the_graph() -> None:
    graph = ConceptGraph.of(line("first", "second", "third"))

    item = item_for(graph, "second", (), 1)

    assert (item.id, item.form) == ("made:order:second", "order")
    assert sorted(item.options) == ["First", "Second", "Third"]


def test_a_concept_that_nothing_can_be_asked_about_is_an_error_and_no_part_of_a_quiz() -> None:
    graph = ConceptGraph.of([*line("first", "second", "third"), concept("alone", area="elsewhere")])

    with pytest.raises(ItemError, match="no question about 'alone'"):
        item_for(graph, "alone", (), 1)
    assert [item.concept for item in items_for(graph, ["alone", "first"], (), 1, most=3)] == ["first"]


@pytest.mark.parametrize(
    "item_id", ["softmax/99", "nonsense/1", "made:order:nonsense", "made:riddle:softmax", "made:", ""]
)
def test_an_unknown_item_is_an_error_with_a_hint(shipped_graph: ConceptGraph, item_id: str) -> None:
    with pytest.raises(ItemError) as error:
        asked_again(shipped_graph, item_id, 1)

    assert error.value.hint


def test_an_asked_item_survives_json(shipped_graph: ConceptGraph) -> None:
    item = item_for(shipped_graph, "f1-score", (), 9)

    assert AskedItem.model_validate_json(item.model_dump_json()) == item
