"""Study plans and items for other programs, each opened again as those programs open it."""

from __future__ import annotations

import json
import re
import sqlite3
import warnings
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.errors import TutorError
from tutor.learner.entries import Aim
from tutor.learner.plans.alternatives import alternatives
from tutor.learner.plans.anki import to_anki, to_html
from tutor.learner.plans.calendar_file import to_calendar
from tutor.learner.plans.checklist import to_checklist
from tutor.learner.plans.diagram import to_diagram
from tutor.learner.plans.plan import StudyPlan, study_plan

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
EVIL = '<script>alert(1)</script> [x](javascript:y) "]; end\nclick c0 "evil" {{Front}} [sound:x]'
ITEM = {
    "id": "evil/1",
    "concept": "evil",
    "kind": "recall",
    "stem": f"Is $a<b$ {EVIL}?",
    "options": [{"text": f"{letter} {EVIL}", "right": letter == "c", "feedback": EVIL} for letter in "abcd"],
}
GRAPH = ConceptGraph.of(
    [
        concept("base", minutes=50),
        concept("evil", "base", minutes=100, title=EVIL, items=[ITEM]),
        concept("top", "evil", minutes=30, prerequisites=[{"concept": "evil", "because": EVIL}]),
    ]
)


def planned(graph: ConceptGraph, *goals: str, **fields: object) -> StudyPlan:
    aim = Aim.model_validate({"id": "aim", "at": NOW, "goals": goals, "hours_per_week": 1} | fields)
    return study_plan(graph, aim, (), NOW.date())


def events(plan: StudyPlan, **how: str) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(to_calendar(GRAPH, plan, NOW, **how))  # type: ignore[arg-type]  # a table of arguments
    assert not calendar.errors
    return [dict(event.items()) for event in calendar.walk("VEVENT")]


def test_the_checklist_tells_each_week_with_its_reasons() -> None:
    text = to_checklist(GRAPH, planned(GRAPH, "top"))
    assert text.startswith("# Study plan: Top\n\n3 steps, 3 hours, 1 hour a week: from 26 November 2026 to ")
    assert "## Week 1: from 26 November 2026, 1 hour" in text
    assert "- [ ] **Base** (50 minutes)" in text
    assert "part 1 of 3" in text
    assert "  - This is a goal." in text
    assert text.count("- [ ]") == sum(len(week.sittings) for week in planned(GRAPH, "top").weeks)


def test_the_checklist_names_what_is_shared_taken_on_faith_skipped_and_not_met(shipped_graph: ConceptGraph) -> None:
    plan = planned(shipped_graph, "lora", "dpo", depth="follow", hours=0.5)
    text = to_checklist(shipped_graph, plan, alternatives(shipped_graph, plan))
    assert "## Taken on faith" in text
    assert "## What you could skip" in text
    assert "**Not everything can be met.** " in text
    assert "- Possible: 1 hour 30 minutes in all instead of 30 minutes." in text
    assert "shared by several goals" in to_checklist(shipped_graph, planned(shipped_graph, "lora", "dpo"))


def test_a_plan_without_steps_says_so() -> None:
    done = study_plan(GRAPH, Aim(id="aim", at=NOW, goals=("base",)), ["base"], NOW.date())
    assert "There is nothing left to learn for it." in to_checklist(GRAPH, done)
    with pytest.raises(TutorError) as error:
        to_calendar(GRAPH, done, NOW)
    assert error.value.hint


def test_no_title_acts_in_a_checklist() -> None:
    text = to_checklist(GRAPH, planned(GRAPH, "top", "evil"))
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\](?!\s)(?<!\[ \])", text.replace("- [ ]", ""))
    assert "\nclick" not in text


def test_the_diagram_shows_weeks_goals_and_faith() -> None:
    graph = ConceptGraph.of([concept("a"), concept("b", "a"), concept("c", "b"), concept("d", "c")])
    plan = planned(graph, "d", depth="follow")
    assert to_diagram(graph, plan).splitlines() == [
        "graph TD",
        '  subgraph week1["Week 1"]',
        '    c1["B"]',
        '    c2["C"]',
        '    c3["D"]',
        "  end",
        '  c0["A"]',
        "  c1 --> c2",
        "  c2 --> c3",
        "  c0 -.-> c1",
        "  classDef goal stroke-width:4px",
        "  classDef faith stroke-dasharray:4 4",
        "  class c3 goal",
        "  class c0 faith",
    ]


def test_no_title_leaves_its_box_in_a_diagram() -> None:
    lines = to_diagram(GRAPH, planned(GRAPH, "top")).splitlines()
    boxes = [line for line in lines if "script" in line]
    assert len(boxes) == 1
    assert re.fullmatch(r'    c1\["[^"<>]*"\]', boxes[0])
    assert not any(line.strip().startswith("click") for line in lines)


