"""A tutor that opens while people use it: the concepts at once, then the index, then the language model."""

# ruff: noqa: PLC0415 - heavy packages are imported while the tutor opens

from __future__ import annotations

import importlib
import logging
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from corpus.types import Value
from tutor.errors import BackendUnavailableError, TutorError
from tutor.factory import (
    Tell,
    open_graph,
    open_llm,
    open_local,
    open_retriever,
    pick_model,
    put_together,
    update_index,
)
from tutor.protocols import LLM, Cancellation
from tutor.settings import Settings
from ui.load_times import LoadTimes

if TYPE_CHECKING:
    from tutor.llm.choose import ModelChoice
    from tutor.retrieval.retriever import Retriever
    from tutor.session import Tutor

log = logging.getLogger("tutor")

LOOK_S: Final = 0.25
"""Seconds between two looks at what is being done."""

CLOSE_S: Final = 20.0
"""Most seconds that closing waits for a step that cannot be broken off, such as reading a model's file."""

LONGEST_ANSWER_S: Final = 600.0
"""Most seconds that a switch waits for answers of the old model where memory is short."""


class Doing(Value):
    """What is being opened now.

    Attributes:
        what: A sentence, without its full stop.
        left_s: Seconds that are left, judged by the last time on this machine; None where nobody knows.
        share: How much is done, 0 to 1; None where nobody counts.
    """

    what: str
    left_s: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class _Stage:
    what: str
    share: float | None = None
    takes_s: float | None = None
    began: float = field(default_factory=time.monotonic)

    def doing(self) -> Doing:
        left = None if self.takes_s is None else self.began + self.takes_s - time.monotonic()
        return Doing(what=self.what, share=self.share, left_s=left if left is not None and left > 0 else None)


class _ClosedError(Exception):
    """The tutor is being closed; what is being opened is broken off."""


