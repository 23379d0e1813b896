"""The command line: `tutor`. Each command is a few lines over the packages below; `--json` prints values."""

from __future__ import annotations

import typer

from tutor.errors import TutorError
from ui.cli import concepts, evaluate, learning, machine, mcp, me, people, sources, talk

app = typer.Typer(
    name="tutor", help="Ask anything about how modern AI works; offline, with sources.", no_args_is_help=True
)
graph_app = typer.Typer(help="The prerequisite graph.", no_args_is_help=True)
corpus_app = typer.Typer(help="Concept pages and source documents.", no_args_is_help=True)
me_app = typer.Typer(help="What the tutor knows of you; it never leaves this machine.", no_args_is_help=True)
people_app = typer.Typer(help="Who may sign in to the web chat.", no_args_is_help=True)
app.add_typer(graph_app, name="graph")
app.add_typer(corpus_app, name="corpus")
app.add_typer(me_app, name="me")
app.add_typer(people_app, name="people")

app.command()(talk.ask)
app.command()(talk.chat)
app.command()(concepts.path)
app.command(name="next")(concepts.next_)
app.command()(learning.place)
app.command()(learning.plan)
app.command()(learning.learn)
app.command()(learning.quiz)
app.command()(learning.review)
app.command()(learning.explain)
app.command()(concepts.compare)
app.command()(concepts.concept)
app.command()(concepts.search)
app.command()(machine.index)
app.command()(machine.pull)
app.command()(machine.models)
app.command()(machine.doctor)
app.command(name="eval")(evaluate.evaluate)
app.command()(talk.web)
app.command()(mcp.mcp)
graph_app.command(name="export")(sources.graph_export)
graph_app.command(name="stats")(sources.graph_figures)
corpus_app.command(name="check")(sources.corpus_check)
corpus_app.command(name="read")(sources.corpus_read)
me_app.command(name="show")(me.show)
me_app.command(name="know")(me.know)
me_app.command(name="forget")(me.forget)
me_app.command(name="export")(me.export)
me_app.command(name="import")(me.import_)
me_app.command(name="delete")(me.delete)
people_app.command(name="add")(people.add)
people_app.command(name="list")(people.list_)
people_app.command(name="password")(people.password)
people_app.command(name="remove")(people.remove)


def main() -> None:
    """Run the command; an error that a person can act on is a message and a hint, and exit code 1."""
    try:
        app()
    except TutorError as error:
        from ui.console import show_error  # noqa: PLC0415 - loaded where there is something to show

        show_error(error)
        raise SystemExit(1) from None
