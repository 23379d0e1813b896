"""Conversations in the chat: kept while they grow, drawn again, gone on with, edited, and never in each other's way."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.ui.talking import Desk, contents, last_chat, new_id
from tutor.settings import Settings
from ui.live import LiveTutor
from ui.web.chat.answer import INTERRUPTED
from ui.web.chat.chat import LONGEST_QUESTION, Update

WHY = "Why is the second token faster than the first?"
GROW = "why does it grow?"


@pytest.fixture(scope="module")
def live(settings: Settings) -> Iterator[LiveTutor]:
    with LiveTutor(settings.model_copy(update={"model": "none"})) as live:
        live.opened(60)
        list(live.ready(threading.Event()))
        yield live


@pytest.fixture
def desk(live: LiveTutor, tmp_path: Path) -> Desk:
    return Desk(live, tmp_path)


def test_a_reload_shows_what_was_there(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    updates = desk.ask(talk, GROW)
    again = desk.chat.history("ann", talk)
    final = [update.chat for update in updates if isinstance(update.chat, list)][-1]
    assert again.chat == final
    assert [update.passages for update in updates if isinstance(update.passages, str)][-1] == again.passages
    assert [update.neighbourhood for update in updates if isinstance(update.neighbourhood, str)][
        -1
    ] == again.neighbourhood


def test_the_conversation_goes_on_after_a_restart_of_the_server(desk: Desk, tmp_path: Path) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    desk.stores.close()
    restarted = Desk(desk.live, tmp_path)
    assert "Understood as: why does Key&#45;Value Caching grow?" in last_chat(restarted.ask(talk, GROW))[-1]
    assert len(restarted.talk(talk)) == 4


def test_a_conversation_is_called_by_its_first_question(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, "What is softmax?")
    desk.ask(talk, GROW)
    assert desk.stores.conversations.heading("ann", talk).title == "What is softmax?"
    desk.ask(talk, "What is a vector?", number=1)
    assert desk.stores.conversations.heading("ann", talk).title == "What is a vector?"


def test_answers_are_found_by_their_words(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    (found,) = desk.stores.conversations.headings("ann", "query attend")
    assert found.id == talk
    assert "<" not in found.snippet


def test_an_edited_question_takes_the_place_of_everything_after_it(desk: Desk) -> None:
    talk = new_id()
    for text in (WHY, GROW, "What is softmax?"):
        desk.ask(talk, text)
    shown = last_chat(desk.ask(talk, "how is it different from grouped-query attention?", number=2))
    assert len(shown) == 4
    assert "different from grouped" in shown[2]
    assert shown == desk.talk(talk)


def test_a_retry_asks_the_same_words(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    first = desk.ask(talk, GROW)
    assert last_chat(desk.ask(talk, "", number=2)) == last_chat(first)
    assert [turn.text for turn in desk.stores.conversations.turns("ann", talk)] == [WHY, GROW]


def test_only_the_last_answer_can_be_had_again_and_every_question_edited(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    desk.ask(talk, GROW)
    shown = desk.talk(talk)
    assert ["#retry-" in message for message in shown] == [False, False, False, True]
    assert [f"#edit-{number}" in message for number, message in enumerate(shown, start=1)] == [
        True,
        False,
        False,
        False,
    ]
    assert "#edit-2" in shown[2]


def test_a_closed_tab_leaves_what_was_shown_and_a_way_on(desk: Desk) -> None:
    talk = new_id()
    updates = desk.chat.answer("ann", talk, WHY, "page")
    shown = next(
        update for update in updates if isinstance(update.chat, list) and "blockquote" in contents(update.chat)[-1]
    )
    updates.close()  # type: ignore[attr-defined]
    assert len(desk.chat.running) == 0
    question, answer = desk.talk(talk)
    assert INTERRUPTED in answer
    assert "#retry-1" in answer
    assert contents(shown.chat)[-1].split('<span class="note waiting"')[0] in answer
    following = last_chat(desk.ask(talk, GROW))
    assert following[:2] == [question, answer.split('\n\n<a class="turn retry"')[0]]
    assert "Understood as: why does Key" in last_chat(desk.ask(talk, GROW, number=2))[-1]


def test_numbers_of_passages_are_never_given_twice(desk: Desk) -> None:
    talk = new_id()
    updates = desk.chat.answer("ann", talk, WHY, "page")
    next(update for update in updates if isinstance(update.passages, str))
    updates.close()  # type: ignore[attr-defined]
    desk.ask(talk, "What is softmax?")
    panel = str(desk.chat.history("ann", talk).passages)
    ids = [part.split('"')[0] for part in panel.split('class="passage" id="')[1:]]
    assert len(ids) == len(set(ids)) > 3


def test_nothing_of_a_turn_without_events_is_lost(desk: Desk) -> None:
    talk = new_id()
    updates = desk.chat.answer("ann", talk, WHY, "page")
    list(islice(updates, 2))
    updates.close()  # type: ignore[attr-defined]
    question, answer = desk.talk(talk)
    assert "second token" in question
    assert INTERRUPTED in answer


def test_two_windows_on_one_conversation_answer_one_after_the_other(desk: Desk) -> None:
    talk = new_id()
    first = desk.chat.answer("ann", talk, WHY, "window 1")
    next(update for update in first if isinstance(update.passages, str))
    seen: list[Update] = []
    waits = threading.Event()

    def second() -> None:
        for update in desk.chat.answer("ann", talk, GROW, "window 2"):
            seen.append(update)
            if "still being answered" in str(update.chat):
                waits.set()

    other = threading.Thread(target=second)
    other.start()
    assert waits.wait(30)
    list(first)
    other.join(30)
    texts = [turn.text for turn in desk.stores.conversations.turns("ann", talk)]
    assert texts == [WHY, GROW]
    assert "Understood as: why does Key" in last_chat(seen)[-1]


def test_two_people_never_see_each_others_conversation(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    assert desk.talk(talk, "bob") == []
    desk.ask(talk, "What is softmax?", learner="bob")
    assert len(desk.talk(talk)) == 2
    assert len(desk.talk(talk, "bob")) == 2


def test_text_of_people_stays_text(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, "<script>alert(1)</script> What is softmax?")
    assert "<script" not in "".join(desk.talk(talk))


def test_a_question_has_its_bounds(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, "What is softmax? " * 1000)
    (turn,) = desk.stores.conversations.turns("ann", talk)
    assert len(turn.text) <= LONGEST_QUESTION
    assert desk.ask(talk, " \u200b ") == [Update()]


@pytest.mark.parametrize("odd", ["", "../x", "a b", "x" * 500])
def test_an_odd_id_is_answered_and_not_kept(desk: Desk, odd: str) -> None:
    answer = last_chat(desk.ask(odd, "What is softmax?"))[-1]
    assert "could not be kept" in answer
    assert "blockquote" in answer
    assert desk.talk(odd) == []


def test_a_full_disk_does_not_take_the_answer_away(desk: Desk, tmp_path: Path) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    with sqlite3.connect(tmp_path / "learners.db") as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON learner_turn BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    shown = last_chat(desk.ask(talk, "What is softmax?"))
    assert len(shown) == 4
    assert "could not be kept" in shown[-1]
    assert "blockquote" in shown[-1]


def test_a_retry_of_nothing_says_so(desk: Desk) -> None:
    assert "no such conversation" in last_chat(desk.ask(new_id(), "", number=1))[-1]


def test_passages_of_a_page_that_is_gone_are_still_shown(desk: Desk, tmp_path: Path) -> None:
    talk = new_id()
    desk.ask(talk, "What is softmax?")
    with sqlite3.connect(tmp_path / "learners.db") as other:
        other.execute("UPDATE learner_turn SET body = replace(body, '\"softmax', '\"gone')")
    panel = str(desk.chat.history("ann", talk).passages)
    assert "Softmax" in panel
    assert "?concept=gone" not in panel
    assert len(desk.talk(talk)) == 2
    desk.ask(talk, GROW)
    assert len(desk.talk(talk)) == 4


def test_an_answer_that_cannot_be_read_any_more_can_be_had_again(desk: Desk, tmp_path: Path) -> None:
    talk = new_id()
    desk.ask(talk, "What is softmax?")
    with sqlite3.connect(tmp_path / "learners.db") as other:
        other.execute('UPDATE learner_turn SET body = \'[{"kind": "from another version"}]\'')
    assert "#retry-1" in desk.talk(talk)[-1]


def test_forty_turns_are_drawn_in_a_blink(desk: Desk) -> None:
    talk = new_id()
    for number in range(40):
        desk.ask(talk, [WHY, GROW, "What is softmax?", "How does LoRA work?"][number % 4])
    start = time.perf_counter()
    update = desk.chat.history("ann", talk)
    took = time.perf_counter() - start
    assert len(contents(update.chat)) == 80
    assert took < 0.5, f"{took:.3f} s; alone on this machine it is below 0.1 s"
