"""Fetching what is needed once, and saying what is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from corpus.types import Value
from tutor.asset_sources import pull, pull_from_hub
from tutor.assets import Asset, AssetState, AssetStore, Progress, pinned_assets
from tutor.errors import AssetError, AssetUnavailableError, ModelNotFoundError, TutorError
from tutor.factory import asset_store, pick_model
from tutor.settings import Settings


class AssetRow(Value):
    """One line of `tutor models`."""

    name: str
    about: str
    megabytes: float
    licence: str
    state: AssetState
    in_use: bool


def asset_rows(settings: Settings) -> tuple[AssetRow, ...]:
    """Every pinned asset with its state; digests that were never computed are computed now."""
    store, chosen = asset_store(settings), _chosen_name(settings)
    return tuple(
        AssetRow(
            name=asset.name,
            about=asset.about,
            megabytes=asset.bytes / 1e6,
            licence=asset.licence,
            state=store.state(asset, compute=True),
            in_use=asset.name == chosen or asset.kind != "llm",
        )
        for asset in pinned_assets().values()
    )


def _chosen_name(settings: Settings) -> str:
    if settings.server or settings.model == "none":
        return ""
    try:
        return pick_model(settings).name
    except TutorError:
        return ""


def pull_assets(
    settings: Settings, names: Sequence[str], progress: Progress, tell: Callable[[str], None]
) -> Iterator[str]:
    """Fetch assets; without names, the embedder and the language model that fits this machine.

    Where the best model cannot be had, the next smaller one is tried, and that is said.

    Raises:
        ModelNotFoundError: If a name is no asset.
        AssetError: If something that is needed cannot be had.
    """
    store, assets = asset_store(settings), pinned_assets()
    for name in names or ("embedder", "tokenizer"):
        if name not in assets:
            message = f"There is no asset '{name}'."
            raise ModelNotFoundError(message, hint=f"Known are {', '.join(assets)}.")
        yield f"{name}: {pull(assets[name], store, progress)}"
    if not names and not settings.server and settings.model != "none":
        yield _pull_model(settings, store, progress, tell)


def _pull_model(settings: Settings, store: AssetStore, progress: Progress, tell: Callable[[str], None]) -> str:
    choice = pick_model(settings, present_only=False)
    tell(f"Model: {choice.name}, because {choice.because}.")
    if choice.hub:
        return f"{choice.name}: {pull_from_hub(*choice.hub, store, progress)}"
    if choice.asset is None:
        return f"{choice.name}: {choice.path}"
    candidates = [choice.asset, *(_smaller(choice.asset) if settings.model == "auto" else ())]
    attempts: list[tuple[str, str]] = []
    for asset in candidates:
        try:
            return f"{asset.name}: {pull(asset, store, progress)}"
        except AssetError as error:
            tell(f"{error.message}\nTrying the next smaller model.")
            attempts.append((asset.name, error.message))
    raise AssetUnavailableError(choice.name, attempts)


def _smaller(asset: Asset) -> list[Asset]:
    """The smaller language models, largest first."""
    smaller = (other for other in pinned_assets().values() if other.kind == "llm" and other.bytes < asset.bytes)
    return sorted(smaller, key=lambda other: -other.bytes)