def test_the_calendar_has_one_event_for_each_sitting() -> None:
    plan = planned(GRAPH, "top")
    sittings = [sitting for week in plan.weeks for sitting in week.sittings]
    found = events(plan)
    assert [event["DTSTART"].dt for event in found] == [sitting.day for sitting in sittings]  # type: ignore[attr-defined]  # the library tells no types
    assert [str(event["UID"]) for event in found][:2] == ["base.1@kg-tutor", "evil.1@kg-tutor"]
    assert len({str(event["UID"]) for event in found}) == len(found)
    assert {event["DTSTAMP"].dt for event in found} == {NOW}  # type: ignore[attr-defined]  # the library tells no types
    assert "Learn Base (50 minutes)" in {str(event["SUMMARY"]) for event in found}


def test_the_calendar_by_week() -> None:
    plan = planned(GRAPH, "top")
    found = events(plan, grain="week")
    assert [event["DTSTART"].dt for event in found] == [week.start for week in plan.weeks]  # type: ignore[attr-defined]  # the library tells no types
    assert found[0]["DTEND"].dt - found[0]["DTSTART"].dt == timedelta(days=7)  # type: ignore[attr-defined]  # the library tells no types


def test_a_new_plan_moves_the_events_of_the_old_one() -> None:
    later = study_plan(GRAPH, Aim(id="aim", at=NOW, goals=("top",), hours_per_week=1), (), date(2027, 1, 1))
    assert {str(event["UID"]) for event in events(later)} == {
        str(event["UID"]) for event in events(planned(GRAPH, "top"))
    }


def test_the_calendar_file_is_what_the_standard_asks_for() -> None:
    raw = to_calendar(GRAPH, planned(GRAPH, "top"), NOW)
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"VERSION:2.0" in lines
    assert any(line.startswith(b"PRODID:") for line in lines)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert not any(line.startswith(b"click") for line in lines)


def cards(raw: bytes, folder: Path) -> list[tuple[str, list[str]]]:
    """Guid and fields of each note, read as Anki reads the file."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        archive.extract("collection.anki2", folder)
    connection = sqlite3.connect(folder / "collection.anki2")
    notes = connection.execute("select guid, flds from notes order by id").fetchall()
    assert connection.execute("select count(*) from cards").fetchone() == (len(notes),)
    connection.close()
    return [(guid, fields.split("\x1f")) for guid, fields in notes]


def ids(raw: bytes, folder: Path) -> tuple[set[str], set[str]]:
    """The ids of the decks and of the kinds of notes."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        archive.extract("collection.anki2", folder)
    connection = sqlite3.connect(folder / "collection.anki2")
    decks, models = connection.execute("select decks, models from col").fetchone()
    connection.close()
    return set(json.loads(decks)), set(json.loads(models))


def test_the_deck_holds_each_item_of_a_plan_once(shipped_graph: ConceptGraph, tmp_path: Path) -> None:
    plan = planned(shipped_graph, "lora")
    items = [item for step in plan.steps for item in step.check]
    notes = cards(to_anki(shipped_graph, "LoRA", [*items, *items], 7, NOW), tmp_path)
    assert len(notes) == len(items)
    pages = {item.id: item for page in shipped_graph.catalogue for item in page.items}
    for _, (item_id, _, _, options, answer, feedback) in notes:
        right = next(option for option in pages[item_id].options if option.right)
        shown = re.findall("<li>(.*?)</li>", options)
        assert shown["ABCD".index(answer[0])] == to_html(right.text)
        assert re.findall("<li>(.*?)</li>", feedback)["ABCD".index(answer[0])] == to_html(right.feedback)


def test_reading_a_deck_again_updates_the_same_notes(shipped_graph: ConceptGraph, tmp_path: Path) -> None:
    items = [item.id for item in shipped_graph.catalogue["lora"].items]
    first = to_anki(shipped_graph, "LoRA", items, 7, NOW)
    second = to_anki(shipped_graph, "LoRA", items, 8, NOW + timedelta(days=3))
    assert [guid for guid, _ in cards(first, tmp_path)] == [guid for guid, _ in cards(second, tmp_path)]
    assert ids(first, tmp_path) == ids(second, tmp_path)
    assert ids(first, tmp_path)[0] != ids(to_anki(shipped_graph, "Other", items, 7, NOW), tmp_path)[0]


def test_the_seed_orders_the_options(shipped_graph: ConceptGraph, tmp_path: Path) -> None:
    items = [item.id for item in shipped_graph.catalogue["lora"].items]

    def options(seed: int) -> list[str]:
        return [fields[3] for _, fields in cards(to_anki(shipped_graph, "LoRA", items, seed, NOW), tmp_path)]

    assert options(1) == options(1)
    assert len({tuple(options(seed)) for seed in range(6)}) > 1


def test_mathematics_is_for_mathjax_and_nothing_else_acts_in_a_card(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ((_, fields),) = cards(to_anki(GRAPH, "evil", ["evil/1"], 0, NOW), tmp_path)
    assert r"\(a&lt;b\)" in fields[2]
    everything = "".join(fields)
    assert "<script" not in everything
    assert "[sound" not in everything
    assert "{{" not in everything
    assert to_html("$$x$$ and `a<b`") == r"\[x\] and <code>a&lt;b</code>"


def test_a_deck_of_nothing_or_of_unknown_items_is_an_error_with_a_hint() -> None:
    for items in ([], ["gone/1"]):
        with pytest.raises(TutorError) as error:
            to_anki(GRAPH, "deck", items, 0, NOW)
        assert error.value.hint
