"""The screen of progress: what is known and why, what was done, and what can be taken along, taken back and deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.errors import TutorError
from tutor.learner.conversations.store import ConversationStore
from tutor.learner.entries import Attempt
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.progress_screen import ProgressScreen

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = MarkdownIt("gfm-like", {"html": True, "linkify": False})


@pytest.fixture
def visitor(shipped_graph: ConceptGraph, tmp_path: Path) -> Visitor:
    url = f"sqlite:///{tmp_path}/learners.db"
    return Visitor(Study(shipped_graph, LearnerStore(url), "ann"), ConversationStore(url), NOW)


@pytest.fixture
def do(visitor: Visitor) -> Callable[..., Shown]:
    """Does something on the screen, so many days later."""

    def done(name: str = "show", days: int = 0, **values: str) -> Shown:
        act = Act(screen="progress", name=name, values=values)
        return ProgressScreen().show(act, replace(visitor, now=NOW + days * DAY))

    return done


def answered(visitor: Visitor, concept: str, *, ago: int = 0, right: bool = True, hints: int = 0) -> None:
    """One answer, so many days ago."""
    item = visitor.study.graph.catalogue[concept].items[0]
    number = len(visitor.study.entries())
    visitor.study.note(
        Attempt(
            id=f"a{number}", at=NOW - ago * DAY - timedelta(hours=1, seconds=-number), item=item.id, concept=concept,
            answer="1", right=right, credit=float(right), hints=hints, guess=0.25,
        )
    )  # fmt: skip


def words(body: str) -> str:
    """The text that people read."""
    return unescape(re.sub(r"<[^>]+>", " ", PAGE.render(body)))


def test_a_new_person_is_shown_two_ways_to_begin(do: Callable[..., Shown]) -> None:
    body = do().body
    assert 'href="?screen=placement"' in body
    assert 'href="?screen=path"' in body
    assert "<h2>By area</h2>" not in body


def test_what_is_known_is_told_by_area(do: Callable[..., Shown], visitor: Visitor) -> None:
    visitor.study.say(["softmax"], NOW - DAY, known=True)
    answered(visitor, "lora", right=False)
    told, known = words(do().body), visitor.study.state(NOW).known
    assert f"You know {len(known)} of {len(visitor.study.graph)} concepts." in told
    assert re.search(r"Probability\s+\d+ of \d+ known", told)
    assert re.search(r"Fine tuning\s+0 of \d+ known, 1 being learned", told)
    assert re.search(r"Safety\s+\(\d+\)", told.split("Not begun yet:")[1])


def test_three_things_are_ready_each_with_its_reason(do: Callable[..., Shown], visitor: Visitor) -> None:
    visitor.study.say(["softmax"], NOW - DAY, known=True)
    body, steps = do().body, visitor.study.next_up(NOW)
    assert len(steps) == 3
    for step in steps:
        assert f'href="?concept={step.concept}"' in body
        assert step.why[1:] in words(body)


def test_what_is_due_leads_to_practice(do: Callable[..., Shown], visitor: Visitor) -> None:
    answered(visitor, "softmax", ago=9)
    body = do().body
    assert 'href="?screen=practice">Review 1 now' in body
    answered(visitor, "softmax")
    assert "Nothing is due today." in words(do().body)


def test_days_with_answers_are_told_and_a_missed_day_is_not(do: Callable[..., Shown], visitor: Visitor) -> None:
    for ago in (0, 1, 5, 20):
        answered(visitor, "softmax", ago=ago)
    body = do().body
    assert "You studied on 4 of the last 28 days. Today is day 2 in a row." in words(body)
    assert body.count('class="of-1"') == 4
    assert body.count('class="of-') == 11 * 7 + 3
    assert "16 April: 1 answer" in words(body)
    assert not re.search(r"missed|broken|lost", words(body[body.index("<h2>The last") : body.index("<h2>By area")]))


def test_answers_come_newest_first_and_thirty_at_a_time(do: Callable[..., Shown], visitor: Visitor) -> None:
    for ago in range(35, 0, -1):
        answered(visitor, "softmax" if ago % 2 else "lora", ago=ago, right=ago != 1, hints=2 if ago == 3 else 0)
    newest = do().body
    assert newest.count('<p class="head">') == 5
    first, second = do(answers="all").body, do(answers="all", page="2").body
    assert (first.count('<p class="head">'), second.count('<p class="head">')) == (30, 5)
    assert "Older answers" in first
    assert "Newer answers" in second
    told = words(first)
    assert re.search(r"not right\s+yesterday", told)
    assert "right, with 2 hints" in told
    assert visitor.study.graph.catalogue["lora"].items[0].stem[:30] in told


@pytest.mark.parametrize("page", ["0", "-3", "two", "9" * 40, "٣"])
def test_an_odd_page_number_is_harmless(do: Callable[..., Shown], visitor: Visitor, page: str) -> None:
    answered(visitor, "softmax")
    assert "1 answer, the newest first" in words(do(answers="all", page=page).body)


def test_why_the_tutor_believes_something_is_told_with_the_answers_on_it(
    do: Callable[..., Shown], visitor: Visitor
) -> None:
    answered(visitor, "softmax", ago=1)
    answered(visitor, "softmax", right=False)
    answered(visitor, "lora")
    body = do(about="Softmax").body
    assert "1 of 2 right, last today" in words(body)
    assert body.count('<p class="head">') == 2
    assert "Nothing is known about it yet." in words(do(about="ppo").body)


def test_an_area_tells_each_concept_and_why(do: Callable[..., Shown], visitor: Visitor) -> None:
    visitor.study.say(["softmax"], NOW, known=True)
    body = do(area="probability").body
    held = [page for page in visitor.study.graph.catalogue if page.area == "probability"]
    assert body.count("<li>") == len(held)
    assert "You said that you know" in words(body)


@pytest.mark.parametrize(
    "values", [{"about": "flurb"}, {"area": "<b>"}, {"name": "not-yet", "concept": "flurb"}, {"name": "fly"}]
)
def test_nonsense_is_told(do: Callable[..., Shown], visitor: Visitor, values: dict[str, str]) -> None:
    answered(visitor, "softmax")
    with pytest.raises(TutorError) as raised:
        do(**values)
    assert raised.value.hint
    assert len(visitor.study.entries()) == 1


def test_what_was_said_can_be_taken_back(do: Callable[..., Shown], visitor: Visitor) -> None:
    visitor.study.say(["softmax", "lora"], NOW - DAY, known=True)
    said = do().body.split("What you said you know")[1]
    assert re.findall(r'data-act="not-yet" data-concept="(\w+)"', unescape(said)) == ["softmax", "lora"]
    shown = do("not-yet", concept="softmax")
    assert shown.said == "Noted: Softmax is not yet known."
    assert "softmax" not in visitor.study.state(NOW).known
    assert re.findall(r'data-act="not-yet" data-concept="(\w+)"', unescape(shown.body)) == ["lora"]


def test_a_log_can_be_saved_deleted_and_taken_in_again(do: Callable[..., Shown], visitor: Visitor) -> None:
    answered(visitor, "softmax", ago=1)
    answered(visitor, "lora")
    entries = visitor.study.entries()
    file = do("export").file
    assert file is not None
    assert (file.name, file.media) == ("tutor-ann-2026-05-06.json", "application/json")
    assert len(json.loads(file.content)["entries"]) == 2
    do("delete")
    assert do("import", log=file.content.decode()).said.startswith("2 entries taken in")
    assert visitor.study.entries() == entries
    assert do("import", log=file.content.decode()).said.startswith("0 entries taken in")


@pytest.mark.parametrize("log", ["", "  ", "no json", '{"format": "x"}', "[" * 5000])
def test_a_file_that_is_no_log_changes_nothing(do: Callable[..., Shown], visitor: Visitor, log: str) -> None:
    answered(visitor, "softmax")
    with pytest.raises(TutorError):
        do("import", log=log)
    assert len(visitor.study.entries()) == 1


def test_deleting_takes_the_log_and_the_conversations_of_this_person_only(
    do: Callable[..., Shown], visitor: Visitor, tmp_path: Path
) -> None:
    other = Study(visitor.study.graph, LearnerStore(f"sqlite:///{tmp_path}/learners.db"), "bob")
    other.say(["softmax"], NOW, known=True)
    answered(visitor, "softmax")
    for who in ("ann", "bob"):
        visitor.conversations.begin(who, f"talk-{who}", "Softmax", NOW)
    told = do().body.split("Delete everything about me")[1]
    assert "the log (your answers, what you said you know, your goals) and all your conversations" in words(told)
    assert 'data-act="delete"' in told
    shown = do("delete")
    assert shown.said == "Deleted for good: 1 entry of the log and 1 conversation."
    assert 'href="?screen=placement"' in shown.body
    assert (visitor.study.entries(), visitor.conversations.headings("ann")) == ((), ())
    assert len(other.entries()) == len(visitor.conversations.headings("bob")) == 1


def test_what_people_write_is_never_markup(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script> **x** [z](http://a.example)"
    graph = ConceptGraph.of([concept("a", title=f"A {bad}"), concept("b", "a", title=f"B {bad}")])
    url = f"sqlite:///{tmp_path}/learners.db"
    visitor = Visitor(Study(graph, LearnerStore(url), "ann"), ConversationStore(url), NOW)
    visitor.study.say(["a"], NOW, known=True)
    for values in ({}, {"about": "a"}, {"area": "area"}):
        body = PAGE.render(ProgressScreen().show(Act(screen="progress", values=values), visitor).body)
        assert "alert" in body
        assert not re.search(r"<script|<strong>x|href=.http", body)


@pytest.mark.parametrize("values", [{}, {"about": "softmax"}, {"area": "probability"}, {"answers": "all"}])
def test_every_tag_is_drawn_and_closed(do: Callable[..., Shown], visitor: Visitor, values: dict[str, str]) -> None:
    visitor.study.say(["lora"], NOW - 3 * DAY, known=True)
    for number, concept_id in enumerate(("softmax", "flashattention", "kv-cache", "softmax")):
        answered(visitor, concept_id, ago=9 - number, right=number != 1)
    html = PAGE.render(do(**values).body)
    assert "&lt;" not in re.sub(r"<code.*?</code>|<pre.*?</pre>", "", html, flags=re.DOTALL)
    for tag in ("div", "details", "ol", "ul", "li", "form", "label", "button", "span"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag
    assert html.count("<h1") == 1
