"""Several people at one tutor: profiles of one machine, and people who sign in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import accessible
from tests.browser.conftest import ROOT, Contexts, served
from tests.browser.visiting import LAPTOP, PHONE, SLOW_MS, Visit

PASSWORD = "open sesame"
COMMAND = "from ui.cli import main; main()"


def test_two_profiles_learn_apart(contexts: Contexts, address: str) -> None:
    ann, bob = (Visit(contexts(size).new_page(), address) for size in (LAPTOP, PHONE))
    for visit, name in ((ann, "ann"), (bob, "bob")):
        visit.watch()
        visit.open("?screen=model", "Model and privacy")
        visit.field("Another profile on this machine").fill(name)
        visit.button("Change profile").click()
        expect(visit.page.locator("#chat .example")).to_have_count(6)
    ann.follow("?concept=softmax", "Softmax")
    bob.follow("?concept=softmax", "Softmax")
    ann.button("I know this").click()
    expect(ann.page.locator(".standing .chip")).to_have_text("✓ known")
    bob.page.reload()
    expect(bob.page.locator(".standing .chip")).to_have_text("○ not yet")
    bob.follow("?screen=progress", "My progress")
    expect(bob.page.locator("#screen .empty")).to_be_visible()
    ann.follow("?screen=progress", "My progress")
    expect(ann.page.locator("#screen .told")).to_contain_text("You know ")
    ann.follow("?screen=model", "Model and privacy")
    expect(ann.page.locator("#screen")).to_contain_text("You are ann.")
    apart(ann, bob)


def apart(*visits: Visit) -> None:
    """Nothing went wrong on their pages; they are closed."""
    for visit in visits:
        assert (visit.outside, visit.faults) == ([], [])
        visit.page.close()


@pytest.fixture(scope="module")
def guarded(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page is served to people who sign in."""
    log = f"sqlite:///{tmp_path_factory.mktemp('people')}/learners.db"
    for name in ("ann", "bob"):
        subprocess.run(
            [sys.executable, "-c", COMMAND, "people", "add", name],
            cwd=ROOT,
            env=os.environ | {"TUTOR_LEARNERS": log},
            input=f"{PASSWORD} of {name}\n",
            text=True,
            check=True,
            timeout=60,
        )
    with served(home, log, sign_in="on") as place:
        yield place


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_people_sign_in_and_out_and_learn_apart(browser: Browser, guarded: str) -> None:
    ann, bob = (Visit(browser.new_context(viewport=size).new_page(), guarded) for size in (LAPTOP, PHONE))
    page = ann.page
    page.goto(f"{guarded}?concept=softmax")
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_label("Name")).to_be_focused()
    sign_in(page, "ann", "guessed")
    expect(page.get_by_role("alert")).to_contain_text("This name and this password do not belong together.")
    expect(page.get_by_label("Password")).to_be_focused()
    accessible(page)
    assert ann.crowded() == []
    page.set_viewport_size(LAPTOP)
    ann.watch()
    page.keyboard.insert_text(f"{PASSWORD} of ann")
    page.keyboard.press("Enter")
    ann.sees("Softmax")
    ann.button("I know this").click()
    expect(page.locator(".standing .chip")).to_have_text("✓ known")

    bob.watch()
    bob.page.goto(guarded)
    sign_in(bob.page, "bob", f"{PASSWORD} of bob")
    expect(bob.page.locator("#chat .example")).to_have_count(6)
    bob.follow("?concept=softmax", "Softmax")
    expect(bob.page.locator(".standing .chip")).to_have_text("○ not yet")

    ann.follow("?screen=model", "Model and privacy")
    expect(page.locator("#screen")).to_contain_text("You are signed in as ann.")
    ann.button("Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.goto(f"{guarded}?concept=softmax")
    expect(page.locator("h1")).to_have_text("Sign in")
    bob.page.reload()
    bob.sees("Softmax")
    apart(ann, bob)


def test_a_program_without_a_password_is_refused(guarded: str) -> None:
    call = f"{guarded}gradio_api/call/concept"
    refused = httpx.post(call, json={"data": ["softmax"]}, timeout=SLOW_MS / 1000)
    assert refused.status_code == 401
    assert refused.json() == {
        "detail": "Sign in first. Open this address in a browser, or send a name and a password with HTTP Basic."
    }
    wrong = httpx.post(call, json={"data": ["softmax"]}, auth=("ann", "guessed"), timeout=SLOW_MS / 1000)
    assert wrong.status_code == 401
    right = httpx.post(call, json={"data": ["softmax"]}, auth=("ann", f"{PASSWORD} of ann"), timeout=SLOW_MS / 1000)
    assert right.status_code == 200
