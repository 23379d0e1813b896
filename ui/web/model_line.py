"""The line at the foot of the page: which model, where it runs, where questions go, and what is being opened."""

from __future__ import annotations

from urllib.parse import urlsplit

from tutor.protocols import LLM
from tutor.settings import Settings
from tutor.types import Timing
from ui.dialect import escape_plain
from ui.live import Doing, LiveTutor
from ui.render import speed

AGAIN_MS = 1000
"""How soon the page asks again while something is being opened."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def privacy(settings: Settings) -> str:
    """Where questions go, as a sentence."""
    host = urlsplit(settings.server).hostname if settings.server else None
    if host is None:
        return "nothing leaves this machine"
    if host in _LOOPBACK:
        return "questions go to a model server on this machine"
    return f"questions are sent to {host}"


def doing_sentence(doing: Doing) -> str:
    """What is being opened, with how much is left of it.

    >>> doing_sentence(Doing(what="Loading the model 'starter'", left_s=3.6))
    "Loading the model 'starter': 4 s left"
    >>> doing_sentence(Doing(what="Indexing 452 concepts", share=0.4))
    'Indexing 452 concepts: 40 %'
    """
    if doing.left_s is not None:
        return f"{doing.what}: {max(1, round(doing.left_s))} s left"
    return f"{doing.what}: {doing.share * 100:.0f} %" if doing.share is not None else doing.what


class ModelLine:
    """Draws the line, and remembers how fast the last answer was.

    Args:
        live: The tutor, as far as it is open.

    Attributes:
        timing: What the last answer cost.
    """

    def __init__(self, live: LiveTutor) -> None:
        self.timing = Timing()
        self._live = live

    def note(self, timing: Timing) -> None:
        """An answer has ended; turns that asked no model do not count."""
        if timing.answer_tokens:
            self.timing = timing

    def html(self) -> str:
        """The line as it stands now; the page asks again while it carries `data-again`."""
        parts, again = self._parts(), f' data-again="{AGAIN_MS}"' if self._live.doing else ""
        shown = "".join(f"<span>{escape_plain(part)}</span>" for part in parts if part)
        link = '<span><a href="?screen=model">model and privacy</a></span>'
        return f'<footer class="model-line"{again}>{shown}{link}</footer>'

    def _parts(self) -> list[str]:
        if doing := self._live.doing:
            return [doing_sentence(doing)]
        place = privacy(self._live.settings)
        if trouble := self._live.trouble:
            return [f"no language model: {trouble.message}", place]
        return [*_model(self._live.tutor.llm if self._live.tutor else None), place, speed(self.timing)]


def _model(llm: LLM | None) -> list[str]:
    """The model and where it runs; why it runs on no GPU is told on the page that the line links to."""
    return [llm.name, llm.place.partition(" (")[0]] if llm else ["no language model: answers are quotations"]
