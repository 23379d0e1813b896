"""The screen of the path: from a wish to a plan, through the plan step by step, and every way of changing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from markdown_it import MarkdownIt

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.errors import TutorError
from tutor.learner.conversations.store import ConversationStore
from tutor.learner.entries import Aim, Attempt, Depth, Purpose
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.path import PathScreen
from ui.web.screens.path_wish import EXAMPLES, WishReader

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WISH = "I know linear algebra and softmax, I have 3 hours a week and want to understand FlashAttention by Christmas"
PAGE = MarkdownIt("gfm-like", {"html": True, "linkify": False})


@pytest.fixture
def visitor(shipped_graph: ConceptGraph, tmp_path: Path) -> Visitor:
    url = f"sqlite:///{tmp_path}/learners.db"
    return Visitor(Study(shipped_graph, LearnerStore(url), "ann"), ConversationStore(url), NOW)


@pytest.fixture
def do(visitor: Visitor) -> Callable[..., Shown]:
    """Does something on the screen, so many days later."""
    screen = PathScreen(visitor.study.graph)

    def done(name: str = "show", days: int = 0, **values: str) -> Shown:
        return screen.show(Act(screen="path", name=name, values=values), replace(visitor, now=NOW + days * DAY))

    return done


def fields(body: str) -> dict[str, str]:
    """The fields of the last form with a button, as a browser would send them untouched."""
    form = body[body.rindex("<form") : body.rindex("</form>")]
    values: dict[str, str] = dict(re.findall(r"data-(wish|goal)=\"([^\"]*)\"", form))
    for name, value, rest in re.findall(r'<input[^>]*?name="(\w+)" value="([^"]*)"([^>]*)>', form):
        if "checkbox" not in form[: form.index(f'value="{value}"{rest}')].rsplit("<input", 1)[1] or "checked" in rest:
            values[name] = f"{values[name]},{value}" if name in values else value
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', form):
        values[name] = next(iter(re.findall(r'value="(\w*)" selected', options)), "")
    return {name: unescape(value) for name, value in values.items()}


def steps(body: str) -> list[str]:
    """The concepts of the checklist that are still to be done."""
    return re.findall(r'data-act="know" data-concept="([\w-]+)"', unescape(body))


def planned(visitor: Visitor, *goals: str, **said: object) -> None:
    visitor.study.note(Aim.model_validate({"id": "aim", "at": NOW, "goals": goals} | said))


def test_a_new_person_is_asked_and_shown_how_to_say_it(do: Callable[..., Shown]) -> None:
    body = do().body
    assert "<textarea" in body
    addresses = re.findall(r'href="\?screen=path&wish=([^"]+)"', body)
    assert [unquote_plus(unescape(address)) for address in addresses] == list(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood_whole(shipped_graph: ConceptGraph, example: str) -> None:
    wish = WishReader(shipped_graph).read({"wish": example}, NOW)
    assert wish.goals
    assert wish.unclear == ()
    assert wish.known_concepts or wish.beginner
    assert wish.hours_per_week or wish.deadline


def test_a_wish_is_read_back_before_anything_is_noted(do: Callable[..., Shown], visitor: Visitor) -> None:
    body = do(wish=WISH).body
    assert "You want to understand FlashAttention&#46;" in body
    told = fields(body)
    assert (told["goals"], told["known"], told["areas"]) == ("flashattention", "softmax", "linear algebra")
    assert (told["pace"], told["deadline"], told["depth"]) == ("3", "2026-12-24", "understand")
    assert visitor.study.entries() == ()


def test_what_was_right_is_noted_as_it_was_read(do: Callable[..., Shown], visitor: Visitor) -> None:
    shown = do("take", **fields(do(wish=WISH).body))
    aim = visitor.study.state(NOW).aim
    assert aim is not None
    assert (aim.goals, aim.hours_per_week, str(aim.deadline)) == (("flashattention",), 3.0, "2026-12-24")
    assert {"softmax", "eigenvalue"} <= visitor.study.state(NOW).known
    assert shown.address == "?screen=path"
    assert "Your path to FlashAttention" in shown.body


def test_what_was_changed_in_the_reading_back_is_what_is_noted(do: Callable[..., Shown], visitor: Visitor) -> None:
    told = fields(do(wish=WISH).body) | {"areas": "", "pace": "5", "deadline": "", "depth": "follow"}
    do("take", **told, more_goals="LoRA", more_known="the transformer")
    state = visitor.study.state(NOW)
    assert state.aim is not None
    assert state.aim.goals == ("flashattention", "lora")
    assert (state.aim.hours_per_week, state.aim.deadline, state.aim.depth) == (5.0, None, Depth.FOLLOW)
    assert {"softmax", "transformer"} <= state.known
    assert "eigenvalue" not in state.known


@pytest.mark.parametrize(
    "change",
    [
        {"more_goals": "flurbing"},
        {"more_known": "softmax and flurbing"},
        {"goals": ""},
        {"pace": "many"},
        {"pace": "-1"},
        {"pace": "nan"},
        {"hours": "1e9"},
        {"deadline": "soon"},
        {"level": "guru"},
        {"depth": "bottomless"},
        {"goal": "no-such-thing"},
        {"without": "no-such-area"},
    ],
)
def test_nonsense_is_told_and_nothing_is_noted(
    do: Callable[..., Shown], visitor: Visitor, change: dict[str, str]
) -> None:
    told = fields(do(wish=WISH).body)
    with pytest.raises(TutorError) as raised:
        do("take", **(told | change))
    assert raised.value.hint
    assert visitor.study.entries() == ()


def test_a_wish_without_a_goal_is_asked_for_again_with_its_words(do: Callable[..., Shown]) -> None:
    body = do(wish="three hours & a <b>cup</b> of tea").body
    assert "I did not find what you want to learn" in body
    assert unescape(body[body.index("<textarea") :]).count("three hours & a <b>cup</b> of tea") == 1
    assert "<b>" not in body


def test_a_goal_from_elsewhere_is_read_back_too(do: Callable[..., Shown], visitor: Visitor) -> None:
    told = fields(do(goal="lora").body)
    assert (told["goals"], told["goal"]) == ("lora", "lora")
    do("take", **told)
    assert "Your path to Low" in do(goal="lora").body  # there is a plan for it already
    assert "takes the place of your plan for Low" in do(goal="dpo").body
    assert len([entry for entry in visitor.study.entries() if isinstance(entry, Aim)]) == 1


def test_a_plan_is_a_checklist_by_week(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "flashattention", hours_per_week=3)
    plan, body = visitor.study.plan(NOW), do().body
    assert plan is not None
    assert steps(body) == [step.concept for step in plan.steps]
    assert body.count('<details class="week"') == len(plan.weeks)
    assert f"0 of {len(plan.steps)} steps are done" in body
    first = plan.steps[0]
    assert f'href="?concept={first.concept}"' in body
    assert first.why[0].because[:20] in unescape(body)
    assert body.count('aria-current="step"') == 1


def test_a_long_plan_shows_its_first_weeks_and_the_one_that_was_used(
    do: Callable[..., Shown], visitor: Visitor
) -> None:
    planned(visitor, "flashattention", "dpo", hours_per_week=2)
    body = do().body
    assert len(steps(body)) > 60
    assert body.count('<details class="week" open>') == 2
    last = re.findall(r'data-act="know" data-concept="([\w-]+)" data-week="(\d+)"', unescape(body))[-20]
    again = do("know", concept=last[0], week=last[1]).body
    assert again.count('<details class="week" open>') == 3


def test_what_i_know_is_ticked_with_its_reason_and_can_be_taken_back(
    do: Callable[..., Shown], visitor: Visitor
) -> None:
    planned(visitor, "flashattention")
    before = len(steps(do().body))
    shown = do("know", days=8, concept="softmax")
    assert "softmax" not in steps(shown.body)
    assert "Week 2 so far" in shown.body
    assert "You said that you know it." in unescape(shown.body)
    done = re.search(r"(\d+) of (\d+) steps are done", shown.body)
    assert done is not None
    assert (int(done[1]) > 0, int(done[2])) == (True, before)
    assert "softmax" in steps(do("not-yet", days=9, concept="softmax").body)


def test_a_change_is_shown_before_it_is_taken(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "flashattention", hours_per_week=3)
    body = do().body
    change = {"goals": "flashattention", "pace": "6", "depth": "follow", "without": "mathematics,probability"}
    shown = do("preview", **change)
    assert f"Now {len(steps(body))} steps, " in shown.body
    assert "Then " in shown.body
    assert "Left out: " in unescape(shown.body)
    assert len(visitor.study.entries()) == 1
    kept = do("keep", **fields(shown.body.split('<div class="ways">')[0]))
    aim = visitor.study.state(NOW).aim
    assert aim is not None
    assert (aim.hours_per_week, aim.depth, aim.without) == (6.0, Depth.FOLLOW, ("mathematics", "probability"))
    assert len(steps(kept.body)) < len(steps(body))


def test_what_could_be_skipped_can_be_skipped(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "flashattention")
    fold = do().body.split("What you could skip")[1]
    form = fold[: fold.index("</form>") + len("</form>")]
    skipped = fields(form)["skipped"]
    assert skipped in steps(do().body)
    shown = do("keep", **fields(form))
    assert skipped not in steps(shown.body)
    assert "Taken on faith" in shown.body


def test_what_cannot_be_met_is_told_with_what_would_help(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "flashattention", hours_per_week=1, deadline=NOW.date() + 14 * DAY)
    body = do().body
    assert "Not everything fits" in body
    box = body[body.index('class="verdict"') :]
    do("keep", **fields(box[: box.index("</form>") + len("</form>")]))
    assert "Not everything fits" not in do().body


def test_a_goal_can_be_dropped_and_what_was_learned_stays(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "lora")
    do("know", concept="matrix-multiplication")
    assert "<textarea" in do("drop", days=1).body
    assert visitor.study.plan(NOW + DAY) is None
    assert "matrix-multiplication" in visitor.study.state(NOW + DAY).known


@pytest.mark.parametrize(
    ("ending", "begins"),
    [(".md", b"# Study plan"), (".ics", b"BEGIN:VCALENDAR"), (".mmd", b"graph TD"), (".apkg", b"PK")],
)
def test_the_plan_can_be_taken_along(do: Callable[..., Shown], visitor: Visitor, ending: str, begins: bytes) -> None:
    planned(visitor, "lora")
    file = do("export", ending=ending).file
    assert file is not None
    assert file.name == f"path-to-lora{ending}"
    assert file.content.startswith(begins)


@pytest.mark.parametrize("act", ["know", "not-yet", "export", "preview", "keep", "answer", "hint", "fly"])
def test_an_act_without_its_values_is_told(do: Callable[..., Shown], visitor: Visitor, act: str) -> None:
    planned(visitor, "lora")
    with pytest.raises(TutorError) as raised:
        do(act)
    assert raised.value.hint
    assert len(visitor.study.entries()) == 1


def question(body: str) -> dict[str, str]:
    found = re.findall(r'data-(item|seed|attempt|hints)="([^"]*)"', body)
    return {name: unescape(value) for name, value in found}


def test_the_walk_explains_and_then_asks(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "lora")
    activity = visitor.study.activity(NOW)
    assert activity is not None
    assert activity.concept is not None
    page, body = visitor.study.graph.catalogue[activity.concept], do(walk="1").body
    assert page.title in body
    assert "<h2>Intuition</h2>" in body
    assert question(body)["item"]
    assert question(do(walk="1").body)["item"] == question(body)["item"]  # also after a reload


def test_an_answer_of_the_walk_counts_once_and_leads_on(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "lora")
    asked = question(do(walk="1").body)
    first = do("unknown", walk="1", **asked)
    assert do("unknown", walk="1", **asked).body == first.body
    assert "Go on" in first.body
    (answer,) = [entry for entry in visitor.study.entries() if isinstance(entry, Attempt)]
    assert answer.purpose is Purpose.CHECK
    again = do("next", days=1, walk="1").body
    assert "here it is once more" in again
    assert question(again)["attempt"] != asked["attempt"]


def test_a_hint_leaves_the_question_and_what_there_is_to_read(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "lora")
    body = do(walk="1").body
    helped = do("hint", walk="1", **question(body)).body
    assert "<h2>Intuition</h2>" in helped
    assert question(helped) == question(body) | {"hints": "1"}


def test_what_is_known_already_is_passed_over_on_the_walk(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "lora")
    activity = visitor.study.activity(NOW)
    assert activity is not None
    assert activity.concept is not None
    shown = do("know", walk="1", concept=activity.concept)
    assert shown.said.startswith("Noted: you know")
    assert visitor.study.activity(NOW) != activity
    assert shown.address == "?screen=path&walk=1"


def test_the_walk_ends(do: Callable[..., Shown], visitor: Visitor) -> None:
    planned(visitor, "vector")
    assert "<textarea" not in do(walk="1").body
    do("know", days=1, concept="vector")
    assert "You have mastered every step" in do(days=1, walk="1").body
    assert "steps are done" in do(days=1).body or "step is done" in do(days=1).body


def test_without_a_goal_the_walk_asks_for_one(do: Callable[..., Shown]) -> None:
    assert "<textarea" in do(walk="1").body


def test_what_people_write_is_never_markup(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script> **x** [z](http://a.example)"
    graph = ConceptGraph.of([concept("a", title=f"A {bad}"), concept("b", "a", title=f"B {bad}")])
    url = f"sqlite:///{tmp_path}/learners.db"
    visitor = Visitor(Study(graph, LearnerStore(url), "ann"), ConversationStore(url), NOW)
    planned(visitor, "b")
    screen = PathScreen(graph)
    bodies = [
        screen.show(Act(screen="path", values=values), visitor).body for values in ({}, {"say": bad}, {"goal": "a"})
    ]
    bodies.append(screen.show(Act(screen="path", name="know", values={"concept": "a"}), visitor).body)
    for body in map(PAGE.render, bodies):
        assert "alert" in body
        assert not re.search(r"<script|<strong>x|href=.http", body)


@pytest.mark.parametrize("values", [{}, {"wish": WISH}, {"say": ""}, {"walk": "1"}])
def test_every_tag_is_drawn_and_closed(do: Callable[..., Shown], visitor: Visitor, values: dict[str, str]) -> None:
    planned(visitor, "flashattention", "lora", hours_per_week=1, deadline=NOW.date() + 14 * DAY)
    html = PAGE.render(do(**values).body)
    assert "&lt;" not in re.sub(r"<code.*?</code>|<pre.*?</pre>", "", html, flags=re.DOTALL)
    for tag in ("div", "details", "ol", "ul", "li", "form", "fieldset", "label", "button", "section"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag
    assert html.count("<h1") == 1
