"""Commands about what is taught: the graph, the pages, source documents."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tutor.factory import open_graph
from ui.cli.options import Json, settings


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


def graph_figures(json: Json = False) -> None:
    """Figures of the graph as a whole: chains, foundations, most needed concepts."""
    from graph.stats import graph_stats
    from ui.console import show_json, show_markdown
    from ui.pages import stats_page

    stats = graph_stats(open_graph(settings()))
    show_json(stats) if json else show_markdown(stats_page(stats))


def corpus_check(json: Json = False) -> None:
    """Report every problem of the pages, of the graph and of your notes; exit code 1 where there is one."""
    from corpus.catalogue import Catalogue
    from corpus.check import check_corpus
    from corpus.ingest import read_notes
    from corpus.load import load_pages, shipped_pages
    from graph.validate import graph_problems
    from ui.console import out, show_json

    loaded = settings()
    pages = load_pages(loaded.corpus or shipped_pages())
    own = loaded.corpus is None
    notes = read_notes(loaded.notes)[1] if loaded.notes else ()
    problems = [*check_corpus(pages, complete=own), *graph_problems(Catalogue(pages)), *notes]
    if json:
        show_json([problem.model_dump(mode="json") for problem in problems])
    else:
        for problem in problems:
            out.print(str(problem), markup=False, soft_wrap=True)
        out.print(f"{len(pages)} pages, {len(problems)} problems.")
    if problems:
        raise typer.Exit(1)


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
