"""What is known of the model that writes the answers, as a list of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tutor.assets import Asset, HubSource
from tutor.llm.choose import available_memory, memory_needed
from tutor.protocols import LLM
from tutor.settings import Settings
from tutor.types import Timing
from ui.dialect import escape_plain
from ui.web.screens.model_choice import file_size, language_models, memory_size

if TYPE_CHECKING:
    from tutor.session import Tutor

_NOT_OPEN = "The tutor is still opening. Concepts, the map, paths and practice work already; a question waits its turn."
_QUOTING = "No language model, so that answers are quotations: the passages that fit a question best, word for word."


def model_facts(tutor: Tutor | None, settings: Settings, timing: Timing | None) -> str:
    """The model in use, as HTML.

    Args:
        tutor: The tutor, as far as it is open.
        settings: The settings of the model in use.
        timing: What the last answer cost; None before the first.
    """
    llm = tutor.llm if tutor else None
    if llm is None:
        return f"<p>{_QUOTING if tutor else _NOT_OPEN}</p>"
    asset = None if settings.server else language_models().get(llm.name)
    facts = [*_identity(llm, asset), *_place(llm, settings), *_pace(timing), *(_memory(asset) if asset else ())]
    return _list(facts)


def _list(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape_plain(name)}</dt><dd>{escape_plain(text)}</dd>" for name, text in facts)
    return f'<dl class="facts">{rows}</dl>'


def _identity(llm: LLM, asset: Asset | None) -> Iterator[tuple[str, str]]:
    if asset is None:
        yield "Model", llm.name
        return
    yield "Model", f"{asset.about.partition(':')[0]}, called “{asset.name}” here"
    yield "Size and licence", f"{file_size(asset)}, {asset.licence}"
    yield "From", " or ".join(dict.fromkeys(map(_source, asset.sources)))


def _source(source: object) -> str:
    return f"the Hugging Face Hub, {source.repo}" if isinstance(source, HubSource) else "PyPI"


def _place(llm: LLM, settings: Settings) -> Iterator[tuple[str, str]]:
    machine, _, why = llm.place.removesuffix(")").partition(" (")
    yield "Runs on", machine
    if settings.server is None:
        yield "Layers on a GPU", _layers(machine, why, settings)
    yield "Reads at once", f"{llm.context_tokens:,} tokens: instructions, passages, the conversation and the answer"


def _layers(machine: str, why: str, settings: Settings) -> str:
    """How many layers are on a GPU, and why none are, from how the model says where it runs."""
    if machine.startswith("GPU"):
        return machine.partition(", ")[2]
    if settings.gpu_layers == 0:
        return "none, because TUTOR_GPU_LAYERS is 0"
    return f"none: {why}. If you have a GPU, docs/architecture.md says how to use it." if why else "none"


def _pace(timing: Timing | None) -> Iterator[tuple[str, str]]:
    if timing is None or not timing.answer_tokens:
        yield "Last answer", "none yet since the tutor was started"
        return
    pace = f", then {timing.tokens_per_s:.0f} tokens a second" if timing.tokens_per_s else ""
    yield "Last answer", f"first word after {timing.first_token_s:.1f} s{pace}"


def _memory(asset: Asset) -> Iterator[tuple[str, str]]:
    yield "Memory", f"asks for {memory_size(memory_needed(asset))}; {memory_size(available_memory())} are free now"
