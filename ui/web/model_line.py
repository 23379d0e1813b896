"""The line at the foot of the page: which model, where it runs, and where questions go."""

from __future__ import annotations

from urllib.parse import urlsplit

from tutor.protocols import LLM
from tutor.settings import Settings
from tutor.types import Timing
from ui.dialect import escape_plain
from ui.render import speed

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def privacy(settings: Settings) -> str:
    """Where questions go, as a sentence."""
    host = urlsplit(settings.server).hostname if settings.server else None
    if host is None:
        return "nothing leaves this machine"
    if host in _LOOPBACK:
        return "questions go to a model server on this machine"
    return f"questions are sent to {host}"


def model_line(llm: LLM | None, privacy_note: str, timing: Timing) -> str:
    """The footer, as HTML."""
    model = [llm.name, llm.place] if llm else ["no language model: answers are quotations"]
    parts = [*model, privacy_note, speed(timing)]
    shown = "".join(f"<span>{escape_plain(part)}</span>" for part in parts if part)
    return f'<footer class="model-line">{shown}</footer>'
