"""Which model to use: what was asked for, or the best that fits this machine's memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psutil

from corpus.types import Value
from tutor.asset_sources import hub_path
from tutor.assets import Asset, AssetStore
from tutor.errors import ModelNotFoundError, SettingsError

_OVERHEAD_BYTES = 700_000_000
"""What the tutor needs beside the model: context, index, embedder and the page."""

_MEMORY_FACTOR = 1.2
"""A model's memory is its file and the buffers it computes in."""


class ModelChoice(Value):
    """A model to use.

    Attributes:
        name: What people call it.
        asset: The pinned asset, where it is one.
        hub: Repository and path on the Hub, where it is from there.
        path: The file; None for a pinned asset that is not here yet.
        because: Why this one, in words.
    """

    name: str
    asset: Asset | None = None
    hub: tuple[str, str] | None = None
    path: Path | None = None
    because: str


def memory_needed(asset: Asset) -> int:
    """The free memory a model asks for, in bytes."""
    return int(asset.bytes * _MEMORY_FACTOR) + _OVERHEAD_BYTES


def available_memory() -> int:
    """Memory that can be had without swapping, in bytes."""
    return int(psutil.virtual_memory().available)


def choose_model(
    wish: str, assets: Mapping[str, Asset], store: AssetStore, available_bytes: int, *, present_only: bool
) -> ModelChoice:
    """Choose a model.

    Args:
        wish: The setting `model`, except `none`.
        assets: The pinned assets.
        store: What is here.
        available_bytes: Free memory.
        present_only: For `auto`, choose only among models that are here.

    Raises:
        ModelNotFoundError: If the file asked for does not exist, or `auto` finds none.
        SettingsError: If the wish is not understood.
    """
    if wish == "auto":
        return _best(assets, store, available_bytes, present_only=present_only)
    if wish in assets and assets[wish].kind == "llm":
        return ModelChoice(name=wish, asset=assets[wish], path=store.locate(assets[wish]), because="it was asked for")
    if wish.startswith("hub:"):
        owner, _, rest = wish.removeprefix("hub:").partition("/")
        repo, _, path = rest.partition("/")
        if path.endswith(".gguf"):
            file = hub_path(store.folder, f"{owner}/{repo}", path)
            present = file if file.is_file() else None
            return ModelChoice(name=path, hub=(f"{owner}/{repo}", path), path=present, because="it was asked for")
    if wish.endswith(".gguf") and not wish.startswith("hub:"):
        if not Path(wish).is_file():
            message = f"There is no model file {wish}."
            raise ModelNotFoundError(message, hint="Check the path in TUTOR_MODEL.")
        return ModelChoice(name=Path(wish).stem, path=Path(wish), because="it was asked for")
    message = f"TUTOR_MODEL is '{wish}', which is no model."
    hint = "Use auto, starter, small, standard, none, PATH.gguf or hub:OWNER/REPO/FILE.gguf."
    raise SettingsError(message, hint=hint)


def _best(assets: Mapping[str, Asset], store: AssetStore, available_bytes: int, *, present_only: bool) -> ModelChoice:
    """The largest model that memory allows; where none does, the smallest."""
    models = sorted((asset for asset in assets.values() if asset.kind == "llm"), key=lambda asset: -asset.bytes)
    if present_only:
        models = [model for model in models if store.locate(model)]
    if not models:
        message = "No language model is on this machine."
        raise ModelNotFoundError(message, hint="Run `tutor pull` once, with a network, or set TUTOR_MODEL=none.")
    free = f"{available_bytes / 1e9:.1f} GB of memory are free"
    for model in models:
        if memory_needed(model) <= available_bytes:
            needs = f"it needs {memory_needed(model) / 1e9:.1f} GB"
            return ModelChoice(name=model.name, asset=model, path=store.locate(model), because=f"{free}, {needs}")
    smallest = models[-1]
    return ModelChoice(name=smallest.name, asset=smallest, path=store.locate(smallest), because=f"only {free}")
