"""What people get wrong is answered by a message, a hint and exit code 1; never by a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run

FIXTURES = Path(__file__).parents[1] / "corpus" / "fixtures"
pytestmark = pytest.mark.usefixtures("few_pages")


def refused(ran: Ran, *words: str) -> None:
    assert ran.code == 1
    assert ran.out == ""
    assert "error:" in ran.err
    assert "hint:" in ran.err
    assert "Traceback" not in ran.err
    joined = " ".join(ran.err.split())
    assert [word for word in words if word not in joined] == []


@pytest.mark.parametrize(
    "command",
    [
        ("path", "sofmax"),
        ("path", "softmax", "--known", "sofmax"),
        ("next", "--known", "sofmax"),
        ("next", "--towards", "sofmax"),
        ("compare", "softmax", "sofmax"),
        ("concept", "sofmax"),
        ("graph", "export", "--around", "sofmax"),
        ("ask", "What is attention?", "--known", "sofmax"),
    ],
    ids=" ".join,
)
def test_an_unknown_name_is_answered_with_the_nearest(run: Run, command: tuple[str, ...]) -> None:
    refused(run(*command), "sofmax", "softmax")


def test_an_ambiguous_name_is_answered_with_its_meanings(run: Run) -> None:
    refused(run("concept", "bias"), "bias-parameter", "bias-fairness")


@pytest.mark.parametrize("name", ["[red]x[/]", "[/nope]", "a\\[/nope]", "\\", "[bold", "{x}", "%s", "zażółć 🦙"])
def test_a_name_with_markup_is_repeated_as_it_was_typed(run: Run, name: str) -> None:
    refused(run("concept", name), name)


def test_an_unknown_format_names_the_known_ones(run: Run) -> None:
    refused(run("graph", "export", "--format", "png"), "png", "mermaid", "graphml", "json", "dot")
    refused(run("corpus", "read", str(FIXTURES / "tables/words.csv"), "--format", "pdf"), "pdf", "tables")


def test_documents_that_are_not_there_or_fit_no_shape(run: Run, tmp_path: Path) -> None:
    refused(run("corpus", "read", str(tmp_path / "absent.txt")), "absent.txt")
    (tmp_path / "odd.txt").write_bytes(b"\x00\x01\x02 \xff\xfe")
    refused(run("corpus", "read", str(tmp_path / "odd.txt")), "odd.txt")


def test_an_unknown_asset_names_the_known_ones(run: Run) -> None:
    refused(run("pull", "nonsense"), "nonsense", "embedder", "starter")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("TUTOR_PORT", "99999", "port"),
        ("TUTOR_MODLE", "small", "modle"),
        ("TUTOR_MODEL", "enormous", "enormous"),
        ("TUTOR_NOTES", "/nowhere/at/all", "/nowhere/at/all"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(name, value)
    refused(run("ask", "What is softmax?"), word)


def test_a_settings_file_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tutor.toml").write_text("model = [", encoding="utf-8")
    refused(run("next"), "tutor.toml")


def test_the_settings_file_of_the_folder_counts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tutor.toml").write_text('notes = "nowhere"\n', encoding="utf-8")
    refused(run("next"), "nowhere")


def test_without_assets_it_is_said_how_to_get_them(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "empty"))
    for command in (("ask", "What is softmax?"), ("search", "softmax"), ("index",), ("chat",)):
        refused(run(*command), "tutor pull")


def test_what_needs_no_model_works_without_any_asset(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "empty"))
    both = ("softmax", "bias-parameter")
    for command in (("path", "softmax"), ("concept", "softmax"), ("next",), ("compare", *both), ("graph", "export")):
        assert run(*command).code == 0


@pytest.mark.parametrize("command", [("nonsense",), ("path",), ("compare", "softmax"), ("ask", "--nonsense", "x")])
def test_a_wrong_use_is_explained(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert ran.code == 2
    assert "Usage" in ran.err
    assert "Traceback" not in ran.err


def test_a_server_that_is_not_there_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_SERVER", "http://127.0.0.1:9/v1")
    ran = run("ask", "What is softmax?")
    assert ran.code == 1
    assert "127.0.0.1:9" in ran.err
    assert "hint:" in ran.err
    assert "Traceback" not in ran.err
