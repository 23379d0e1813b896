"""Commands for learning: placement, a plan, the walk to a goal, quizzes, reviews, explaining in one's own words."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.factory import open_graph, open_study
from ui.cli.options import Json, settings

if TYPE_CHECKING:
    from corpus.types import ConceptId
    from graph.concept_graph import ConceptGraph
    from tutor.learner.study import Study

Words = Annotated[list[str] | None, typer.Argument(help="What you want, in your own words.")]
Most = Annotated[int, typer.Option("-n", "--most", min=1, max=200, help="At most how many questions.")]
Seed = Annotated[int | None, typer.Option("--seed", help="What to shuffle with; the same seed asks the same.")]


def place(seed: Seed = None) -> None:
    """Find out where you stand, in at most twelve questions."""
    from ui.placing import place as run

    run(_study(), _clock, _seed(seed))


def plan(
    wish: Words = None,
    to: Annotated[Path | None, typer.Option("--to", help="Write it to a .md, .mmd, .ics or .apkg file.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the wish as it was understood.")] = False,
    json: Json = False,
) -> None:
    """A study plan by weeks: "I know linear algebra, I have 3 hours, I want to understand FlashAttention"."""
    from ui.console import show_json
    from ui.planning import confirmed, save_plan, show_plan

    study = _study()
    plan = confirmed(study, " ".join(wish), _clock(), yes=yes or json) if wish else study.plan(_clock())
    if json:
        show_json(plan)
    else:
        show_plan(study.graph, plan)
    if to and plan:
        save_plan(study, plan, to, _clock())


def learn(
    goals: Annotated[
        list[str] | None, typer.Argument(help="What you want to learn; nothing goes on where you were.")
    ] = None,
    seed: Seed = None,
) -> None:
    """Be taught step by step: explain, check, next; down to what is missing and back."""
    from tutor.learner.entries import Aim
    from tutor.learner.study import new_id
    from ui.walking import walk

    study = _study()
    if goals:
        wanted = tuple(study.graph.resolve(goal) for goal in goals)
        state = study.state(_clock())
        if state.aim is None or state.aim.goals != wanted:
            study.note(Aim(id=new_id(), at=_clock(), goals=wanted))
    walk(study, _clock, _seed(seed))


def quiz(
    about: Annotated[list[str] | None, typer.Argument(help="Concepts or areas; nothing means your plan.")] = None,
    most: Most = 10,
    seed: Seed = None,
    json: Json = False,
) -> None:
    """Questions on concepts, an area or your plan; written ones first, then ones computed afresh."""
    from tutor.learner.entries import Purpose
    from ui.asking import ask_all
    from ui.console import show_json, show_markdown
    from ui.walking import summary

    study = _study()
    items = study.quiz(_chosen(study, about or []), _seed(seed), most)
    if json:
        show_json([item.model_dump(mode="json") for item in items])
    else:
        show_markdown(summary(study.graph, ask_all(study, items, Purpose.QUIZ, _clock)))


def review(most: Most = 20, seed: Seed = None, json: Json = False) -> None:
    """What you are about to forget, mixed across areas."""
    from tutor.learner.entries import Purpose
    from ui.asking import ask_all
    from ui.console import out, show_json, show_markdown
    from ui.walking import summary

    study, now = _study(), _clock()
    due = study.review(now, most)
    if json:
        show_json(due)
        return
    out.print(due.spoken(now.date()))
    items = (study.item(concept, _seed(seed) + place) for place, concept in enumerate(due.concepts))
    if due.concepts:
        show_markdown(summary(study.graph, ask_all(study, items, Purpose.REVIEW, _clock)))


def explain(
    concept: Annotated[str, typer.Argument(help="What you explain.")],
    words: Annotated[list[str] | None, typer.Argument(help="Your explanation; nothing asks for it.")] = None,
    json: Json = False,
) -> None:
    """Explain a concept in your own words, and see what is there and what is missing."""
    from tutor.dialogue.explain_back import ExplainBack
    from tutor.factory import open_check, open_retriever, update_index
    from tutor.learner.study import new_id
    from ui.asking import typed
    from ui.console import show_json, show_markdown, tell

    loaded = settings()
    graph = open_graph(loaded)
    subject = graph.resolve(concept)
    update_index(loaded, graph, tell)
    retriever = open_retriever(loaded, graph)
    check = open_check(retriever, graph)
    text = " ".join(words or []) or typed(f"What is {graph.catalogue[subject].title}, in your own words?> ")
    graded = ExplainBack(retriever.embedder, retriever.names, graph.catalogue, check).grade(subject, text)
    if attempt := graded.attempt(new_id(), _clock()):
        open_study(loaded, graph).note(attempt)
    if json:
        show_json(graded)
    else:
        show_markdown("\n\n".join(graded.feedback))


def _chosen(study: Study, about: list[str]) -> list[ConceptId]:
    """The concepts behind names of concepts and areas; those of the plan where nothing is named."""
    from corpus.errors import TutorError

    if not about:
        plan = study.plan(_clock())
        if plan is None or not plan.steps:
            message = "There is no plan to ask about."
            raise TutorError(message, hint="Name a concept or an area, as in `tutor quiz attention`.")
        return [step.concept for step in plan.steps]
    return [concept for name in about for concept in _named(study.graph, name)]


def _named(graph: ConceptGraph, name: str) -> list[ConceptId]:
    area = [page.id for page in graph.catalogue if page.area == name.lower().replace(" ", "-")]
    return area or [graph.resolve(name)]


def _study() -> Study:
    loaded = settings()
    return open_study(loaded, open_graph(loaded))


def _clock() -> datetime:
    return datetime.now(UTC).astimezone()


def _seed(given: int | None) -> int:
    return int(_clock().timestamp()) if given is None else given
