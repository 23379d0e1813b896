"""Commands about this machine: the index, model files, and what is wrong."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

import time
from typing import Annotated

import typer

from tutor.factory import open_graph
from ui.cli.options import Json, settings


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


def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Assets; without names, all that is needed.")] = None,
) -> None:
    """Fetch model files once; afterwards everything works without a network."""
    from ui.console import downloading, err, out
    from ui.setup import pull_assets

    with downloading() as progress:
        for line in pull_assets(settings(), names or [], progress, err.print):
            out.print(line, markup=False)


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
