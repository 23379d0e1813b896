"""The dialogues of the project, word for word, with the real starter model."""

from __future__ import annotations

from tests.tutor.parts import Dialogue, cited, finished, only, retrieved
from tutor.events import Declined, Event, Understood
from tutor.types import Intent


def heard(events: list[Event]) -> Understood:
    (understood,) = only(events, Understood)
    return understood


def test_the_first_answer_is_about_kv_caching(dialogue: Dialogue) -> None:
    assert not heard(dialogue.faster).understanding.rewritten
    assert finished(dialogue.faster).conversation.focus[0] == "kv-cache"
    assert {citation.passage.concept for citation in cited(dialogue.faster)} == {"kv-cache"}


def test_why_does_it_grow_stays_on_the_subject(dialogue: Dialogue) -> None:
    understanding = heard(dialogue.grow).understanding
    assert understanding.question == "why does Key-Value Caching grow?"
    assert understanding.focus == ("kv-cache",)
    assert finished(dialogue.grow).conversation.focus[0] == "kv-cache"
    assert cited(dialogue.grow)[0].passage.concept == "kv-cache"


def test_the_difference_is_between_the_subject_and_the_other(dialogue: Dialogue) -> None:
    understanding = heard(dialogue.different).understanding
    assert understanding.question == "how is Key-Value Caching different from grouped-query attention?"
    assert understanding.intent is Intent.COMPARE
    assert understanding.focus == ("kv-cache", "gqa")
    assert {citation.passage.concept for citation in retrieved(dialogue.different)} == {"kv-cache", "gqa"}
    assert {citation.passage.concept for citation in cited(dialogue.different)} <= {"kv-cache", "gqa"}


def test_the_capital_of_france_is_declined_and_the_subject_stays(dialogue: Dialogue) -> None:
    (declined,) = only(dialogue.capital, Declined)
    assert declined.nearest
    assert finished(dialogue.capital).conversation.focus[0] == "kv-cache"
    assert finished(dialogue.capital).conversation.turns[-1].shown == ""


def test_the_whole_dialogue_reuses_what_the_model_has_read(dialogue: Dialogue) -> None:
    costs = [finished(turn).timing for turn in dialogue[:3]]
    assert costs[1].reused_tokens >= costs[0].prompt_tokens
    assert costs[2].reused_tokens >= costs[1].prompt_tokens


def test_every_sentence_of_the_dialogue_has_a_source(dialogue: Dialogue) -> None:
    numbers = {citation.number: citation.passage.id for turn in dialogue for citation in retrieved(turn)}
    kept = finished(dialogue.capital).conversation.passages
    assert {number: kept[number - 1] for number in numbers} == numbers
    for turn in dialogue[:3]:
        assert cited(turn)
        assert all(numbers[citation.number] == citation.passage.id for citation in cited(turn))
