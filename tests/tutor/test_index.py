"""The index on disk: incremental, never half-way, known by its fingerprint; with the real embedder and a real Chroma."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from corpus.catalogue import Catalogue
from corpus.types import Concept
from tests.building import concept
from tutor.errors import StaleIndexError, StoreError
from tutor.retrieval.embedder import Embedder, Vectors
from tutor.retrieval.index import IndexReport, build_index, fingerprint, index_is_current, open_index
from tutor.retrieval.outside import OUTSIDE

ROOT = Path(__file__).parents[2]
ALWAYS = 1 << 30


class Watched(Embedder):
    """The real embedder; it notes every text, and breaks down when it is given more than it can bear."""

    def __init__(self, embedder: Embedder, bears: int = ALWAYS) -> None:
        self._real, self._bears = embedder, bears
        self.digest = embedder.digest
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed, unless it is too much."""
        self.texts += texts
        if len(self.texts) > self._bears:
            message = "the power is cut"
            raise RuntimeError(message)
        return self._real.embed(texts)


def page(name: str, text: str) -> Concept:
    return concept(name, sections=[{"name": "Definition", "text": text}], questions=[f"How do I use {name}?"])


CAKE = page("cake", "A cake is baked from flour and eggs.")
BOAT = page("boat", "A boat floats on water.")
LAMP = page("lamp", "A lamp gives light at night.")
DARK_LAMP = page("lamp", "A lamp of this kind swallows every colour.")


def build(pages: Iterable[Concept], embedder: Embedder, root: Path, *, rebuild: bool = False) -> IndexReport:
    """Build as a command does, in a process of its own: nothing of an earlier one is open."""
    SharedSystemClient.clear_system_cache()
    return build_index(Catalogue(pages), embedder, root, lambda *_: None, rebuild=rebuild)


def found(pages: Iterable[Concept], embedder: Embedder, root: Path) -> set[str]:
    """Ids of the passages and questions in the index."""
    index = open_index(Catalogue(pages), embedder.digest, root)
    return {*index.read("passages").ids, *index.read("questions").ids}


def nearest(pages: Iterable[Concept], embedder: Embedder, root: Path, text: str) -> str:
    shelved = open_index(Catalogue(pages), embedder.digest, root).read("passages")
    cosines = shelved.best(shelved.cosines(embedder.embed([text])[0]))
    return max(cosines, key=lambda concept: cosines[concept])


def test_a_first_build_embeds_every_page(embedder: Embedder, tmp_path: Path) -> None:
    watched = Watched(embedder)
    report = build([CAKE, BOAT], watched, tmp_path)
    assert (report.added, report.kept, report.removed) == (2, 0, 0)
    assert report.fingerprint == fingerprint(Catalogue([CAKE, BOAT]), embedder.digest)
    assert nearest([CAKE, BOAT], embedder, tmp_path, "something to eat") == "cake"
    assert nearest([CAKE, BOAT], embedder, tmp_path, "a ship at sea") == "boat"


def test_questions_are_indexed_with_the_page(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, BOAT], embedder, tmp_path)
    asked = open_index(Catalogue([CAKE, BOAT]), embedder.digest, tmp_path).read("questions")
    cosines = asked.best(asked.cosines(embedder.embed(["How do I use boat?"])[0]))
    assert cosines["boat"] == pytest.approx(1.0, abs=1e-4)
    assert cosines["cake"] < 0.9


def test_questions_that_no_page_answers_are_indexed_once(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE], embedder, tmp_path)
    watched = Watched(embedder)
    build([CAKE, BOAT], watched, tmp_path)
    assert len(open_index(Catalogue([CAKE, BOAT]), embedder.digest, tmp_path).read("outside").ids) == len(OUTSIDE)
    assert not set(OUTSIDE) & set(watched.texts)


def test_a_second_build_embeds_nothing(embedder: Embedder, tmp_path: Path) -> None:
    first = build([CAKE, BOAT], embedder, tmp_path)
    watched = Watched(embedder)
    again = build([CAKE, BOAT], watched, tmp_path)
    assert watched.texts == []
    assert again == first.model_copy(update={"added": 0, "kept": 2})


