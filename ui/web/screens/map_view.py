"""The map: the whole prerequisite graph on one sheet (docs/map.md).

The page carries the frame and `map.js`; the picture itself is asked for when the map is first opened, and where the learner
stands each time it is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import gradio as gr

from corpus.errors import TutorError
from graph.concept_graph import ConceptGraph
from tutor.learner.knowledge import KnowledgeState
from ui.web.head import asset
from ui.web.screens.map_picture import picture, whereabouts


def map_view(graph: ConceptGraph, state_of: Callable[[gr.Request], KnowledgeState], *, elem_id: str = "map") -> gr.HTML:
    """The map as a part of the page; `map.css` looks after its size, which is that of the room it is given.

    Args:
        graph: The concepts.
        state_of: What whoever sends a request knows and wants; its `TutorError` is shown on the map.
        elem_id: The id of the part in the page.
    """

    @cache
    def drawn() -> dict[str, Any]:
        return picture(graph).model_dump(mode="json")

    def map_picture(_: object = None) -> dict[str, Any]:
        return drawn()

    def map_whereabouts(goal: object, request: gr.Request) -> dict[str, Any]:
        try:
            return whereabouts(graph, state_of(request), str(goal or "")).model_dump(mode="json")
        except TutorError as error:
            return {"trouble": f"{error.message} {error.hint}"}

    return gr.HTML(
        asset("map.html"),
        js_on_load=asset("map.js"),
        server_functions=[map_picture, map_whereabouts],
        apply_default_css=False,
        elem_id=elem_id,
    )
