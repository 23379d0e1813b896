"""Study plans in the terminal: a wish read back, the plan, and its files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from corpus.errors import TutorError
from graph.concept_graph import ConceptGraph
from tutor.learner.plans.alternatives import alternatives
from tutor.learner.plans.areas import Areas
from tutor.learner.plans.checklist import to_checklist
from tutor.learner.plans.plan import StudyPlan
from tutor.learner.plans.wishes import read_wish
from tutor.learner.study import Study
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import Vocabulary
from ui.asking import typed
from ui.console import err, out, show_markdown
from ui.plan_files import plan_file


def confirmed(study: Study, words: str, now: datetime, *, yes: bool) -> StudyPlan | None:
    """The plan for a wish in words, once the learner agrees with how it was understood; None where they do not.

    Raises:
        TutorError: If no goal is found in it.
    """
    graph = study.graph
    names = NameMatcher(graph.catalogue, Vocabulary(graph.catalogue))
    wish = read_wish(words, names.find, Areas(graph), now)
    err.print(wish.spoken(), soft_wrap=True, markup=False)
    if not yes and wish.goals and typed("Is that right? (y/n)> ").lower() not in {"y", "yes"}:
        out.print("Nothing was noted. Say it in other words.")
        return None
    return study.want(wish, now)


def show_plan(graph: ConceptGraph, plan: StudyPlan | None) -> None:
    """A plan by weeks, with what could be skipped."""
    if plan is None:
        out.print('There is no plan yet. Say what you want, as in: tutor plan "I have 3 hours and want to learn LoRA"')
        return
    show_markdown(to_checklist(graph, plan, alternatives(graph, plan)))


def save_plan(study: Study, plan: StudyPlan, path: Path, now: datetime) -> None:
    """Write a plan to a file; its ending says how.

    Raises:
        TutorError: If the ending is none of ours, or the file cannot be written.
    """
    content = plan_file(study.graph, plan, path.suffix, now)
    try:
        path.write_bytes(content)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise TutorError(message, hint="Name a folder that exists and that you may write to.") from error
    err.print(f"Written to {path}.", markup=False)
