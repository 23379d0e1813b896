"""The chat while the tutor opens: what needs no model is answered at once, what needs it waits and says for what."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.parts import starter_llm
from tests.ui.talking import Desk, last_chat, new_id
from tutor.errors import ModelNotFoundError
from tutor.protocols import LLM
from tutor.settings import Settings
from ui.live import LiveTutor
from ui.web.chat.chat import Update

WHY = "Why is the second token faster than the first?"


class SlowlyOpened(LiveTutor):
    """The real tutor, whose language model is there when the test says so."""

    def __init__(self, settings: Settings, *, trouble: bool = False) -> None:
        super().__init__(settings)
        self.let = threading.Event()
        self._broken = trouble

    def _load(self, settings: Settings, _: object = None) -> LLM | None:
        self._begin_stage("Loading the model 'starter'", takes_s=40)
        assert self.let.wait(120)
        if self._broken:
            message = "The model <b>'starter'</b> is not here."
            raise ModelNotFoundError(message, hint="Run `tutor pull` once.")
        return starter_llm(settings)


@pytest.fixture
def live(settings: Settings) -> Iterator[SlowlyOpened]:
    with SlowlyOpened(settings) as live:
        live.opened(60)
        yield live
        live.let.set()


def statuses(updates: list[Update]) -> str:
    return " ".join(str(update.chat) for update in updates)


def test_what_needs_no_model_is_answered_at_once(live: SlowlyOpened, tmp_path: Path) -> None:
    desk = Desk(live, tmp_path)
    assert "FlashAttention" in last_chat(desk.ask(new_id(), "study path to FlashAttention"))[-1]
    assert "Ready to learn now" in last_chat(desk.ask(new_id(), "What should I learn next?"))[-1]
    assert "Hello" in last_chat(desk.ask(new_id(), "Hello"))[-1]
    assert live.doing is not None


def test_a_question_waits_for_the_model_and_says_how_long(live: SlowlyOpened, tmp_path: Path) -> None:
    desk, talk = Desk(live, tmp_path), new_id()
    turn = desk.chat.answer("ann", talk, WHY, "page")
    waiting = next(update for update in turn if "s left" in str(update.chat))
    assert "Loading the model &#39;starter&#39;&#58; 40 s left" in str(waiting.chat)
    live.let.set()
    answer = last_chat(turn)[-1]
    assert "s left" not in answer
    assert 'class="said"' in answer or 'class="quoted"' in answer
    assert "could not be loaded" not in answer


def test_waiting_can_be_stopped(live: SlowlyOpened, tmp_path: Path) -> None:
    desk, talk = Desk(live, tmp_path), new_id()
    turn = desk.chat.answer("ann", talk, WHY, "page")
    next(update for update in turn if "s left" in str(update.chat))
    desk.chat.running.stop("page")
    assert "Stopped." in last_chat(turn)[-1]
    assert "Stopped." in desk.talk(talk)[-1]


def test_without_its_model_the_tutor_quotes_and_says_where_to_look(settings: Settings, tmp_path: Path) -> None:
    with SlowlyOpened(settings, trouble=True) as live:
        live.let.set()
        list(live.ready(threading.Event()))
        answer = last_chat(Desk(live, tmp_path).ask(new_id(), WHY))[-1]
    assert "blockquote" in answer
    assert "could not be loaded" in answer
    assert "tutor pull" in answer
    assert 'href="?screen=model"' in answer
    assert "<b>" not in answer


def test_without_its_index_the_tutor_says_what_to_do(tmp_path: Path) -> None:
    with LiveTutor(Settings(home=tmp_path / "nothing", model="none")) as live:
        desk, talk = Desk(live, tmp_path), new_id()
        answer = last_chat(desk.ask(talk, WHY))[-1]
        assert "tutor pull" in answer
        assert "#retry-1" in answer
        assert "tutor pull" in desk.talk(talk)[-1]
