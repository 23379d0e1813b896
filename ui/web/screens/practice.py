"""The screen where people practise: quizzes, the review, and explaining in their own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.learner.entries import Attempt
from tutor.learner.items.grading import Graded
from tutor.learner.practice import Topic, outcome
from ui.dialect import escape_attribute, escape_plain
from ui.web.pieces import button, concept_link, heading, meter, row
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.explaining import explaining
from ui.web.screens.item_view import ITEM_ACTS, Question, acted, answer_view, question_view
from ui.web.screens.practice_choices import choices_about, practice_choices, run_title
from ui.web.screens.practice_run import Run, pick_of, pick_written

if TYPE_CHECKING:
    from tutor.dialogue.explain_back import ExplainBack

ADDRESS = "?screen=practice"
"""Where practice begins."""


def due_count(visitor: Visitor) -> int:
    """How many concepts somebody is to review today."""
    return len(visitor.study.review(visitor.now).concepts)


class Practice:
    """Asks one question at a time.

    Args:
        explain_back: Hands out what grades explanations; None while the index is being opened.
    """

    def __init__(self, explain_back: Callable[[], ExplainBack | None]) -> None:
        self._explain_back = explain_back

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done while practising and draw what comes next.

        Raises:
            TutorError: If the values are none of ours, there is nothing to ask, or an answer cannot be read.
        """
        if "explain" in act.values:
            return explaining(act, visitor, self._explain_back())
        if act.name == "start":
            run = Run.of(visitor.study, pick_of(act.values.get("pick", "")), visitor.now)
            return _onward(run, visitor)
        if "queue" in act.values:
            return _running(Run.from_values(act.values), act, visitor)
        if name := act.values.get("about", "").strip():
            return Shown(title="Practice", body=choices_about(visitor, name))
        return Shown(title="Practice", body=practice_choices(visitor, due_count(visitor)), address=ADDRESS)


def _running(run: Run, act: Act, visitor: Visitor) -> Shown:
    """What is seen of a run that has begun."""
    if act.name in ITEM_ACTS:
        run.place_of(act.values.get("attempt", ""))  # before anything is noted
        question, graded = acted(act, visitor, run.pick.purpose)
        return _shown(run, question, graded, visitor)
    if act.name not in {"show", "next"}:
        message = "That cannot be done here."
        raise TutorError(message, hint="Start again from the practice page.")
    return _summary(run, visitor) if "over" in act.values else _onward(run, visitor)


def _onward(run: Run, visitor: Visitor) -> Shown:
    """The first question without an answer; the summary where there is none."""
    answered = run.answers(visitor.study)
    place = next((place for place in range(len(run.queue)) if place not in answered), None)
    if place is None:
        return _summary(run, visitor)
    return _shown(run, run.question(visitor.study.graph, place), None, visitor)


def _shown(run: Run, question: Question, graded: Graded | None, visitor: Visitor) -> Shown:
    graph, place, every = visitor.study.graph, run.place_of(question.attempt), len(run.queue)
    title = run_title(graph, run.pick)
    if graded is None:
        view = question_view(graph, question)
    else:
        left = every - len(run.answers(visitor.study))
        view = answer_view(graph, question, graded, "Next" if left else "See how it went")
    return Shown(title=title, body=f"{heading(title)}\n{_progress(run, place)}{view}", address=run.address)


def _progress(run: Run, place: int) -> str:
    said = f"Question {place + 1} of {len(run.queue)}"
    leave = f'<a href="{escape_attribute(run.address)}&amp;over=yes">Enough for now</a>'
    bar = meter((place + 1) / len(run.queue), said)
    return f'<div class="run"><span>{said}</span>{bar}{leave}</div>\n'


def _summary(run: Run, visitor: Visitor) -> Shown:
    """How it went, and what to read again."""
    study, answers = visitor.study, run.answers(visitor.study)
    result = outcome(study, tuple(answers.values()), run.began, visitor.now)
    title = f"{result.right} of {result.answered} right" if answers else "No question was answered"
    parts = [heading(title), _told(run, answers)]
    for name, concepts in (("Worth reading again", result.read), ("New among what you master", result.mastered)):
        links = "".join(f"<li>{concept_link(study.graph.catalogue, concept)}</li>" for concept in concepts)
        parts.append(f"<h2>{name}</h2>\n<ul>{links}</ul>" if links else "")
    return Shown(title=title, body="\n".join(filter(None, [*parts, row(_doors(run, visitor))])))


def _told(run: Run, answers: Mapping[int, Attempt]) -> str:
    if not answers:
        return "<p>Nothing was noted. The questions are here whenever you want them.</p>"
    kept = "What you answered is kept."
    if len(answers) < len(run.queue):
        kept = f"You stopped after {len(answers)} of {len(run.queue)}. {kept}"
    if all(answer.right for answer in answers.values()):
        kept = f"{kept} There is nothing that you need to read again."
    return f"<p>{escape_plain(kept)}</p>"


def _doors(run: Run, visitor: Visitor) -> list[str]:
    """Where to go from a summary: the same again where there is more of it, the path, or something else."""
    due = due_count(visitor)
    more = f"Review {due} more" if run.pick.topic is Topic.DUE else "Again, with other questions"
    again = button(more, "start", look="button primary", pick=pick_written(run.pick))
    doors = [again] if due or run.pick.topic is not Topic.DUE else []
    path = '<a class="button" href="?screen=path">Back to my path</a>'
    return [*doors, path, f'<a class="button" href="{ADDRESS}">Something else</a>']
