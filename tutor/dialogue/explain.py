"""Turning passages into a checked answer: the model writes, every sentence is checked before it is shown."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from corpus.types import Passage, SectionName, Value
from tutor.dialogue.answer import Answer, Numbers
from tutor.dialogue.check import SupportCheck
from tutor.dialogue.judgement import asking
from tutor.dialogue.lesson import Lesson
from tutor.dialogue.manner import SECTION, Manner, manner_of
from tutor.dialogue.prompt import QUESTION, chat, instruction, user_message, window, within_budget
from tutor.dialogue.quoting import (
    WORD_FOR_WORD,
    asked_word_for_word,
    filled_up,
    formula_instead,
    quote,
    retypes_a_formula,
)
from tutor.dialogue.sentences import Sentence, SentenceStream
from tutor.events import Event, Queued, Quoted, Retrieved, SentenceShown, texts_of
from tutor.protocols import LLM, Cancellation, Completed, Message, QueuePosition, Text
from tutor.retrieval.retriever import SearchResult
from tutor.types import Citation, Conversation, Hit, Intent, TurnRecord, Understanding

_MOST_SENTENCES = 6
_TEMPLATE_TOKENS = 8


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
        self._ask = asking(llm) if llm else None
        self._check = check
        self._passages = passages
        self._answer_tokens = answer_tokens
        self._passage_tokens = passage_tokens

    def explain(
        self,
        understanding: Understanding,
        found: SearchResult,
        lesson: Lesson,
        conversation: Conversation,
        cancel: Cancellation,
    ) -> Generator[Event, None, Answer]:
        """Yield the passages used, then what goes before the answer, its sentences or quotations, and what goes after.

        Args:
            understanding: The question.
            found: Concepts and passages, best first; the first passage's concept is quoted when nothing else is left.
            lesson: What goes with the answer.
            conversation: The turns before.
            cancel: Checked between tokens.

        Returns:
            The record of the turn and what it cost.
        """
        prepared = self._prepare(understanding, found.hits, lesson, conversation)
        numbers = Numbers(prepared.usable, len(prepared.fresh), conversation)
        before, after = [*lesson.opening(numbers.cite)], [*lesson.closing(numbers.cite)]
        concepts = tuple(rank.concept for rank in found.concepts)
        yield Retrieved(citations=(*prepared.usable, *numbers.aside), hits=found.hits, concepts=concepts)
        yield from before
        told = [text for event in before for text in texts_of(event)]
        answer = Answer(has_model=self.llm is not None, told=told)
        if verbatim := asked_word_for_word(understanding.question, prepared.usable):
            answer.show(verbatim.passage.text, (verbatim,))
            yield Quoted(citation=verbatim, reason=WORD_FOR_WORD[verbatim.passage.section])
        elif self.llm is not None:
            yield from self._generate(self.llm, prepared, understanding.question, answer, cancel)
        if not answer.cancelled and not lesson.compared:
            yield from filled_up(prepared.usable, answer) if answer.shown else quote(prepared.usable, answer)
        yield from (event for event in after if event.citation not in answer.cited)
        afresh = bool(conversation.turns) and not prepared.history.turns
        answer.record = _record(understanding, prepared, answer, told, numbers.new, starts_afresh=afresh)
        return answer

    def _prepare(
        self, understanding: Understanding, hits: Sequence[Hit], lesson: Lesson, conversation: Conversation
    ) -> _Prepared:
        """Number the passages; start afresh where the chat would no longer fit the context."""
        manner = manner_of(understanding.question)
        wanted = instruction(understanding.intent, manner, beginner=lesson.beginner, uncovered=lesson.uncovered)
        read = self._worth_reading(hits, understanding.intent, manner, conversation)
        prepared = self._numbered(understanding.question, wanted, read, conversation, conversation)
        if conversation.turns and self.llm and not self._fits(self.llm, prepared):
            prepared = self._numbered(understanding.question, wanted, read, conversation, Conversation())
        return prepared

    def _worth_reading(
        self, hits: Sequence[Hit], intent: Intent, manner: Manner, conversation: Conversation
    ) -> list[Passage]:
        """The passages to answer from: the section asked for comes second, for more detail what has not come up first.

        Bridges are told by the lesson and cost the model no time. What a concept is easily confused with is only for
        comparisons: small models tell the one half of such a sentence of the other's subject.
        """
        kept = [hit.passage for hit in hits if hit.role == "direct"]
        alone = [passage for passage in kept if passage.section is not SectionName.CONTRASTS]
        passages = kept if intent is Intent.COMPARE else alone or kept
        if not passages:
            return []
        page = [passage for passage in self._passages.values() if passage.concept == passages[0].concept]
        asked = [passage for passage in page if passage.section is SECTION.get(manner)]
        unsaid = [passage for passage in page if passage.id not in conversation.passages]
        order = (*unsaid, *passages) if manner is Manner.DEEPER else (passages[0], *asked, *passages)
        return list({passage.id: passage for passage in order}.values())

    def _numbered(
        self, question: str, how: str, wanted: Sequence[Passage], conversation: Conversation, history: Conversation
    ) -> _Prepared:
        seen = _seen(conversation, history, self._passages)
        new = [passage for passage in wanted if passage.id not in seen]
        kept = within_budget(new, self.llm.count_tokens, self._passage_tokens) if self.llm else new
        first = len(conversation.passages) + 1
        fresh = tuple(Citation(number=number, passage=passage) for number, passage in enumerate(kept, start=first))
        again = [seen[passage.id] for passage in wanted if passage.id in seen]
        by_id = {citation.passage.id: citation for citation in (*fresh, *again)}
        usable = tuple(by_id[passage.id] for passage in wanted if passage.id in by_id)
        return _Prepared(fresh=fresh, usable=usable, message=user_message(question, fresh, again, how), history=history)

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
        if text.startswith(QUESTION):
            answer.dropped.append(text)
            return
        if retypes_a_formula(text, prepared.usable):
            yield from formula_instead(text, prepared.usable, answer)
            return
        support = self._check.check(text, prepared.usable, sentence.numbers, question, self._ask, own=True)
        if support.supported:
            if answer.show(text, support.citations):
                yield SentenceShown(text=text, citations=support.citations)
        elif support.quotation and answer.show(support.quotation_text, (support.quotation,)):
            answer.replaced.append(text)
            yield SentenceShown(text=support.quotation_text, citations=(support.quotation,), quoted=True)
        else:
            answer.dropped.append(text)


def _record(
    understanding: Understanding,
    prepared: _Prepared,
    answer: Answer,
    told: Sequence[str],
    aside: Sequence[str],
    *,
    starts_afresh: bool,
) -> TurnRecord:
    """What the conversation keeps of a turn."""
    return TurnRecord(
        text=understanding.text,
        question=understanding.question,
        passages=tuple(citation.passage.id for citation in prepared.fresh),
        aside=tuple(aside),
        prompt=prepared.message if answer.reply else "",
        reply=answer.reply,
        starts_afresh=starts_afresh,
        shown=" ".join((*told, *answer.shown)),
    )


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
