"""The command that measures how good the tutor is: `tutor eval`."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ui.cli.options import Json, settings

_INTERRUPTED = 130
_NAMES = "retrieval, follow-ups, abstention, grounding, answers, injection, paths or prerequisites"
"""Written out here, because the registry brings what it measures with it, and `tutor --help` has to answer at once."""

Name = Annotated[str, typer.Argument(help=f"What to measure: {_NAMES}.")]
Cases = Annotated[Path | None, typer.Option("--cases", help="A file of cases; without it, our own.")]
Model = Annotated[str, typer.Option("--model", help="The language model, as in the setting `model`.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, max=1_000_000, help="Only that many cases, the first.")]
By = Annotated[str, typer.Option("--by", help="A field of the cases to group by, such as style.")]
Channels = Annotated[bool, typer.Option("--channels", help="For retrieval: each channel alone, and all without it.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say on stderr what came of every case.")]
Transcript = Annotated[
    Path | None, typer.Option("--transcript", help="For answers: where to write them; without it, beside the card.")
]
Card = Annotated[Path, typer.Option("--card", help="The file that keeps every result.")]


def evaluate(  # noqa: PLR0913 - one argument for each option
    name: Name,
    *,
    cases: Cases = None,
    model: Model = "",
    limit: Limit = None,
    by: By = "",
    channels: Channels = False,
    verbose: Verbose = False,
    transcript: Transcript = None,
    card: Card = Path("evals/card.json"),
    json: Json = False,
) -> None:
    """Measure how good the tutor is on a file of cases; docs/evaluation.md tells what files and figures mean."""
    from ui.console import err, show_json, show_markdown
    from ui.evaluation import Wish, measure, result_page

    wish = Wish(
        name=name,
        cases=cases,
        model=model,
        limit=limit,
        by=by,
        channels=channels,
        verbose=verbose,
        transcript=transcript,
        card=card,
    )
    try:
        result = measure(wish, settings(), datetime.now(UTC))
    except KeyboardInterrupt:
        err.print("Stopped; nothing was written.")
        raise typer.Exit(_INTERRUPTED) from None
    show_json(result.flat()) if json else show_markdown(result_page(result))
