"""Asking a language model whether a claim is supported: a chat of its own, with worked examples before it.

The examples never change, so a model reads them once and keeps them (`LLM.odds`). Of the evidence only the sentences
nearest to the claim are shown: in more text than that, small models find something to agree with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.sanitise import on_one_line
from tutor.protocols import LLM, Message

Ask = Callable[[str, Sequence[str]], float | None]
"""A claim, and sentences of passages → the log-odds that they support it; None where the model does not judge."""

_RULE = (
    "You check claims. Answer True only if the passage says it or it follows from it directly; answer False if anything "
    "in the claim is different from the passage or not said there."
)
_TRUE, _FALSE = "True", "False"

_LISTS = (
    "Linked list: A linked list stores each element with a pointer to the next one, and reaching an element means "
    "walking from the start. Array: An array stores its elements side by side, so any of them is reached in one step."
)
_FILES = (
    "Compression: Compression removes repetition from a file so that it takes less space. Lossless methods such as ZIP "
    "give back the file exactly; lossy methods such as JPEG give up details that people hardly notice."
)
_PUMP = (
    "Pump: The pump stops when the tank is full, because a float closes a switch. The float must be cleaned twice a "
    "year, or the switch may stick."
)
_COMPILER = (
    "Compiler: A compiler translates a program before it runs, so errors of type are found early. An interpreter "
    "translates it line by line while it runs. A program of 1,000 lines took 2 seconds to compile and ran 30 times "
    "faster than interpreted."
)

EXAMPLES: tuple[tuple[str, str, bool], ...] = (
    (_LISTS, "An array needs no walk from the start to reach an element, unlike a linked list.", True),
    (_LISTS, "Reaching an element of an array means walking from the start.", False),
    (_FILES, "A file packed with ZIP can be restored without any loss.", True),
    (_FILES, "Compressing a file always gives up some of its details.", False),
    (_FILES, "JPEG removes repetition, whereas ZIP gives up details that people hardly notice.", False),
    (_PUMP, "The pump stops because the switch sticks.", False),
    (_PUMP, "Neglecting to clean the float can make the switch stick.", True),
    (_PUMP, "The float, which is made of plastic, closes a switch when the tank is full.", False),
    (_COMPILER, "Compiling lets type errors be found before the program runs.", True),
    (_COMPILER, "The compiled program of 1,000 lines ran 20 times faster than the interpreted one.", False),
    (_COMPILER, "An interpreter finds errors of type early.", False),
    (
        _COMPILER,
        "Once compiled, the 1,000-line program ran much faster than under an interpreter, and compiling it took 2 seconds.",
        True,
    ),
)
"""Passage, claim, and whether it is supported: true ones in other words; false ones in nearly the passage's own."""


def judgement_chat(claim: str, evidence: Sequence[str]) -> list[Message]:
    """The chat that ends in the question whether sentences support a claim; all but its last message is always the same."""
    messages = [Message(role="system", content=_RULE)]
    for passage, said, right in EXAMPLES:
        messages.append(_question(passage, said))
        messages.append(Message(role="assistant", content=_TRUE if right else _FALSE))
    return [*messages, _question(" ".join(map(on_one_line, evidence)), on_one_line(claim))]


def asking(llm: LLM) -> Ask:
    """Asks a model about claims."""
    return lambda claim, evidence: llm.odds(judgement_chat(claim, evidence), _TRUE, _FALSE)


def _question(passage: str, claim: str) -> Message:
    return Message(role="user", content=f"{passage}\nClaim: {claim}")
