"""The rules that our own pages keep: each broken once, and a clean pair of pages that breaks none."""

from __future__ import annotations

import pytest

from corpus.check import check_corpus
from corpus.types import Concept
from tests.building import concept

DEFINITION = " ".join(["word"] * 30)
NEEDED = ("Intuition", "Why it matters", "Example", "Misconceptions")
MISCONCEPTIONS = "- **It is a drum.** It is a river.\n- **It is dry.** It is wet."


def sections(**texts: str) -> list[dict[str, str]]:
    """Every needed section, the named ones with another text (underscores for spaces)."""
    filled = {"Definition": DEFINITION, **dict.fromkeys(NEEDED, "Text."), "Misconceptions": MISCONCEPTIONS}
    filled |= {name.replace("_", " "): text for name, text in texts.items()}
    return [{"name": name, "text": text} for name, text in filled.items()]


def item(
    kind: str, *options: str, stem: str = "What is it?", see: str | None = None, of: str = "river"
) -> dict[str, object]:
    """An item of a concept whose first option is the right one; `see` stands at the second."""
    return {
        "id": f"{of}/{stem}",
        "concept": of,
        "kind": kind,
        "stem": stem,
        "options": [
            {"text": text, "right": not place, "feedback": "Yes.", "see": see if place == 1 else None}
            for place, text in enumerate(options)
        ],
    }


def complete(concept_id: str, other: str, **fields: object) -> Concept:
    """A page without any problem as long as the other page contrasts with it in turn."""
    filled: dict[str, object] = {
        "sections": sections(),
        "contrasts": [{"concept": other, "how": "They differ."}],
        "questions": [f"Where does the water of {concept_id} go, {number}?" for number in "ab"]
        + [f"What flows in bed {number} of {concept_id[::-1]}?" for number in "ab"],
        "items": [
            item("recall", "a", "b", "c", see=other, of=concept_id),
            item("compute", "1", "2", "3", "4", stem="How much?", of=concept_id),
        ],
    }
    return concept(concept_id, **(filled | fields))


RIVER = complete("river", "lake")
LAKE = complete("lake", "river")


def found(*concepts: Concept, complete: bool = True) -> list[tuple[str, str]]:
    return [(problem.path, problem.message) for problem in check_corpus(concepts, complete=complete)]


def faults_of(**fields: object) -> list[str]:
    """The messages about the river page with these fields, beside a clean lake page."""
    problems = found(complete("river", "lake", **fields), LAKE)
    assert {path for path, _ in problems} <= {"area/river.md"}
    return [message for _, message in problems]


def test_a_clean_pair_of_pages() -> None:
    assert check_corpus([RIVER, LAKE]) == ()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"prerequisites": [{"concept": "rain", "because": "Why."}]}, "prerequisite 'rain' is not a concept"),
        ({"related": ["rain"]}, "related 'rain' is not a concept"),
        ({"prerequisites": [{"concept": "river", "because": "Why."}]}, "prerequisite points to the page itself"),
        ({"related": ["river"]}, "related points to the page itself"),
        ({"prerequisites": [{"concept": "lake", "because": "Why."}] * 2}, "prerequisite names a concept twice"),
        ({"related": ["lake", "lake"]}, "related names a concept twice"),
    ],
)
def test_links(fields: dict[str, object], message: str) -> None:
    assert faults_of(**fields) == [message]


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        (["lake", "rain"], "contrast 'rain' is not a concept"),
        (["lake", "river"], "contrast points to the page itself"),
        (["lake", "lake"], "contrast names a concept twice"),
    ],
)
def test_contrasts(targets: list[str], message: str) -> None:
    assert faults_of(contrasts=[{"concept": target, "how": "How."} for target in targets]) == [message]


@pytest.mark.parametrize(
    ("see", "message"), [("rain", "see 'rain' is not a concept"), ("river", "see points to the page itself")]
)
def test_see(see: str, message: str) -> None:
    items = [item("recall", "a", "b", "c", see=see), item("compute", "1", "2", "3", stem="How much?")]
    assert faults_of(items=items) == [message]


def test_a_see_may_be_repeated() -> None:
    items = [item(kind, "a", "b", "c", see="lake", stem=kind) for kind in ("recall", "understand")]
    assert faults_of(items=items) == []


def test_contrast_that_is_not_answered() -> None:
    assert found(RIVER, complete("lake", "river", contrasts=())) == [
        ("area/river.md", "contrast 'lake' does not name this page in turn")
    ]


def test_name_that_belongs_to_two_concepts_with_no_word_on_the_difference() -> None:
    sea = complete("sea", "pond", aliases=["body-of water"])
    pond = complete("pond", "sea", aliases=["a pool"])
    lake = complete("lake", "river", aliases=["Body of Water"])
    message = "the name 'body of water' belongs to lake and sea, which are no contrasts of each other"
    assert found(sea, pond, lake, RIVER) == [("area/lake.md", message)]


