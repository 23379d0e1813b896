"""What every request passes first: who may come in, and the addresses where people say who they are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import TutorError
from tutor.errors import StoreError
from tutor.learner.log.database import checked_name
from ui.web.people.sign_in import (
    SignInError,
    TooManyTriesError,
    Way,
    asks_for_page,
    basic_credentials,
    is_here,
    local_address,
    read_form,
    refused,
    sign_in_page,
)

if TYPE_CHECKING:
    from ui.web.people.people import People

OPEN: Final = frozenset({("GET", "/sign-in"), ("HEAD", "/sign-in"), ("POST", "/sign-in"), ("POST", "/sign-out")})
"""What people may ask for who have not signed in; the other methods of these paths lead to what is behind the door."""

STARTUP: Final = "/gradio_api/startup-events"
"""What the server asks itself when it starts, at the address on which it listens."""

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})

Endpoint = Callable[[Request], Awaitable[Response]]


class Doorway:
    """Middleware that lets requests through, sends people to the page where they sign in, or says no.

    Args:
        app: What is behind it.
        people: Who may come in.
    """

    def __init__(self, app: ASGIApp, people: People) -> None:
        self._app = app
        self._people = people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on; whatever is no HTTP request is handed on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        cookie = ""
        try:
            refusal = self._misdirected(request)
            if refusal is None:
                name = await self._name(request)
                refusal, cookie = self._admit(request, name)
        except StoreError as error:
            refusal = refused(request, 503, error.message, error.hint)
        await (refusal or self._app)(scope, receive, _with_cookie(cookie, send) if cookie else send)

    def _misdirected(self, request: Request) -> Response | None:
        """No to what a page of somebody else has sent here."""
        host = request.headers.get("host", "").lower()
        if self._people.here_only and not is_here(_parted(f"//{host}")[0]):
            sentence = "This tutor is for this machine only, and was asked for under another name."
            hint = "Open it as localhost, or start it with TUTOR_SIGN_IN=on to let others sign in."
            return refused(request, 403, sentence, hint)
        origin = request.headers.get("origin")
        if request.method in READING or origin is None or (host and _parted(origin)[1] == host):
            return None
        hint = "Open the tutor itself and try it there."
        return refused(request, 403, "This was sent from a page at another address.", hint)

    async def _name(self, request: Request) -> str | None:
        """Whose request it is; checking a password keeps nobody waiting who has a cookie."""
        people, authorization = self._people, request.headers.get("authorization", "")
        if people.way is not Way.SIGN_IN:
            return people.name_of(request.cookies)
        pool = people.checking if authorization else None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool, people.name_of, request.cookies, authorization)

    def _admit(self, request: Request, name: str | None) -> tuple[Response | None, str]:
        """The refusal, where a request is refused; and the cookie, where one is to be set."""
        is_page = request.method in {"GET", "HEAD"} and asks_for_page(request)
        if name is None:
            is_open = (request.method, request.url.path) in OPEN or _is_startup(request)
            return (None if is_open else self._stopped(request, is_page=is_page)), ""
        people = self._people
        if is_page and (people.way is Way.GUEST or people.by_cookie(request.cookies) == name):
            return None, people.cookie(name, secure=_is_secure(request))
        return None, ""

    def _stopped(self, request: Request, *, is_page: bool) -> Response:
        if is_page:
            return RedirectResponse(_sign_in_address(request), 303)
        headers: dict[str, str] = {}
        if credentials := basic_credentials(request.headers.get("authorization", "")):
            # Whoever sent none is not asked for it so: browsers would open a box of their own over the page.
            headers = {"WWW-Authenticate": 'Basic realm="tutor"'}
            try:
                self._people.failures.check(credentials[0])
            except TooManyTriesError as error:
                return refused(request, 429, error.message, error.hint, {"Retry-After": str(error.wait_s)})
        hint = "Open this address in a browser, or send a name and a password with HTTP Basic."
        return refused(request, 401, "Sign in first.", hint, headers)


def routes(people: People) -> list[Route]:
    """The addresses where people say who they are."""
    desk = _Desk(people)
    return [
        Route("/sign-in", _in_words(desk.show), methods=["GET"]),
        Route("/sign-in", _in_words(desk.sign_in), methods=["POST"]),
        Route("/sign-out", _in_words(desk.sign_out), methods=["POST"]),
        Route("/profile", _in_words(desk.profile), methods=["POST"]),
    ]


class _Desk:
    """Where people say who they are."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def show(self, request: Request) -> Response:
        """The page to sign in on; who need not sign in is sent on."""
        next_ = local_address(request.query_params.get("next", ""))
        name = await asyncio.to_thread(self._people.name_of, request.cookies)
        if name is not None:
            return RedirectResponse(next_, 303)
        anybody = await asyncio.to_thread(self._people.accounts.names)
        return sign_in_page(next_, anybody=bool(anybody))

    async def sign_in(self, request: Request) -> Response:
        """Take a name and a password."""
        form = await read_form(request)
        name, next_ = form.get("name", "").strip(), local_address(form.get("next", ""))
        if self._people.way is not Way.SIGN_IN:
            return RedirectResponse(next_, 303)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._people.checking, self._people.sign_in, name, form.get("password", ""))
        except SignInError as error:
            return sign_in_page(next_, name=name, error=error)
        return await self._as(request, name, next_)

    async def sign_out(self, request: Request) -> Response:
        """Forget in this browser who it is."""
        return await self._as(request, "", "/")

    async def profile(self, request: Request) -> Response:
        """Be somebody else on one's own machine, where nobody needs a password."""
        name = (await read_form(request)).get("name", "").strip()
        if self._people.way is not Way.OWN:
            hint = "Sign out, then sign in under the other name."
            return refused(request, 403, "Here people do not choose who they are.", hint)
        try:
            checked_name(name)
        except StoreError as error:
            return refused(request, 400, error.message, error.hint)
        return await self._as(request, name, "/")

    async def _as(self, request: Request, name: str, next_: str) -> Response:
        cookie = await asyncio.to_thread(self._people.cookie, name, secure=_is_secure(request))
        return RedirectResponse(next_, 303, headers={"Set-Cookie": cookie})


def _in_words(answer: Endpoint) -> Endpoint:
    """The same, with every error of ours as a sentence."""

    async def endpoint(request: Request) -> Response:
        try:
            return await answer(request)
        except TutorError as error:
            return refused(request, 503 if isinstance(error, StoreError) else 400, error.message, error.hint)

    return endpoint


def _with_cookie(cookie: str, send: Send) -> Send:
    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await send(message)

    return send_with_cookie


def _sign_in_address(request: Request) -> str:
    """Where somebody signs in and comes back to what they asked for."""
    query = request.scope["query_string"].decode("latin-1")
    next_ = local_address(quote(request.scope["path"]) + (f"?{query}" if query else ""))
    return "/sign-in" if next_ == "/" else f"/sign-in?next={quote(next_, safe='/')}"


def _is_startup(request: Request) -> bool:
    client, server = request.scope.get("client"), request.scope.get("server")
    return request.url.path == STARTUP and client is not None and server is not None and client[0] == server[0]


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _parted(address: str) -> tuple[str, str]:
    """The host of an address, without and with its port; empty where it has none."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "", parts.netloc.lower()
    except ValueError:
        return "", ""
