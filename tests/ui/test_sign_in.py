"""Signing in: the page, the cookie, and programs."""

from __future__ import annotations

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher

from tests.ui.visiting import (
    NOON,
    PAGE,
    PASSWORD,
    Clock,
    basic,
    browser,
    cookie_of,
    name_seen,
    people_for,
    sign_in,
    text,
)
from tutor.learner.accounts import Accounts
from ui.web.people.people import COOKIE, People


def test_a_page_leads_to_signing_in_and_back(people: People) -> None:
    client = browser(people)
    away = client.get("/map?concept=lora&x=%2F", headers=PAGE)
    assert away.status_code == 303
    assert away.headers["location"] == f"/sign-in?next={quote('/map?concept=lora&x=%2F', safe='/')}"
    page = client.get(away.headers["location"], headers=PAGE)
    assert page.status_code == 200
    for label in ("Name", "Password"):
        assert f'<label for="{label.lower()}">{label}</label>' in page.text
    next_ = unescape(page.text.partition('name="next" value="')[2].partition('"')[0])
    back = sign_in(client, next_=next_)
    assert (back.status_code, back.headers["location"]) == (303, "/map?concept=lora&x=%2F")
    assert client.get(back.headers["location"], headers=PAGE).json() == {"name": "ann", "path": "/map"}
    assert client.get("/sign-in?next=/map", headers=PAGE).headers["location"] == "/map", "once is enough"


def test_the_first_page_needs_no_way_back(people: People) -> None:
    assert browser(people).get("/", headers=PAGE).headers["location"] == "/sign-in"
    assert browser(people).head("/", headers=PAGE).status_code == 303


def test_programs_are_told_in_a_sentence(people: People) -> None:
    for answer in (browser(people).get("/api"), browser(people).post("/gradio_api/queue/join", json={})):
        assert answer.status_code == 401
        assert "Sign in first." in answer.json()["detail"]
        assert "www-authenticate" not in answer.headers, "no box of the browser over our page"


def test_the_cookie_is_for_this_site_and_no_script(people: People) -> None:
    cookie = sign_in(browser(people)).headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"):
        assert part in cookie.split("; ")
    assert "Secure" not in cookie
    assert PASSWORD not in cookie
    assert sign_in(browser(people, "https://tutor.example")).headers["set-cookie"].endswith("; Secure")


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong password"), ("eve", PASSWORD), ("a b", "x"), ("", "")])
def test_a_wrong_password_and_an_unknown_name_read_the_same(people: People, name: str, password: str) -> None:
    client = browser(people)
    page = sign_in(client, name, password, "/map")
    assert page.status_code == 401
    assert "set-cookie" not in page.headers
    assert "do not belong together. Check both and try again" in text(page)
    assert 'role="alert"' in page.text
    assert f'value="{name}"' in page.text, "the name need not be typed again"
    assert password not in page.text or not password or password == "x"
    assert 'name="next" value="/map"' in page.text
    assert name_seen(client) is None


def test_an_unknown_name_takes_as_long(tmp_path: Path, clock: Clock) -> None:
    hasher = PasswordHasher(time_cost=3, memory_cost=16384, parallelism=1)
    with Accounts(f"sqlite:///{tmp_path}/slow.db", hasher) as accounts:
        accounts.add("ann", PASSWORD, NOON)
        client = browser(people_for(tmp_path, accounts, clock))

        def took(name: str) -> float:
            clock.forward(minutes=1)
            start = time.process_time()
            assert sign_in(client, name, "wrong password").status_code == 401
            return time.process_time() - start

        took("ann")
        rounds = [(took("ann"), took("eve")) for _ in range(9)]
    known, unknown = (median(times) for times in zip(*rounds, strict=True))
    assert 0.6 < known / unknown < 1.7, rounds


def test_spaces_around_a_name_do_not_count(people: People) -> None:
    assert sign_in(browser(people), " ann ").status_code == 303


def test_a_cookie_that_was_changed_is_no_cookie(
    people: People, tmp_path: Path, accounts: Accounts, clock: Clock
) -> None:
    client = browser(people)
    sign_in(client)
    good = client.cookies[COOKIE]
    payload, stamp, signature = good.split(".")
    forged = base64.urlsafe_b64encode(json.dumps(["bob", NOON.isoformat()]).encode()).decode().rstrip("=")
    assert people.name_of({COOKIE: good}) == "ann"
    for cookie in (
        "",
        "x",
        "..",
        good[:-1],
        good + "x",
        f"{forged}.{stamp}.{signature}",
        f"{payload}.zzzz.{signature}",
    ):
        assert people.name_of({COOKIE: cookie}) is None, cookie
    (tmp_path / "home" / "secret").unlink()
    assert people_for(tmp_path, accounts, clock).name_of({COOKIE: good}) is None, "signed with another secret"


def test_a_cookie_is_valid_for_thirty_days_after_the_last_page(people: People, clock: Clock) -> None:
    client = browser(people)
    sign_in(client)
    clock.forward(days=29)
    assert name_seen(client) == "ann"
    assert "set-cookie" in client.get("/", headers=PAGE).headers
    clock.forward(days=29)
    assert name_seen(client) == "ann"
    clock.forward(days=2)
    assert name_seen(client) is None
    assert client.get("/", headers=PAGE).status_code == 303


