"""`tutor people`: who may sign in to the web chat."""

from __future__ import annotations

import io
import os
import pty
import select
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tutor.learner.entries import Statement
from tutor.learner.stores import Stores

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)
COMMAND = "import sys; sys.argv[0] = 'tutor'; from ui.cli import main; main()"
Typing = Callable[[str], None]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Sends these lines through a pipe, then nothing more."""
    return lambda lines: monkeypatch.setattr("sys.stdin", io.StringIO(lines))


@pytest.fixture
def url(run: Run, tmp_path: Path) -> str:
    """The database that the commands use."""
    assert callable(run)
    return f"sqlite:///{tmp_path}/log/learners.db"


def can_sign_in(url: str, name: str, password: str) -> bool:
    with Stores(url) as stores:
        return stores.accounts.check(name, password)


def test_people_are_added_listed_and_given_another_password(run: Run, typing: Typing, url: str) -> None:
    assert "Nobody can sign in yet" in run("people", "list").err
    for name in ("bob", "ann"):
        typing("open sesame\n")
        ran = run("people", "add", name)
        assert (ran.code, ran.err) == (0, f"{name} can sign in now.\n")
    assert run("people", "list").out == "ann\nbob\n"
    assert run("people", "list", "--json").json == ["ann", "bob"]
    assert can_sign_in(url, "ann", "open sesame")
    typing("another one\r\n")
    assert "another password now" in run("people", "password", "ann").err
    assert can_sign_in(url, "ann", "another one")
    assert can_sign_in(url, "bob", "open sesame")


@pytest.mark.parametrize(
    ("command", "name", "password", "told"),
    [
        ("add", "ann", "open sesame", "can sign in already"),
        ("add", "bob", "short", "this one has 5"),
        ("add", "bob", "", "this one has 0"),
        ("add", "a b", "open sesame", "cannot be the name"),
        ("password", "bob", "open sesame", "Nobody signs in as 'bob'"),
        ("password", "ann", "short", "this one has 5"),
    ],
)
def test_mistakes_change_nothing(
    run: Run, typing: Typing, url: str, command: str, name: str, password: str, told: str
) -> None:
    typing("first password\n")
    run("people", "add", "ann")
    typing(f"{password}\n")
    ran = run("people", command, name)
    assert ran.code == 1
    assert told in ran.err
    assert "hint:" in ran.err
    assert run("people", "list").out == "ann\n"
    assert can_sign_in(url, "ann", "first password")


def learn(url: str, name: str) -> None:
    with Stores(url) as stores:
        stores.log.append(name, Statement(id="a", at=NOON, concept="softmax", known=True))
        stores.conversations.begin(name, "t1", "Why softmax?", NOON)


@pytest.mark.parametrize("option", [[], ["--everything"]])
def test_removing_keeps_what_somebody_learned_unless_it_is_asked_for(
    run: Run, typing: Typing, url: str, option: list[str]
) -> None:
    for name in ("ann", "bob"):
        typing("open sesame\n")
        run("people", "add", name)
        learn(url, name)
    typing("n\n")
    assert "Nothing was changed" in run("people", "remove", "ann", *option).out
    assert can_sign_in(url, "ann", "open sesame")
    typing("y\n")
    ran = run("people", "remove", "ann", *option)
    assert "ann can sign in no more" in ran.out
    assert ("1 entries and 1 conversations deleted" in ran.out) is bool(option)
    assert not can_sign_in(url, "ann", "open sesame")
    with Stores(url) as stores:
        assert stores.log.learners() == (("bob",) if option else ("ann", "bob"))
        assert len(stores.conversations.headings("ann")) == (0 if option else 1)
        assert len(stores.conversations.headings("bob")) == 1


def test_removing_can_go_without_asking_and_names_who_is_not_there(run: Run, typing: Typing) -> None:
    typing("open sesame\n")
    run("people", "add", "ann")
    assert run("people", "remove", "ann", "--yes").code == 0
    ran = run("people", "remove", "ann", "--yes")
    assert (ran.code, "Nobody signs in as 'ann'" in ran.err) == (1, True)


def at_a_terminal(url: str, answers: list[str]) -> tuple[int, str]:
    """Add Ann at a terminal, typing an answer at each prompt; exit code and all that the terminal showed."""
    process, terminal = pty.fork()
    if process == 0:
        environment = {**os.environ, "TUTOR_LEARNERS": url}
        os.execve(sys.executable, [sys.executable, "-c", COMMAND, "people", "add", "ann"], environment)
    shown, end = "", time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                piece = os.read(terminal, 1000).decode()
            except OSError:  # it has ended
                break
            if not piece:
                break
            shown += piece
        if answers and shown.rstrip(" ").endswith(":"):
            time.sleep(0.1)  # the prompt comes before the terminal stops echoing
            os.write(terminal, f"{answers.pop(0)}\n".encode())
            shown += "\n"
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown


def test_at_a_terminal_a_password_is_asked_twice_and_not_shown(url: str) -> None:
    code, shown = at_a_terminal(url, ["open sesame", "open sesame"])
    assert code == 0, shown
    assert shown.count("sesame") == 0
    assert "The same again:" in shown
    assert can_sign_in(url, "ann", "open sesame")


def test_at_a_terminal_two_different_passwords_change_nothing(url: str) -> None:
    code, shown = at_a_terminal(url, ["open sesame", "open sezame"])
    assert code == 1
    assert "two different passwords; nothing was changed" in " ".join(shown.split())
    with Stores(url) as stores:
        assert stores.accounts.names() == ()
