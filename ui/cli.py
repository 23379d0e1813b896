"""The command line: `tutor`. Each command is a few lines over the packages below; `--json` prints values."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.errors import TutorError
from tutor.factory import open_graph, open_tutor
from tutor.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.types import ConceptId
    from graph.concept_graph import ConceptGraph

app = typer.Typer(
    name="tutor", help="Ask anything about how modern AI works; offline, with sources.", no_args_is_help=True
)
graph_app = typer.Typer(help="The prerequisite graph.", no_args_is_help=True)
corpus_app = typer.Typer(help="Concept pages and source documents.", no_args_is_help=True)
app.add_typer(graph_app, name="graph")
app.add_typer(corpus_app, name="corpus")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Known = Annotated[str, typer.Option("--known", help="Concepts you know, separated by commas.")]
Question = Annotated[list[str], typer.Argument(help="Your question; quotes are optional.")]


def settings() -> Settings:
    """The settings from the environment and `tutor.toml`; also sets the level of the log."""
    loaded = load_settings(os.environ, Path("tutor.toml"))
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(message)s")
    logging.getLogger("tutor").setLevel(loaded.log.upper())
    return loaded


@app.command()
def ask(question: Question, json: Json = False, known: Known = "") -> None:
    """Answer one question, with its sources."""
    from tutor.types import Conversation, Learner
    from ui.console import show_events, show_json, tell

    tutor = open_tutor(settings(), tell)
    learner = Learner(known=tuple(_resolved(tutor.graph, known)))
    events = tutor.turn(
        " ".join(question),
        conversation=Conversation(),
        learner=learner,
        now=datetime.now(UTC),
        cancel=threading.Event(),
    )
    if json:
        show_json([event.model_dump(mode="json") for event in events])
    else:
        deque(show_events(events, tutor.graph.catalogue), maxlen=0)


@app.command()
def chat(known: Known = "") -> None:
    """Talk with the tutor; an empty line or Ctrl-D ends it, Ctrl-C stops an answer."""
    from tutor.types import Conversation, Finished, KnowledgeStated, Learner
    from ui.console import out, show_events, tell

    tutor = open_tutor(settings(), tell)
    conversation, learner = Conversation(), Learner(known=tuple(_resolved(tutor.graph, known)))
    out.print("Ask away. An empty line ends the chat.")
    while text := _typed():
        cancel = threading.Event()
        with _stopping(cancel):
            turn = tutor.turn(text, conversation=conversation, learner=learner, now=datetime.now(UTC), cancel=cancel)
            for event in show_events(turn, tutor.graph.catalogue):
                if isinstance(event, KnowledgeStated):
                    learner = event.learner
                if isinstance(event, Finished):
                    conversation = event.conversation


@app.command()
def path(
    goals: Annotated[list[str], typer.Argument(help="One or several concepts.")], known: Known = "", json: Json = False
) -> None:
    """The shortest study path to one or several concepts."""
    from graph.paths import learning_path
    from tutor.types import PathFound
    from ui.console import show_json, show_markdown
    from ui.render import event_markdown

    graph = open_graph(settings())
    found = learning_path(graph, [graph.resolve(goal) for goal in goals], _resolved(graph, known))
    if json:
        show_json(found)
    else:
        show_markdown(event_markdown(PathFound(path=found), graph.catalogue))


@app.command(name="next")
def next_(
    known: Known = "",
    towards: Annotated[str, typer.Option("--towards", help="A concept you are heading for.")] = "",
    json: Json = False,
) -> None:
    """Three concepts that are ready to learn, each with why now."""
    from tutor.dialogue.suggest import next_steps
    from tutor.types import NextFound
    from ui.console import show_json, show_markdown
    from ui.render import event_markdown

    graph = open_graph(settings())
    steps = next_steps(graph, graph.closure(_resolved(graph, known)), _resolved(graph, towards))
    if json:
        show_json([step.model_dump(mode="json") for step in steps])
    else:
        show_markdown(event_markdown(NextFound(ready=steps), graph.catalogue))


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Embed every page again.")] = False, json: Json = False
) -> None:
    """Bring the index up to date; only changed pages are embedded."""
    from tutor.factory import update_index
    from ui.console import out, show_json, tell

    loaded = settings()
    start = time.perf_counter()
    report = update_index(loaded, open_graph(loaded), tell, rebuild=rebuild)
    if json:
        show_json(report)
    else:
        changes = f"{report.added} pages embedded, {report.kept} kept, {report.removed} removed"
        out.print(f"Index {report.fingerprint}: {changes}, {time.perf_counter() - start:.1f} s.")


@app.command()
def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Assets; without names, all that is needed.")] = None,
) -> None:
    """Fetch model files once; afterwards everything works without a network."""
    from ui.console import downloading, err, out
    from ui.setup import pull_assets

    with downloading() as progress:
        for line in pull_assets(settings(), names or [], progress, err.print):
            out.print(line, markup=False)


@app.command()
def models(json: Json = False) -> None:
    """Model files: what is here, size, licence, digest state, and which is in use."""
    from ui.console import out, show_json
    from ui.setup import asset_rows

    rows = asset_rows(settings())
    if json:
        show_json([row.model_dump(mode="json") for row in rows])
        return
    for row in rows:
        use = "← in use" if row.in_use else ""
        out.print(f"{row.name:10} {row.megabytes:7.1f} MB  {row.licence:11} {row.state:13} {use}", markup=False)
        out.print(f"           {row.about}", markup=False, style="dim")


@app.command()
def doctor(json: Json = False) -> None:
    """Check this machine; each line is ok, a warning or an error, with what to do."""
    from ui.console import out, show_json
    from ui.doctor import examine

    findings = examine(settings())
    if json:
        show_json([finding.model_dump(mode="json") for finding in findings])
    else:
        for finding in findings:
            out.print(f"{finding.state:8} {finding.subject:16} {finding.text}", markup=False, soft_wrap=True)
    if any(finding.state == "error" for finding in findings):
        raise typer.Exit(1)


@app.command()
def web() -> None:
    """Open the chat in the browser."""
    from ui.web.launch import launch

    launch(settings())


@graph_app.command(name="export")
def graph_export(
    format: Annotated[str, typer.Option("--format", help="mermaid, graphml, json or dot.")] = "mermaid",  # noqa: A002 - the word people use
    around: Annotated[str, typer.Option("--around", help="Only a concept and everything before it.")] = "",
) -> None:
    """Print the graph, or its part before one concept."""
    from graph.export import EXPORTERS
    from tutor.errors import SettingsError

    if format not in EXPORTERS:
        message = f"There is no graph format '{format}'."
        raise SettingsError(message, hint=f"Use one of {', '.join(EXPORTERS)}.")
    graph = open_graph(settings())
    goal = graph.resolve(around) if around else None
    sys.stdout.write(EXPORTERS[format](graph, {goal, *graph.ancestors(goal)} if goal else None))


@graph_app.command(name="stats")
def graph_figures(json: Json = False) -> None:
    """Figures of the graph as a whole: chains, foundations, most needed concepts."""
    from graph.stats import graph_stats
    from ui.console import show_json, show_markdown
    from ui.pages import stats_page

    stats = graph_stats(open_graph(settings()))
    show_json(stats) if json else show_markdown(stats_page(stats))


@corpus_app.command(name="check")
def corpus_check(json: Json = False) -> None:
    """Report every problem of the pages and of the graph; exit code 1 where there is one."""
    from corpus.catalogue import Catalogue
    from corpus.check import check_corpus
    from corpus.load import load_pages, shipped_pages
    from graph.validate import graph_problems
    from ui.console import out, show_json

    loaded = settings()
    pages = load_pages(loaded.corpus or shipped_pages())
    own = loaded.corpus is None
    problems = [*check_corpus(pages, complete=own), *graph_problems(Catalogue(pages))]
    if json:
        show_json([problem.model_dump(mode="json") for problem in problems])
    else:
        for problem in problems:
            out.print(str(problem), markup=False, soft_wrap=True)
        out.print(f"{len(pages)} pages, {len(problems)} problems.")
    if problems:
        raise typer.Exit(1)


@corpus_app.command(name="read")
def corpus_read(
    source: Annotated[Path, typer.Argument(help="A document or a folder of documents.", metavar="PATH")],
    format: Annotated[str, typer.Option("--format", help="auto or the name of a format.")] = "auto",  # noqa: A002 - the word people use
    json: Json = False,
) -> None:
    """Read source documents and print their records."""
    from corpus.documents import read_documents
    from ui.console import out, show_json

    documents = read_documents(source, format=format)
    if json:
        show_json([document.model_dump(mode="json") for document in documents])
        return
    for document in documents:
        out.print(f"{document.path}: {len(document.records)} records ({document.format})", markup=False, soft_wrap=True)
        for record in document.records:
            inferred = " (inferred)" if record.title_inferred else ""
            out.print(f"  {record.number:4} {record.title}{inferred}", markup=False)


def _typed() -> str:
    try:
        return input("\nyou> ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


@contextmanager
def _stopping(cancel: threading.Event) -> Iterator[None]:
    """Let Ctrl-C stop the answer, not the chat."""
    before = signal.signal(signal.SIGINT, lambda *_: cancel.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _resolved(graph: ConceptGraph, names: str) -> list[ConceptId]:
    return [graph.resolve(name) for name in filter(None, map(str.strip, names.split(",")))]


def main() -> None:
    """Run the command; an error that a person can act on is a message and a hint, and exit code 1."""
    try:
        app()
    except TutorError as error:
        from ui.console import show_error

        show_error(error)
        raise SystemExit(1) from None
