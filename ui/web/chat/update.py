"""What changes on the page of the chat."""

from __future__ import annotations

from typing import NamedTuple

import gradio as gr


class Update(NamedTuple):
    """New values for the parts of the page, in the order of the outputs; what is left out stays as it is."""

    question: object = gr.skip()
    chat: object = gr.skip()
    passages: object = gr.skip()
    neighbourhood: object = gr.skip()
    model: object = gr.skip()


def box_busy(value: str | None = None) -> object:
    """The question box while an answer is being written."""
    return _box(value, submit_btn=False, stop_btn="Stop")


def box_idle(value: str | None = None) -> object:
    """The question box while there is nothing to stop."""
    return _box(value, submit_btn="Ask", stop_btn=False)


def _box(value: str | None, *, submit_btn: str | bool, stop_btn: str | bool) -> object:
    buttons = gr.update(submit_btn=submit_btn, stop_btn=stop_btn)
    return buttons if value is None else {**buttons, "value": value}
