"""What the store of conversations must do, the same in SQLite and in a running PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.contracts.test_store import attempt, change
from tutor.errors import StoreError
from tutor.learner.conversations.store import ConversationStore, KeptTurn
from tutor.learner.log.database import Database
from tutor.learner.log.migrations import MIGRATIONS, migrate
from tutor.learner.log.store import LearnerStore
from tutor.learner.stores import Stores

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)
ODD = "'; DROP TABLE learner_turn; -- ü ∑ 学 🙂 \N{COMBINING ACUTE ACCENT} %s {serial} :name \\"


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def store(url: str) -> Iterator[ConversationStore]:
    """No conversations."""
    with ConversationStore(url) as opened:
        yield opened


def talk(store: ConversationStore, learner: str, talk_id: str, *turns: tuple[str, str], title: str = "A talk") -> None:
    """A conversation with these questions and answers."""
    store.begin(learner, talk_id, title, NOON)
    for number, (text, words) in enumerate(turns, start=1):
        store.ask(learner, talk_id, number, text, at(number))
        store.answered(learner, talk_id, number, "[]", words, at(number))


def found(store: ConversationStore, search: str, learner: str = "ann") -> list[str]:
    return [heading.id for heading in store.headings(learner, search)]


def test_a_conversation_comes_back_as_it_was_also_after_reopening(url: str) -> None:
    zone = NOON.astimezone(tz=None)
    with ConversationStore(url) as store:
        store.begin("ann", "t1", ODD, zone)
        store.ask("ann", "t1", 1, ODD, at(1))
        store.answered("ann", "t1", 1, f'["{ODD}"]', ODD, at(2))
        store.ask("ann", "t1", 2, "and then?", at(3))
    with ConversationStore(url) as store:
        heading = store.heading("ann", "t1")
        assert (heading.title, heading.began, heading.changed, heading.turns) == (ODD, NOON, at(3), 2)
        assert store.headings("ann") == (heading,)
        assert store.turns("ann", "t1") == (
            KeptTurn(number=1, at=at(1), text=ODD, body=f'["{ODD}"]'),
            KeptTurn(number=2, at=at(3), text="and then?", body=""),
        )


def test_beginning_again_changes_nothing(store: ConversationStore) -> None:
    talk(store, "ann", "t1", ("Why?", "Because."), title="Mine")
    store.begin("ann", "t1", "Another", at(9))
    assert store.heading("ann", "t1").title == "Mine"
    assert store.heading("ann", "t1").turns == 1


def test_an_answer_grows(store: ConversationStore) -> None:
    talk(store, "ann", "t1", ("Why?", "so far"))
    store.answered("ann", "t1", 1, '["whole"]', "the whole answer", at(5))
    assert [turn.body for turn in store.turns("ann", "t1")] == ['["whole"]']
    assert found(store, "whole") == ["t1"]
    assert found(store, "far") == []
    assert found(store, "why") == ["t1"], "the question is still there"


def test_asking_an_earlier_turn_again_takes_it_and_the_later_ones_away(store: ConversationStore) -> None:
    talk(store, "ann", "t1", ("one", "first"), ("two", "second"), ("three", "third"))
    store.ask("ann", "t1", 2, "two, put better", at(9))
    assert [(turn.number, turn.text, turn.body) for turn in store.turns("ann", "t1")] == [
        (1, "one", "[]"),
        (2, "two, put better", ""),
    ]
    assert store.heading("ann", "t1").changed == at(9)
    assert found(store, "third") == found(store, "second") == []


@pytest.mark.parametrize("number", [-1, 0, 3, 2**70])
def test_a_turn_that_does_not_follow_is_an_error_and_changes_nothing(store: ConversationStore, number: int) -> None:
    talk(store, "ann", "t1", ("one", "first"))
    before = store.heading("ann", "t1"), store.turns("ann", "t1")
    with pytest.raises(StoreError, match="ends with turn 1 now") as raised:
        store.ask("ann", "t1", number, "?", at(9))
    assert "another window" in raised.value.hint
    assert (store.heading("ann", "t1"), store.turns("ann", "t1")) == before


def test_the_last_changed_stands_first(store: ConversationStore) -> None:
    for place, name in enumerate("abc"):
        store.begin("ann", name, name, at(place))
    assert found(store, "") == ["c", "b", "a"]
    store.ask("ann", "a", 1, "?", at(9))
    store.rename("ann", "b", "renamed")
    assert found(store, "") == ["a", "c", "b"]
    assert [heading.id for heading in store.headings("ann", most=2)] == ["a", "c"]


def test_of_equals_the_last_begun_stands_first_then_the_id_counts(store: ConversationStore) -> None:
    for name, began in (("b", 1), ("a", 1), ("c", 2)):
        store.begin("ann", name, name, at(began))
        store.ask("ann", name, 1, "?", at(3))
    assert found(store, "") == ["c", "a", "b"]


def test_learners_are_apart(store: ConversationStore) -> None:
    talk(store, "ann", "t1", ("secret question", "secret answer"), title="secret")
    calls: list[Callable[[], object]] = [
        lambda: store.heading("bob", "t1"),
        lambda: store.turns("bob", "t1"),
        lambda: store.ask("bob", "t1", 1, "mine now", NOON),
        lambda: store.answered("bob", "t1", 1, "[]", "", NOON),
        lambda: store.rename("bob", "t1", "mine now"),
        lambda: store.delete("bob", "t1"),
    ]
    told = set()
    for call in calls:
        with pytest.raises(StoreError, match="no such conversation") as raised:
            call()
        told.add((raised.value.message, raised.value.hint))
    with pytest.raises(StoreError) as raised:
        store.turns("bob", "t2")
    assert told == {(raised.value.message, raised.value.hint)}, "it reads as if it had never been"
    assert store.headings("bob") == store.headings("bob", "secret") == store.headings("Ann") == ()
    store.begin("bob", "t1", "bob's own", NOON)
    assert store.delete_all("bob") == 1
    assert [turn.text for turn in store.turns("ann", "t1")] == ["secret question"]


@pytest.mark.parametrize("name", ["", "a b", "x" * 81, "../ann", "a\0", "\ud800"])
def test_a_bad_name_is_an_error_everywhere(store: ConversationStore, name: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: store.begin(name, "t1", "title", NOON),
        lambda: store.headings(name),
        lambda: store.heading(name, "t1"),
        lambda: store.turns(name, "t1"),
        lambda: store.ask(name, "t1", 1, "?", NOON),
        lambda: store.answered(name, "t1", 1, "[]", "", NOON),
        lambda: store.rename(name, "t1", "title"),
        lambda: store.delete(name, "t1"),
        lambda: store.delete_all(name),
    ]
    for call in calls:
        with pytest.raises(StoreError, match="cannot be the name of a learner"):
            call()


@pytest.mark.parametrize("talk_id", ["", "a b", "x" * 81, "<script>", "a\0", "\ud800", "t1' OR '1'='1"])
def test_a_bad_id_begins_nothing_and_is_never_there(store: ConversationStore, talk_id: str) -> None:
    with pytest.raises(StoreError, match="cannot be the id"):
        store.begin("ann", talk_id, "title", NOON)
    with pytest.raises(StoreError, match="no such conversation"):
        store.heading("ann", talk_id)
    with pytest.raises(StoreError, match="no such conversation"):
        store.ask("ann", talk_id, 1, "?", NOON)


def test_titles_are_one_short_line(store: ConversationStore) -> None:
    store.begin("ann", "t1", "  two\n words\t", NOON)
    assert store.heading("ann", "t1").title == "two words"
    for title, told in (("", "needs a title"), (" \n\0", "needs a title"), ("x" * 201, "201 characters")):
        with pytest.raises(StoreError, match=told):
            store.rename("ann", "t1", title)
        with pytest.raises(StoreError, match=told):
            store.begin("ann", "t2", title, NOON)
    store.rename("ann", "t1", "ж" * 200)
    assert store.heading("ann", "t1").title == "ж" * 200
    assert found(store, "two") == []
    assert found(store, "") == ["t1"]


def test_what_is_too_large_is_an_error_and_changes_nothing(store: ConversationStore) -> None:
    talk(store, "ann", "t1", ("Why?", "Because."))
    before = store.turns("ann", "t1")
    with pytest.raises(StoreError, match="4,001 characters"):
        store.ask("ann", "t1", 2, "x" * 4001, NOON)
    with pytest.raises(StoreError, match="2,000,001 bytes"):
        store.answered("ann", "t1", 1, "x" * 2_000_001, "", NOON)
    with pytest.raises(StoreError, match="2,000,002 bytes"):
        store.answered("ann", "t1", 1, "[]", "ж" * 1_000_001, NOON)
    assert store.turns("ann", "t1") == before
    store.ask("ann", "t1", 2, "ж" * 4000, NOON)
    store.answered("ann", "t1", 2, "ж" * 1_000_000, "", NOON)
    assert len(store.turns("ann", "t1")[1].body) == 1_000_000


def test_characters_that_no_database_holds_are_left_out(store: ConversationStore) -> None:
    talk(store, "ann", "t1", ("half \ud83d a\0b", "wor\0ds"), title="t\0itle\ud83d")
    assert store.heading("ann", "t1").title == "title"
    assert store.turns("ann", "t1")[0].text == "half  ab"
    assert found(store, "words\0 \ud83d") == ["t1"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("cache", ["t2", "t1"]),
        ("CACHE why", ["t1"]),
        ("memory ärger", []),
        ("STRASSE", ["t2"]),
        ("ärger", ["t2"]),
        ("ÄRGER ΣΟΦΌΣ", ["t2"]),
        ("привет", ["t2"]),
        ("学习", ["t2"]),
        ("100%", ["t2"]),
        ("10%", []),
        ("kv_cache", ["t2"]),
        ("k_v", []),
        ("a\\b", ["t2"]),
        ("a/b", []),
        ("' OR 1=1 --", []),
        (" \n ", ["t2", "t1"]),
        ("ache", ["t2", "t1"]),
        ("memory keys", ["t1"]),
    ],
)
def test_search_finds_all_words_in_titles_questions_and_answers(
    store: ConversationStore, search: str, expected: list[str]
) -> None:
    talk(store, "ann", "t1", ("Why is memory full?", "The cache."), ("More?", "It keeps keys."), title="KV Cache")
    talk(store, "ann", "t2", ("Straße Ärger σοφός", "ПРИВЕТ 学习 100% kv_cache a\\b"), title="Kv_cache")
    store.ask("ann", "t2", 2, "and?", at(9))
    talk(store, "bob", "t3", ("cache ärger 10% k_v", "a/b"))
    assert found(store, search) == expected


def test_a_snippet_shows_what_was_found(store: ConversationStore) -> None:
    long = "ß " * 100 + "and here, in the middle\nof it all, stands the Gradient that we look for " + "and so on " * 50
    talk(store, "ann", "t1", ("Hello?", "Hi."), ("What now?", long), title="Title of mine")
    (heading,) = store.headings("ann", "GRADIENT")
    assert "stands the Gradient that we look for" in heading.snippet
    assert heading.snippet.startswith("…")
    assert heading.snippet.endswith("…")
    assert 80 <= len(heading.snippet) <= 130
    assert "\n" not in heading.snippet
    assert [heading.snippet for heading in store.headings("ann", "mine")] == [""], "the title says it itself"
    assert [heading.snippet for heading in store.headings("ann", "hello")] == ["Hello?"]
    assert [heading.snippet for heading in store.headings("ann", "title hi")] == ["Hi."]
    assert [heading.snippet for heading in store.headings("ann")] == [""]


def test_deleting_takes_one_or_all_of_one_learner_for_good(url: str) -> None:
    with ConversationStore(url) as store:
        for name in ("t1", "t2", "t3"):
            talk(store, "ann", name, ("Why?", "Because."))
        talk(store, "bob", "t1", ("Why?", "Because."))
        store.delete("ann", "t2")
        with pytest.raises(StoreError, match="no such conversation"):
            store.delete("ann", "t2")
        with pytest.raises(StoreError, match="no such conversation"):
            store.answered("ann", "t2", 1, "[]", "late", NOON)
        assert store.delete_all("ann") == 2
        assert store.delete_all("ann") == 0
        assert store.headings("ann") == ()
        assert len(store.turns("bob", "t1")) == 1
        store.begin("ann", "t1", "anew", NOON)
        assert store.turns("ann", "t1") == ()


def test_from_many_threads_every_turn_is_whole(store: ConversationStore) -> None:
    def learner(number: int) -> None:
        talk(store, f"learner-{number % 4}", f"t{number}", *[(f"q{number}", f"a{number}")] * 5)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(learner, range(16)))
    for number in range(16):
        turns = store.turns(f"learner-{number % 4}", f"t{number}")
        assert [(turn.number, turn.text, turn.body) for turn in turns] == [(n, f"q{number}", "[]") for n in range(1, 6)]


def test_of_two_windows_that_ask_the_same_turn_one_question_is_kept(url: str) -> None:
    with ConversationStore(url) as one, ConversationStore(url) as other:
        one.begin("ann", "t1", "title", NOON)
        for _ in range(10):
            with ThreadPoolExecutor(2) as pool:
                jobs = [pool.submit(store.ask, "ann", "t1", 1, "?", NOON) for store in (one, other)]
                assert [job.result() for job in jobs] == [None, None]
        assert len(other.turns("ann", "t1")) == 1


def test_stores_share_a_database_which_closes_once(url: str) -> None:
    database = Database(url)
    with LearnerStore(database) as log, ConversationStore(database) as talks:
        log.append("ann", attempt("a"))
        talk(talks, "ann", "t1", ("Why?", "Because."))
        assert log.delete("ann") == 1
    assert len(talks.turns("ann", "t1")) == 1, "closing a store leaves the shared database open"
    database.close()
    with Stores(url) as stores:
        assert stores.conversations.heading("ann", "t1").turns == 1
        assert (stores.log.learners(), stores.accounts.names()) == ((), ())


def test_a_database_from_before_there_were_conversations_keeps_its_log(url: str) -> None:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir()
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrate(connection, MIGRATIONS[:1])
        row = "VALUES ('ann', 'a', '', 'attempt', '" + attempt("a").model_dump_json() + "')"
        connection.exec_driver_sql(f"INSERT INTO learner_log (learner, id, at, kind, body) {row}")
    engine.dispose()
    with Stores(url) as stores:
        assert stores.log.entries("ann") == (attempt("a"),)
        talk(stores.conversations, "ann", "t1", ("Why?", "Because."))


def test_a_broken_transaction_leaves_nothing_behind(store: ConversationStore, url: str) -> None:
    talk(store, "ann", "t1", ("one", "first"), ("two", "second"))
    before = store.heading("ann", "t1"), store.turns("ann", "t1")
    change(url, "ALTER TABLE learner_turn RENAME COLUMN folded TO bent")
    with pytest.raises(StoreError):
        store.ask("ann", "t1", 1, "again", at(9))
    change(url, "ALTER TABLE learner_turn RENAME COLUMN bent TO folded")
    assert (store.heading("ann", "t1"), store.turns("ann", "t1")) == before
