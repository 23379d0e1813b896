"""The page: its parts, and which of them ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import gradio as gr
from starlette.requests import Request

from corpus.catalogue import Catalogue
from tutor.dialogue.followups import spoken_title
from ui.actions import Actions
from ui.dialect import escape_attribute
from ui.live import LiveTutor
from ui.web.acting import Acting, news_html
from ui.web.api import add_api
from ui.web.chat.chat import LONGEST_QUESTION, Chat, Update
from ui.web.chat.examples import example_questions
from ui.web.chat.greeting import greeting_markdown
from ui.web.chat.neighbourhood import neighbourhood_html
from ui.web.chat.passages import passages_markdown
from ui.web.head import asset
from ui.web.screens.map_view import map_view
from ui.web.visitors import Visitors

TITLE = "Tutor"
LATEX: list[dict[str, str | bool]] = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "$", "right": "$", "display": False},
]
"""How formulas are written on the page."""

_TOOLS = """<div class="tools">
<button type="button" data-support aria-pressed="false">Support</button>
<button type="button" data-sheet="open" aria-expanded="false" aria-controls="margin">Passages</button>
<a class="tool" href="?">New<span class="wide">&nbsp;conversation</span></a>
</div>"""


@dataclass(frozen=True)
class Web:
    """What the page is a page of.

    Attributes:
        live: The tutor, as far as it is open.
        chat: Answers questions.
        acting: Performs what is done on the other screens.
        visitors: Says who a request is from.
        foot: Draws the line at the foot of the page.
        waiting: How many people may wait for an answer at once and see their place.
    """

    live: LiveTutor
    chat: Chat
    acting: Acting
    visitors: Visitors
    foot: Callable[[], str]
    waiting: int

    def actions_of(self, request: gr.Request | Request | None) -> Actions:
        """What a program can do in the name of whoever its request is from."""
        assert request is not None, "only over stdio is there none"
        visitors = self.visitors
        return Actions(visitors.study(visitors.name(request)), self.live, visitors.clock)


@dataclass(frozen=True)
class Page:
    """The parts that the chat changes: those of `Update` in its order, then the conversation's id, for us and for `page.js`."""

    question: gr.Textbox
    chat: gr.Chatbot
    passages: gr.Markdown
    neighbourhood: gr.HTML
    model: gr.HTML
    talk: gr.State
    told: gr.HTML


def build_app(web: Web) -> gr.Blocks:
    """The web page."""
    app = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True, fill_width=True)
    with app:
        _html(asset("header.html"), elem_id="top")
        screen = gr.Markdown(
            elem_id="screen", sanitize_html=False, latex_delimiters=LATEX, container=False, line_breaks=False
        )
        shown = _html("", elem_id="shown", js_on_load=asset("shown.js"))
        map_view(web.visitors.graph, web.visitors.state)
        page = _desk(web)
        bridge = _html("", elem_id="bridge", js_on_load=asset("bridge.js"))
        _wire_screens(web, bridge, [screen, shown], page.model)
        _wire_chat(web, bridge, page)
        add_api(web.actions_of)
        app.unload(_stopper(web.chat))
    app.queue(default_concurrency_limit=web.waiting)
    return app


def _desk(web: Web) -> Page:
    """The chat and its margin."""
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk", scale=3, min_width=0):
            _html(_TOOLS, elem_id="talkbar")
            chat, question = _chatbot(web), _question_box()
        with gr.Column(elem_id="margin", scale=2, min_width=0):
            around, passages = _margin(web)
    told = _html("", elem_id="told-talk", js_on_load=asset("told.js"))
    return Page(question, chat, passages, around, _html(web.foot(), elem_id="foot"), gr.State(""), told)


def _chatbot(web: Web) -> gr.Chatbot:
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
        placeholder=greeting_markdown(None),
        examples=[{"text": example} for example in example_questions(web.visitors.graph)],
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


def _margin(web: Web) -> tuple[gr.HTML, gr.Markdown]:
    _html('<h2>Where it stands</h2><button type="button" data-sheet="close">Close</button>', elem_classes="panel-head")
    empty = neighbourhood_html(web.visitors.graph, None, ())
    around = _html(empty, elem_id="around", js_on_load=asset("around.js"))
    _html("<h2>Passages</h2>", elem_classes="panel-head")
    passages = gr.Markdown(
        passages_markdown((), ()), elem_id="passages", latex_delimiters=LATEX, container=False, sanitize_html=False
    )
    return around, passages


def _html(
    value: object, *, js_on_load: str | None = None, elem_id: str | None = None, elem_classes: str | None = None
) -> gr.HTML:
    """HTML of ours, without Gradio's own look."""
    return gr.HTML(value, js_on_load=js_on_load, apply_default_css=False, elem_id=elem_id, elem_classes=elem_classes)


