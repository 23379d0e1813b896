"""Learning from the command line: each command reads and writes the same log, and leaving loses nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.cli.conftest import Run
from tutor.learner.items.asked import full_item
from tutor.learner.items.full_item import ChoiceKey

WISH = "I know linear algebra and basic probability, I have 3 hours, I want to understand FlashAttention"
Typing = Callable[[Iterable[str]], None]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Types these lines, then nothing more."""

    def type_lines(lines: Iterable[str]) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return type_lines


def test_a_wish_in_words_is_read_back_and_becomes_a_plan(run: Run, typing: Typing) -> None:
    typing(["y"])
    ran = run("plan", *WISH.split())
    assert ran.code == 0
    assert "You want to understand FlashAttention" in " ".join(ran.err.split())
    assert "3 hours" in ran.err
    assert "- [ ]" in ran.out
    assert run("plan").out == ran.out.partition("(y/n)> ")[2] or "- [ ]" in run("plan").out, "the aim is kept"


def test_a_wish_that_was_misunderstood_changes_nothing(run: Run, typing: Typing) -> None:
    typing(["n"])
    assert "Nothing was noted" in run("plan", *WISH.split()).out
    assert "There is no plan yet" in run("plan").out


def test_a_wish_without_a_goal_is_a_mistake(run: Run) -> None:
    ran = run("plan", "hello", "there", "--yes")
    assert ran.code == 1
    assert "did not find what you want to learn" in ran.err


@pytest.mark.parametrize(
    ("name", "beginning"), [("plan.md", b"# Study plan"), ("plan.mmd", b"graph TD"), ("plan.ics", b"BEGIN:VCALENDAR")]
)
def test_a_plan_is_written_to_a_file(run: Run, tmp_path: Path, name: str, beginning: bytes) -> None:
    assert run("plan", *WISH.split(), "--yes", "--to", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_bytes().startswith(beginning)


def test_a_plan_becomes_a_deck_of_cards(run: Run, tmp_path: Path) -> None:
    assert run("plan", *WISH.split(), "--yes", "--to", str(tmp_path / "plan.apkg")).code == 0
    assert "collection.anki2" in zipfile.ZipFile(tmp_path / "plan.apkg").namelist()


def test_a_plan_is_not_written_to_what_we_do_not_know(run: Run, tmp_path: Path) -> None:
    ran = run("plan", *WISH.split(), "--yes", "--to", str(tmp_path / "plan.docx"))
    assert (ran.code, "'.docx'" in ran.err, ".ics" in ran.err) == (1, True, True)


def test_a_quiz_counts_what_was_answered_and_says_what_to_read(
    run: Run, typing: Typing, shipped_graph: ConceptGraph
) -> None:
    asked = run("quiz", "softmax", "--seed", "3", "-n", "2", "--json").json
    item = full_item(shipped_graph, asked[0]["id"], asked[0]["seed"])
    assert isinstance(item.key, ChoiceKey)
    right = str(item.key.shown.index(item.key.right.text) + 1)
    typing(["h", "nonsense", right, "?"])
    ran = run("quiz", "softmax", "--seed", "3", "-n", "2")
    assert "Hint 1" in ran.out
    assert "error" in ran.err, "an answer that cannot be read may be given again"
    assert "1 of 2 right." in ran.out
    assert "Read again: " in ran.out
    shown = run("me", "show", "softmax", "--json").json[0]
    assert (shown["right"], shown["answers"]) == (1, 2)


def test_leaving_a_quiz_keeps_what_was_answered(run: Run, typing: Typing) -> None:
    typing(["?", "q"])
    ran = run("quiz", "attention", "--seed", "3")
    assert "What you answered is kept." in ran.out
    assert "0 of 1 right." in ran.out


def test_a_quiz_needs_something_to_ask_about(run: Run) -> None:
    assert "There is no plan to ask about" in run("quiz").err
    assert "strangeness" in run("quiz", "strangeness").err


def test_the_walk_goes_on_where_it_was_left(run: Run, typing: Typing) -> None:
    typing(["?", "q"])
    first = run("learn", "softmax", "--seed", "1").out
    typing(["q"])
    again = run("learn", "--seed", "9").out
    last = first.rpartition("\n## ")[2].splitlines()[0]
    assert again.startswith(f"## {last}")
    assert "goes on from here" in again


def test_the_walk_needs_a_goal(run: Run) -> None:
    assert "no goal yet" in run("learn").out


def test_what_is_said_to_be_known_counts_everywhere(run: Run, shipped_graph: ConceptGraph) -> None:
    long = run("path", "flashattention", "--json").json
    assert run("me", "know", "softmax").code == 0
    short = run("path", "flashattention", "--json").json
    assert {step["concept"] for step in long["steps"]} - {step["concept"] for step in short["steps"]} == (
        shipped_graph.closure(["softmax"]) & (shipped_graph.ancestors("flashattention") | {"flashattention"})
    )
    assert "You know" in run("me", "show").out
    assert run("me", "forget", "softmax").code == 0
    assert "softmax" in {step["concept"] for step in run("path", "flashattention", "--json").json["steps"]}


def test_a_log_travels_as_a_file_and_is_deleted_at_once(run: Run, tmp_path: Path, typing: Typing) -> None:
    run("me", "know", "softmax", "relu")
    file = tmp_path / "me.json"
    assert run("me", "export", str(file)).code == 0
    assert "0 new entries" in run("me", "import", str(file)).err
    typing(["n"])
    assert "Nothing was deleted" in run("me", "delete").out
    assert "2 entries deleted" in run("me", "delete", "--yes").out
    assert run("me", "show", "softmax", "--json").json[0]["stated"] is None
    assert "2 new entries" in run("me", "import", str(file)).err
    file.write_text("{}")
    assert run("me", "import", str(file)).code == 1


def test_placement_asks_at_most_twelve_and_is_kept(run: Run, typing: Typing) -> None:
    typing(["?"] * 20)
    ran = run("place", "--seed", "1")
    assert ran.code == 0
    assert "Question 1 of at most 12" in ran.out
    assert "Question 13" not in ran.out
    assert "0 of 452 concepts are taken as known" in ran.out
    typing(["q"])
    assert "Enough for now" in run("place", "--seed", "1").out


def test_nothing_is_due_before_anything_was_answered(run: Run) -> None:
    assert "Nothing is due today." in run("review").out


def test_an_explanation_is_graded_against_the_page(run: Run) -> None:
    words = "It turns a list of scores into probabilities that are positive and sum to one."
    good = run("explain", "softmax", words, "--json").json
    bad = run("explain", "softmax", "It sorts the scores and throws the smallest one away.", "--json").json
    assert good["points"]
    assert good != bad
    assert run("me", "show", "softmax", "--json").json[0]["answers"] >= 1
