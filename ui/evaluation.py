"""One run of `tutor eval`: what was wished for, the cases, the measuring, the card, and the table that is shown."""

# ruff: noqa: PLC0415 - heavy packages are imported where they are needed

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from corpus.types import Value
from tutor.assets import pinned_assets
from tutor.errors import SettingsError
from tutor.evaluation.answers import transcript
from tutor.evaluation.card import Result, add_to_card, read_card, write_whole
from tutor.evaluation.evaluation import Evaluation, Outcome, Scores, attempt, group_scores, scores
from tutor.evaluation.parts import Parts
from tutor.evaluation.ranking import ablations
from tutor.evaluation.reading import Line, read_cases
from tutor.evaluation.registry import EVALUATIONS
from tutor.factory import open_check, open_graph, open_noted, open_tutor
from tutor.settings import Settings
from ui.console import counting, err, tell

_NO_FILE_NAME = re.compile(r"[^\w.-]+")
_CHECKOUT = Path(__file__).resolve().parents[1]


class Wish(Value):
    """What to measure, and where results go.

    Attributes:
        name: The evaluation.
        cases: The file of cases; None for our own.
        model: The language model; empty for the one of the settings.
        limit: The number of cases, from the first; None for all.
        by: The field to group by; empty for the evaluation's own.
        channels: Whether to measure each channel of retrieval too.
        verbose: Whether to say what came of every case.
        transcript: Where to write answers; None for a file beside the card.
        card: The file that keeps results.
    """

    name: str
    cases: Path | None = None
    model: str = ""
    limit: int | None = None
    by: str = ""
    channels: bool = False
    verbose: bool = False
    transcript: Path | None = None
    card: Path


class _Run:
    """An evaluation with its cases and the parts that they are tried on."""

    def __init__(self, wish: Wish, evaluation: Evaluation[Any, Any], lines: list[Line[Any]], parts: Parts) -> None:
        self.wish = wish
        self.evaluation = evaluation
        self.lines = lines
        self.parts = parts

    def outcomes(self, label: str, **options: object) -> list[Any]:
        """Try every case, with progress on stderr; the options are for preparing the evaluation."""
        varied = replace(self.evaluation, prepare=partial(self.evaluation.prepare, **options))
        with counting(label, len(self.lines)) as count:

            def report(done: int, outcome: Outcome) -> None:
                count(done)
                if self.wish.verbose:
                    err.print(outcome.told, markup=False, soft_wrap=True)

            return attempt(varied, self.lines, self.parts, report)

    def ablated(self) -> dict[str, Scores]:
        """The scores with some channels left out."""
        return {
            label: scores(self.evaluation, self.outcomes(label, without=without))
            for label, without in ablations().items()
        }

    @property
    def model(self) -> str | None:
        """The language model that was asked, if one was."""
        llm = self.parts.tutor.llm if self.evaluation.asks_model else self.parts.judge
        return llm.name if llm else None


def measure(wish: Wish, settings: Settings, now: datetime) -> Result:
    """Measure, and add the result to the card.

    Raises:
        TutorError: If the wish, the cases, the card or a part of the tutor cannot be used.
    """
    evaluation = _evaluation(wish)
    file = wish.cases or _shipped(evaluation)
    read_card(wish.card)
    judged = evaluation.may_ask_model and bool(wish.model)
    parts = _parts(_with_model(wish, evaluation, settings), now, judged=judged)
    run = _Run(wish, evaluation, read_cases(file, evaluation.kind, parts.graph)[: wish.limit], parts)
    logging.getLogger("tutor").setLevel(logging.WARNING)  # a line for every turn would hide the progress
    outcomes = run.outcomes(wish.name)
    channels = run.ablated() if wish.channels else {}
    if wish.name == "answers":
        _write_transcript(run, outcomes)
    by = wish.by or evaluation.by
    result = Result(
        eval=wish.name,
        date=now.replace(microsecond=0),
        commit=_commit(),
        model=run.model,
        corpus=_fingerprint(parts),
        cases=file.name,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        limit=wish.limit,
        by=by,
        scores=scores(evaluation, outcomes),
        groups=group_scores(evaluation, run.lines, outcomes, by) if by else {},
        channels=channels,
    )
    add_to_card(wish.card, result)
    return result