class LiveTutor:
    """A tutor that is there as far as it is open; may be used from several threads.

    Take `tutor` anew for every turn: whoever keeps it keeps its language model in memory after a switch.

    Args:
        settings: The settings.
        tell: Told in sentences what is being done.

    Attributes:
        settings: The settings; after a switch, those of the model in use.
        graph: The concepts.
        tutor: None until the index is open; then a tutor that quotes; the whole one once its model is loaded.
        trouble: Why the last opening failed; None where it did not. The tutor that there was stays.

    Raises:
        CorpusError: If the pages cannot be read.
    """

    def __init__(self, settings: Settings, tell: Tell = lambda _: None) -> None:
        self.settings = settings
        self.graph = open_graph(settings)
        self.tutor: Tutor | None = None
        self.trouble: TutorError | None = None
        self._retriever: Retriever | None = None
        self._tell = tell
        self._times = LoadTimes(settings.home / "load_times.json")
        self._changed = threading.Condition()
        self._stage: _Stage | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def doing(self) -> Doing | None:
        """What is being opened now; None where nothing is."""
        return stage.doing() if (stage := self._stage) else None

    def begin(self) -> None:
        """Start opening the index and the language model; after a failure, try again.

        Before that, import what the front door needs, since two threads that import a package at once can break it, and
        print what has to be read, since llama.cpp swallows what is printed while it loads.

        Raises:
            TutorError: If something is being opened already.
        """
        self._start(self._open)

    def switch(self, wish: str) -> None:
        """Start changing to another language model, which is fetched first where it is not here.

        Answers that are being written are ended by the model that began them. Where memory is short for both, that one is
        closed first, and the tutor quotes until the new one is loaded. A server of the settings is left for the model.

        Args:
            wish: What the setting `model` takes.

        Raises:
            SettingsError: If the wish is not understood.
            ModelNotFoundError: If there is no such file.
            TutorError: If something is being opened already.
        """
        wanted = self.settings.model_copy(update={"model": wish, "server": None})
        self._start(partial(self._switch, wanted, None if wish == "none" else pick_model(wanted)))

    def ready(self, cancel: Cancellation) -> Iterator[Doing]:
        """What is being done, at most four times a second, until nothing is or it is cancelled."""
        while (doing := self.doing) and not cancel.is_set():
            yield doing
            with self._changed:
                self._changed.wait_for(lambda: self._stage is None, LOOK_S)

    def opened(self, wait_s: float) -> Tutor:
        """The tutor as far as it is open; waits for the index, never for the language model.

        Args:
            wait_s: Most seconds to wait.

        Raises:
            TutorError: If the index is still not open, or cannot be opened.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.tutor is not None or self._stage is None, wait_s)
        if tutor := self.tutor:
            return tutor
        if trouble := self.trouble:
            raise TutorError(trouble.message, hint=trouble.hint) from trouble
        message = "The tutor is still opening its index."
        raise TutorError(message, hint="Concepts, paths and quiz questions are there already; ask again in a moment.")

    def close(self) -> None:
        """Break off what is being opened, and let go of the tutor; running answers keep theirs until they end."""
        self._closing.set()
        if self._thread:
            self._thread.join(CLOSE_S)
        self.tutor = None

    def _start(self, work: Callable[[], None]) -> None:
        importlib.import_module("numpy")  # of all packages, this one breaks when two threads import it at once
        with self._changed:
            if stage := self._stage:
                raise TutorError(f"Something is being opened already: {stage.what}.", hint="Wait until it is done.")
            self.trouble = None
            self._stage = _Stage("Opening the tutor")
            self._thread = threading.Thread(target=self._run, args=(work,), name="opening", daemon=True)
            self._thread.start()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except _ClosedError:
            pass
        except TutorError as error:
            self._fail(error)
        except Exception:
            log.exception("the tutor could not be opened")
            message = "The tutor could not be opened: something went wrong on this side."
            self._fail(TutorError(message, hint="Its log says what; `tutor doctor` may help."))
        finally:
            self._change(None)

    def _fail(self, error: TutorError) -> None:
        self.trouble = error
        self._tell(f"{error.message} {error.hint}")

    def _change(self, stage: _Stage | None) -> None:
        with self._changed:
            self._stage = stage
            self._changed.notify_all()

    def _begin_stage(self, what: str, *, share: float | None = None, takes_s: float | None = None) -> None:
        """Say what is done from now on; ends here where the tutor is being closed."""
        self._go_on()
        self._change(_Stage(what, share, takes_s))

    def _go_on(self) -> None:
        if self._closing.is_set():
            raise _ClosedError

    def _open(self) -> None:
        if self._retriever is None:
            self._open_index()
        self._use(self.settings, self._load(self.settings))

    def _open_index(self) -> None:
        def progress(done: int, total: int) -> None:
            self._begin_stage(f"Indexing {len(self.graph)} concepts", share=done / total)

        self._begin_stage("Opening the index")
        update_index(self.settings, self.graph, self._tell, progress=progress)
        self._begin_stage("Opening the index")
        self._retriever = open_retriever(self.settings, self.graph)
        self._use(self.settings, None)

    def _use(self, settings: Settings, llm: LLM | None) -> None:
        assert self._retriever is not None, "the index is open"
        tutor = put_together(settings, self.graph, self._retriever, llm)
        self._go_on()
        self.tutor, self.settings = tutor, settings
        self._change(self._stage)

    def _load(self, settings: Settings, choice: ModelChoice | None = None) -> LLM | None:
        if settings.server or settings.model == "none":
            return open_llm(settings, self._tell)
        choice = choice or pick_model(settings)
        self._begin_stage(f"Loading the model '{choice.name}'", takes_s=self._times.of(choice.name))
        start = time.monotonic()
        llm = open_local(settings, choice, self._tell)
        self._times.keep(choice.name, time.monotonic() - start)
        return llm

    def _switch(self, wanted: Settings, choice: ModelChoice | None) -> None:
        if self._retriever is None:
            self._open_index()
        if choice:
            choice = self._fetched(wanted, choice)
            self._make_room_for(choice)
        self._use(wanted, self._load(wanted, choice))
        self._tell(
            f"Answers are written by the model '{choice.name}' now." if choice else "Answers are quotations now."
        )

    def _fetched(self, wanted: Settings, choice: ModelChoice) -> ModelChoice:
        """The choice, with its file on this machine."""
        if choice.path is not None:
            return choice
        from ui.setup import pull_assets

        def progress(label: str, done: int, total: int) -> None:
            self._begin_stage(label[:1].upper() + label[1:], share=done / total if total else None)

        deque(pull_assets(wanted, [choice.name] if choice.asset else [], progress, self._tell), maxlen=0)
        return pick_model(wanted)

    def _make_room_for(self, choice: ModelChoice) -> None:
        """Close the old model first where there is no memory for both, once the answers that it writes have ended."""
        from tutor.llm.choose import available_memory, memory_needed

        old = self.tutor.llm if self.tutor else None
        fits = choice.asset is not None and memory_needed(choice.asset) <= available_memory()
        if old is None or self.settings.server or fits:
            return
        name, in_use = old.name, weakref.ref(old)
        del old
        self._begin_stage(f"Memory is short: the model '{name}' is closed when its answers have ended")
        self._use(self.settings, None)
        end = time.monotonic() + LONGEST_ANSWER_S
        while in_use() is not None:
            self._go_on()
            if time.monotonic() > end:
                message = f"An answer still uses the model '{name}', and there is no memory for another one."
                raise BackendUnavailableError(message, hint="Stop the answer, then switch again.")
            time.sleep(LOOK_S)
