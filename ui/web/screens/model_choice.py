"""The models that the tutor knows, each with what it is good for, what it needs, and the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.types import Value
from tutor.assets import Asset, pinned_assets
from tutor.factory import asset_store
from tutor.llm.choose import available_memory, memory_needed
from tutor.settings import Settings
from ui.dialect import escape_plain
from ui.web.pieces import button

if TYPE_CHECKING:
    from tutor.session import Tutor

QUOTES = "none"
"""What the setting `model` says where answers are quotations."""

_NOT_HERE = "absent"


class _Choice(Value):
    """Something that can write the answers: its wish for the setting `model`, and how it is told."""

    wish: str
    title: str
    quality: str
    facts: str
    text: str


def language_models() -> Mapping[str, Asset]:
    """The pinned language models by name, the smallest first."""
    models = (asset for asset in pinned_assets().values() if asset.kind == "llm")
    return {asset.name: asset for asset in sorted(models, key=lambda asset: asset.bytes)}


def file_size(asset: Asset) -> str:
    """The size of an asset's file.

    >>> file_size(language_models()["standard"])
    '1.1 GB'
    """
    return memory_size(asset.bytes)


def memory_size(count: int) -> str:
    """Bytes as people say them.

    >>> memory_size(98_362_432), memory_size(818_034_918), memory_size(2_040_000_000)
    ('98 MB', '0.8 GB', '2.0 GB')
    """
    return f"{count / 1e9:.1f} GB" if count >= 5e8 else f"{count / 1e6:.0f} MB"  # noqa: PLR2004 - half of the unit


def choices(tutor: Tutor | None, settings: Settings, *, busy: bool, own: bool) -> str:
    """The models, and none, as HTML.

    Args:
        tutor: The tutor, as far as it is open.
        settings: The settings of the model in use.
        busy: Whether something is being opened, so that nothing can be chosen now.
        own: Whether the person may choose.
    """
    in_use = _in_use(tutor, settings, busy=busy)
    free = available_memory() + (language_models()[in_use].bytes if in_use in language_models() else 0)
    offered = [_model(asset, settings, free) for asset in language_models().values()]
    quotes = "quotes the passages that fit best, word for word"
    offered.append(_Choice(wish=QUOTES, title="No language model", quality=quotes, facts="", text="Only quote"))
    drawn = "\n".join(_drawn(one, used=one.wish == in_use, can=own and not busy) for one in offered)
    hint = "" if own else '<p class="hint">Whoever runs this tutor chooses, with <code>TUTOR_MODEL</code>.</p>\n'
    return f'{hint}<ul class="models">\n{drawn}\n</ul>'


def _in_use(tutor: Tutor | None, settings: Settings, *, busy: bool) -> str:
    """The wish that stands for what writes the answers now; empty where it is none of those offered."""
    if tutor is None or settings.server:
        return ""
    return tutor.llm.name if tutor.llm else "" if busy else QUOTES


def _model(asset: Asset, settings: Settings, free: int) -> _Choice:
    title, _, quality = asset.about.partition(": ")
    state = asset_store(settings).state(asset)
    here = {_NOT_HERE: "not on this machine yet", "wrong digest": "here, but not the file that was expected"}
    needed = memory_needed(asset)
    needs = f"asks for {memory_size(needed)} of memory" + (", more than is free" if needed > free else "")
    text = f"Fetch {asset.name}, {file_size(asset)}" if state == _NOT_HERE else f"Use {asset.name}"
    facts = f"{file_size(asset)} · {needs} · {here.get(state, 'on this machine')}"
    return _Choice(wish=asset.name, title=title, quality=quality, facts=facts, text=text)


def _drawn(choice: _Choice, *, used: bool, can: bool) -> str:
    chip = ' <span class="chip good"><span aria-hidden="true">✓</span> in use</span>' if used else ""
    facts = f'<p class="hint">{escape_plain(choice.facts)}</p>' if choice.facts else ""
    way = button(choice.text, "switch", model=choice.wish) if can and not used else ""
    quality = escape_plain(choice.quality[:1].upper() + choice.quality[1:])
    return (
        f"<li><div><p><strong>{escape_plain(choice.title)}</strong>{chip}</p><p>{quality}.</p>{facts}</div>{way}</li>"
    )
