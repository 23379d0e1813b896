"""The command `tutor`, run in this process as its script runs it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from corpus.load import load_pages, shipped_pages
from corpus.types import Concept
from ui.cli import main

PAGES = Path(__file__).parents[2] / "corpus" / "concepts"
FEW = ("neural-networks/softmax", "neural-networks/relu", "neural-networks/bias-parameter", "safety/bias-fairness")


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@cache
def read_once(folder: Path) -> tuple[Concept, ...]:
    """The pages of a folder that no test changes."""
    return tuple(load_pages(folder))


def read(folder: Path) -> tuple[Concept, ...]:
    """The pages of a folder; the shipped ones are read once for all commands of a test run."""
    return read_once(folder) if folder == shipped_pages() else tuple(load_pages(folder))


@pytest.fixture
def run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Run a command in an empty folder, with the pulled assets and without a language model."""
    monkeypatch.setenv("TUTOR_HOME", str(home))
    monkeypatch.setenv("TUTOR_MODEL", "none")
    monkeypatch.setenv("TUTOR_LEARNERS", f"sqlite:///{tmp_path}/log/learners.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tutor.factory.load_pages", read, raising=False)

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["tutor", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        captured = capsys.readouterr()
        code = left.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return command


@pytest.fixture
def few_pages(run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four of the shipped pages, which are read sooner, with a home that the test may change."""
    assert callable(run)
    own = tmp_path / "own-home"
    own.mkdir()
    (own / "models").symlink_to(home / "models")
    for page in FEW:
        (tmp_path / "few" / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PAGES / f"{page}.md", tmp_path / "few" / f"{page}.md")
    monkeypatch.setenv("TUTOR_HOME", str(own))
    monkeypatch.setenv("TUTOR_CORPUS", str(tmp_path / "few"))
    return own
