"""The chat and the log of whoever asks: what they say they know is kept, and counts in every answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ui.talking import LATER, NOW, Desk, last_chat, new_id
from tutor.learner.entries import Aim, Attempt
from tutor.settings import Settings
from ui.live import LiveTutor
from ui.web.chat.greeting import greeting_markdown


@pytest.fixture(scope="module")
def live(settings: Settings) -> Iterator[LiveTutor]:
    with LiveTutor(settings.model_copy(update={"model": "none"})) as live:
        live.opened(60)
        yield live


@pytest.fixture
def desk(live: LiveTutor, tmp_path: Path) -> Desk:
    return Desk(live, tmp_path)


def test_what_is_said_in_the_chat_is_kept(desk: Desk) -> None:
    desk.ask(new_id(), "I know softmax")
    assert "softmax" in desk.study("ann").state(LATER).known
    assert "softmax" not in desk.study("bob").state(LATER).known


def test_what_is_known_counts_in_the_answer_of_a_new_conversation(desk: Desk) -> None:
    study = desk.study("ann")
    direct = study.graph.prerequisites("lora")[:1]
    study.say(direct, NOW, known=True)
    assert "You already know" in last_chat(desk.ask(new_id(), "How does LoRA work?"))[-1]
    assert "You already know" not in last_chat(desk.ask(new_id(), "How does LoRA work?", learner="bob"))[-1]


def test_the_aim_says_what_comes_next_after_an_answer(desk: Desk) -> None:
    desk.study("ann").note(Aim(id="aim", at=NOW, goals=("flashattention",)))
    assert "On your path to" in last_chat(desk.ask(new_id(), "What is a vector?"))[-1]


def greeting(desk: Desk, learner: str = "ann") -> str:
    chat = desk.chat.empty(learner).chat
    assert isinstance(chat, dict)
    return str(chat["placeholder"])


def test_a_newcomer_is_greeted_with_three_doors(desk: Desk) -> None:
    newcomer = greeting(desk)
    assert newcomer == greeting_markdown(None)
    for door in ("#question", "?screen=placement", "?screen=path"):
        assert f'href="{door}"' in newcomer


def test_the_greeting_says_where_somebody_is(desk: Desk) -> None:
    study = desk.study("ann")
    study.note(Aim(id="aim", at=NOW, goals=("flashattention",)))
    assert "Next on your path" in greeting(desk)
    assert "due" not in greeting(desk)
    for number, concept in enumerate(("softmax", "vector", "lora")):
        then = NOW - timedelta(days=200)
        study.note(Attempt(id=f"a{number}", at=then, item="x", concept=concept, right=True, credit=1))
    assert '<a href="?screen=practice">3 reviews are due</a>' in greeting(desk)
    assert greeting(desk, "bob") == greeting_markdown(None)
