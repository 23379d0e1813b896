"""Commands about concepts: paths, what is next, comparisons, pages, passages."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from tutor.factory import open_graph, open_study
from ui.cli.options import Json, Known, Question, resolved, settings


def path(
    goals: Annotated[list[str], typer.Argument(help="One or several concepts.")], known: Known = "", json: Json = False
) -> None:
    """The shortest study path to one or several concepts."""
    from graph.paths import learning_path
    from tutor.events import PathFound
    from ui.console import show_json, show_markdown
    from ui.render import event_markdown

    loaded = settings()
    graph = open_graph(loaded)
    learner = open_study(loaded, graph).as_learner(datetime.now(UTC)).who_knows(resolved(graph, known))
    found = learning_path(graph, [graph.resolve(goal) for goal in goals], learner.known)
    if json:
        show_json(found)
    else:
        show_markdown(event_markdown(PathFound(path=found), graph.catalogue))


def next_(
    known: Known = "",
    towards: Annotated[str, typer.Option("--towards", help="A concept you are heading for.")] = "",
    json: Json = False,
) -> None:
    """Three concepts that are ready to learn, each with why now."""
    from ui.console import show_json, show_markdown
    from ui.progress import upcoming

    loaded, now = settings(), datetime.now(UTC).astimezone()
    graph = open_graph(loaded)
    steps = open_study(loaded, graph).next_up(now, known=resolved(graph, known), towards=resolved(graph, towards))
    if json:
        show_json([step.model_dump(mode="json") for step in steps])
    else:
        show_markdown(upcoming(steps))


def compare(
    one: Annotated[str, typer.Argument(help="A concept.")],
    other: Annotated[str, typer.Argument(help="Another concept.")],
    json: Json = False,
) -> None:
    """Two concepts side by side, from their pages."""
    from ui.console import show_json, show_markdown
    from ui.pages import comparison

    graph = open_graph(settings())
    pages = [graph.catalogue[graph.resolve(name)] for name in (one, other)]
    if json:
        show_json([page.model_dump(mode="json") for page in pages])
    else:
        show_markdown(comparison(graph, *pages))


def concept(
    name: Annotated[str, typer.Argument(help="A concept's id, title or alias.")] = "",
    list_: Annotated[bool, typer.Option("--list", help="List every concept.")] = False,
    json: Json = False,
) -> None:
    """A concept's page, with what it needs and what it unlocks."""
    from ui.console import show_json, show_markdown
    from ui.pages import concept_list, concept_page

    graph = open_graph(settings())
    if list_ or not name:
        known = [{"id": page.id, "title": page.title, "area": page.area} for page in graph.catalogue]
        show_json(known) if json else show_markdown(concept_list(graph))
    else:
        page = graph.catalogue[graph.resolve(name)]
        show_json(page) if json else show_markdown(concept_page(graph, page))


def search(
    question: Question, k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many.")] = 5, json: Json = False
) -> None:
    """Passages for a question, with the score that each channel gave."""
    from tutor.factory import open_retriever, update_index
    from ui.console import show_json, show_markdown, tell
    from ui.pages import search_table

    loaded = settings()
    graph = open_graph(loaded)
    update_index(loaded, graph, tell)
    found = open_retriever(loaded, graph).search(" ".join(question), k=k)
    show_json(found) if json else show_markdown(search_table(found, graph.catalogue))
