"""The terminal: events as they happen, progress and errors on stderr, JSON where it is asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from pydantic import BaseModel
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from corpus.catalogue import Catalogue
from tutor.assets import Progress as Report
from tutor.errors import TutorError
from tutor.events import Event, citations_of
from ui.render import event_markdown

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def show_error(error: TutorError) -> None:
    """A message and its hint, on stderr."""
    err.print(f"[bold red]error:[/] {escape(error.message)}", soft_wrap=True)
    err.print(f"[bold]hint:[/] {escape(error.hint)}", soft_wrap=True)


def show_json(value: BaseModel | object) -> None:
    """One JSON value on stdout."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


def show_markdown(text: str) -> None:
    """Markdown, laid out for the terminal; as it is where the output is no terminal."""
    out.print(Markdown(text)) if out.is_terminal else sys.stdout.write(f"{text}\n")


def show_events(events: Iterable[Event], catalogue: Catalogue) -> Iterator[Event]:
    """Show the events of a turn as they come, then the passages cited; hand every event on."""
    cited: dict[int, str] = {}
    for event in events:
        if text := event_markdown(event, catalogue):
            show_markdown(text)
        cited |= {citation.number: citation.passage.label for citation in citations_of(event)}
        yield event
    for number, label in sorted(cited.items()):
        out.print(f"  [dim]\\[{number}] {escape(label)}[/]")


def tell(message: str) -> None:
    """Say on stderr what is being done; progress overwrites its own line on a terminal."""
    if err.is_terminal and " of " in message:
        err.print(f"\r{escape(message)}", end="\r")
    elif " of " not in message or message.split(" of ", maxsplit=1)[0].endswith(": 256"):
        err.print(escape(message), soft_wrap=True)


@contextmanager
def downloading() -> Iterator[Report]:
    """A progress bar for downloads and digests; one line for each step where stderr is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    said: set[str] = set()
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as bars:
        task = bars.add_task("", total=None)

        def report(label: str, done: int, total: int) -> None:
            bars.update(task, description=label, completed=done, total=total or None)
            if not err.is_terminal and label not in said:
                said.add(label)
                err.print(escape(label), soft_wrap=True)

        yield report


@contextmanager
def counting(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar for things that are done one by one; a line for every tenth where stderr is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as bars:
        task = bars.add_task(escape(label), total=total)

        def report(done: int) -> None:
            bars.update(task, completed=done)
            if not err.is_terminal and done * 10 // total > (done - 1) * 10 // total:
                err.print(f"{escape(label)}: {done} of {total}", soft_wrap=True)

        yield report
