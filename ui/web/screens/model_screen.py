"""Model and privacy: what writes the answers and where, other models, what leaves this machine, and who is learning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from tutor.errors import TutorError
from tutor.learner.plans.spoken import listed
from tutor.settings import Settings
from tutor.types import Timing
from ui.dialect import escape_plain
from ui.live import Doing
from ui.web.people.people import way_in
from ui.web.people.sign_in import Way
from ui.web.pieces import button, heading, meter
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.model_choice import QUOTES, choices, language_models
from ui.web.screens.model_facts import model_facts
from ui.web.screens.privacy import kept, leaving

if TYPE_CHECKING:
    from tutor.session import Tutor

TITLE = "Model and privacy"
AGAIN_MS = 1000
"""How soon the page asks again while something is being opened, in milliseconds."""

_SIGN_OUT = '<form method="post" action="/sign-out"><button class="button">Sign out</button></form>'
_PROFILES = """<form method="post" action="/profile">
<label class="field" for="profile"><span>Another profile on this machine</span></label>
<div class="with-button"><input id="profile" name="name" required maxlength="80" autocomplete="off" \
autocapitalize="none" spellcheck="false"><button class="button">Change profile</button></div></form>
<p class="hint">Each profile has its own progress and conversations. A new name begins a new one. There is no password, so
that anybody at this machine can choose any of them.</p>"""


class Live(Protocol):
    """A tutor that opens and changes its model while people use it; `ui.live.LiveTutor` is one."""

    @property
    def settings(self) -> Settings:
        """The settings of the model in use."""
        ...

    @property
    def tutor(self) -> Tutor | None:
        """The tutor, as far as it is open."""
        ...

    @property
    def doing(self) -> Doing | None:
        """What is being opened now."""
        ...

    @property
    def trouble(self) -> TutorError | None:
        """Why the last opening failed."""
        ...

    def begin(self) -> None:
        """Start opening; after a failure, try again."""
        ...

    def switch(self, wish: str) -> None:
        """Start changing to another model."""
        ...


class ModelScreen:
    """Says which model writes the answers and what leaves this machine, and changes the model.

    The model is everybody's, so only on one's own machine can it be changed here.

    Args:
        live: The tutor, as far as it is open.
        last_timing: What the last answer cost; None before the first.
        settings: Where the page is served.
        sign_in_needed: Whether people sign in.
    """

    def __init__(
        self, live: Live, last_timing: Callable[[], Timing | None], settings: Settings, *, sign_in_needed: bool
    ) -> None:
        self._live = live
        self._last_timing = last_timing
        self._way = Way.SIGN_IN if sign_in_needed else way_in("off", settings.host)

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done and draw what there is to know.

        Raises:
            TutorError: If there is no such act or model, it is not for this person to change it, or something is being
                opened already.
        """
        self._do(act)
        settings, tutor, busy = self._live.settings, self._live.tutor, self._live.doing is not None
        own = self._way is Way.OWN
        parts = [
            heading(TITLE),
            *self._state(),
            "<h2>What writes the answers</h2>",
            model_facts(tutor, settings, self._last_timing()),
            "<h2>What else could write them</h2>",
            choices(tutor, settings, busy=busy, own=own),
            "<h2>What leaves this machine</h2>",
            leaving(settings),
            "<h2>What is kept</h2>",
            kept(settings, self._way),
            "<h2>Who is learning</h2>",
            _person(visitor.study.learner, self._way),
        ]
        return Shown(title=TITLE, body="\n".join(parts), address="?screen=model")

    def _do(self, act: Act) -> None:
        if act.name == "show":
            return
        if act.name not in {"switch", "again"}:
            message = f"This page has nothing called '{act.name}'."
            raise TutorError(message, hint="Reload it.")
        if self._way is not Way.OWN:
            message = "The model is the same for everybody here, so that it cannot be changed on this page."
            raise TutorError(message, hint="Ask whoever runs this tutor.")
        if act.name == "switch":
            self._live.switch(_checked(act.values.get("model", "")))
        else:
            self._live.begin()

    def _state(self) -> Iterator[str]:
        """What is being opened, or why it could not be."""
        if doing := self._live.doing:
            yield _progress(doing)
        elif trouble := self._live.trouble:
            tutor = self._live.tutor
            can_try = self._way is Way.OWN and (tutor is None or tutor.llm is None)
            yield _failure(trouble, button("Try again", "again") if can_try else "")


def _checked(wish: str) -> str:
    known = [*language_models(), QUOTES]
    if wish not in known:
        message = f"There is no model called '{wish}'."
        raise TutorError(message, hint=f"There are {listed(known)}.")
    return wish


def _progress(doing: Doing) -> str:
    """What is being done, in words and as a bar; the page asks again while it is there."""
    words = [f"{doing.share:.0%}"] if doing.share is not None else []
    words += [f"about {doing.left_s:.0f} s left"] if doing.left_s else []
    said = f"{doing.what}{': ' if words else ' …'}{', '.join(words)}"
    bar = meter(doing.share, said) if doing.share is not None else ""
    return f'<div class="doing" data-again="{AGAIN_MS}"><p>{escape_plain(said)}</p>{bar}</div>'


def _failure(trouble: TutorError, again: str) -> str:
    lines = [line.strip() for line in (*trouble.message.splitlines(), trouble.hint) if line.strip()]
    said = "".join(f"<p>{escape_plain(line)}</p>" for line in lines)
    return f'<div class="verdict bad">{said}{f"""<div class="row">{again}</div>""" if again else ""}</div>'


def _person(name: str, way: Way) -> str:
    """Who somebody is here, and how to be somebody else."""
    who = f"<strong>{escape_plain(name)}</strong>"
    if way is Way.SIGN_IN:
        return f"<p>You are signed in as {who}.</p>\n{_SIGN_OUT}"
    if way is Way.GUEST:
        return f"<p>You are the guest {who}. This browser remembers it for 30 days; nobody else sees your progress.</p>"
    return f"<p>You are {who}.</p>\n{_PROFILES}"
