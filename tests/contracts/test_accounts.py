"""What accounts must do, the same in SQLite and in a running PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text

from tutor.errors import StoreError
from tutor.learner.accounts import Accounts

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
STRICTER = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)


@pytest.fixture
def accounts(url: str) -> Iterator[Accounts]:
    """Nobody can sign in."""
    with Accounts(url, QUICK) as opened:
        yield opened


def kept(url: str) -> str:
    """Everything that the table has, as text."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT * FROM learner_account")).all()
    engine.dispose()
    return str(rows)


def test_who_was_added_can_sign_in_with_that_password_only(url: str) -> None:
    with Accounts(url, QUICK) as accounts:
        accounts.add("ann", "open sesame", NOON)
    with Accounts(url, QUICK) as accounts:
        assert accounts.check("ann", "open sesame")
        for name, password in (
            ("ann", "Open sesame"),
            ("ann", "open sesame "),
            ("ann", ""),
            ("Ann", "open sesame"),
            ("bob", "open sesame"),
            ("", ""),
            ("a b", "open sesame"),
            ("\ud800", "open sesame"),
            ("ann' OR '1'='1", "open sesame"),
            ("ann", "half \ud83d"),
            ("ann", "x" * 100_000),
        ):
            assert not accounts.check(name, password)
        assert accounts.names() == ("ann",)
        assert (accounts.since("ann"), accounts.since("bob")) == (NOON, None)


def test_a_password_is_not_kept(accounts: Accounts, url: str) -> None:
    accounts.add("ann", "open sesame", NOON)
    accounts.add("bob", "open sesame", NOON)
    assert "sesame" not in kept(url)
    hashes = {word for word in kept(url).split("'") if word.startswith("$argon2id$")}
    assert len(hashes) == 2, "the same password looks different for each"


def test_the_hash_is_one_that_is_recommended_today(url: str) -> None:
    with Accounts(url) as accounts:
        accounts.add("ann", "open sesame", NOON)
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in kept(url)


def test_a_name_is_added_once(accounts: Accounts) -> None:
    accounts.add("ann", "open sesame", NOON)
    with pytest.raises(StoreError, match="can sign in already") as raised:
        accounts.add("ann", "another one", NOON)
    assert "tutor people password ann" in raised.value.hint
    assert accounts.check("ann", "open sesame")
    assert not accounts.check("ann", "another one")


def test_of_many_who_add_a_name_at_once_one_does(url: str) -> None:
    def add(number: int) -> bool:
        with Accounts(url, QUICK) as accounts:
            try:
                accounts.add("ann", f"password {number}", NOON)
            except StoreError:
                return False
            return accounts.check("ann", f"password {number}")

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(add, range(6))) == 1


@pytest.mark.parametrize("password", ["", "short", "7 chars", "x" * 1001])
def test_a_password_of_another_length_is_refused_everywhere(accounts: Accounts, password: str) -> None:
    accounts.add("ann", "open sesame", NOON)
    calls: list[Callable[[], object]] = [
        lambda: accounts.add("bob", password, NOON),
        lambda: accounts.set_password("ann", password, NOON),
    ]
    for call in calls:
        with pytest.raises(StoreError, match=f"this one has {len(password):,}") as raised:
            call()
        assert not password or password not in str(raised.value) + raised.value.hint
    assert accounts.names() == ("ann",)
    assert accounts.check("ann", "open sesame")


@pytest.mark.parametrize(
    "password", ["8 chars!", "x" * 1000, "пароль длинный", "🙂" * 8, "half \ud83d of it", "nul \0 nul nul"]
)
def test_every_other_password_is_one(accounts: Accounts, password: str) -> None:
    accounts.add("ann", password, NOON)
    assert accounts.check("ann", password)
    assert not accounts.check("ann", password[:-1])


def test_an_accent_may_be_typed_as_one_character_or_as_two(accounts: Accounts) -> None:
    accounts.add("ann", "caf\N{LATIN SMALL LETTER E WITH ACUTE} noir", NOON)
    assert accounts.check("ann", "cafe\N{COMBINING ACUTE ACCENT} noir")
    assert not accounts.check("ann", "cafe noir")


def test_another_password_takes_the_place_of_the_first(accounts: Accounts) -> None:
    accounts.add("ann", "open sesame", NOON)
    later = NOON + timedelta(days=1)
    accounts.set_password("ann", "another one", later)
    assert accounts.check("ann", "another one")
    assert not accounts.check("ann", "open sesame")
    assert accounts.since("ann") == later
    with pytest.raises(StoreError, match="Nobody signs in as 'bob'"):
        accounts.set_password("bob", "another one", later)
    assert accounts.names() == ("ann",)


def test_who_was_removed_can_sign_in_no_more(accounts: Accounts, url: str) -> None:
    accounts.add("ann", "open sesame", NOON)
    accounts.add("bob", "open sesame", NOON)
    accounts.remove("ann")
    assert not accounts.check("ann", "open sesame")
    assert accounts.names() == ("bob",)
    assert "'ann'" not in kept(url)
    with pytest.raises(StoreError, match="Nobody signs in as 'ann'"):
        accounts.remove("ann")


def test_what_is_kept_is_made_anew_when_the_hasher_is_stricter(url: str) -> None:
    with Accounts(url, QUICK) as accounts:
        accounts.add("ann", "open sesame", NOON)
    before = kept(url)
    with Accounts(url, STRICTER) as accounts:
        assert not accounts.check("ann", "wrong password")
        assert kept(url) == before
        assert accounts.check("ann", "open sesame")
        assert "t=2" in kept(url)
        assert accounts.since("ann") == NOON, "nobody has to sign in again"
        after = kept(url)
        assert accounts.check("ann", "open sesame")
        assert kept(url) == after


@pytest.mark.parametrize("name", ["", "a b", "x" * 81, "a\0", "\ud800"])
def test_a_bad_name_is_an_error_where_something_is_changed(accounts: Accounts, name: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: accounts.add(name, "open sesame", NOON),
        lambda: accounts.set_password(name, "open sesame", NOON),
        lambda: accounts.remove(name),
        lambda: accounts.since(name),
    ]
    for call in calls:
        with pytest.raises(StoreError, match="cannot be the name of a learner"):
            call()


def test_an_unknown_name_takes_as_long_as_a_wrong_password(url: str) -> None:
    with Accounts(url, PasswordHasher(time_cost=3, memory_cost=8192, parallelism=1)) as accounts:
        accounts.add("ann", "open sesame", NOON)
        accounts.check("ann", "first")

        def took(name: str) -> float:
            start = time.process_time()
            accounts.check(name, "wrong password")
            return time.process_time() - start

        times = {name: median(took(name) for _ in range(9)) for name in ("ann", "bob", "no name")}
    assert max(times.values()) < 1.6 * min(times.values()), times