def test_who_was_removed_is_out_within_seconds(people: People, accounts: Accounts, clock: Clock) -> None:
    client = browser(people)
    sign_in(client)
    assert name_seen(client) == "ann"
    accounts.remove("ann")
    clock.forward(seconds=5)
    assert name_seen(client) is None
    assert people.by_cookie({COOKIE: cookie_of(people, "ann")}) is None, "nobody's cookie is nobody's"
    accounts.add("ann", PASSWORD, clock())
    clock.forward(seconds=5)
    assert name_seen(client) is None, "a cookie of the one before is not for the next of that name"


def test_a_new_password_ends_what_was_signed_in_before(people: People, accounts: Accounts, clock: Clock) -> None:
    client, program = browser(people), {"authorization": basic("ann", PASSWORD)}
    sign_in(client)
    assert name_seen(client) == name_seen(browser(people), **program) == "ann"
    clock.forward(hours=1)
    accounts.set_password("ann", "another one", clock())
    assert name_seen(client) is None
    assert name_seen(browser(people), **program) is None
    assert sign_in(client, "ann", "another one").status_code == 303
    assert name_seen(client) == "ann"


def test_signing_out(people: People) -> None:
    client = browser(people)
    sign_in(client)
    out = client.post("/sign-out", headers=PAGE)
    assert (out.status_code, out.headers["location"]) == (303, "/")
    assert COOKIE not in client.cookies
    assert name_seen(client) is None
    assert client.post("/sign-out", headers=PAGE).status_code == 303


def test_a_link_signs_nobody_out_and_opens_no_door(people: People) -> None:
    client = browser(people)
    assert client.get("/sign-out", headers=PAGE).headers["location"] == "/sign-in?next=/sign-out"
    for method, path in (("PUT", "/sign-in"), ("DELETE", "/sign-in"), ("GET", "/sign-in/"), ("GET", "/sign-out")):
        assert client.request(method, path).status_code == 401
    sign_in(client)
    client.get("/sign-out", headers=PAGE)
    assert name_seen(client) == "ann"


def test_where_nobody_can_sign_in_yet_the_page_says_how(people: People, accounts: Accounts) -> None:
    for name in accounts.names():
        accounts.remove(name)
    page = browser(people).get("/sign-in", headers=PAGE)
    assert "tutor people add NAME" in text(page)
    assert "<form" not in page.text


def test_after_five_failures_a_name_waits(people: People, clock: Clock) -> None:
    client = browser(people)
    for _ in range(5):
        assert sign_in(client, "ann", "wrong password").status_code == 401
        clock.forward(seconds=4)
    page = sign_in(client)
    assert page.status_code == 429, "the right password waits as well"
    assert page.headers["retry-after"] == "40"
    assert "Wait 40 seconds, then try again." in text(page)
    assert sign_in(browser(people), "bob").status_code == 303, "others do not wait"
    clock.forward(seconds=39)
    assert sign_in(client, "ann", "wrong password").status_code == 429
    clock.forward(seconds=1)
    assert sign_in(client).status_code == 303
    for _ in range(4):
        assert sign_in(client, "ann", "wrong password").status_code == 401, "who got in begins anew"


def test_names_that_do_not_exist_wait_too(people: People) -> None:
    client = browser(people)
    assert [sign_in(client, "eve").status_code for _ in range(6)] == [401] * 5 + [429]


def test_many_tries_at_once_do_not_slip_through(people: People) -> None:
    client = browser(people)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: sign_in(client, "ann", "wrong password").status_code, range(24)))
    assert answers.count(401) <= 6
    assert set(answers) == {401, 429}


# Programs


def test_programs_send_name_and_password(people: People) -> None:
    client = browser(people)
    assert name_seen(client, authorization=basic("ann", PASSWORD)) == "ann"
    assert name_seen(client) is None, "nothing is kept in the browser"
    for wrong in (
        basic("ann", "wrong password"),
        basic("eve", PASSWORD),
        "Basic",
        "Basic %%%",
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
        "Basic " + base64.b64encode(b"ann").decode(),
        "Bearer ann",
    ):
        assert name_seen(client, authorization=wrong) is None
    answer = client.get("/api", headers={"Authorization": basic("ann", "wrong password")})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Basic realm="tutor"')


def test_a_program_that_fails_waits_but_not_one_that_was_right_before(people: People) -> None:
    client, wrong = browser(people), {"Authorization": basic("ann", "wrong password")}
    assert name_seen(client, authorization=basic("ann", PASSWORD)) == "ann"
    assert [client.get("/api", headers=wrong).status_code for _ in range(5)] == [401] * 4 + [429]
    assert client.get("/api", headers=wrong).headers["retry-after"] == "60"
    assert name_seen(client, authorization=basic("ann", PASSWORD)) == "ann"
    assert name_seen(client, authorization=basic("bob", PASSWORD)) == "bob"


def test_a_password_is_checked_in_full_once(tmp_path: Path, clock: Clock) -> None:
    with Accounts(f"sqlite:///{tmp_path}/slow.db", PasswordHasher(time_cost=10)) as accounts:
        accounts.add("ann", PASSWORD, NOON)
        people = people_for(tmp_path, accounts, clock)

        def took() -> float:
            start = time.perf_counter()
            assert people.name_of({}, basic("ann", PASSWORD)) == "ann"
            return time.perf_counter() - start

        assert took() > 20 * max(took(), took())
