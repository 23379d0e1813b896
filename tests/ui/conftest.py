"""Browsers in front of the three ways to come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.ui.visiting import NOON, PASSWORD, QUICK, Clock, browser, people_for
from tutor.learner.accounts import Accounts
from ui.web.people.people import People


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    """Ann and Bob may sign in, with the same password."""
    with Accounts(f"sqlite:///{tmp_path}/learners.db", QUICK) as opened:
        opened.add("ann", PASSWORD, NOON)
        opened.add("bob", PASSWORD, NOON)
        yield opened


@pytest.fixture
def people(tmp_path: Path, accounts: Accounts, clock: Clock) -> People:
    """People who have to sign in."""
    return people_for(tmp_path, accounts, clock)


@pytest.fixture
def own(tmp_path: Path, accounts: Accounts, clock: Clock) -> TestClient:
    """A browser on the machine itself."""
    return browser(people_for(tmp_path, accounts, clock, "127.0.0.1"), "http://localhost:7860")


@pytest.fixture
def waived(tmp_path: Path, accounts: Accounts, clock: Clock) -> TestClient:
    """A browser elsewhere, where nobody has to sign in."""
    return browser(people_for(tmp_path, accounts, clock, sign_in="off"))
