"""What strangers send: addresses, scripts, forms of other pages; and what passes untouched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.ui.visiting import (
    HOST,
    PAGE,
    PASSWORD,
    SCRIPT,
    Clock,
    browser,
    name_seen,
    sign_in,
    text,
)
from ui.web.people.people import People


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/" + "x" * 3000,
        "/ж",
    ],
)
def test_signing_in_leads_to_no_other_host(people: People, next_: str) -> None:
    client = browser(people)
    page = client.get("/sign-in", params={"next": next_}, headers=PAGE)
    assert 'name="next" value="/"' in page.text
    back = sign_in(client, next_=next_)
    assert (back.status_code, back.headers["location"]) == (303, "/")
    assert client.get("/sign-in", params={"next": next_}, headers=PAGE).headers["location"] == "/"


def test_a_path_that_looks_like_a_host_does_not_become_one(people: People) -> None:
    away = browser(people).get(f"{HOST}//evil.example/x", headers=PAGE)
    assert away.headers["location"] == "/sign-in"


def test_scripts_in_fields_are_text(people: People) -> None:
    client = browser(people)
    for page in (
        sign_in(client, SCRIPT, "x", f"/{SCRIPT}"),
        client.get("/sign-in", params={"next": f"/{SCRIPT}", "name": SCRIPT}, headers=PAGE),
    ):
        assert "<script" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "script-src" not in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
    assert "&lt;script&gt;" in sign_in(client, SCRIPT, "x").text


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://tutor.example.evil.example", "http://tutor.example:81", "http://["],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/profile", "/gradio_api/queue/join"])
def test_what_a_page_of_somebody_else_sends_is_refused(people: People, origin: str, path: str) -> None:
    client = browser(people)
    sign_in(client)
    answer = client.post(path, data={"name": "bob", "password": PASSWORD}, headers={**PAGE, "Origin": origin})
    assert answer.status_code == 403
    assert "page at another address. Open the tutor itself" in text(answer)
    assert "set-cookie" not in answer.headers
    assert client.delete("/api", headers={"Origin": origin}).status_code == 403
    assert name_seen(client, origin=origin) == "ann", "reading is the browser's affair"


def test_a_form_that_is_too_long_is_refused(people: People) -> None:
    answer = sign_in(browser(people), "ann", "x" * 20_000)
    assert answer.status_code == 400
    assert "more than the form can hold" in text(answer)


def test_sockets_and_the_start_of_the_server_pass_untouched(people: People) -> None:
    with browser(people) as client, client.websocket_connect("/socket") as websocket:
        assert websocket.receive_text() == "hello"


@pytest.mark.parametrize(("client", "status"), [("192.168.1.5", 200), ("192.168.1.6", 401)])
def test_the_server_may_ask_itself_whether_it_has_started(people: People, client: str, status: int) -> None:
    app = browser(people, "http://192.168.1.5:7860").app
    asking = TestClient(app, "http://192.168.1.5:7860", client=(client, 50000))
    assert asking.get("/gradio_api/startup-events").status_code == status
    assert asking.get("/gradio_api/info").status_code == 401


def test_a_database_that_fails_is_told_in_a_sentence(people: People, clock: Clock, tmp_path: Path) -> None:
    client = browser(people)
    sign_in(client)
    with closing(sqlite3.connect(tmp_path / "learners.db")) as connection:
        connection.execute("DROP TABLE learner_account")
    clock.forward(seconds=5)
    for answer in (client.get("/api"), sign_in(client)):
        assert answer.status_code == 503
        assert "The learners' database" in unescape(answer.text)
        assert "cannot be used" in answer.text
