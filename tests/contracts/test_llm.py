"""What every language model behind the seam `tutor.protocols.LLM` must do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tutor.errors import ContextOverflowError
from tutor.llm.scripted import ScriptedLLM
from tutor.protocols import LLM, Cancellation, Chunk, Completed, Message, QueuePosition, Text

ASKED = [
    Message(role="system", content="You answer in one short sentence."),
    Message(role="user", content="What is a cat?"),
]


class After:
    """A learner who stops after so many looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def is_set(self) -> bool:
        """Whether it is time to stop."""
        self.looks -= 1
        return self.looks < 0


def chunks(
    llm: LLM, messages: Sequence[Message] = ASKED, max_tokens: int = 12, cancel: Cancellation | None = None
) -> list[Chunk]:
    return list(llm.stream(messages, max_tokens=max_tokens, cancel=cancel or threading.Event()))


def text_of(said: Sequence[Chunk]) -> str:
    return "".join(chunk.text for chunk in said if isinstance(chunk, Text))


def completed(said: Sequence[Chunk]) -> Completed:
    last = said[-1]
    assert isinstance(last, Completed)
    return last


def test_text_comes_in_pieces_and_one_completed_ends_it(llm: LLM) -> None:
    said = chunks(llm)
    assert [type(chunk) for chunk in said].count(Completed) == 1
    assert not completed(said).cancelled
    assert len([chunk for chunk in said if isinstance(chunk, Text)]) > 1
    assert all(chunk.text for chunk in said if isinstance(chunk, Text))
    assert text_of(said).strip()


def test_the_cost_is_told(llm: LLM) -> None:
    timing = completed(chunks(llm)).timing
    assert timing.prompt_tokens > 5
    assert 1 <= timing.answer_tokens <= 12
    assert timing.first_token_s > 0
    assert timing.tokens_per_s > 0
    assert 0 <= timing.reused_tokens <= timing.prompt_tokens


@pytest.mark.parametrize("most", [1, 5])
def test_no_more_tokens_come_than_were_asked_for(llm: LLM, most: int) -> None:
    said = chunks(llm, max_tokens=most)
    assert completed(said).timing.answer_tokens <= most
    assert len([chunk for chunk in said if isinstance(chunk, Text)]) <= most


def test_an_answer_that_ends_by_itself_is_shorter_than_allowed(llm: LLM) -> None:
    said = chunks(llm, [Message(role="user", content="Say only: yes.")], max_tokens=60)
    assert completed(said).timing.answer_tokens < 60
    assert "<|" not in text_of(said), "no control token is shown"


def test_a_cancelled_answer_stops_between_tokens(llm: LLM) -> None:
    cancel = threading.Event()
    said: list[Chunk] = []
    for chunk in llm.stream(ASKED, max_tokens=40, cancel=cancel):
        said.append(chunk)
        if len([one for one in said if isinstance(one, Text)]) == 2:
            cancel.set()
    assert completed(said).cancelled
    assert len([chunk for chunk in said if isinstance(chunk, Text)]) == 2


def test_an_answer_cancelled_before_it_begins_says_nothing(llm: LLM) -> None:
    cancel = threading.Event()
    cancel.set()
    said = chunks(llm, cancel=cancel)
    assert text_of(said) == ""
    assert completed(said).cancelled


def test_an_answer_stopped_by_itself_looking_is_shorter(llm: LLM) -> None:
    assert completed(chunks(llm, max_tokens=40, cancel=After(4))).timing.answer_tokens <= 4


def test_what_does_not_fit_the_context_is_refused_before_anything_is_said(llm: LLM) -> None:
    long = [Message(role="user", content="attention " * (2 * llm.context_tokens))]
    with pytest.raises(ContextOverflowError) as caught:
        chunks(llm, long)
    assert caught.value.hint
    assert not caught.value.retryable


def test_an_answer_longer_than_the_context_is_refused(llm: LLM) -> None:
    with pytest.raises(ContextOverflowError):
        chunks(llm, max_tokens=llm.context_tokens)


def test_the_model_can_be_used_after_a_refusal_and_after_a_stop(llm: LLM) -> None:
    with pytest.raises(ContextOverflowError):
        chunks(llm, max_tokens=llm.context_tokens)
    abandoned = llm.stream(ASKED, max_tokens=40, cancel=threading.Event())
    assert isinstance(next(abandoned), Text)
    _close(abandoned)
    assert text_of(chunks(llm)).strip()


def _close(stream: Iterator[Chunk]) -> None:
    """Stop reading, as a front door does when its visitor leaves."""
    close: Callable[[], None] = getattr(stream, "close")  # noqa: B009 - the seam promises an iterator only
    close()


def test_the_same_messages_give_the_same_words(llm: LLM) -> None:
    between = [Message(role="user", content="Name a colour.")]
    first = text_of(chunks(llm, max_tokens=16))
    chunks(llm, between, max_tokens=2)
    assert text_of(chunks(llm, max_tokens=16)) == first


def test_two_people_at_once_each_get_their_own_answer(llm: LLM) -> None:
    other = [Message(role="user", content="Count: one, two, three,")]
    alone = [text_of(chunks(llm, messages, max_tokens=8)) for messages in (ASKED, other)]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda messages: chunks(llm, messages, max_tokens=8), (ASKED, other)))
    assert [text_of(said) for said in both] == alone
    places = [chunk.position for said in both for chunk in said if isinstance(chunk, QueuePosition)]
    assert set(places) <= {1}


def test_tokens_are_counted(llm: LLM) -> None:
    assert llm.count_tokens("") == 0
    assert llm.count_tokens("cat") >= 1
    assert llm.count_tokens("attention " * 50) > llm.count_tokens("attention " * 5)
    assert llm.count_tokens("<|im_end|>") > 1, "a control token that somebody writes is plain text"


@pytest.mark.parametrize(
    "text", ["The cache grows with every token.", "naïve 🦙 注意力", "x" * 200, "a\n\nb\t c", "12,345"]
)
def test_a_text_costs_no_more_than_was_counted(llm: LLM, text: str) -> None:
    def prompt(content: str) -> int:
        return completed(chunks(llm, [Message(role="user", content=content)], max_tokens=1)).timing.prompt_tokens

    assert prompt(text) - prompt("") <= llm.count_tokens(text) + 1


def test_the_model_says_what_and_where_it_is(llm: LLM) -> None:
    assert llm.name == "starter"
    assert llm.place
    assert llm.context_tokens >= 1024


def test_the_scripted_model_keeps_the_same_rules() -> None:
    scripted = ScriptedLLM(["one two three four"])
    assert text_of(chunks(scripted, max_tokens=2)) == "one two"
    assert completed(chunks(scripted)).timing.answer_tokens == 4
    cancel = threading.Event()
    cancel.set()
    assert completed(chunks(scripted, cancel=cancel)).cancelled
