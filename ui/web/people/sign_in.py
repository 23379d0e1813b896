"""Signing in: the page for it, what it sends, and how often one may try."""

from __future__ import annotations

import base64
import binascii
import math
import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from html import escape
from importlib import resources
from ipaddress import ip_address
from string import Template
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from corpus.errors import TutorError

TRIES: Final = 5
"""How many times somebody may fail within `WINDOW`; then the next try has to wait."""

WINDOW: Final = timedelta(minutes=1)
LONGEST_FORM: Final = 10_000
"""Most bytes of a form that is read."""

LOCAL: Final = re.compile(r"/(?!/)[!-\[\]-~]{0,2000}")
"""A path of this server with or without a query: no other host, no backslash, nothing that is not printed."""

PROTECTED: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
}
_FORM: Final = Template("""<p>Your conversations and what you learn are kept under your name.</p>
$wrong<form method="post" action="/sign-in">
<input type="hidden" name="next" value="$next">
<label for="name">Name</label>
<input id="name" name="name" value="$name" required maxlength="80" autocomplete="username" autocapitalize="none" \
spellcheck="false"$on_name>
<label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password"$on_password>
<button class="button">Sign in</button>
</form>
<p class="hint">No name here yet, or the password is forgotten? Ask whoever runs this tutor.</p>""")
_NOBODY: Final = """<p>Nobody can sign in yet.</p>
<p class="hint">Whoever runs this tutor gives people a name and a password on the machine where it runs:
<code>tutor people add NAME</code></p>"""


class Way(StrEnum):
    """How people come in: with a password, as a profile of their own machine, or as guests."""

    SIGN_IN = "sign in"
    OWN = "own machine"
    GUEST = "guest"


class SignInError(TutorError):
    """Nobody has signed in, or not rightly."""


class TooManyTriesError(SignInError):
    """A name was tried too often.

    Attributes:
        wait_s: Seconds until the next try.
    """

    def __init__(self, wait_s: int) -> None:
        message = "There were too many tries with this name."
        super().__init__(message, hint=f"Wait {wait_s} seconds, then try again.")
        self.wait_s = wait_s


class Failures:
    """Who failed to sign in lately, and how often; kept in this process only.

    Args:
        clock: Says what time it is.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._failed: dict[str, tuple[datetime, ...]] = {}
        self._lock = threading.Lock()

    def check(self, name: str) -> None:
        """Let the next try through.

        Raises:
            TooManyTriesError: If it has to wait.
        """
        now = self._clock()
        lately = [at for at in self._failed.get(name, ()) if now - at < WINDOW]
        if len(lately) >= TRIES:
            raise TooManyTriesError(math.ceil((lately[-TRIES] + WINDOW - now).total_seconds()))

    def note(self, name: str) -> None:
        """One more failure; names that did not fail within the last minute are forgotten."""
        now = self._clock()
        with self._lock:
            recent = {other: times for other, times in self._failed.items() if now - times[-1] < WINDOW}
            self._failed = {**recent, name: (*recent.get(name, ())[-TRIES:], now)}

    def forget(self, name: str) -> None:
        """That one has signed in."""
        with self._lock:
            self._failed.pop(name, None)


def local_address(address: str) -> str:
    """The address if it is one of this server's pages, else `/`.

    >>> local_address("/?concept=lora"), local_address("//evil.example/"), local_address("https://evil.example/")
    ('/?concept=lora', '/', '/')
    """
    return address if LOCAL.fullmatch(address) else "/"


def is_here(host: str) -> bool:
    """Whether a host is this machine, seen by nobody else.

    >>> [is_here(host) for host in ("localhost", "127.0.0.2", "[::1]", "192.168.1.5", "0.0.0.0", "evil.example")]
    [True, True, True, False, False, False]
    """
    name = host.strip("[]").lower()
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def basic_credentials(authorization: str) -> tuple[str, str] | None:
    """Name and password of HTTP Basic; None where it is something else.

    >>> basic_credentials("Basic YW5uOm9wZW46c2VzYW1l")
    ('ann', 'open:sesame')
    """
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        name, password = "", ""
    return name, password


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; of a field that was sent twice, the last.

    Raises:
        SignInError: If it is longer than `LONGEST_FORM`.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM:
            message = "This is more than the form can hold."
            raise SignInError(message, hint="Write less, then send it again.")
    fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}


def sign_in_page(next_: str, *, name: str = "", error: SignInError | None = None, anybody: bool = True) -> Response:
    """The page to sign in on.

    Args:
        next_: Where to go afterwards, an address of this server.
        name: What was typed as the name.
        error: Why it was not enough, if it was tried.
        anybody: Whether there is anybody who can sign in.
    """
    if not anybody:
        return _page("Sign in", _NOBODY, 200)
    wrong, status, headers = "", 200, {}
    if error:
        wrong = (
            f'<p class="wrong" id="wrong" role="alert">{escape(error.message)} <span>{escape(error.hint)}</span></p>\n'
        )
        status = 401
    if isinstance(error, TooManyTriesError):
        status, headers = 429, {"Retry-After": str(error.wait_s)}
    about = ' aria-describedby="wrong" aria-invalid="true"' if error else ""
    on_name, on_password = ("", f" autofocus{about}") if name else (" autofocus", "")
    fields = {"next": escape(next_), "name": escape(name[:80]), "on_name": on_name, "on_password": on_password}
    return _page("Sign in", _FORM.substitute(fields, wrong=wrong), status, headers)


def refused(request: Request, status: int, sentence: str, hint: str, headers: dict[str, str] | None = None) -> Response:
    """No, and what to do: a page for people, JSON for programs."""
    if not asks_for_page(request):
        return JSONResponse({"detail": f"{sentence} {hint}"}, status, {**PROTECTED, **(headers or {})})
    body = f'<p>{escape(sentence)} {escape(hint)}</p>\n<a class="button" href="/">To the first page</a>'
    return _page("That did not work", body, status, headers)


def asks_for_page(request: Request) -> bool:
    """Whether a person will read the answer in a browser."""
    return "text/html" in request.headers.get("accept", "")


def _page(title: str, body: str, status: int, headers: dict[str, str] | None = None) -> Response:
    shell = Template(resources.files("ui.web.people").joinpath("sign_in.html").read_text(encoding="utf-8"))
    return HTMLResponse(shell.substitute(title=title, body=body), status, {**PROTECTED, **(headers or {})})
