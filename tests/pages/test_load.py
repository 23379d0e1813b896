"""Loading a folder of pages: order, areas, and every problem of every file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.load import load_pages, shipped_pages

PAGE = "---\ntitle: {title}\nlevel: beginner\nminutes: 5\n---\nThis is {title}.\n"


def write(root: Path, place: str, text: str | None = None) -> None:
    file = root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=file.stem.title()) if text is None else text, encoding="utf-8")


def error_of(root: Path) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        load_pages(root)
    return caught.value


def test_pages_are_ordered_by_id_whatever_their_folder(tmp_path: Path) -> None:
    for place in ("zoo/ant.md", "farm/cow.md", "zoo/bee.md", "farm/dog.md", "asia/zebu.md"):
        write(tmp_path, place)
    pages = load_pages(tmp_path)
    assert [page.id for page in pages] == ["ant", "bee", "cow", "dog", "zebu"]
    assert [page.area for page in pages] == ["zoo", "zoo", "farm", "farm", "asia"]
    assert [page.path for page in pages] == ["zoo/ant.md", "zoo/bee.md", "farm/cow.md", "farm/dog.md", "asia/zebu.md"]
    assert pages[0].definition == "This is Ant."


def test_other_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "zoo/ant.md")
    write(tmp_path, "zoo/ant.txt", "not a page")
    write(tmp_path, "zoo/picture.svg", "<svg/>")
    assert [page.id for page in load_pages(tmp_path)] == ["ant"]


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    write(tmp_path, "zoo/ant.md", "\ufeff" + PAGE.format(title="Ant"))
    assert [page.title for page in load_pages(tmp_path)] == ["Ant"]


def test_letters_beyond_ascii_are_kept(tmp_path: Path) -> None:
    write(tmp_path, "zoo/ant.md", PAGE.format(title="Ameise, größer als 蟻"))
    assert [page.title for page in load_pages(tmp_path)] == ["Ameise, größer als 蟻"]


def test_missing_folder(tmp_path: Path) -> None:
    error = error_of(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in error.message
    assert error.hint


def test_folder_without_pages(tmp_path: Path) -> None:
    write(tmp_path, "zoo/ant.txt", "not a page")
    error = error_of(tmp_path)
    assert str(tmp_path) in error.message
    assert error.problems == ()


def test_file_in_place_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "ant.md")
    assert str(tmp_path / "ant.md") in error_of(tmp_path / "ant.md").message


def test_bad_encoding_names_the_file_and_the_byte(tmp_path: Path) -> None:
    write(tmp_path, "zoo/ant.md")
    (tmp_path / "zoo" / "bee.md").write_bytes(b"---\ntitle: B\xe4r\n---\n")
    (problem,) = error_of(tmp_path).problems
    assert problem.path.endswith("zoo/bee.md")
    assert "not UTF-8" in problem.message
    assert "byte 12" in problem.message


def test_bad_encoding_is_placed_relative_to_the_corpus_like_every_problem(tmp_path: Path) -> None:
    (tmp_path / "zoo").mkdir()
    (tmp_path / "zoo" / "bee.md").write_bytes(b"\xff\xfe")
    write(tmp_path, "zoo/cow.md", "no front matter")
    assert [problem.path for problem in error_of(tmp_path).problems] == ["zoo/bee.md", "zoo/cow.md"]


def test_every_problem_of_every_file_at_once(tmp_path: Path) -> None:
    write(tmp_path, "farm/dog.md")
    write(tmp_path, "zoo/ant.md", "no front matter")
    write(tmp_path, "farm/cow.md", "---\nlevel: huge\nminutes: 5\n---\nA cow.\n\n## Milk\nWhite.\n")
    error = error_of(tmp_path)
    assert [(problem.path, problem.line) for problem in error.problems] == [
        ("zoo/ant.md", 1),
        ("farm/cow.md", 2),
        ("farm/cow.md", 2),
        ("farm/cow.md", 7),
    ]
    assert str(error).startswith("4 problems")
    assert all(str(problem) in str(error) for problem in error.problems)


def test_two_pages_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, "farm/ant.md")
    write(tmp_path, "zoo/ant.md")
    shown = str(error_of(tmp_path))
    assert "farm/ant.md" in shown
    assert "zoo/ant.md" in shown


def test_shipped_pages_are_a_folder_of_areas() -> None:
    root = shipped_pages()
    assert root.name == "concepts"
    assert any(file.parent.parent == root for file in root.rglob("*.md"))
