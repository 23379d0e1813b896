"""The list of conversations: grouped, found, renamed, saved, deleted, and never anybody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from tests.ui.talking import NOW, Desk, new_id
from tutor.errors import TutorError
from tutor.settings import Settings
from ui.live import LiveTutor
from ui.web.chat.talks import Talks
from ui.web.screen import Act, Shown, Visitor

WHY = "Why is the second token faster than the first?"


@pytest.fixture(scope="module")
def live(settings: Settings) -> Iterator[LiveTutor]:
    with LiveTutor(settings.model_copy(update={"model": "none"})) as live:
        live.opened(60)
        yield live


@pytest.fixture
def desk(live: LiveTutor, tmp_path: Path) -> Desk:
    return Desk(live, tmp_path)


def act(desk: Desk, name: str = "show", learner: str = "ann", **values: str) -> Shown:
    visitor = Visitor(study=desk.study(learner), conversations=desk.stores.conversations, now=NOW)
    return Talks().show(Act(screen="talks", name=name, values=values), visitor)


def kept(desk: Desk, title: str, *, days: float = 0, learner: str = "ann") -> str:
    talk = new_id()
    desk.stores.conversations.begin(learner, talk, title, NOW - timedelta(days=days))
    desk.stores.conversations.ask(learner, talk, 1, title, NOW - timedelta(days=days))
    return talk


def test_conversations_stand_under_their_day(desk: Desk) -> None:
    days = {"now": 0, "before": 1, "long ago": 40}  # the test's today is a Monday
    for name, ago in days.items():
        kept(desk, name, days=ago)
    shown = re.findall(
        r"<h2>(.+?)</h2>|<a href=\"\?talk=\w+\">(.+?)</a>|<p class=\"hint\">1 question · (.+?)</p>", act(desk).body
    )
    assert ["".join(found) for found in shown] == [
        "Today", "now", "12:00", "Yesterday", "before", "12:00", "Earlier", "long ago", "25 March 2026",
    ]  # fmt: skip


def test_nobody_sees_the_conversations_of_others(desk: Desk) -> None:
    talk = kept(desk, "mine")
    assert "mine" not in act(desk, learner="bob").body
    for deed in ("export", "delete", "rename"):
        with pytest.raises(TutorError):
            act(desk, deed, learner="bob", talk=talk, title="taken")
    assert "mine" in act(desk).body


def test_a_search_shows_where_the_words_stand(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    kept(desk, "something else")
    shown = act(desk, find="QUERY attend")
    assert f"?talk={talk}" in shown.body
    assert "<mark>query</mark>" in shown.body
    assert "something else" not in shown.body
    assert 'value="QUERY attend"' in shown.body
    assert shown.address == "?screen=talks&find=QUERY+attend"
    assert "No conversation has all of these words" in act(desk, find="zebra").body


def test_an_empty_list_says_what_to_do(desk: Desk) -> None:
    body = act(desk).body
    assert 'href="?"' in body
    assert "data-search" not in body


def test_a_conversation_is_renamed_and_deleted(desk: Desk) -> None:
    talk = kept(desk, "old name")
    assert "new name" in act(desk, "rename", talk=talk, title=" new  name ").body
    with pytest.raises(TutorError):
        act(desk, "rename", talk=talk, title=" ")
    shown = act(desk, "delete", talk=talk)
    assert shown.said == "Deleted."
    assert "new name" not in shown.body


def test_words_of_people_are_no_markup(desk: Desk) -> None:
    kept(desk, "<script>alert(1)</script> \"onfocus='x' **b**")
    for find in ("", "script", "<b>"):
        body = act(desk, find=find).body
        assert "<script" not in body
        assert not re.search(r"onfocus='x'", body)


@pytest.mark.parametrize("values", [{}, {"talk": "nope"}, {"talk": "../../x"}, {"talk": "x" * 4000}])
def test_nonsense_is_an_error_with_a_hint(desk: Desk, values: dict[str, str]) -> None:
    for deed in ("export", "delete", "rename", "dance"):
        with pytest.raises(TutorError) as raised:
            act(desk, deed, **values)
        assert raised.value.hint


def test_a_saved_conversation_has_a_footnote_for_every_mark(desk: Desk) -> None:
    talk = new_id()
    desk.ask(talk, WHY)
    desk.ask(talk, "study path to FlashAttention")
    desk.ask(talk, "Compare LoRA and <b>QLoRA</b>")
    file = act(desk, "export", talk=talk).file
    assert file is not None
    assert file.name == "Why-is-the-second-token-faster-than-the-first.md"
    text = file.content.decode()
    marks = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    notes = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert marks == set(notes)
    assert len(notes) == len(set(notes)) > 2
    assert "(concept page: kv-cache)" in text
    assert "## Question 1\n\n> Why is the second token" in text
    assert "\n1. **" in text
    assert "<b>" not in re.sub(r"\\<", "", text)


def test_a_turn_that_broke_off_is_saved_as_such(desk: Desk) -> None:
    file = act(desk, "export", talk=kept(desk, "What is softmax?")).file
    assert file is not None
    assert "This answer was interrupted." in unescape(file.content.decode())
