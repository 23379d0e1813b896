"""A small application behind the real doorway, and a browser that looks at it."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from tutor.learner.accounts import Accounts
from tutor.settings import Settings
from ui.web.people.people import People, open_people

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)
PASSWORD = "open sesame"
HOST = "http://tutor.example"
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = '"><script>alert(1)</script>'
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


class Clock:
    """A clock that is set by hand."""

    now = NOON

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def forward(self, **time: float) -> None:
        """Set it forward."""
        self.now += timedelta(**time)


def people_for(
    tmp_path: Path, accounts: Accounts, clock: Clock, host: str = "0.0.0.0", sign_in: str = "auto"
) -> People:
    settings = Settings(home=tmp_path / "home", host=host, sign_in=sign_in, learner="local")
    return open_people(settings, accounts, clock)


def browser(people: People, address: str = HOST) -> TestClient:
    """A browser at a small application that says who it is asked by."""

    async def who(request: Request) -> JSONResponse:
        name = people.name_of(request.cookies, request.headers.get("authorization", ""))
        return JSONResponse({"name": name, "path": request.url.path})

    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("hello")
        await websocket.close()

    anything = Route("/{path:path}", who, methods=["GET", "POST", "DELETE", "OPTIONS"])
    routes = [*people.routes(), WebSocketRoute("/socket", socket), anything]
    app = Starlette(routes=routes, middleware=[people.middleware()])
    return TestClient(app, address, follow_redirects=False, headers={"Accept": "*/*"})


def name_seen(client: TestClient, **headers: str) -> str | None:
    answer = client.get("/api", headers=headers)
    return str(answer.json()["name"]) if answer.status_code == 200 else None


def sign_in(client: TestClient, name: str = "ann", password: str = PASSWORD, next_: str = "/") -> httpx.Response:
    form = {"name": name, "password": password, "next": next_}
    return client.post("/sign-in", data=form, headers={**PAGE, "Origin": str(client.base_url).rstrip("/")})  # type: ignore[return-value]


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def cookie_of(people: People, name: str) -> str:
    """What a browser sends back once it is that person."""
    return people.cookie(name, secure=False).partition("=")[2].partition(";")[0]


def text(page: httpx.Response) -> str:
    """What a page says, without its style and tags."""
    body = page.text.partition("</style>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