def test_contrasts_may_share_a_name() -> None:
    river = complete("river", "lake", aliases=["body-of water"])
    lake = complete("lake", "river", aliases=["Body of Water"])
    assert found(river, lake) == []


def test_question_that_stands_on_two_pages() -> None:
    question = "Where does all of that WATER go?"
    lake = complete("lake", "river", questions=[*LAKE.questions, "Where does all of that water go?"])
    river = complete("river", "lake", questions=[*RIVER.questions, question])
    assert found(river, lake) == [("area/river.md", f"question also stands on 'lake': {question}")]


@pytest.mark.parametrize("name", NEEDED)
def test_missing_section(name: str) -> None:
    kept = [section for section in sections() if section["name"] != name]
    assert faults_of(sections=kept) == [f"section '{name}' is missing"]


@pytest.mark.parametrize(
    "text",
    [
        "- **It is a drum.** It is a river.",
        "Some think it is a drum. It is a river. Some think it is dry. It is wet.",
        "- **It is a drum.**\n- **It is dry.**",
    ],
    ids=["one", "prose", "no corrections"],
)
def test_misconceptions(text: str) -> None:
    assert faults_of(sections=sections(Misconceptions=text)) == [
        "expected at least two misconceptions: '- **The wrong belief.** The correction.'"
    ]


@pytest.mark.parametrize("words", [19, 111])
def test_definition_that_is_too_short_or_too_long(words: int) -> None:
    faults = faults_of(sections=sections(Definition=" ".join(["word"] * words)))
    assert faults == [f"the definition has {words} words, expected 20 to 110"]


@pytest.mark.parametrize("words", [20, 110])
def test_shortest_and_longest_definition(words: int) -> None:
    assert faults_of(sections=sections(Definition=" ".join(["word"] * words))) == []


@pytest.mark.parametrize("count", [0, 3, 9])
def test_too_few_or_too_many_questions(count: int) -> None:
    faults = faults_of(questions=[f"Where does water number {number} go?" for number in range(count)])
    assert faults == [f"{count} questions, expected 4 to 8"]


@pytest.mark.parametrize("count", [4, 8])
def test_fewest_and_most_questions(count: int) -> None:
    assert faults_of(questions=[f"Where does water number {number} go?" for number in range(count)]) == []


def test_questions_that_name_the_concept() -> None:
    named = ["What is a River?", "How long is a BIG-STREAM?", "Does a river end?"]
    faults = faults_of(aliases=["big stream"], questions=[*named, "Where does water go?"])
    assert faults == ["3 of 4 questions name the concept, expected at most half"]


def test_a_longer_word_does_not_name_the_concept() -> None:
    assert faults_of(questions=["Are rivers long?", "Who is a driver?", "Is a riverbed dry?", "Where to?"]) == []


@pytest.mark.parametrize(
    "kinds",
    [(), ("recall",), ("compute",), ("recall", "recall"), ("compute", "understand")],
    ids=lambda kinds: "+".join(kinds) or "none",
)
def test_kinds_of_items(kinds: tuple[str, ...]) -> None:
    items = [item(kind, "a", "b", "c", stem=f"{place}?") for place, kind in enumerate(kinds)]
    assert faults_of(items=items) == ["expected at least two check items, one 'recall' and one of another kind"]


@pytest.mark.parametrize("count", [2, 5])
def test_number_of_options(count: int) -> None:
    items = [item("recall", *"abcde"[:count], stem="How many?"), item("compute", "1", "2", "3")]
    assert faults_of(items=items) == [f"'How many?' has {count} options, expected 3 or 4"]


def test_the_same_option_twice() -> None:
    items = [item("recall", "Water", "water", "Sand", stem="What flows?"), item("compute", "1", "2", "3")]
    assert faults_of(items=items) == ["'What flows?' has the same option twice"]


def test_all_problems_at_once_ordered_by_page() -> None:
    lake = complete("lake", "river", related=["rain"], sections=sections()[:1])
    river = complete("river", "lake", related=["snow"], questions=())
    assert found(river, lake) == [
        ("area/lake.md", "related 'rain' is not a concept"),
        *(("area/lake.md", f"section '{name}' is missing") for name in sorted(NEEDED)),
        ("area/river.md", "0 questions, expected 4 to 8"),
        ("area/river.md", "related 'snow' is not a concept"),
    ]


def test_other_peoples_pages_need_not_be_complete() -> None:
    bare = concept("pond", related=["rain"])
    assert found(bare, complete=False) == [("area/pond.md", "related 'rain' is not a concept")]


def test_the_order_of_the_input_does_not_matter() -> None:
    pages = [concept("pond", related=["rain"]), concept("sea", related=["snow"]), RIVER]
    assert check_corpus(pages) == check_corpus(reversed(pages))
