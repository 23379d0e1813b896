"""Which model is used: what was asked for, else the largest that fits the memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.asset_sources import hub_path
from tutor.assets import AssetStore, pinned_assets
from tutor.errors import ModelNotFoundError, SettingsError
from tutor.llm.choose import ModelChoice, available_memory, choose_model, memory_needed

ASSETS = pinned_assets()
PLENTY = 1 << 40


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    """A store with a file for every model; to choose one, its content does not matter."""
    for asset in ASSETS.values():
        (tmp_path / asset.file).touch()
    return AssetStore(tmp_path)


def choose(wish: str, store: AssetStore, free: int = PLENTY, *, present_only: bool = True) -> ModelChoice:
    return choose_model(wish, ASSETS, store, free, present_only=present_only)


@pytest.mark.parametrize("name", ["starter", "small", "standard"])
def test_the_largest_model_that_fits_is_taken(store: AssetStore, name: str) -> None:
    choice = choose("auto", store, memory_needed(ASSETS[name]))
    assert (choice.name, choice.asset) == (name, ASSETS[name])
    assert choice.path == store.locate(ASSETS[name])


@pytest.mark.parametrize(("name", "smaller"), [("standard", "small"), ("small", "starter"), ("starter", "starter")])
def test_a_byte_too_little_leads_to_the_next_smaller_model(store: AssetStore, name: str, smaller: str) -> None:
    assert choose("auto", store, memory_needed(ASSETS[name]) - 1).name == smaller


def test_the_reason_names_the_free_memory(store: AssetStore) -> None:
    assert "3.5 GB" in choose("auto", store, 3_500_000_000).because
    assert "0.1 GB" in choose("auto", store, 100_000_000).because


def test_a_model_needs_more_memory_than_its_file() -> None:
    assert all(memory_needed(asset) > asset.bytes for asset in ASSETS.values())
    assert available_memory() > 0


def test_only_present_models_are_chosen_to_run_and_any_to_fetch(store: AssetStore) -> None:
    (store.folder / ASSETS["standard"].file).unlink()
    assert choose("auto", store).name == "small"
    wanted = choose("auto", store, present_only=False)
    assert (wanted.name, wanted.path) == ("standard", None)


def test_no_model_at_all_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError) as caught:
        choose("auto", AssetStore(tmp_path))
    assert "tutor pull" in caught.value.hint


@pytest.mark.parametrize("name", ["starter", "small", "standard"])
def test_an_explicit_name_wins_over_memory(store: AssetStore, name: str) -> None:
    assert choose(name, store, free=0).name == name


def test_an_explicit_model_that_is_absent_is_chosen_without_a_file(tmp_path: Path) -> None:
    choice = choose("small", AssetStore(tmp_path))
    assert (choice.asset, choice.path) == (ASSETS["small"], None)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.gguf"
    file.touch()
    choice = choose(str(file), AssetStore(tmp_path))
    assert (choice.name, choice.path, choice.asset) == ("mine", file, None)


def test_a_file_of_ones_own_that_is_absent(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=r"absent\.gguf"):
        choose(str(tmp_path / "absent.gguf"), AssetStore(tmp_path))


def test_a_model_of_the_hub(tmp_path: Path) -> None:
    wish = "hub:owner/repo/folder/model.Q4.gguf"
    store = AssetStore(tmp_path)
    absent = choose(wish, store)
    assert (absent.hub, absent.path) == (("owner/repo", "folder/model.Q4.gguf"), None)
    file = hub_path(tmp_path, "owner/repo", "folder/model.Q4.gguf")
    file.parent.mkdir(parents=True)
    file.touch()
    assert choose(wish, store).path == file


@pytest.mark.parametrize(
    "wish", ["", "huge", "embedder", "hub:", "hub:owner/repo", "hub:owner/model.gguf", "model.bin"]
)
def test_nonsense_is_an_error_that_says_what_is_possible(store: AssetStore, wish: str) -> None:
    with pytest.raises(SettingsError) as caught:
        choose(wish, store)
    assert "starter" in caught.value.hint
    assert ".gguf" in caught.value.hint