def test_only_changed_pages_are_embedded_again(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, BOAT, LAMP], embedder, tmp_path)
    watched = Watched(embedder)
    report = build([CAKE, BOAT, DARK_LAMP], watched, tmp_path)
    assert (report.added, report.kept, report.removed) == (1, 2, 0)
    assert watched.texts
    assert all("lamp" in text.lower() for text in watched.texts)
    assert nearest([CAKE, BOAT, DARK_LAMP], embedder, tmp_path, "It swallows every colour.") == "lamp"


def test_nothing_of_the_old_version_of_a_page_is_left(embedder: Embedder, tmp_path: Path) -> None:
    long = page("lamp", "A lamp gives light.").model_copy(update={"questions": ("Why?", "How bright?", "Which oil?")})
    build([CAKE, long], embedder, tmp_path)
    build([CAKE, LAMP], embedder, tmp_path)
    fresh = tmp_path / "fresh"
    build([CAKE, LAMP], embedder, fresh)
    assert found([CAKE, LAMP], embedder, tmp_path) == found([CAKE, LAMP], embedder, fresh)


def test_a_removed_page_disappears(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, BOAT], embedder, tmp_path)
    watched = Watched(embedder)
    report = build([CAKE], watched, tmp_path)
    assert (report.added, report.kept, report.removed) == (0, 1, 1)
    assert watched.texts == []
    assert all(entry.startswith("cake") for entry in found([CAKE], embedder, tmp_path))


def test_a_new_page_is_added_to_those_kept(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE], embedder, tmp_path)
    report = build([CAKE, BOAT], embedder, tmp_path)
    assert (report.added, report.kept) == (1, 1)
    assert nearest([CAKE, BOAT], embedder, tmp_path, "flour and eggs") == "cake"


def test_going_back_to_pages_whose_index_is_kept_embeds_nothing(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, LAMP], embedder, tmp_path)
    build([CAKE, DARK_LAMP], embedder, tmp_path)
    watched = Watched(embedder)
    build([CAKE, LAMP], watched, tmp_path)
    assert watched.texts == []


@pytest.mark.parametrize("bears", [0, 3])
def test_a_crash_leaves_the_old_index_usable_and_the_next_build_mends_it(
    embedder: Embedder, tmp_path: Path, bears: int
) -> None:
    build([CAKE, BOAT], embedder, tmp_path)
    later = [CAKE, BOAT, LAMP, page("moon", "The moon shines.")]
    with pytest.raises(RuntimeError, match="power"):
        build(later, Watched(embedder, bears), tmp_path)
    assert nearest([CAKE, BOAT], embedder, tmp_path, "a ship at sea") == "boat"
    assert not index_is_current(Catalogue(later), embedder.digest, tmp_path)
    with pytest.raises(StaleIndexError):
        open_index(Catalogue(later), embedder.digest, tmp_path)
    report = build(later, embedder, tmp_path)
    assert (report.added, report.kept) == (2, 2)
    assert nearest(later, embedder, tmp_path, "The moon shines.") == "moon"


def test_a_crash_of_the_first_build_is_mended_by_the_next(embedder: Embedder, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="power"):
        build([CAKE, BOAT], Watched(embedder, 2), tmp_path)
    with pytest.raises(StaleIndexError):
        open_index(Catalogue([CAKE, BOAT]), embedder.digest, tmp_path)
    assert build([CAKE, BOAT], embedder, tmp_path).added == 2
    assert nearest([CAKE, BOAT], embedder, tmp_path, "something to eat") == "cake"


def test_a_rebuild_embeds_every_page_again(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, BOAT], embedder, tmp_path)
    watched = Watched(embedder)
    report = build([CAKE, BOAT], watched, tmp_path, rebuild=True)
    assert (report.added, report.kept) == (2, 0)
    assert any("cake" in text for text in watched.texts)
    assert any("boat" in text for text in watched.texts)
    assert nearest([CAKE, BOAT], embedder, tmp_path, "a ship at sea") == "boat"


def test_a_crash_of_a_rebuild_leaves_the_index_usable(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, BOAT], embedder, tmp_path)
    with pytest.raises(RuntimeError, match="power"):
        build([CAKE, BOAT], Watched(embedder, 2), tmp_path, rebuild=True)
    assert nearest([CAKE, BOAT], embedder, tmp_path, "a ship at sea") == "boat"


