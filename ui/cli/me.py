"""Commands about the learner: what is known of them, and their log as a file."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tutor.factory import learners_url, open_graph, open_study
from ui.cli.options import Json, settings

Names = Annotated[list[str], typer.Argument(help="Concepts.")]


def show(
    about: Annotated[list[str] | None, typer.Argument(help="Concepts; nothing shows everything in short.")] = None,
    json: Json = False,
) -> None:
    """What the tutor knows of you, and why it thinks so."""
    from ui.console import show_json, show_markdown
    from ui.progress import concept_states, progress

    loaded = settings()
    graph = open_graph(loaded)
    now = datetime.now(UTC).astimezone()
    state = open_study(loaded, graph).state(now)
    chosen = [graph.resolve(name) for name in about or []]
    if json:
        show_json(
            [state[concept].model_dump(mode="json") for concept in chosen or [page.id for page in graph.catalogue]]
        )
    else:
        show_markdown(concept_states(graph, state, chosen) if chosen else progress(graph, state, now))


def know(concepts: Names) -> None:
    """Say that you know concepts; what comes before them counts as known too."""
    _say(concepts, known=True)


def forget(concepts: Names) -> None:
    """Say that you do not know concepts yet."""
    _say(concepts, known=False)


def export(to: Annotated[Path, typer.Argument(help="A file to write.")]) -> None:
    """Write your whole log to a JSON file."""
    from tutor.errors import StoreError
    from tutor.learner.log.store import LearnerStore
    from ui.console import tell

    loaded = settings()
    with LearnerStore(learners_url(loaded)) as store:
        text = store.export(loaded.learner)
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{to} cannot be written: {error.strerror}."
        raise StoreError(message, hint="Name a folder that exists and that you may write to.") from error
    tell(f"Written to {to}.")


def import_(file: Annotated[Path, typer.Argument(help="A file that `tutor me export` wrote.")]) -> None:
    """Read a log from a file; what is there already is not doubled."""
    from corpus.errors import read_text
    from tutor.learner.log.store import LearnerStore
    from ui.console import tell

    loaded = settings()
    text = read_text(file)
    with LearnerStore(learners_url(loaded)) as store:
        tell(f"{store.import_(text, loaded.learner)} new entries.")


def delete(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete everything that is known of you, your conversations included."""
    from tutor.factory import open_stores
    from ui.asking import typed
    from ui.console import out

    loaded = settings()
    if not yes and typed(f"Delete everything known of '{loaded.learner}'? (y/n)> ").lower() not in {"y", "yes"}:
        out.print("Nothing was deleted.")
        return
    with open_stores(loaded) as stores:
        entries, conversations = stores.log.delete(loaded.learner), stores.conversations.delete_all(loaded.learner)
    out.print(f"{entries} entries deleted, and {conversations} conversations.")


def _say(names: list[str], *, known: bool) -> None:
    from ui.console import tell

    loaded = settings()
    graph = open_graph(loaded)
    concepts = [graph.resolve(name) for name in names]
    open_study(loaded, graph).say(concepts, datetime.now(UTC), known=known)
    tell("Noted.")
