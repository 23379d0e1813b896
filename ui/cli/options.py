"""What several commands share: their options, the settings, and names of concepts from the command line."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.settings import Settings, load_settings

if TYPE_CHECKING:
    from corpus.types import ConceptId
    from graph.concept_graph import ConceptGraph

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Known = Annotated[str, typer.Option("--known", help="Concepts you know, separated by commas.")]
Question = Annotated[list[str], typer.Argument(help="Your question; quotes are optional.")]


def settings() -> Settings:
    """The settings from the environment and `tutor.toml`; also sets the level of the log."""
    loaded = load_settings(os.environ, Path("tutor.toml"))
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(message)s")
    logging.getLogger("tutor").setLevel(loaded.log.upper())
    return loaded


def resolved(graph: ConceptGraph, names: str) -> list[ConceptId]:
    """The concepts behind names that are separated by commas.

    Raises:
        UnknownConceptError: If a name is no concept's, or several concepts have it.
    """
    return [graph.resolve(name) for name in filter(None, map(str.strip, names.split(",")))]
