"""The language model in this process, on llama.cpp through llama-cpp-python."""

from __future__ import annotations

import codecs
import ctypes
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import psutil

# libgomp reads this once, when llama.cpp is loaded. By default its threads spin while they wait for each other, and a
# single busy program beside the tutor makes answers up to ten times slower (docs/experiments.md).
os.environ.setdefault("GOMP_SPINCOUNT", "1000")

import llama_cpp
from llama_cpp._logger import llama_log_callback
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from tutor.errors import BackendUnavailableError, ContextOverflowError, ModelNotFoundError
from tutor.llm.clock import Clock
from tutor.llm.kept import KeptState
from tutor.llm.queue import FairQueue
from tutor.llm.template import Render, template_pieces
from tutor.protocols import Cancellation, Chunk, Completed, Message, QueuePosition, Text
from tutor.types import Timing

log = logging.getLogger("tutor")

_CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "<|im_start|>assistant\n"
)
_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers")
JUDGES_FROM = 1_000_000_000
"""Parameters from which on a model's own judgement of a claim is worth its time (docs/experiments.md)."""

_TOP_P = 0.9
_REPEAT_PENALTY = 1.05


def gpu_offload_compiled() -> bool:
    """Whether this build of llama.cpp can offload layers; a CPU-only build ignores the request silently."""
    return bool(llama_cpp.llama_supports_gpu_offload())


