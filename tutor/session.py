"""The tutor: one turn from a learner's words to events."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime

from corpus.sanitise import visible
from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tutor.dialogue.decide import decide
from tutor.dialogue.explain import Explainer
from tutor.dialogue.followups import spoken_title
from tutor.dialogue.lesson import Lesson, lesson_for
from tutor.dialogue.lookup import look_up
from tutor.dialogue.suggest import next_steps, on_path, suggest
from tutor.dialogue.understand import understand
from tutor.events import AskedBack, Declined, Event, Finished, KnowledgeStated, NextFound, PathFound, Said, Understood
from tutor.protocols import LLM, Cancellation
from tutor.retrieval.retriever import Retriever, SearchResult
from tutor.types import Conversation, Intent, Learner, Timing, TurnRecord, Understanding, Verdict

log = logging.getLogger("tutor")

_Events = Generator[Event, None, Finished]

_LONGEST_TEXT = 4000
_NEAREST = 3

GREETING = (
    "Hello! Ask me anything about how modern AI works, ask for a study path such as “path to FlashAttention”, or tell "
    "me what you already know."
)
"""What the tutor answers to small talk."""


class Tutor:
    """Teaches from one corpus.

    Args:
        graph: The concepts.
        retriever: Finds concepts and passages.
        explainer: Turns passages into a checked answer.
    """

    def __init__(self, graph: ConceptGraph, retriever: Retriever, explainer: Explainer) -> None:
        self.graph = graph
        self.retriever = retriever
        self._explainer = explainer

    @property
    def llm(self) -> LLM | None:
        """The language model, or None where the tutor only quotes."""
        return self._explainer.llm

    def turn(
        self, text: str, *, conversation: Conversation, learner: Learner, now: datetime, cancel: Cancellation
    ) -> Iterator[Event]:
        """Answer one text.

        Args:
            text: The learner's words; characters that nobody sees, and anything beyond 4,000, are left out.
            conversation: The turns before.
            learner: Who asks, and what they know.
            now: When the turn began; logged.
            cancel: Checked between tokens.

        Yields:
            Events in order; the last one is `Finished` and carries the next conversation.

        Raises:
            BackendError: If the language model fails. The conversation is then unchanged.
        """
        understanding = understand(
            visible(text).strip()[:_LONGEST_TEXT], conversation, self.graph, self.retriever.names
        )
        yield Understood(understanding=understanding)
        finished = yield from self._act(understanding, conversation, learner, now, cancel)
        timing = finished.timing
        log.info(
            "turn %s intent=%s focus=%s prompt_tokens=%d reused=%d ttft_s=%.2f tokens_per_s=%.1f replaced=%d dropped=%d",
            now.isoformat(timespec="seconds"),
            understanding.intent.value,
            ",".join(finished.conversation.focus),
            timing.prompt_tokens,
            timing.reused_tokens,
            timing.first_token_s,
            timing.tokens_per_s,
            len(finished.replaced),
            len(finished.dropped),
        )
        yield finished

    def _act(
        self,
        understanding: Understanding,
        conversation: Conversation,
        learner: Learner,
        now: datetime,
        cancel: Cancellation,
    ) -> _Events:
        match understanding.intent:
            case Intent.SMALLTALK:
                yield Said(text=GREETING)
                return _finished(conversation, understanding, shown=GREETING)
            case Intent.KNOW:
                return (yield from self._note_known(understanding, conversation, learner, now))
            case Intent.NEXT:
                return (yield from self._next(understanding, conversation, learner, now))
            case Intent.PATH:
                return (yield from self._path(understanding, conversation, learner))
            case Intent.ASK | Intent.COMPARE:
                return (yield from self._answer(understanding, conversation, learner, cancel))

    def _note_known(
        self, understanding: Understanding, conversation: Conversation, learner: Learner, now: datetime
    ) -> _Events:
        stated = _stated(understanding, learner)
        yield stated
        yield NextFound(ready=next_steps(self.graph, stated.learner, conversation.focus, now))
        return _finished(conversation, understanding, shown="Noted.")

    def _next(
        self, understanding: Understanding, conversation: Conversation, learner: Learner, now: datetime
    ) -> _Events:
        if understanding.known:
            stated = _stated(understanding, learner)
            learner = stated.learner
            yield stated
        near = understanding.focus or learner.aim or conversation.focus
        steps = next_steps(self.graph, learner, near, now)
        yield NextFound(ready=steps)
        return _finished(conversation, understanding, shown=", ".join(step.title for step in steps))

    def _path(self, understanding: Understanding, conversation: Conversation, learner: Learner) -> _Events:
        if understanding.known:
            stated = _stated(understanding, learner)
            learner = stated.learner
            yield stated
        goals = understanding.focus or conversation.focus[:1]
        if not goals:
            found = self.retriever.search(understanding.question, k=_NEAREST)
            options = [f"Study path to {self._spoken(rank.concept)}" for rank in found.concepts]
            yield AskedBack(message="Which concept should the path lead to?", options=tuple(options))
            return _finished(conversation, understanding)
        path = learning_path(self.graph, goals, learner.known)
        yield PathFound(path=path)
        yield suggest(self.graph, goals, self.graph.closure(learner.known), [])
        return _finished(conversation, understanding, focus=goals, shown=", ".join(step.title for step in path.steps))

    def _answer(
        self, understanding: Understanding, conversation: Conversation, learner: Learner, cancel: Cancellation
    ) -> _Events:
        if options := self._readings(understanding):
            yield AskedBack(message="That name means more than one thing. Which one?", options=options)
            return _finished(conversation, understanding)
        known = self.graph.closure(learner.known)
        missing = {concept.id for concept in self.graph.catalogue} - known if learner.known else set[ConceptId]()
        found = look_up(understanding, self.retriever, self.graph, missing)
        lesson = lesson_for(understanding, found.result, conversation, learner, self.graph, self.retriever.names)
        if decide(found.score) is Verdict.ABSTAIN:
            yield _decline(found.result, lesson)
            return _finished(conversation, understanding)
        answer = yield from self._explainer.explain(understanding, found.result, lesson, conversation, cancel)
        focus = _subjects(understanding, [rank.concept for rank in found.result.concepts])
        asked = [turn.question for turn in conversation.turns] + [understanding.question]
        if step := on_path(self.graph, learner):
            yield step
        yield suggest(self.graph, focus, known, asked)
        record = answer.record.model_copy(update={"focus": focus})
        return Finished(
            conversation=conversation.after(record),
            timing=answer.timing,
            replaced=tuple(answer.replaced),
            dropped=tuple(answer.dropped),
            cancelled=answer.cancelled,
        )

    def _readings(self, understanding: Understanding) -> tuple[str, ...]:
        """The question once for each meaning of an ambiguous name; none where other names settle it."""
        if understanding.focus:
            return ()
        for mention in understanding.mentions:
            if len(mention.concepts) > 1:
                before, after = understanding.question[: mention.start], understanding.question[mention.end :]
                return tuple(f"{before}{self.graph.catalogue[concept].title}{after}" for concept in mention.concepts)
        return ()

    def _spoken(self, concept: ConceptId) -> str:
        return spoken_title(self.graph.catalogue[concept])


def _decline(found: SearchResult, lesson: Lesson) -> Declined:
    what = f"on {' or '.join(lesson.uncovered)}" if lesson.uncovered else "for that"
    message = f"I have no source {what}: it is not among the concepts I teach, so I would be guessing."
    return Declined(message=message, nearest=tuple(rank.concept for rank in found.concepts[:_NEAREST]))


def _subjects(understanding: Understanding, ranked: Sequence[ConceptId]) -> tuple[ConceptId, ...]:
    """What a turn was about: what was compared or named and found, else what was found first; then what else was named."""
    named = understanding.focus
    if understanding.intent is Intent.COMPARE:
        return named
    settled = () if understanding.leans_on else named
    main = next((concept for concept in settled if concept in ranked[:_NEAREST]), ranked[0])
    return tuple(dict.fromkeys((main, *named)))


def _stated(understanding: Understanding, learner: Learner) -> KnowledgeStated:
    return KnowledgeStated(concepts=understanding.known, learner=learner.who_knows(understanding.known))


def _finished(
    conversation: Conversation, understanding: Understanding, *, focus: tuple[ConceptId, ...] = (), shown: str = ""
) -> Finished:
    """The end of a turn that asked no model; a turn without a focus leaves the conversation's as it was."""
    record = TurnRecord(text=understanding.text, question=understanding.question, focus=focus, shown=shown)
    return Finished(conversation=conversation.after(record), timing=Timing())