def _evaluation(wish: Wish) -> Evaluation[Any, Any]:
    if wish.name not in EVALUATIONS:
        known = "".join(f"\n  {name:14} {evaluation.about}" for name, evaluation in EVALUATIONS.items())
        raise SettingsError(f"There is no evaluation '{wish.name}'.", hint=f"Use one of these:{known}")
    for option, wished, name in (
        ("--channels", wish.channels, "retrieval"),
        ("--transcript", wish.transcript, "answers"),
    ):
        if wished and wish.name != name:
            raise SettingsError(f"{option} does not go with '{wish.name}'.", hint=f"It is for `tutor eval {name}`.")
    return EVALUATIONS[wish.name]


def _shipped(evaluation: Evaluation[Any, Any]) -> Path:
    """Our own cases, which lie in the checkout and are not installed."""
    file = _CHECKOUT / "evals" / "cases" / evaluation.shipped
    if not file.exists():
        message = f"Our own cases, {evaluation.shipped}, are not here: they come with the source code only."
        raise SettingsError(message, hint="Run it in a checkout of the source code, or name a file with --cases.")
    return file


def _with_model(wish: Wish, evaluation: Evaluation[Any, Any], settings: Settings) -> Settings:
    if not wish.model:
        return settings
    if not evaluation.asks_model and not evaluation.may_ask_model:
        tell(f"'{wish.name}' asks no language model; --model changes nothing.")
    return settings.model_copy(update={"model": wish.model, "server": None})


def _parts(settings: Settings, now: datetime, *, judged: bool) -> Parts:
    graph = open_graph(settings)
    check = partial(open_check, graph=graph)
    return Parts(graph, partial(open_tutor, settings, tell), partial(open_noted, settings), check, now, judged=judged)


def _write_transcript(run: _Run, outcomes: list[Any]) -> None:
    model = run.model or "no model"
    beside = run.wish.card.with_name(f"answers-{_NO_FILE_NAME.sub('-', model)}.md")
    write_whole(run.wish.transcript or beside, transcript(outcomes, model))
    tell(f"The answers are in {run.wish.transcript or beside}.")


def _commit() -> str | None:
    """The git commit of this checkout; None where it is none."""
    git = shutil.which("git")
    if git is None or not (_CHECKOUT / ".git").exists():
        return None
    done = subprocess.run(  # noqa: S603 - our own arguments
        [git, "-C", str(_CHECKOUT), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None


def _fingerprint(parts: Parts) -> str:
    from tutor.retrieval.index import fingerprint

    return fingerprint(parts.graph.catalogue, pinned_assets()["embedder"].sha256)


def result_page(result: Result) -> str:
    """A table: a row for all cases, for every group and for every set of channels; a dash for what was not measured."""
    rows = {"all": result.scores, **_named(result.by, result.groups), **result.channels}
    names = list(result.scores)
    head = [f"| {result.eval} | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    lines = [f"| {row} | {' | '.join(_figure(found.get(name)) for name in names)} |" for row, found in rows.items()]
    told = [f"{result.cases}", *([f"model {result.model}"] if result.model else []), f"pages {result.corpus}"]
    return "\n".join([*head, *lines, "", " · ".join(told)])


def _named(by: str, groups: Mapping[str, Scores]) -> dict[str, Scores]:
    return {f"{by}: {value}".replace("|", "\\|"): found for value, found in groups.items()}


def _figure(value: float | tuple[str, ...] | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    if value is None:
        return "-"
    return f"{value}" if isinstance(value, int) else f"{value:.3f}"
