"""Who looks at the page: from a request to their study and their conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import gradio as gr
from starlette.requests import Request

from graph.concept_graph import ConceptGraph
from tutor.learner.knowledge import KnowledgeState
from tutor.learner.stores import Stores
from tutor.learner.study import Study
from ui.web.people.people import People
from ui.web.screen import Visitor


class Visitors:
    """Knows everybody who may look at the page; keeps nothing of them itself.

    Args:
        graph: The concepts.
        stores: What is kept of people.
        people: Says whose request it is.
        clock: Says what time it is.
    """

    def __init__(self, graph: ConceptGraph, stores: Stores, people: People, clock: Callable[[], datetime]) -> None:
        self.graph = graph
        self.people = people
        self.clock = clock
        self._stores = stores

    def name(self, request: gr.Request | Request) -> str:
        """The learner's name.

        Raises:
            SignInError: If nobody has signed in; the middleware lets no such request through.
        """
        return self.people.required(request.cookies, request.headers.get("authorization", ""))

    def study(self, name: str) -> Study:
        """The study of a learner."""
        return Study(self.graph, self._stores.log, name)

    def of(self, request: gr.Request) -> Visitor:
        """Who looks now."""
        return Visitor(study=self.study(self.name(request)), conversations=self._stores.conversations, now=self.clock())

    def state(self, request: gr.Request) -> KnowledgeState:
        """What whoever looks now knows and wants."""
        visitor = self.of(request)
        return visitor.study.state(visitor.now)
