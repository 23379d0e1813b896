"""What the language model reads: append-only, every passage once, fresh before the context is full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from graph.concept_graph import ConceptGraph
from tests.tutor.parts import events_of, finished, only, tutor_with
from tutor.dialogue.prompt import SYSTEM, chat, passage_text, user_message, window, within_budget
from tutor.errors import ContextOverflowError
from tutor.events import Retrieved
from tutor.llm.scripted import ScriptedLLM
from tutor.protocols import Cancellation, Chunk, Message
from tutor.retrieval.retriever import Retriever
from tutor.session import Tutor
from tutor.types import Citation, Conversation, TurnRecord

QUESTIONS = [
    "Why is the second token faster than the first?",
    "why does it grow?",
    "how is it different from grouped-query attention?",
    "What is softmax?",
    "Why is the second token faster than the first?",
    "What is dropout?",
]
REPLY = "It is so [1]."


def test_a_chat_is_the_system_message_and_the_turns_as_they_were() -> None:
    turns = (TurnRecord(text="a", question="a", prompt="A", reply="R"), TurnRecord(text="b", question="b", shown="x"))
    assert chat(Conversation(turns=turns), "B") == [
        Message(role="system", content=SYSTEM),
        Message(role="user", content="A"),
        Message(role="assistant", content="R"),
        Message(role="user", content="B"),
    ]


def test_turns_before_a_fresh_start_are_out_of_sight() -> None:
    turns = [TurnRecord(text=name, question=name, prompt=name, reply="r") for name in "abcd"]
    turns[2] = turns[2].model_copy(update={"starts_afresh": True})
    assert [turn.text for turn in window(Conversation(turns=tuple(turns)))] == ["c", "d"]


def test_a_passage_is_read_without_code_and_without_wrong_beliefs(shipped_graph: ConceptGraph) -> None:
    for number, passage in enumerate(shipped_graph.catalogue["kv-cache"].passages, start=1):
        text = passage_text(Citation(number=number, passage=passage))
        assert text.startswith(f"[{number}]")
        assert passage.title in text
        assert "```" not in text
        assert "speeds up reading the prompt" not in text


def test_a_question_stands_last_and_seen_passages_only_as_numbers(shipped_graph: ConceptGraph) -> None:
    one, other = (Citation(number=n, passage=shipped_graph.catalogue["softmax"].passages[n]) for n in (1, 2))
    message = user_message("Why e?", [other], [one], "Give the reason first.")
    assert message.endswith("Question: Why e?\nGive the reason first.")
    assert message.index(other.passage.text[:40]) < message.index("[1]") < message.index("Why e?")
    assert one.passage.text[:40] not in message


def test_a_budget_keeps_the_first_passage_and_then_what_fits(shipped_graph: ConceptGraph) -> None:
    passages = shipped_graph.catalogue["softmax"].passages

    def count(text: str) -> int:
        return len(text.split())

    assert within_budget(passages, count, 1) == [passages[0]]
    assert within_budget(passages, count, 100_000) == list(passages)
    kept = within_budget(passages, count, 150)
    assert kept[0] == passages[0]
    assert 1 < len(kept) < len(passages)
    sizes = [count(passage_text(Citation(number=1, passage=passage))) for passage in kept]
    assert sum(sizes) <= 150
    assert within_budget([], count, 10) == []


def talk(tutor: Tutor, questions: Sequence[str]) -> tuple[Conversation, list[Retrieved]]:
    """The conversation after the questions, and what each turn might cite."""
    conversation, found = Conversation(), list[Retrieved]()
    for question in questions:
        events = events_of(tutor, question, conversation)
        found += only(events, Retrieved)
        conversation = finished(events).conversation
    return conversation, found


def numbers_in(message: Message) -> list[int]:
    """The numbers of the passages that a message brings."""
    return [int(number) for number in re.findall(r"^\[(\d+)\]", message.content, re.MULTILINE)]


@pytest.fixture
def scripted() -> ScriptedLLM:
    return ScriptedLLM([REPLY], context_tokens=100_000)


def test_every_prompt_begins_with_the_one_before(
    scripted: ScriptedLLM, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    talk(tutor_with(scripted, shipped_graph, retriever), QUESTIONS)
    assert len(scripted.asked) == len(QUESTIONS)
    for before, after in pairwise(scripted.asked):
        assert after[: len(before)] == before
        assert after[len(before)] == Message(role="assistant", content=REPLY)
        assert len(after) == len(before) + 2


def test_turns_without_the_model_leave_no_trace_in_the_prompt(
    scripted: ScriptedLLM, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    between = ["hello", "What is the capital of France?", "What is the formula of softmax?", "I know vectors", "next?"]
    texts = [QUESTIONS[0], *between, "What is dropout?", "study path to LoRA", "why does it help?"]
    talk(tutor_with(scripted, shipped_graph, retriever), texts)
    assert len(scripted.asked) == 3
    for before, after in pairwise(scripted.asked):
        assert after[: len(before)] == before
        assert len(after) == len(before) + 2


def test_a_stopped_answer_is_continued_where_it_stopped(
    scripted: ScriptedLLM, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    class Soon:
        """Somebody who stops at the second word."""

        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 2

    tutor = tutor_with(scripted, shipped_graph, retriever)
    stopped = finished(events_of(tutor, QUESTIONS[0], cancel=Soon()))
    assert stopped.cancelled
    events_of(tutor, QUESTIONS[1], stopped.conversation)
    before, after = scripted.asked
    assert after[: len(before)] == before
    assert after[len(before)].role == "assistant"
    assert REPLY.startswith(after[len(before)].content)
    assert 0 < len(after[len(before)].content) < len(REPLY)


def test_no_passage_is_sent_twice_while_it_is_in_sight(
    scripted: ScriptedLLM, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    conversation, _ = talk(tutor_with(scripted, shipped_graph, retriever), QUESTIONS)
    sent = [number for message in scripted.asked[-1] for number in numbers_in(message) if message.role == "user"]
    brought = [passage for turn in conversation.turns for passage in turn.passages]
    assert [conversation.passages[number - 1] for number in sent] == brought
    assert len(set(brought)) == len(brought)


def test_a_passage_keeps_its_number(scripted: ScriptedLLM, shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    conversation, found = talk(tutor_with(scripted, shipped_graph, retriever), QUESTIONS)
    for event in found:
        for citation in event.citations:
            assert conversation.passages[citation.number - 1] == citation.passage.id


def test_it_starts_afresh_before_the_context_is_full_and_numbers_stay_unique(
    shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    scripted = ScriptedLLM([REPLY], context_tokens=900)
    tutor = tutor_with(scripted, shipped_graph, retriever, answer_tokens=120, passage_tokens=250)
    conversation, found = talk(tutor, QUESTIONS)
    afresh = [turn.starts_afresh for turn in conversation.turns]
    assert True in afresh
    assert not afresh[0]
    for messages, fresh in zip(scripted.asked, afresh, strict=True):
        size = sum(scripted.count_tokens(message.content) for message in messages)
        assert size + 120 <= 900
        assert (len(messages) == 2) == (fresh or messages is scripted.asked[0])
    brought = [citation.number for event in found for citation in event.citations]
    by_number = {citation.number: citation.passage.id for event in found for citation in event.citations}
    assert len(set(by_number)) == len({(c.number, c.passage.id) for event in found for c in event.citations})
    assert max(brought) <= len(conversation.passages)


def test_whatever_may_be_cited_is_in_sight(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    scripted = ScriptedLLM([REPLY], context_tokens=620)
    tutor = tutor_with(scripted, shipped_graph, retriever, answer_tokens=60, passage_tokens=250)
    alone = [question for question in QUESTIONS if "different" not in question]
    conversation, found = talk(tutor, [*alone, QUESTIONS[0]])
    assert len([turn for turn in conversation.turns if turn.starts_afresh]) > 1
    for messages, event in zip(scripted.asked, found, strict=True):
        read = "\n".join(message.content for message in messages)
        assert event.citations
        assert event.citations
        assert all(passage_text(citation) in read for citation in event.citations)


def test_a_turn_that_does_not_fit_alone_is_refused(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    class Small(ScriptedLLM):
        """A model that keeps the rule of the seam: what does not fit is refused."""

        def stream(self, messages: Sequence[Message], *, max_tokens: int, cancel: Cancellation) -> Iterator[Chunk]:
            """Refuse, or say the next line."""
            size = sum(self.count_tokens(message.content) for message in messages)
            if size + max_tokens > self.context_tokens:
                message = "too long"
                raise ContextOverflowError(message, hint="Ask something shorter.")
            return super().stream(messages, max_tokens=max_tokens, cancel=cancel)

    tutor = tutor_with(Small([REPLY], context_tokens=200), shipped_graph, retriever)
    with pytest.raises(ContextOverflowError):
        events_of(tutor, QUESTIONS[0])
