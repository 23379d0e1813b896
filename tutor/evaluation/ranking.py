"""How well questions find the concepts that answer them: single questions, and follow-ups in a conversation."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from corpus.types import ConceptId
from tutor.dialogue.lookup import look_up
from tutor.evaluation.cases import AnswerableCase, FollowUpCase
from tutor.evaluation.evaluation import Outcome, Scores
from tutor.evaluation.metrics import mean, ndcg, percentile, recall, reciprocal_rank
from tutor.evaluation.parts import Parts, Turn, converse
from tutor.events import Declined, PathFound, Understood
from tutor.retrieval.fusion import CHANNEL_WEIGHTS
from tutor.types import Understanding

_K = 10


class Ranking(Outcome):
    """What a question found.

    Attributes:
        ranked: Concepts, best first, ten at most.
        declined: Whether the tutor said that it has no source; never asked of single questions.
        ms: Milliseconds for the question; of a follow-up, for the whole last turn.
    """

    gold: tuple[ConceptId, ...]
    ranked: tuple[ConceptId, ...]
    declined: bool = False
    ms: float


def find(parts: Parts, without: Collection[str] = ()) -> Callable[[AnswerableCase], Ranking]:
    """Search for single questions, without some channels where that is asked for."""
    retriever = parts.retriever

    def rank(case: AnswerableCase) -> Ranking:
        start = time.perf_counter()
        found = retriever.search(case.question, k=_K, without=without)
        ms = 1000 * (time.perf_counter() - start)
        ranked = tuple(concept.concept for concept in found.concepts)
        return Ranking(told=_told(case.question, ranked, case.gold), gold=case.gold, ranked=ranked, ms=ms)

    return rank


def ablations() -> Mapping[str, tuple[str, ...]]:
    """What to leave out, channel by channel: all but this one, then this one only."""
    alone = {f"only {name}": tuple(other for other in CHANNEL_WEIGHTS if other != name) for name in CHANNEL_WEIGHTS}
    return alone | {f"without {name}": (name,) for name in CHANNEL_WEIGHTS}


def follow(parts: Parts) -> Callable[[FollowUpCase], Ranking]:
    """Have each conversation without a language model and look at its last turn."""
    tutor = parts.quoting

    def rank(case: FollowUpCase) -> Ranking:
        texts = [*(turn.question for turn in case.turns), case.question]
        last = converse(tutor, texts, parts.now)[-1]
        understanding = _understanding(last)
        found = look_up(understanding, tutor.retriever, tutor.graph).result.concepts
        rest = tutor.retriever.search(understanding.question, k=2 * _K).concepts
        ranked = tuple(dict.fromkeys((*_goals(last), *(rank.concept for rank in (*found, *rest)))))[:_K]
        declined = any(isinstance(event, Declined) for event in last.events)
        asked = case.question + (f" → {understanding.question}" if understanding.rewritten else "")
        told = _told(asked, ranked, case.gold) + (" (declined)" if declined else "")
        return Ranking(told=told, gold=case.gold, ranked=ranked, declined=declined, ms=last.ms)

    return rank


def ranking_scores(rankings: Sequence[Ranking]) -> Scores:
    """hit@1, recall at 3, 5 and 10, mean reciprocal rank, nDCG at 10, and the median time."""
    return {
        "hit@1": mean(ranking.ranked[:1] != () and ranking.ranked[0] in ranking.gold for ranking in rankings),
        **{f"recall@{k}": mean(recall(r.ranked, r.gold, k) for r in rankings) for k in (3, 5, _K)},
        "mrr": mean(reciprocal_rank(ranking.ranked, ranking.gold) for ranking in rankings),
        f"ndcg@{_K}": mean(ndcg(ranking.ranked, ranking.gold, _K) for ranking in rankings),
        "ms_p50": percentile((ranking.ms for ranking in rankings), 0.5),
    }


def follow_up_scores(rankings: Sequence[Ranking]) -> Scores:
    """The same for follow-ups with gold, and the share answered of them; the share declined of those without."""
    within = [ranking for ranking in rankings if ranking.gold]
    return {
        **ranking_scores(within),
        "answered": mean(not ranking.declined for ranking in within),
        "declined": mean(ranking.declined for ranking in rankings if not ranking.gold),
    }


def _understanding(turn: Turn) -> Understanding:
    return next(event.understanding for event in turn.events if isinstance(event, Understood))


def _goals(turn: Turn) -> Iterable[ConceptId]:
    """Where a study path leads: its turn looks nothing else up."""
    return (goal for event in turn.events if isinstance(event, PathFound) for goal in event.path.goals)


def _told(question: str, ranked: Sequence[ConceptId], gold: Sequence[ConceptId]) -> str:
    place = next((f"place {place}" for place, found in enumerate(ranked, start=1) if found in gold), "not found")
    wanted = f"{', '.join(gold)}: {place}" if gold else "out of scope"
    return f"{question} [{wanted}; first {ranked[0] if ranked else 'nothing'}]"