def test_a_chat_that_is_open_goes_on_while_another_process_rebuilds(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, BOAT], embedder, tmp_path)
    chat = open_index(Catalogue([CAKE, BOAT]), embedder.digest, tmp_path)
    before = chat.read("passages")
    build([CAKE, BOAT], embedder, tmp_path, rebuild=True)
    assert chat.read("passages").ids == before.ids


def test_a_process_that_is_killed_leaves_the_old_index_usable(home: Path, embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE, BOAT], embedder, tmp_path)
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.tutor.test_index import BOAT, CAKE, LAMP, build\n"
        "from tutor.factory import open_embedder\n"
        "from tutor.settings import Settings\n"
        "real = open_embedder(Settings(home=Path(sys.argv[1])))\n"
        "class Killed(type(real)):\n"
        "    def __init__(self): self.digest = real.digest\n"
        "    def embed(self, texts):\n"
        "        if any('How do I use' in text for text in texts): os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return real.embed(texts)\n"
        "build([CAKE, BOAT, LAMP], Killed(), Path(sys.argv[2]))\n"
    )
    died = subprocess.run([sys.executable, "-c", script, str(home), str(tmp_path)], cwd=ROOT, timeout=120, check=False)
    assert died.returncode == -signal.SIGKILL
    assert nearest([CAKE, BOAT], embedder, tmp_path, "a ship at sea") == "boat"
    assert not index_is_current(Catalogue([CAKE, BOAT, LAMP]), embedder.digest, tmp_path)
    report = build([CAKE, BOAT, LAMP], embedder, tmp_path)
    assert (report.added, report.kept) == (1, 2)
    assert nearest([CAKE, BOAT, LAMP], embedder, tmp_path, "light at night") == "lamp"


def test_an_index_of_another_embedder_is_stale(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE], embedder, tmp_path)
    with pytest.raises(StaleIndexError) as caught:
        open_index(Catalogue([CAKE]), "0" * 64, tmp_path)
    assert "tutor index" in caught.value.hint
    other = Watched(embedder)
    other.digest = "0" * 64
    build([CAKE], other, tmp_path)
    assert other.texts, "vectors of another embedder are not taken over"


def test_an_index_of_other_pages_is_stale(embedder: Embedder, tmp_path: Path) -> None:
    build([CAKE], embedder, tmp_path)
    assert index_is_current(Catalogue([CAKE]), embedder.digest, tmp_path)
    with pytest.raises(StaleIndexError):
        open_index(Catalogue([CAKE, BOAT]), embedder.digest, tmp_path)


def test_the_fingerprint_is_of_the_pages_and_the_embedder() -> None:
    one = fingerprint(Catalogue([CAKE, LAMP]), "a")
    assert one == fingerprint(Catalogue([LAMP, CAKE]), "a")
    others = [
        fingerprint(Catalogue([CAKE]), "a"),
        fingerprint(Catalogue([CAKE, DARK_LAMP]), "a"),
        fingerprint(Catalogue([CAKE, LAMP]), "b"),
    ]
    assert len({one, *others}) == 4


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b"\xff"])
def test_a_damaged_index_is_built_again(embedder: Embedder, tmp_path: Path, manifest: bytes) -> None:
    build([CAKE], embedder, tmp_path)
    for file in tmp_path.glob("*/manifest.json"):
        file.write_bytes(manifest)
    watched = Watched(embedder)
    build([CAKE], watched, tmp_path)
    assert watched.texts
    assert nearest([CAKE], embedder, tmp_path, "eggs") == "cake"


def test_progress_ends_at_the_number_of_texts(embedder: Embedder, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    watched = Watched(embedder)
    build_index(Catalogue([CAKE, BOAT]), watched, tmp_path, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(watched.texts), len(watched.texts))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_old_indexes_do_not_pile_up(embedder: Embedder, tmp_path: Path) -> None:
    for number in range(6):
        build([page("cake", f"Cake number {number}.")], embedder, tmp_path)
    assert len(list(tmp_path.iterdir())) <= 4


def test_a_folder_that_cannot_be_written_is_an_error_of_ours(embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreError):
        build([CAKE], embedder, tmp_path / "file" / "index")
