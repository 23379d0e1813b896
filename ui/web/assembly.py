"""Putting the page together: who looks at it, the chat, and every screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tutor.dialogue.explain_back import ExplainBack
from tutor.factory import open_check, open_stores
from tutor.retrieval.retriever import Retriever
from tutor.settings import Settings
from tutor.types import Timing
from ui.live import LiveTutor
from ui.web.acting import Acting
from ui.web.app import Web
from ui.web.chat.chat import Chat
from ui.web.chat.talks import Talks
from ui.web.model_line import ModelLine
from ui.web.people.people import open_people
from ui.web.people.sign_in import Way
from ui.web.screen import Screen
from ui.web.screens.concept import ConceptScreen
from ui.web.screens.concepts import ConceptsScreen
from ui.web.screens.model_screen import ModelScreen
from ui.web.screens.path import PathScreen
from ui.web.screens.placement import PlacementScreen
from ui.web.screens.practice import Practice
from ui.web.screens.progress_screen import ProgressScreen
from ui.web.visitors import Visitors


def put_together(live: LiveTutor, settings: Settings, clock: Callable[[], datetime], *, waiting: int) -> Web:
    """Everything that the page needs.

    Args:
        live: The tutor, as far as it is open.
        settings: Who may come in, where people's records are kept, and where questions go.
        clock: Says what time it is.
        waiting: How many people may wait for an answer at once and see their place.

    Raises:
        StoreError: If the database of learners, or the secret of cookies, cannot be used.
    """
    stores = open_stores(settings)
    people = open_people(settings, stores.accounts, clock)
    visitors = Visitors(live.graph, stores, people, clock)
    foot = ModelLine(live)
    chat = Chat(live, stores.conversations, visitors.study, foot=foot, clock=clock)
    acting = Acting(_screens(live, settings, foot, people.way))
    return Web(live, chat, acting, visitors, foot.html, waiting)


def _screens(live: LiveTutor, settings: Settings, foot: ModelLine, way: Way) -> Mapping[str, Screen]:
    """Every screen by its name in an address."""
    opened = _Opened(live)
    timing = lambda: foot.timing if foot.timing != Timing() else None  # noqa: E731 - a thought too short for a name
    return {
        "concept": ConceptScreen(),
        "concepts": ConceptsScreen(live.graph, opened.retriever),
        "model": ModelScreen(live, timing, settings, sign_in_needed=way is Way.SIGN_IN),
        "path": PathScreen(live.graph),
        "placement": PlacementScreen(),
        "practice": Practice(opened.explain_back),
        "progress": ProgressScreen(),
        "talks": Talks(),
    }


class _Opened:
    """What screens need of a tutor that may still be opening.

    Args:
        live: The tutor, as far as it is open.
    """

    def __init__(self, live: LiveTutor) -> None:
        self._live = live
        self._explain_back: ExplainBack | None = None

    def retriever(self) -> Retriever | None:
        """What finds by meaning; None while the index is being opened."""
        tutor = self._live.tutor
        return tutor.retriever if tutor else None

    def explain_back(self) -> ExplainBack | None:
        """What grades explanations, made when it is first asked for; None while the index is being opened."""
        retriever = self.retriever()
        if self._explain_back is None and retriever is not None:
            graph = self._live.graph
            check = open_check(retriever, graph)
            self._explain_back = ExplainBack(retriever.embedder, retriever.names, graph.catalogue, check)
        return self._explain_back
