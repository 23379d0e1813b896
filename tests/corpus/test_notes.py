"""Markdown notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.loaders import notes
from corpus.types import Record, RecordPart


def vault_note(fixtures: Path, name: str) -> tuple[Record, ...]:
    path = fixtures / "vault" / name
    return notes.load(path.read_text(encoding="utf-8"), path=path.as_posix())


def test_title_level_definition_and_parts(fixtures: Path) -> None:
    (record,) = vault_note(fixtures, "beam-search.md")
    assert (record.title, record.level, record.line) == ("Beam search", "intermediate", 1)
    assert record.text == "Beam search keeps the best few answers, unlike the greedy way.\nIt needs a Softmax."
    assert [part.name for part in record.parts] == ["More", "Intuition", "Example"]


def test_wiki_links_are_collected_and_shown_as_text(fixtures: Path) -> None:
    (record,) = vault_note(fixtures, "beam-search.md")
    assert record.links == ("Decoding", "greedy decoding", "Softmax", "scout", "beam.png")
    assert record.parts[0].text == "A second paragraph with greedy decoding again."
    assert record.parts[1].text.startswith("Several scouts walk ahead.")


def test_code_is_left_alone(fixtures: Path) -> None:
    (record,) = vault_note(fixtures, "beam-search.md")
    assert record.parts[1].text.endswith("```python\n## no heading, and no link: [[1, 2]]\n```")
    assert record.parts[2].text == "`[[code]]` stays as it is. beam.png"


def test_the_heading_or_the_file_names_a_note_without_front_matter(fixtures: Path) -> None:
    (temperature,) = vault_note(fixtures, "Decoding/temperature.md")
    (greedy,) = vault_note(fixtures, "Decoding/Greedy decoding.md")
    assert (temperature.title, greedy.title) == ("Temperature", "Greedy decoding")
    assert temperature.text == "A number that divides the logits."
    assert temperature.parts == (RecordPart(name="Why", text="It makes answers wilder or calmer."),)
    assert greedy.links == ("Beam search",)


def test_a_file_of_headings_holds_several_notes(fixtures: Path) -> None:
    first, second = vault_note(fixtures, "many.md")
    assert (first.number, first.title, first.line, first.text) == (1, "L1 norm", 3, "The sum of absolute values.")
    assert first.parts == (RecordPart(name="Use", text="Sparse weights, see Lasso."),)
    assert (second.number, second.title, second.line) == (2, "L2 norm", 9)
    assert second.parts == (RecordPart(name="More", text="Also called Euclidean."),)
    assert (first.links, second.links) == (("Lasso",), ())


def test_a_concept_page_is_a_note() -> None:
    page = (
        "---\ntitle: Epoch\nlevel: beginner\nminutes: 5\n---\nOne pass.\n\n## Intuition\nA lap.\n\n## Check\n- [x] Yes"
    )
    (record,) = notes.load(page, path="corpus/concepts/training/epoch.md")
    assert (record.title, record.level, record.text) == ("Epoch", "beginner", "One pass.")
    assert [part.name for part in record.parts] == ["Intuition", "Check"]


def test_a_titled_note_may_begin_with_any_section() -> None:
    (record,) = notes.load("---\ntitle: Epoch\n---\n## What\nOne pass.\n\n## Why\nTo count.", path="a.md")
    assert record.text == "One pass."
    assert record.parts == (RecordPart(name="Why", text="To count."),)


def test_a_title_is_the_text_that_stands_there() -> None:
    (record,) = notes.load("---\ntitle: 1.10\ncreated: 2024-13-45\n---\nA version.", path="a.md")
    assert record.title == "1.10"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: A\nlevel: hard\n---\nText.", 3, "unknown level 'hard'"),
        ("---\ntitle: [A\n---\nText.", 3, "front matter is not YAML"),
        ("---\njust words\n---\nText.", 1, "front matter must be fields"),
        ("---\ntitle: A\n---\n", 1, "'A' has no prose"),
        ("## A\nText.\n\n## B\n\n## C\nText.", 4, "'B' has no prose"),
    ],
)
def test_a_faulty_note_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        notes.load(text, path="a.md")
    assert [problem.line for problem in caught.value.problems] == [line]


def test_the_sniff_wants_a_mark_of_markdown() -> None:
    assert notes.matches("---\ntitle: A\n---\nText.")
    assert notes.matches("Text.\n\n## More\nText.")
    assert notes.matches("Text with a [[link]].")
    assert not notes.matches("Text.\n```\n# a comment\n```")
    assert not notes.matches("Text. #tag")
