"""How good whole answers are: what they cite, what was dropped, how fast they came; and a transcript to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from corpus.types import ConceptId
from tutor.evaluation.cases import AnswerableCase
from tutor.evaluation.evaluation import Outcome, Scores
from tutor.evaluation.metrics import mean, percentile
from tutor.evaluation.parts import Parts, Turn, converse
from tutor.events import AskedBack, Declined, Event, Quoted, Said, SentenceShown
from tutor.types import Timing


class Answered(Outcome):
    """An answer.

    Attributes:
        question: What was asked.
        gold: The concepts that answer it.
        accept: Concepts that would do as well.
        cited: The concept of every passage cited or quoted, each passage once.
        shown: What the learner saw, with citations, in Markdown.
        words: The number of words of the sentences and quotations shown.
        sentences: The number of the model's sentences that were shown.
        dropped: The model's sentences that were not.
        fell_back: Whether only quotations were shown, although nobody asked for a formula.
        timing: What it cost.
    """

    question: str
    gold: tuple[ConceptId, ...]
    accept: tuple[ConceptId, ...]
    cited: tuple[ConceptId, ...]
    shown: tuple[str, ...]
    words: int
    sentences: int
    dropped: tuple[str, ...]
    fell_back: bool
    timing: Timing


def answer(parts: Parts) -> Callable[[AnswerableCase], Answered]:
    """Ask each question in a conversation of its own."""
    tutor = parts.tutor

    def ask(case: AnswerableCase) -> Answered:
        (turn,) = converse(tutor, [case.question], parts.now)
        return _answered(case, turn, has_model=tutor.llm is not None)

    return ask


def _answered(case: AnswerableCase, turn: Turn, *, has_model: bool) -> Answered:
    sentences = [event for event in turn.events if isinstance(event, SentenceShown)]
    quotations = [event for event in turn.events if isinstance(event, Quoted)]
    citations = [*(c for event in sentences for c in event.citations), *(event.citation for event in quotations)]
    passages = {citation.passage.id: citation.passage.concept for citation in citations}
    texts = [*(event.text for event in sentences), *(event.citation.passage.text for event in quotations)]
    timing = turn.finished.timing
    wrote = timing.answer_tokens > 0 or not has_model
    return Answered(
        told=f"{case.question} [{len(sentences)} shown, {len(turn.finished.dropped)} dropped, {turn.ms / 1000:.1f} s]",
        question=case.question,
        gold=case.gold,
        accept=case.accept,
        cited=tuple(passages.values()),
        shown=tuple(_shown(turn.events)),
        words=sum(len(text.split()) for text in texts),
        sentences=len(sentences),
        dropped=turn.finished.dropped,
        fell_back=bool(quotations) and not sentences and wrote,
        timing=timing,
    )


def _shown(events: Iterable[Event]) -> Iterable[str]:
    """Every event that says something, as a paragraph."""
    for event in events:
        match event:
            case SentenceShown(text=text, citations=citations):
                yield f"{text} ({'; '.join(citation.passage.label for citation in citations)})"
            case Quoted(citation=citation, reason=reason):
                quotation = citation.passage.text.replace("\n", "\n> ")
                yield f"{reason}\n\n> {quotation}\n>\n> ({citation.passage.label})"
            case Declined(message=message) | AskedBack(message=message) | Said(text=message):
                yield message
            case _:
                pass


def answer_scores(answers: Sequence[Answered]) -> Scores:
    """Citations against the gold, sentences dropped, answers that only quote, length and speed."""
    judged = [
        *(True for one in answers for _ in one.dropped),
        *(False for one in answers for _ in range(one.sentences)),
    ]
    written = [one.timing for one in answers if one.timing.answer_tokens > 0]
    speeds = [timing.tokens_per_s for timing in written if timing.tokens_per_s > 0]
    waits = [timing.first_token_s for timing in written]
    return {
        "citation_precision": mean(_precision(one) for one in answers if one.cited),
        "citation_recall": mean(len(set(one.gold) & set(one.cited)) / len(one.gold) for one in answers),
        "dropped_share": mean(judged),
        "quoted_share": mean(one.fell_back for one in answers),
        "answered_share": mean(bool(one.cited) for one in answers),
        "words_p50": percentile((one.words for one in answers if one.cited), 0.5),
        "ttft_s_p50": percentile(waits, 0.5),
        "ttft_s_p95": percentile(waits, 0.95),
        "tokens_per_s_p50": percentile(speeds, 0.5),
        "tokens_per_s_p95": percentile(speeds, 0.95),
    }


def _precision(one: Answered) -> float:
    right = {*one.gold, *one.accept}
    return sum(concept in right for concept in one.cited) / len(one.cited)


def transcript(answers: Sequence[Answered], model: str) -> str:
    """Every question with its answer and the sentences that were dropped, in Markdown."""
    return f"# Answers of {model}\n\n" + "\n".join(map(_entry, answers))


def _entry(one: Answered) -> str:
    dropped = [f"- {sentence}" for sentence in one.dropped]
    parts = [f"## {one.question}", f"Gold: {', '.join(one.gold)}.", *one.shown]
    if dropped:
        parts += ["Dropped:", "\n".join(dropped)]
    return "\n\n".join(parts) + "\n"