class LocalLLM:
    """A GGUF model in this process; one answer at a time, the others wait in a fair queue.

    The KV cache of the last conversation is kept: a prompt that continues it costs only its new tokens.

    Args:
        path: The GGUF file.
        name: What people call the model.
        context_tokens: The context, in tokens.
        threads: CPU threads; 0 means one a physical core (llama.cpp's own default is half of them).
        gpu_layers: Layers to offload; -1 means all that the GPU takes. Ignored, and said, without a GPU build.
        temperature: Sampling temperature; 0 is greedy.
        seed: Seed of the sampler.
        kept: A folder for what the model has read of the chats that `odds` is asked with; None keeps no files.

    Raises:
        ModelNotFoundError: If there is no such file.
        BackendUnavailableError: If llama.cpp cannot load it.
    """

    def __init__(  # noqa: PLR0913 - each is a setting
        self,
        path: Path,
        *,
        name: str,
        context_tokens: int = 4096,
        threads: int = 0,
        gpu_layers: int = -1,
        temperature: float = 0.2,
        seed: int = 7,
        kept: Path | None = None,
    ) -> None:
        if not path.is_file():
            message = f"There is no model file {path}."
            raise ModelNotFoundError(message, hint="Run `tutor models` to see what is here.")
        self._name = name
        self._temperature = temperature
        self._seed = seed
        self._threads = threads or psutil.cpu_count(logical=False) or 1
        self._llama, self._place = self._load(path, context_tokens, gpu_layers)
        self._render = self._chat_template()
        self._parameters = int(llama_cpp.llama_model_n_params(self._llama._model.model))  # noqa: SLF001 - as above
        self._queue = FairQueue()
        self._kept = KeptState(kept, f"{path.name} {path.stat().st_size} {llama_cpp.__version__} {self._place}")

    @property
    def name(self) -> str:
        """What people call the model."""
        return self._name

    @property
    def place(self) -> str:
        """The processor and its threads, or the layers on the GPU."""
        return self._place

    @property
    def context_tokens(self) -> int:
        """The context, in tokens."""
        return self._llama.n_ctx()

    def count_tokens(self, text: str) -> int:
        """The number of tokens of a text."""
        return len(self._tokens(text, special=False))

    def control_tokens(self, messages: Sequence[Message]) -> int:
        """The number of control tokens in the prompt of a chat; only the model's template may bring any."""
        vocabulary = self._llama._model.vocab  # noqa: SLF001 - has no public name
        return sum(llama_cpp.llama_vocab_is_control(vocabulary, token) for token in self._prompt(messages))

    def odds(self, messages: Sequence[Message], one: str, other: str) -> float | None:
        """How much rather the model answers `one` than `other`; see `tutor.protocols.LLM.odds`."""
        if self._parameters < JUDGES_FROM:
            return None
        prompt = self._prompt(messages)
        if len(prompt) >= self.context_tokens:
            return None
        blank = self._prompt([*messages[:-1], Message(role="user", content="")])
        lead = prompt[: _shared(prompt, blank)]
        with self._undisturbed():
            self._read(lead)
            self._llama.eval(prompt[len(lead) :])
            logits = self._llama._ctx.get_logits_ith(-1)  # noqa: SLF001 - has no public name
            first, second = (self._tokens(word, special=False)[0] for word in (one, other))
            return float(logits[first] - logits[second])

    def stream(self, messages: Sequence[Message], *, max_tokens: int, cancel: Cancellation) -> Iterator[Chunk]:
        """Answer a chat; see `tutor.protocols.LLM.stream`."""
        prompt = self._prompt(messages)
        if len(prompt) + max_tokens > self.context_tokens:
            message = f"The turn needs {len(prompt)} + {max_tokens} tokens, the context has {self.context_tokens}."
            raise ContextOverflowError(message, hint="Raise TUTOR_CONTEXT_TOKENS or ask something shorter.")
        ticket = object()
        try:
            for position in self._queue.positions(ticket, cancel):
                yield QueuePosition(position=position)
            yield from self._answer(prompt, max_tokens, cancel)
        finally:
            self._queue.release(ticket)

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Put the KV cache back as it was, so that an answer in the making goes on as if nothing had been asked."""
        tokens, state = self._llama.input_ids[: self._llama.n_tokens].tolist(), self._state()
        try:
            yield
        finally:
            self._put_back(tokens, state)
            self._llama._requires_eval = True  # noqa: SLF001 - the logits are those of the question

    def _read(self, lead: list[int]) -> None:
        """Have the model read a beginning, or put back what it had read of it."""
        state = self._kept.find(lead)
        if state is None or not self._put_back(lead, state):
            log.info(
                "Reading %d tokens that the check of sentences begins with; they are kept for the next start", len(lead)
            )
            self._llama.n_tokens = 0
            self._llama.eval(lead)
            self._kept.keep(lead, self._state())

    def _state(self) -> bytes:
        context = self._llama._ctx.ctx  # noqa: SLF001 - has no public name
        state = (ctypes.c_uint8 * llama_cpp.llama_state_seq_get_size(context, 0))()
        llama_cpp.llama_state_seq_get_data(context, state, len(state), 0)
        return bytes(state)

    def _put_back(self, tokens: list[int], state: bytes) -> bool:
        """Make the model have read these tokens and nothing else; False for a state that it does not take."""
        context = self._llama._ctx.ctx  # noqa: SLF001 - has no public name
        taken = llama_cpp.llama_state_seq_set_data(
            context, (ctypes.c_uint8 * len(state)).from_buffer_copy(state), len(state), 0
        )
        self._llama.input_ids[: len(tokens)] = tokens
        self._llama.n_tokens = len(tokens)
        return bool(taken)

    def _load(self, path: Path, context_tokens: int, gpu_layers: int) -> tuple[llama_cpp.Llama, str]:
        cpu = f"CPU, {self._threads} threads"
        if gpu_layers == 0:
            return self._open(path, context_tokens, 0)[0], cpu
        if not gpu_offload_compiled():
            return self._open(path, context_tokens, 0)[0], f"{cpu} (this build of llama.cpp has no GPU offload)"
        try:
            llama, offloaded = self._open(path, context_tokens, gpu_layers)
        except BackendUnavailableError as error:
            return self._open(path, context_tokens, 0)[0], f"{cpu} (GPU offload failed: {error.message})"
        return llama, f"GPU, {offloaded} layers offloaded" if offloaded else f"{cpu} (no GPU was found)"

    def _open(self, path: Path, context_tokens: int, gpu_layers: int) -> tuple[llama_cpp.Llama, str]:
        """Load the model; also the "n/m" layers that llama.cpp reports it offloaded, or an empty string."""
        with _llama_log() as lines:
            try:
                llama = llama_cpp.Llama(
                    str(path),
                    n_ctx=context_tokens,
                    n_threads=self._threads,
                    n_threads_batch=self._threads,
                    n_gpu_layers=gpu_layers,
                    verbose=False,
                )
            except (ValueError, OSError, RuntimeError) as error:
                said = next((line for line in lines if "error" in line.lower()), str(error)).strip()
                message = f"llama.cpp cannot load {path.name}: {said}"
                raise BackendUnavailableError(message, hint="Check the file with `tutor models`.") from error
        found = _OFFLOADED.search("".join(lines))
        return llama, f"{found[1]}/{found[2]}" if found and found[1] != "0" else ""

    def _chat_template(self) -> Render:
        metadata = self._llama.metadata
        formatter = Jinja2ChatFormatter(
            template=metadata.get("tokenizer.chat_template", _CHATML),
            eos_token=self._piece(self._llama.token_eos()),
            bos_token=self._piece(self._llama.token_bos()),
        )
        return lambda messages: str(formatter(messages=messages).prompt)  # type: ignore[arg-type]  # plain dicts do

    def _piece(self, token: int) -> str:
        return self._llama.detokenize([token], special=True).decode(errors="replace") if token >= 0 else ""

    def _tokens(self, text: str, *, special: bool) -> list[int]:
        return self._llama.tokenize(text.encode(), add_bos=False, special=special) if text else []

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        pieces = template_pieces(messages, self._render)
        return [token for text, own in pieces for token in self._tokens(text, special=own)]

    def _reusable(self, prompt: list[int]) -> int:
        """How many leading tokens of the prompt are in the KV cache."""
        return _shared(self._llama.input_ids[: self._llama.n_tokens].tolist(), prompt)

    def _answer(self, prompt: list[int], max_tokens: int, cancel: Cancellation) -> Iterator[Chunk]:
        clock, reused = Clock(), self._reusable(prompt)
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._llama.set_seed(self._seed)
        # `reset=True` keeps the cache: it makes the library compare the prompt with it and drop only what differs
        tokens = self._llama.generate(
            prompt, temp=self._temperature, top_p=_TOP_P, repeat_penalty=_REPEAT_PENALTY, reset=True
        )
        stopped = cancel.is_set()
        count = 0
        for token in () if stopped or max_tokens < 1 else clock.timed(tokens):
            if llama_cpp.llama_vocab_is_eog(self._llama._model.vocab, token):  # noqa: SLF001 - has no public name
                break
            count += 1
            if text := decoder.decode(self._llama.detokenize([token])):
                yield Text(text=text)
            stopped = cancel.is_set()
            if stopped or count >= max_tokens:
                break
        tokens.close()
        timing = Timing(
            prompt_tokens=len(prompt),
            reused_tokens=reused,
            answer_tokens=count,
            first_token_s=clock.first_token_s,
            tokens_per_s=clock.tokens_per_s,
        )
        yield Completed(timing=timing, cancelled=stopped)


def _shared(one: list[int], other: list[int]) -> int:
    """How many tokens the two begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@contextmanager
def _llama_log() -> Iterator[list[str]]:
    """Collect what llama.cpp logs; it has one log for the whole process, and it is given back afterwards."""
    lines: list[str] = []
    listener = llama_cpp.llama_log_callback(lambda _level, text, _user: lines.append(text.decode(errors="replace")))
    llama_cpp.llama_log_set(listener, ctypes.c_void_p(0))
    try:
        yield lines
    finally:
        llama_cpp.llama_log_set(llama_log_callback, ctypes.c_void_p(0))
