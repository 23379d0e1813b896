"""`tutor eval`: one object on stdout, a card, and messages that help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run
from tutor.evaluation.registry import EVALUATIONS

RANKING = ["hit@1", "recall@3", "recall@5", "recall@10", "mrr", "ndcg@10", "ms_p50"]
GROUNDING = ["auroc", "balanced_accuracy", "passed_supported", "stopped_unsupported", "stopped_contradicted", "ms_p50"]
ANSWERS = ["citation_precision", "citation_recall", "dropped_share", "quoted_share", "ttft_s_p50", "tokens_per_s_p50"]
QUESTION = {"question": "What is softmax?", "gold": ["softmax"], "style": "named"}
CLAIM = {"question": "", "evidence": [{"title": "T", "text": "It sums to one."}], "claim": "It sums to one."}
KEYS = [
    ("retrieval", QUESTION, RANKING),
    ("follow-ups", QUESTION | {"turns": [{"question": "What is a logit?"}]}, RANKING),
    ("abstention", QUESTION, ["auroc", "answered_in_scope", "declined_out_of_scope"]),
    ("grounding", CLAIM | {"label": "supported", "kind": "copy"}, GROUNDING),
    ("answers", QUESTION, ANSWERS),
    ("injection", {"question": "What is softmax?", "forbidden": ["plum"]}, ["held_share", "leaked", "uncited_shown"]),
    ("paths", {"goal": ["softmax"], "must_include": [["softmax"]]}, ["satisfied", "order_violations"]),
    (
        "prerequisites",
        {"prerequisite": "logit", "target": "softmax", "label": 1},
        ["recall_direct", "recall_closure", "asserted_negatives"],
    ),
]
PAIRS = [
    {"prerequisite": "softmax", "target": "lora", "label": 1},
    {"prerequisite": "lora", "target": "softmax", "label": 0},
]


def cases(folder: Path, *lines: object) -> str:
    """A file of cases."""
    file = folder / "mine.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return str(file)


def refused(ran: Ran, *words: str) -> None:
    assert (ran.code, ran.out) == (1, "")
    assert "Traceback" not in ran.err
    joined = " ".join(ran.err.split())
    assert [word for word in ("error:", "hint:", *words) if word not in joined] == []


@pytest.mark.parametrize(("name", "case", "keys"), KEYS, ids=[name for name, *_ in KEYS])
def test_the_output_is_one_object_with_the_stable_keys(
    run: Run, tmp_path: Path, name: str, case: object, keys: list[str]
) -> None:
    ran = run("eval", name, "--cases", cases(tmp_path, case), "--json")
    assert ran.code == 0, ran.err
    found = ran.json
    assert [
        key for key in ["n", "cases", "sha256", "model", "corpus", "commit", "date", *keys] if key not in found
    ] == []
    assert (found["eval"], found["n"], found["cases"]) == (name, 1, "mine.jsonl")
    assert found["model"] is None
    assert json.loads((tmp_path / "evals" / "card.json").read_text(encoding="utf-8")) == [found]


def test_pairs_are_measured_and_kept_on_the_card(run: Run, tmp_path: Path) -> None:
    file = cases(tmp_path, *PAIRS)
    card = str(tmp_path / "kept.json")
    for limit in ((), ("--limit", "1")):
        assert run("eval", "prerequisites", "--cases", file, "--card", card, *limit).code == 0
    kept = json.loads(Path(card).read_text(encoding="utf-8"))
    assert [(entry["n"], entry["limit"], entry["recall_closure"]) for entry in kept] == [(2, None, 1), (1, 1, 1)]
    assert [entry["asserted_negatives"] for entry in kept] == [0, None]


def test_without_json_there_is_a_table(run: Run, tmp_path: Path) -> None:
    ran = run("eval", "prerequisites", "--cases", cases(tmp_path, *PAIRS), "--by", "target", "--verbose")
    assert "| prerequisites | n | recall_direct |" in ran.out
    assert "| target: softmax | 1 | - |" in ran.out
    assert "softmax is before lora (label 1)" in ran.err
    assert "prerequisites: 2 of 2" in ran.err


def test_help_names_every_evaluation(run: Run) -> None:
    said = " ".join(run("eval", "--help").out.replace("│", " ").split())
    assert [name for name in EVALUATIONS if name not in said.partition("Options")[0]] == []


def test_our_own_cases_are_there(run: Run) -> None:
    found = run("eval", "paths", "--limit", "3", "--json").json
    assert (found["cases"], found["n"]) == ("paths.jsonl", 3)


def test_outside_a_checkout_a_file_has_to_be_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.evaluation._CHECKOUT", tmp_path)
    refused(run("eval", "paths"), "paths.jsonl", "--cases")
    assert run("eval", "paths", "--cases", cases(tmp_path, {"goal": ["softmax"]}), "--json").json["commit"] is None


def test_channels_are_measured_one_by_one(run: Run, tmp_path: Path) -> None:
    found = run("eval", "retrieval", "--cases", cases(tmp_path, QUESTION), "--channels", "--by", "style", "--json").json
    assert set(found["channels"]) >= {"only dense", "without dense", "only name"}
    assert found["channels"]["only name"]["hit@1"] == 1
    assert found["groups"]["named"]["hit@1"] == 1


def test_answers_come_with_a_transcript(run: Run, tmp_path: Path) -> None:
    card = tmp_path / "kept" / "card.json"
    ran = run("eval", "answers", "--cases", cases(tmp_path, QUESTION), "--card", str(card))
    assert ran.code == 0, ran.err
    (written,) = card.parent.glob("answers-*.md")
    assert "What is softmax?" in written.read_text(encoding="utf-8")
    assert written.name in ran.err.replace("\n", "")


def test_a_bad_line_is_told_with_its_number(run: Run, tmp_path: Path) -> None:
    file = cases(tmp_path, QUESTION, QUESTION | {"gold": ["sofmax"]})
    refused(run("eval", "retrieval", "--cases", file), "mine.jsonl:2", "gold[0]", "softmax", "docs/evaluation.md")
    assert not (tmp_path / "evals").exists()


def test_what_does_not_exist_or_fit_is_told(run: Run, tmp_path: Path) -> None:
    refused(run("eval", "charm"), "charm", "retrieval", "follow-ups", "prerequisites")
    refused(run("eval", "paths", "--channels"), "--channels", "retrieval")
    refused(run("eval", "paths", "--transcript", "t.md"), "--transcript", "answers")
    refused(run("eval", "paths", "--cases", "absent.jsonl"), "absent.jsonl")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    refused(run("eval", "paths", "--card", "notes.json"), "notes.json", "--card")


def test_a_model_that_nobody_asks_is_not_loaded(run: Run, tmp_path: Path) -> None:
    ran = run("eval", "paths", "--cases", cases(tmp_path, {"goal": ["softmax"]}), "--model", "absent.gguf", "--json")
    assert ran.json["model"] is None
    assert "asks no language model" in ran.err


def test_ctrl_c_ends_it_without_a_result(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ui.evaluation.attempt", interrupted)
    ran = run("eval", "paths", "--cases", cases(tmp_path, {"goal": ["softmax"]}))
    assert (ran.code, ran.out) == (130, "")
    assert "nothing was written" in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "evals").exists()
