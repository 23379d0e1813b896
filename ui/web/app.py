"""The page: its parts, and which of them ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

import gradio as gr
from gradio.components.chatbot import MessageDict

from corpus.catalogue import Catalogue
from tutor.dialogue.followups import spoken_title
from tutor.learner.study import Study
from tutor.session import Tutor
from tutor.types import Conversation, Learner
from ui.web.api import add_api
from ui.web.chat import LONGEST_QUESTION, Chat, Update
from ui.web.examples import example_questions
from ui.web.passages import passages_markdown
from ui.web.placing import LATEX, Placer, add_placement

TITLE = "Tutor"
_PLACEHOLDER = """# What would you like to understand?

Ask anything about how modern AI works. Every sentence of an answer is checked against a page that you can open."""


@dataclass(frozen=True)
class Page:
    """The parts that an answer changes, in the order of `Update`."""

    question: gr.Textbox
    chat: gr.Chatbot
    passages: gr.Markdown
    neighbourhood: gr.HTML
    model: gr.HTML
    conversation: gr.State
    learner: gr.State


def build_app(
    tutor: Tutor, *, privacy: str, clock: Callable[[], datetime], waiting: int = 64, study: Study | None = None
) -> gr.Blocks:
    """The web page over a tutor.

    Args:
        tutor: The tutor; one for everybody who opens the page.
        privacy: What the page says about where questions go.
        clock: Says what time it is.
        waiting: How many people may wait for an answer at once and see their place.
        study: The study of the one learner of this machine; None where each page is somebody of their own.
    """
    chat = Chat(tutor, privacy=privacy, clock=clock, study=study)
    app = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True, fill_width=True)
    with app:
        header = _html(asset("header.html"), elem_id="top", js_on_load=asset("header.js"))
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk", scale=3, min_width=0):
                talk = _chatbot(example_questions(tutor.graph))
                question = _question_box()
                if study:
                    add_placement(Placer(study, clock))
            with gr.Column(elem_id="margin", scale=2, min_width=0):
                around, passages = _margin(chat)
        model = _html(chat.empty().model, elem_id="foot")
        page = Page(question, talk, passages, around, model, gr.State(Conversation()), gr.State(Learner()))
        _wire(page, header, chat)
        add_api(chat)
        app.unload(_stopper(chat))
    app.queue(default_concurrency_limit=waiting)
    return app


def asset(name: str) -> str:
    """A file of this package, as text."""
    return resources.files("ui.web").joinpath(name).read_text(encoding="utf-8")


def _chatbot(examples: tuple[str, ...]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        scale=1,
        height="100%",
        layout="bubble",
        autoscroll=False,
        buttons=[],
        latex_delimiters=LATEX,
        placeholder=_PLACEHOLDER,
        examples=[{"text": example} for example in examples],
        feedback_options=None,
        allow_tags=False,
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Ask anything about AI",
        lines=1,
        max_lines=6,
        max_length=LONGEST_QUESTION,
        submit_btn="Ask",
    )


def _margin(chat: Chat) -> tuple[gr.HTML, gr.Markdown]:
    _html('<h2>Where it stands</h2><button type="button" data-sheet="close">Close</button>', elem_classes="panel-head")
    around = _html(chat.empty().neighbourhood, elem_id="around", js_on_load=asset("around.js"))
    _html("<h2>Passages</h2>", elem_classes="panel-head")
    passages = gr.Markdown(passages_markdown((), ()), elem_id="passages", latex_delimiters=LATEX, container=False)
    return around, passages


def _html(
    value: object, *, js_on_load: str | None = None, elem_id: str | None = None, elem_classes: str | None = None
) -> gr.HTML:
    """HTML of ours, without Gradio's own look."""
    return gr.HTML(value, js_on_load=js_on_load, apply_default_css=False, elem_id=elem_id, elem_classes=elem_classes)


def _wire(page: Page, header: gr.HTML, chat: Chat) -> None:
    """Say what each part does; nothing but asking goes through the queue."""
    outputs = [getattr(page, name) for name in Update._fields]
    asking = gr.on(
        [page.question.submit, page.chat.example_select, page.chat.option_select, page.neighbourhood.click],
        _asker(chat),
        inputs=[page.question, page.chat, page.conversation, page.learner],
        outputs=outputs,
        show_progress="hidden",
        api_name="page_ask",
        api_visibility="private",
    )
    for stopping in (page.question.stop, header.click):
        stopping(_stopper(chat), queue=False, show_progress="hidden", api_visibility="private")
    header.click(
        chat.empty, outputs=outputs, cancels=[asking], queue=False, show_progress="hidden", api_visibility="private"
    )


def _asker(chat: Chat) -> Callable[..., Iterator[Update]]:
    def ask(
        typed: str,
        history: list[MessageDict],
        conversation: Conversation,
        learner: Learner,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Update]:
        chosen = chosen_question(event, chat.tutor.graph.catalogue)
        text = (chosen or typed).strip()
        if text:
            session = str(request.session_hash)
            yield from chat.answer(text, history, conversation, learner, session, typed=not chosen)
        else:
            yield Update()

    return ask


def _stopper(chat: Chat) -> Callable[[gr.Request], None]:
    def stop(request: gr.Request) -> None:
        chat.running.stop(str(request.session_hash))

    return stop


def chosen_question(event: gr.EventData, catalogue: Catalogue) -> str:
    """The question behind a click on an example, an option or a concept; empty where the question was typed."""
    data: object = event._data  # noqa: SLF001 - there is no public way to all of it
    match data:
        case {"concept": str(concept)} if concept in catalogue:
            return f"What is {spoken_title(catalogue[concept])}?"
        case {"value": {"text": str(text)}} | {"value": str(text)}:
            return text
        case _:
            return ""
