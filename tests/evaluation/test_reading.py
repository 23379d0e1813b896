"""Case files: what is read as a case, and what people are told about a line that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.errors import CorpusError
from tutor.evaluation.cases import (
    AnswerableCase,
    Case,
    FollowUpCase,
    GroundingCase,
    PathCase,
    PrerequisiteCase,
    ScopeCase,
)
from tutor.evaluation.reading import read_cases

GRAPH = ConceptGraph.of(
    [
        concept("kv-cache", title="Key-Value (KV) Caching", aliases=["KV cache"]),
        concept("softmax"),
        concept("bias-parameter", aliases=["bias"]),
        concept("bias-fairness", aliases=["bias"]),
    ]
)
GOOD = '{"id": "r1", "question": "What is it?", "gold": ["softmax"]}'


def file_of(folder: Path, *lines: str) -> Path:
    file = folder / "cases.jsonl"
    file.write_bytes("\n".join(lines).encode())
    return file


def refused(file: Path, kind: type[Case] = AnswerableCase) -> list[tuple[int | None, str]]:
    """The lines and messages of an error."""
    with pytest.raises(CorpusError) as raised:
        read_cases(file, kind, GRAPH)
    assert file.name in raised.value.message
    assert raised.value.hint
    return [(problem.line, problem.message) for problem in raised.value.problems]


def test_a_case_and_every_plain_field_of_its_line(tmp_path: Path) -> None:
    extra = '{"question": " What? ", "gold": ["softmax"], "style": "typo", "hard": 2, "seen": true, "tags": ["a"], "x": null}'
    (line,) = read_cases(file_of(tmp_path, extra), AnswerableCase, GRAPH)
    assert line.case.question == "What?"
    assert line.fields == {"question": " What? ", "style": "typo", "hard": "2", "seen": "true"}


def test_concepts_may_be_named_by_title_and_alias_and_count_once(tmp_path: Path) -> None:
    names = '["Key-Value (KV) Caching", "kv cache", "kv-cache", "Softmax"]'
    (line,) = read_cases(file_of(tmp_path, GOOD.replace('["softmax"]', names)), AnswerableCase, GRAPH)
    assert line.case.gold == ("kv-cache", "softmax")


def test_marks_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b"\xef\xbb\xbf\r\n" + GOOD.encode() + b"\r\n   \n\n" + GOOD.encode())
    assert len(read_cases(file, AnswerableCase, GRAPH)) == 2


def test_a_separator_within_a_string_ends_no_line(tmp_path: Path) -> None:
    question = "one\u2028two\x85three"
    line = json.dumps({"question": question, "gold": ["softmax"]}, ensure_ascii=False)
    (read,) = read_cases(file_of(tmp_path, line), AnswerableCase, GRAPH)
    assert read.case.question == question


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("{", AnswerableCase, ["not JSON", "column"]),
        ("[1, 2]", AnswerableCase, ["JSON object"]),
        ("null", AnswerableCase, ["JSON object"]),
        ('{"gold": ["softmax"]}', AnswerableCase, ["`question`", "required"]),
        ('{"question": "", "gold": ["softmax"]}', AnswerableCase, ["`question`"]),
        ('{"question": 5, "gold": ["softmax"]}', AnswerableCase, ["`question`", "string"]),
        ('{"question": "What?", "gold": []}', AnswerableCase, ["`gold`", "at least 1"]),
        ('{"question": "What?", "gold": "softmax"}', AnswerableCase, ["`gold`"]),
        ('{"question": "What?", "gold": ["softmax", "sofmax"]}', AnswerableCase, ["`gold[1]`", "'sofmax'", "softmax?"]),
        ('{"question": "What?", "gold": ["bias"]}', ScopeCase, ["`gold[0]`", "bias-fairness", "bias-parameter"]),
        ('{"question": "W?", "gold": ["softmax"], "accept": ["zzz"]}', AnswerableCase, ["`accept[0]`", "'zzz'"]),
        ('{"turns": [{}], "question": "Why?", "gold": []}', FollowUpCase, ["`turns[0].question`", "required"]),
        ('{"question": "", "evidence": [{"title": "T"}], "claim": "C.", "label": "supported"}', GroundingCase, ["`evidence[0].text`"]),
        ('{"question": "", "evidence": [], "claim": "C.", "label": "true"}', GroundingCase, ["`label`", "contradicted"]),
        ('{"goal": [], "must_include": [["softmax"]]}', PathCase, ["`goal`"]),
        ('{"goal": ["softmax"], "must_include": [["softmax", "nope"]]}', PathCase, ["`must_include[0][1]`", "'nope'"]),
        ('{"prerequisite": "softmax", "target": "kv-cache", "label": "maybe"}', PrerequisiteCase, ["`label`"]),
    ],
)  # fmt: skip
def test_a_line_that_is_no_such_case_is_told_with_its_field(
    tmp_path: Path, line: str, kind: type[Case], words: list[str]
) -> None:
    ((number, message),) = refused(file_of(tmp_path, "", line, ""), kind)
    assert number == 2
    assert [word for word in words if word not in message] == []


def test_every_bad_line_is_told_and_good_ones_are_not(tmp_path: Path) -> None:
    told = refused(file_of(tmp_path, GOOD, "{", GOOD, '{"question": "What?", "gold": ["nope"]}', "[]"))
    assert [number for number, _ in told] == [2, 4, 5]


def test_of_very_many_bad_lines_the_first_are_told(tmp_path: Path) -> None:
    told = refused(file_of(tmp_path, *["{"] * 50))
    assert [number for number, _ in told] == [*range(1, 21), None]
    assert "30 more" in told[-1][1]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe{}"])
def test_a_file_without_cases_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(content)
    assert refused(file) == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "absent.jsonl") == []


def test_pairs_may_stand_in_a_table_with_a_header(tmp_path: Path) -> None:
    file = file_of(
        tmp_path, "prerequisite\ttarget\tlabel\tkind", "softmax\tKV cache\t1\tfar\r", "", "kv-cache\tsoftmax\t0\t"
    )
    lines = read_cases(file, PrerequisiteCase, GRAPH)
    assert [(line.case.prerequisite, line.case.target, line.case.label) for line in lines] == [
        ("softmax", "kv-cache", True),
        ("kv-cache", "softmax", False),
    ]
    assert [line.fields["kind"] for line in lines] == ["far", ""]


def test_a_row_of_a_table_is_told_with_its_line(tmp_path: Path) -> None:
    head = "prerequisite\ttarget\tlabel"
    rows = ["softmax\tkv-cache\t1", "softmax\tkv-cache", "softmax\tnope\t1", "softmax\tkv-cache\tperhaps"]
    told = refused(file_of(tmp_path, head, *rows), PrerequisiteCase)
    assert [number for number, _ in told] == [3, 4, 5]
    assert ["2 columns" in told[0][1], "`target`" in told[1][1], "`label`" in told[2][1]] == [True] * 3
