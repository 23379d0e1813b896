"""Who a request is from: on one's own machine, as a guest, and how the settings and the server put it together."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gradio as gr
import httpx
import pytest
from gradio_client import Client
from starlette.testclient import TestClient

from tests.ui.visiting import (
    PAGE,
    PASSWORD,
    SCRIPT,
    Clock,
    basic,
    browser,
    cookie_of,
    name_seen,
    people_for,
    sign_in,
    text,
)
from tutor.errors import StoreError
from tutor.learner.accounts import Accounts
from ui.web.people.people import COOKIE, People, kept_secret
from ui.web.people.sign_in import SignInError, Way

# On one's own machine


def test_on_ones_own_machine_one_is_the_learner_of_the_settings(own: TestClient) -> None:
    assert name_seen(own) == "local"
    page = own.get("/", headers=PAGE)
    assert (page.status_code, page.json()["name"]) == (200, "local")
    assert "set-cookie" not in page.headers
    assert own.get("/sign-in?next=/map", headers=PAGE).headers["location"] == "/map"
    assert sign_in(own).headers["location"] == "/"
    assert name_seen(own) == "local"


def test_on_ones_own_machine_one_may_be_somebody_else(own: TestClient, clock: Clock) -> None:
    there = own.post("/profile", data={"name": " Zoë "}, headers={**PAGE, "Origin": "http://localhost:7860"})
    assert (there.status_code, there.headers["location"]) == (303, "/")
    assert name_seen(own) == "Zoë"
    clock.forward(days=20)
    assert "set-cookie" in own.get("/", headers=PAGE).headers
    clock.forward(days=20)
    assert name_seen(own) == "Zoë"
    own.post("/sign-out", headers=PAGE)
    assert name_seen(own) == "local"


@pytest.mark.parametrize("name", ["", "a b", "x" * 81, SCRIPT, "../ann"])
def test_a_profile_needs_a_name_that_is_one(own: TestClient, name: str) -> None:
    answer = own.post("/profile", data={"name": name}, headers=PAGE)
    assert answer.status_code == 400
    assert "cannot be the name of a learner" in text(answer)
    assert "<script" not in answer.text
    assert name_seen(own) == "local"
    assert "cannot be" in own.post("/profile", data={"name": name}).json()["detail"]


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:7860", "http://localhost:7861", "null"])
def test_a_page_of_somebody_else_changes_no_profile(own: TestClient, origin: str) -> None:
    assert own.post("/profile", data={"name": "ann"}, headers={"Origin": origin}).status_code == 403
    assert name_seen(own) == "local"


@pytest.mark.parametrize("host", ["evil.example:7860", "192.168.1.5:7860", "localhost.evil.example", "[", ""])
def test_a_name_that_others_gave_this_machine_leads_nowhere(own: TestClient, host: str) -> None:
    answer = own.get("/api", headers={"Host": host})
    assert answer.status_code == 403
    assert "TUTOR_SIGN_IN=on" in answer.json()["detail"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1:7860", "[::1]:7860", "tutor.localhost"])
def test_every_name_of_this_machine_is_one(own: TestClient, host: str) -> None:
    assert name_seen(own, host=host) == "local"


def test_a_waiver_on_ones_own_machine_asks_for_no_name(tmp_path: Path, accounts: Accounts, clock: Clock) -> None:
    people = people_for(tmp_path, accounts, clock, "127.0.0.1", "off")
    assert name_seen(browser(people)) == "local"


def test_signing_in_can_be_asked_for_on_ones_own_machine(tmp_path: Path, accounts: Accounts, clock: Clock) -> None:
    client = browser(people_for(tmp_path, accounts, clock, "127.0.0.1", "on"))
    assert name_seen(client) is None
    sign_in(client)
    assert name_seen(client) == "ann"


# Guests


def test_a_guest_is_somebody_from_the_first_page_on(waived: TestClient) -> None:
    first = waived.get("/", headers=PAGE)
    assert first.status_code == 200
    name = name_seen(waived)
    assert name is not None
    assert re.fullmatch(r"guest-[a-z2-9]{8}", name)
    waived.get("/", headers=PAGE)
    assert name_seen(waived) == name
    waived.cookies.clear()
    waived.get("/", headers=PAGE)
    assert name_seen(waived) not in {name, None}


def test_programs_that_keep_no_cookie_share_nothing(waived: TestClient) -> None:
    assert name_seen(waived) != name_seen(waived)
    assert COOKIE not in waived.cookies


def test_guests_do_not_choose_who_they_are(waived: TestClient) -> None:
    answer = waived.post("/profile", data={"name": "ann"}, headers=PAGE)
    assert answer.status_code == 403
    assert "do not choose who they are" in text(answer)
    waived.get("/", headers={**PAGE, "Authorization": basic("ann", PASSWORD)})
    assert str(name_seen(waived, authorization=basic("ann", PASSWORD))).startswith("guest-")


def test_a_cookie_of_one_way_does_not_count_in_another(tmp_path: Path, accounts: Accounts, clock: Clock) -> None:
    ways: dict[str, tuple[str, str]] = {
        "own": ("127.0.0.1", "auto"),
        "sign in": ("127.0.0.1", "on"),
        "guest": ("::", "off"),
    }
    every = {way: people_for(tmp_path, accounts, clock, *at) for way, at in ways.items()}
    for way, people in every.items():
        cookie = {COOKIE: cookie_of(people, "ann")}
        known = {other: every[other].by_cookie(cookie) for other in every}
        assert known == {**dict.fromkeys(every), way: "ann"}


# Putting it together


@pytest.mark.parametrize(
    ("host", "sign_in", "way"),
    [
        ("127.0.0.1", "auto", Way.OWN),
        ("localhost", "auto", Way.OWN),
        ("::1", "auto", Way.OWN),
        ("0.0.0.0", "auto", Way.SIGN_IN),
        ("::", "auto", Way.SIGN_IN),
        ("192.168.1.5", "auto", Way.SIGN_IN),
        ("tutor.example", "auto", Way.SIGN_IN),
        ("", "auto", Way.SIGN_IN),
        ("127.0.0.1", "on", Way.SIGN_IN),
        ("127.0.0.1", "off", Way.OWN),
        ("0.0.0.0", "off", Way.GUEST),
    ],
)
def test_the_settings_say_how_people_come_in(
    tmp_path: Path, accounts: Accounts, clock: Clock, host: str, sign_in: str, way: Way
) -> None:
    assert people_for(tmp_path, accounts, clock, host, sign_in).way is way


def test_whoever_must_be_known_is_known_or_told(people: People) -> None:
    assert people.required({COOKIE: cookie_of(people, "ann")}) == "ann"
    with pytest.raises(SignInError, match="Nobody has signed in") as raised:
        people.required({})
    assert "sign in" in raised.value.hint


def test_the_secret_is_drawn_once_for_nobody_else_to_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: kept_secret(path), range(32)))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]
    assert kept_secret(tmp_path / "other" / "secret") != kept_secret(path)


def test_a_secret_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    cases: list[tuple[Callable[[], object], str, str]] = [
        (lambda: (tmp_path / "secret").write_bytes(b"short"), "damaged", "Delete the file"),
        (lambda: ((tmp_path / "secret").unlink(), (tmp_path / "secret").mkdir()), "cannot be kept", "permissions"),
    ]
    for prepare, message, hint in cases:
        prepare()
        with pytest.raises(StoreError, match=message) as raised:
            kept_secret(tmp_path / "secret")
        assert hint in raised.value.hint


@pytest.mark.parametrize("sign_in", ["on", "auto"])
def test_gradio_starts_behind_it_and_says_who_asks(
    tmp_path: Path, accounts: Accounts, clock: Clock, sign_in: str
) -> None:
    people = people_for(tmp_path, accounts, clock, "127.0.0.1", sign_in)

    def who(request: gr.Request) -> str:
        return people.required(request.cookies, request.headers.get("authorization", ""))

    with gr.Blocks(analytics_enabled=False) as app:
        app.load(who, outputs=gr.Textbox(), api_name="who")
    doors = {"routes": people.routes(), "middleware": [people.middleware()]}
    app.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, ssr_mode=False, app_kwargs=doors)
    try:
        asked = httpx.get(f"{app.local_url}gradio_api/info", headers={"Accept": "*/*"}).status_code
        client = Client(app.local_url, verbose=False, headers={"Authorization": basic("ann", PASSWORD)})
        assert (asked, client.predict(api_name="/who")) == ((401, "ann") if sign_in == "on" else (200, "local"))
    finally:
        app.close()
