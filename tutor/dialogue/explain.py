"""Turning passages into a checked answer: the model writes, every sentence is checked before it is shown."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from corpus.types import Passage, SectionName, Value
from tutor.dialogue.check import SupportCheck
from tutor.dialogue.prompt import chat, user_message, window, within_budget
from tutor.dialogue.sentences import Sentence, SentenceStream
from tutor.protocols import LLM, Cancellation, Completed, Message, QueuePosition, Text
from tutor.retrieval.retriever import asked_sections
from tutor.types import (
    Citation,
    Conversation,
    Event,
    Hit,
    Queued,
    Quoted,
    Retrieved,
    SentenceShown,
    Timing,
    TurnRecord,
    Understanding,
)

_MOST_SENTENCES = 6
_TEMPLATE_TOKENS = 8
_UNCONFIRMED = "The model's own words could not be confirmed, so here is the page itself."
_FORMULA = "A formula is quoted from the page, never retyped by the model."
_NO_MODEL = "No language model is loaded, so here is the page itself."


class _Prepared(Value):
    """A turn ready for the model.

    Attributes:
        fresh: Passages that this turn brings, numbered.
        usable: Every passage that a sentence may rest on, best first.
        message: The user message.
        history: The conversation that the model sees before it; empty where it starts afresh.
    """

    fresh: tuple[Citation, ...]
    usable: tuple[Citation, ...]
    message: str
    history: Conversation


class Explainer:
    """Explains from passages with a language model, or quotes where there is none.

    Args:
        llm: The language model, or None.
        check: Decides what may be shown.
        passages: Every passage by id.
        answer_tokens: Most tokens of an answer.
        passage_tokens: Most tokens of new passages in a turn.
    """

    def __init__(
        self,
        llm: LLM | None,
        check: SupportCheck,
        passages: Mapping[str, Passage],
        *,
        answer_tokens: int,
        passage_tokens: int,
    ) -> None:
        self.llm = llm
        self._check = check
        self._passages = passages
        self._answer_tokens = answer_tokens
        self._passage_tokens = passage_tokens

    def explain(
        self, understanding: Understanding, hits: Sequence[Hit], conversation: Conversation, cancel: Cancellation
    ) -> Generator[Event, None, Answer]:
        """Yield the passages used, then sentences or quotations.

        Args:
            understanding: The question.
            hits: Passages, best first; the first concept's definition is what is quoted when nothing else is left.
            conversation: The turns before.
            cancel: Checked between tokens.

        Returns:
            The record of the turn and what it cost.
        """
        prepared = self._prepare(understanding, hits, conversation)
        yield Retrieved(citations=prepared.usable, hits=tuple(hits))
        answer = Answer(self.llm is not None)
        formula = _formula_asked_for(understanding.question, prepared.usable)
        if formula:
            answer.shown.append(formula.passage.text)
            yield Quoted(citation=formula, reason=_FORMULA)
        elif self.llm is not None:
            yield from self._generate(self.llm, prepared, understanding.question, answer, cancel)
        if not answer.shown and not answer.cancelled:
            yield from _quote(prepared.usable, answer)
        answer.record = TurnRecord(
            text=understanding.text,
            question=understanding.question,
            passages=tuple(citation.passage.id for citation in prepared.fresh),
            prompt=prepared.message if answer.reply else "",
            reply=answer.reply,
            starts_afresh=bool(conversation.turns) and not prepared.history.turns,
            shown=" ".join(answer.shown),
        )
        return answer

    def _prepare(self, understanding: Understanding, hits: Sequence[Hit], conversation: Conversation) -> _Prepared:
        """Number the passages; start afresh where the chat would no longer fit the context."""
        prepared = self._numbered(understanding, hits, conversation, conversation)
        if conversation.turns and self.llm and not self._fits(self.llm, prepared):
            prepared = self._numbered(understanding, hits, conversation, Conversation())
        return prepared

    def _numbered(
        self, understanding: Understanding, hits: Sequence[Hit], conversation: Conversation, history: Conversation
    ) -> _Prepared:
        seen = _seen(conversation, history, self._passages)
        wanted = [hit.passage for hit in hits]
        new = [passage for passage in wanted if passage.id not in seen]
        kept = within_budget(new, self.llm.count_tokens, self._passage_tokens) if self.llm else new
        first = len(conversation.passages) + 1
        fresh = tuple(Citation(number=number, passage=passage) for number, passage in enumerate(kept, start=first))
        again = [seen[passage.id] for passage in wanted if passage.id in seen]
        by_id = {citation.passage.id: citation for citation in (*fresh, *again)}
        usable = tuple(by_id[passage.id] for passage in wanted if passage.id in by_id)
        message = user_message(understanding.question, fresh, again, understanding.intent)
        return _Prepared(fresh=fresh, usable=usable, message=message, history=history)

    def _fits(self, llm: LLM, prepared: _Prepared) -> bool:
        messages = chat(prepared.history, prepared.message)
        return _size(llm, messages) + self._answer_tokens <= llm.context_tokens

    def _generate(
        self, llm: LLM, prepared: _Prepared, question: str, answer: Answer, cancel: Cancellation
    ) -> Generator[Event, None, None]:
        stream, enough = SentenceStream(), _Enough(cancel)
        for chunk in llm.stream(
            chat(prepared.history, prepared.message), max_tokens=self._answer_tokens, cancel=enough
        ):
            match chunk:
                case QueuePosition(position=position):
                    yield Queued(position=position)
                case Text(text=text):
                    answer.reply += text
                    for sentence in stream.feed(text):
                        yield from self._show(sentence, prepared, question, answer)
                    enough.reached = len(answer.shown) + len(answer.dropped) >= _MOST_SENTENCES
                case Completed(timing=timing):
                    answer.timing, answer.cancelled = timing, cancel.is_set()
        if not enough.is_set():
            for sentence in stream.close():
                yield from self._show(sentence, prepared, question, answer)

    def _show(
        self, sentence: Sentence, prepared: _Prepared, question: str, answer: Answer
    ) -> Generator[Event, None, None]:
        text = _without_label(sentence.text, prepared.usable)
        support = self._check.check(text, prepared.usable, sentence.numbers, question)
        if not support.supported:
            answer.dropped.append(text)
        elif text not in answer.shown:
            answer.shown.append(text)
            yield SentenceShown(text=text, citations=support.citations)


class Answer:
    """An answer in the making, and its record at the end."""

    def __init__(self, has_model: bool) -> None:  # noqa: FBT001 - one flag, named at its only call
        self.has_model = has_model
        self.reply = ""
        self.shown: list[str] = []
        self.dropped: list[str] = []
        self.timing = Timing()
        self.cancelled = False
        self.record = TurnRecord(text="", question="")


class _Enough:
    """Cancelled by the learner, or because the answer has enough sentences."""

    def __init__(self, cancel: Cancellation) -> None:
        self._cancel = cancel
        self.reached = False

    def is_set(self) -> bool:
        return self.reached or self._cancel.is_set()


def _without_label(text: str, usable: Sequence[Citation]) -> str:
    """A sentence without the "Title:" that models like to copy from the head of a passage."""
    for citation in usable:
        if text.startswith(label := f"{citation.passage.title}: "):
            return text.removeprefix(label)
    return text


def _quote(usable: Sequence[Citation], answer: Answer) -> Generator[Event, None, None]:
    """The first concept's definition, word for word, and the section of its page that fits the question best."""
    chosen = [citation for citation in usable if citation.passage.concept == usable[0].passage.concept][:2]
    for citation in chosen:
        answer.shown.append(citation.passage.text)
        yield Quoted(citation=citation, reason=_UNCONFIRMED if answer.has_model else _NO_MODEL)


def _formula_asked_for(question: str, usable: Sequence[Citation]) -> Citation | None:
    """The formula of the first concept, where the question asks for one."""
    if SectionName.FORMULA not in asked_sections(question):
        return None
    same = (citation for citation in usable if citation.passage.concept == usable[0].passage.concept)
    return next((citation for citation in same if citation.passage.section is SectionName.FORMULA), None)


def _seen(conversation: Conversation, history: Conversation, passages: Mapping[str, Passage]) -> dict[str, Citation]:
    """The passages that the model still sees, under the numbers they have in the whole conversation."""
    visible = {passage for turn in window(history) for passage in turn.passages}
    numbered = enumerate(conversation.passages, start=1)
    return {
        passage: Citation(number=number, passage=passages[passage])
        for number, passage in numbered
        if passage in visible and passage in passages
    }


def _size(llm: LLM, messages: Sequence[Message]) -> int:
    """Tokens of a chat: its words and what the template adds to each message."""
    return sum(llm.count_tokens(message.content) + _TEMPLATE_TOKENS for message in messages)
