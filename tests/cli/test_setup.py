"""`tutor pull` and `tutor models`: fetched once, smaller where the best cannot be had, honest about what is here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from huggingface_hub import constants

from tests.cli.conftest import Run
from tutor.assets import pinned_assets
from tutor.llm.choose import available_memory, memory_needed

NEEDED = ("embedder", "tokenizer")


@pytest.fixture
def models(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A folder with the embedder and the starter model only, and no network at all."""
    assert callable(run)
    folder = tmp_path / "fresh" / "models"
    folder.mkdir(parents=True)
    for name in (*NEEDED, "starter"):
        file = pinned_assets()[name].file
        (folder / file).symlink_to((home / "models" / file).resolve())
    shutil.copy(home / "models" / "digests.json", folder)
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "fresh"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    return folder


def test_where_the_best_model_cannot_be_had_a_smaller_one_is_taken_and_said(
    run: Run, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_MODEL", "auto")
    ran = run("pull")
    assert ran.code == 0, ran.err
    assert str(models / pinned_assets()["starter"].file) in ran.out.replace("\n", "")
    larger = [name for name in ("standard", "small") if memory_needed(pinned_assets()[name]) <= available_memory()]
    assert all(f"'{name}'" in ran.err for name in larger)
    assert not (models / pinned_assets()["standard"].file).exists()


def test_a_model_that_was_asked_for_by_name_is_not_replaced(
    run: Run, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert models
    monkeypatch.setenv("TUTOR_MODEL", "small")
    ran = run("pull")
    assert ran.code == 1
    assert "small" in ran.err
    assert "Hub" in ran.err
    assert "PyPI" in ran.err
    assert "Traceback" not in ran.err


def test_everything_present_is_pulled_in_no_time(run: Run, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_MODEL", "starter")
    ran = run("pull")
    assert ran.code == 0, ran.err
    assert ran.out.replace("\n", "").count(str(models)) == 3


def test_without_a_model_only_the_embedder_is_pulled(run: Run, models: Path) -> None:
    ran = run("pull")
    assert ran.code == 0, ran.err
    assert ran.out.replace("\n", "").count(str(models)) == len(NEEDED)


def test_models_tell_a_wrong_file_from_an_absent_one(run: Run, models: Path) -> None:
    wrong = models / pinned_assets()["starter"].file
    wrong.unlink()
    wrong.write_bytes(b"not the pinned file")
    rows = {row["name"]: row["state"] for row in run("models", "--json").json}
    assert rows == {
        "embedder": "verified",
        "tokenizer": "verified",
        "starter": "wrong digest",
        "small": "absent",
        "standard": "absent",
    }
    assert "wrong digest" in run("models").out
    ran = run("pull", "starter")
    assert ran.code == 1
    assert pinned_assets()["starter"].sha256 in ran.err.replace("\n", "")
    assert wrong.read_bytes() == b"not the pinned file"
