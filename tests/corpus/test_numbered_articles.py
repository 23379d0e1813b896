"""Articles numbered with keycaps."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.loaders import numbered_articles

SOURCE = "001_numbered_articles.txt"


def test_titles_definitions_and_lines(source: str) -> None:
    records = numbered_articles.load(source, path="a.txt")
    assert [record.title for record in records] == ["Warmup", "Beam Search", "Early Stopping"]
    assert [record.number for record in records] == [1, 2, 3]
    assert [record.line for record in records] == [5, 17, 31]
    assert records[1].text.split("\n") == [
        "Beam search keeps the best few unfinished answers. Common widths are:",
        "Narrow: three answers.",
        "Wide: ten answers.",
    ]


def test_parts_have_short_names_and_keep_their_lines(source: str) -> None:
    warmup, beam, stopping = numbered_articles.load(source, path="a.txt")
    assert [part.name for part in warmup.parts] == ["importance", "intuition", "breakdown"]
    assert (
        warmup.parts[1].text == "A runner walks before the sprint.\nFor example:\nten slow steps, then the usual pace."
    )
    assert [part.name for part in beam.parts][-1] == "picture breakdown"
    assert beam.parts[-1].text == "1. The fork (left)\nTwo roads leave the town."
    assert stopping.parts == ()


def test_the_introduction_is_not_a_record(source: str) -> None:
    records = numbered_articles.load(source, path="a.txt")
    assert not any("Nobody remembers" in record.model_dump_json() for record in records)


def test_ten_and_beyond_may_be_written_with_one_keycap_or_two() -> None:
    keycaps = [f"{digit}\ufe0f\u20e3" for digit in "123456789"] + ["🔟", "1\ufe0f\u20e31\ufe0f\u20e3", "1\u20e32\u20e3"]
    text = "\n".join(f"{keycap} Idea\n🔹 Definition\nIt is one." for keycap in keycaps)
    assert [record.number for record in numbered_articles.load(text, path="a.txt")] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("1️⃣ A\n🔹 Definition\nIt is.\n3️⃣ C\n🔹 Definition\nIt is.", 4, "expected article 2, found 3"),
        ("1️⃣\n🔹 Definition\nIt is.", 1, "article 1 has no title"),
        ("1️⃣ A\n🔹 Intuition\nIt is.", 1, "'A' does not begin with its definition"),
        ("1️⃣ A\n🔹 Definition\n🔹 Intuition\nIt is.", 1, "'A' does not begin with its definition"),
        ("1️⃣ A\nLost words\n🔹 Definition\nIt is.", 2, "text outside a part: 'Lost words'"),
    ],
)
def test_a_faulty_article_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        numbered_articles.load(text, path="a.txt")
    assert [problem.line for problem in caught.value.problems] == [line]


def test_the_sniff_wants_a_keycap_and_then_a_definition(source: str) -> None:
    assert numbered_articles.matches(source)
    assert not numbered_articles.matches("1. A\n🔹 Definition\nIt is.")
    assert not numbered_articles.matches("1️⃣ A\nIt is.")