def _wire_screens(web: Web, bridge: gr.HTML, outputs: list[gr.Component], foot: gr.HTML) -> None:
    """Acts go to their screen; the due count and the foot are asked for once a page, and while something is opening."""
    quietly: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}

    def act(event: gr.EventData, request: gr.Request) -> tuple[object, str]:
        body, news = web.acting.perform(_data(event), lambda: web.visitors.of(request))
        return (gr.skip() if body is None else body), news_html(news)

    def stand(request: gr.Request) -> tuple[str, str]:
        return news_html(web.acting.standing(lambda: web.visitors.of(request))), web.foot()

    bridge.click(act, outputs=outputs, trigger_mode="multiple", **quietly)
    bridge.change(stand, outputs=[outputs[1], foot], trigger_mode="multiple", **quietly)


def _wire_chat(web: Web, bridge: gr.HTML, page: Page) -> None:
    """Only asking goes through the queue."""
    outputs = [getattr(page, name) for name in (*Update._fields, "talk", "told")]
    asking = gr.on(
        [
            page.question.submit,
            page.chat.example_select,
            page.chat.option_select,
            page.neighbourhood.click,
            bridge.select,
        ],
        _asker(web),
        inputs=[page.question, page.talk],
        outputs=outputs,
        show_progress="hidden",
        api_name="page_ask",
        api_visibility="private",
    )
    quietly: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    page.question.stop(_stopper(web.chat), **quietly)
    bridge.load(_first_opener(web), outputs=outputs, **quietly)
    bridge.input(_opener(web), outputs=outputs, cancels=[asking], trigger_mode="multiple", **quietly)


def _asker(web: Web) -> Callable[..., Iterator[tuple[object, ...]]]:
    def ask(typed: str, talk: str, event: gr.EventData, request: gr.Request) -> Iterator[tuple[object, ...]]:
        asked = Asked.of(_data(event), web.visitors.graph.catalogue)
        text = typed if asked is None else asked.text
        if not text.strip() and (asked is None or asked.number is None):
            yield *Update(), talk, gr.skip()
            return
        talk = talk or uuid4().hex
        updates = web.chat.answer(
            web.visitors.name(request),
            talk,
            text.strip(),
            str(request.session_hash),
            typed=asked is None,
            number=asked.number if asked else None,
        )
        for update in updates:
            yield *update, talk, talk_html(talk)

    return ask


def _opener(web: Web) -> Callable[..., tuple[object, ...]]:
    """Opens a conversation, or the empty chat; an answer that is being written is stopped, and what is there is kept."""

    def open_talk(event: gr.EventData, request: gr.Request) -> tuple[object, ...]:
        web.chat.running.stop(str(request.session_hash))
        learner, talk = web.visitors.name(request), _talk(event)
        return *(web.chat.history(learner, talk) if talk else web.chat.empty(learner)), talk, talk_html(talk)

    return open_talk


def _first_opener(web: Web) -> Callable[..., tuple[object, ...]]:
    """Opens what a page begins with; a question that was asked before that goes on."""

    def open_first(event: gr.EventData, request: gr.Request) -> tuple[object, ...]:
        learner, talk = web.visitors.name(request), _talk(event)
        if not talk:
            return *Update(chat=web.chat.greeting(learner)), gr.skip(), gr.skip()
        return *web.chat.history(learner, talk), talk, talk_html(talk)

    return open_first


def _talk(event: gr.EventData) -> str:
    """The conversation that is to be opened; empty for a new one."""
    data = _data(event)
    talk = data.get("talk") if isinstance(data, dict) else None
    return talk if isinstance(talk, str) else ""


def _stopper(chat: Chat) -> Callable[[gr.Request], None]:
    def stop(request: gr.Request) -> None:
        chat.running.stop(str(request.session_hash))

    return stop


def _data(event: gr.EventData) -> object:
    """Everything that an event brings."""
    return event._data  # noqa: SLF001 - there is no public way to all of it


def talk_html(talk: str) -> str:
    """The conversation's id as `told.js` reads it."""
    return f'<i data-talk="{escape_attribute(talk)}"></i>'


@dataclass(frozen=True)
class Asked:
    """A question that was chosen or edited instead of typed into the box.

    Attributes:
        text: The words; empty to ask the question of that number again.
        number: The question that it stands for, from 1; None for a new one.
    """

    text: str
    number: int | None = None

    @classmethod
    def of(cls, data: object, catalogue: Catalogue) -> Asked | None:
        """What an event asks: an example, an option, a concept, a link, an edited question; None for the box."""
        match data:
            case {"text": str(text), "number": int(number)}:
                return cls(text, number)
            case {"question": str(text)}:
                return cls(text)
            case {"concept": str(concept)} if concept in catalogue:
                return cls(f"What is {spoken_title(catalogue[concept])}?")
            case {"value": {"text": str(text)}} | {"value": str(text)}:
                return cls(text)
            case _:
                return None
