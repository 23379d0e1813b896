"""Pinned files: found in a folder, trusted by digest only, never deleted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tutor.assets import Asset, AssetStore, pinned_assets
from tutor.errors import DigestMismatchError, ModelNotFoundError

CONTENT = b"the pinned bytes"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def asset(content: bytes = CONTENT, **fields: object) -> Asset:
    filled: dict[str, object] = {
        "name": "thing",
        "file": "thing.bin",
        "kind": "llm",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "licence": "Apache-2.0",
        "about": "A thing",
        "sources": [],
    }
    return Asset.model_validate(filled | fields)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "models"
    path.mkdir()
    return path


def test_an_absent_asset_is_named_with_the_command_that_fetches_it(folder: Path) -> None:
    store = AssetStore(folder)
    assert store.state(asset(), compute=True) == "absent"
    assert store.locate(asset()) is None
    with pytest.raises(ModelNotFoundError, match="thing") as caught:
        store.require(asset())
    assert "tutor pull thing" in caught.value.hint


def test_the_right_file_is_verified_once_it_was_checked(folder: Path) -> None:
    (folder / "thing.bin").write_bytes(CONTENT)
    store = AssetStore(folder)
    assert store.state(asset()) == "unchecked"
    assert store.require(asset()) == folder / "thing.bin"
    assert store.state(asset()) == "verified"
    assert AssetStore(folder).state(asset()) == "verified", "the next start remembers"


def test_a_wrong_file_names_both_digests_and_stays(folder: Path) -> None:
    (folder / "thing.bin").write_bytes(b"something else")
    with pytest.raises(DigestMismatchError) as caught:
        AssetStore(folder).require(asset())
    assert DIGEST in caught.value.message
    assert hashlib.sha256(b"something else").hexdigest() in caught.value.message
    assert str(folder / "thing.bin") in caught.value.message
    assert (folder / "thing.bin").read_bytes() == b"something else"
    assert AssetStore(folder).state(asset()) == "wrong digest"


def test_a_file_that_changes_after_the_check_is_checked_again(folder: Path) -> None:
    file = folder / "thing.bin"
    file.write_bytes(CONTENT)
    store = AssetStore(folder)
    store.require(asset())
    file.write_bytes(CONTENT + b"!")
    with pytest.raises(DigestMismatchError):
        store.require(asset())


@pytest.mark.parametrize("memory", [b"not json", b"[]", b'{"a": 1}', b"\xff"])
def test_a_damaged_memory_of_digests_only_costs_a_check(folder: Path, memory: bytes) -> None:
    (folder / "thing.bin").write_bytes(CONTENT)
    (folder / "digests.json").write_bytes(memory)
    assert AssetStore(folder).require(asset()) == folder / "thing.bin"


def test_the_extra_folder_is_looked_at_first_and_never_written(folder: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "thing.bin").write_bytes(CONTENT)
    (folder / "thing.bin").write_bytes(b"an old copy of ours")
    assert AssetStore(folder, extra).require(asset()) == extra / "thing.bin"
    assert [file.name for file in extra.iterdir()] == ["thing.bin"]


def test_a_wrong_file_in_the_extra_folder_is_an_error_not_a_detour(folder: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "thing.bin").write_bytes(b"wrong")
    (folder / "thing.bin").write_bytes(CONTENT)
    with pytest.raises(DigestMismatchError, match="extra"):
        AssetStore(folder, extra).require(asset())


def test_progress_of_a_check_reaches_the_size_of_the_file(folder: Path) -> None:
    large = bytes(3 << 20)
    (folder / "thing.bin").write_bytes(large)
    seen: list[tuple[int, int]] = []
    AssetStore(folder).verify(
        folder / "thing.bin", asset(large).sha256, lambda _, done, total: seen.append((done, total))
    )
    assert seen[-1] == (3 << 20, 3 << 20)
    assert len(seen) > 1


def test_the_pinned_assets_are_complete() -> None:
    assets = pinned_assets()
    assert {"embedder", "tokenizer", "starter", "small", "standard"} <= set(assets)
    for pinned in assets.values():
        assert len(pinned.sha256) == 64
        assert pinned.bytes > 0
        assert pinned.sources
        assert pinned.licence


def test_the_files_that_the_tests_run_with_are_the_pinned_ones(home: Path) -> None:
    store, assets = AssetStore(home / "models"), pinned_assets()
    for name in ("embedder", "tokenizer", "starter"):
        path = store.require(assets[name])
        assert path.stat().st_size == assets[name].bytes
