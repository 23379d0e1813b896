"""`tutor doctor`: every line is ok, a warning or an error, and says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run
from tutor.assets import pinned_assets


def states(ran: Ran) -> dict[str, str]:
    """Subject → its worst state."""
    worst: dict[str, str] = {}
    for finding in ran.json:
        order = ["ok", "warning", "error"]
        before = worst.get(finding["subject"], "ok")
        worst[finding["subject"]] = max(before, finding["state"], key=order.index)
    return worst


def said(ran: Ran, subject: str) -> str:
    return " ".join(finding["text"] for finding in ran.json if finding["subject"] == subject)


def test_a_machine_that_is_set_up_has_no_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_MODEL", "starter")
    monkeypatch.setenv("TUTOR_PORT", "0")
    ran = run("doctor", "--json")
    assert ran.code == 0
    found = states(ran)
    assert {"python", "package", "pages", "asset", "index", "memory", "model", "gpu offload", "port"} <= set(found)
    assert "error" not in found.values()
    assert (found["index"], found["model"], found["port"]) == ("ok", "ok", "ok")
    assert "starter" in said(ran, "model")
    assert said(ran, "memory").count("GB") == 2


def test_it_reads_line_by_line(run: Run) -> None:
    ran = run("doctor")
    lines = ran.out.splitlines()
    assert len(lines) > 8
    assert all(line.split()[0] in {"ok", "warning", "error"} for line in lines)


def test_an_empty_machine_is_told_what_to_do(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "empty"))
    monkeypatch.setenv("TUTOR_MODEL", "auto")
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert (states(ran)["asset"], states(ran)["index"]) == ("error", "warning")
    assert states(ran)["model"] == "error"
    assert "tutor pull embedder" in said(ran, "asset")
    assert "tutor index" in said(ran, "index")
    assert "Traceback" not in ran.err


def test_a_wrong_file_is_an_error_that_names_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "bad" / "models"
    models.mkdir(parents=True)
    (models / pinned_assets()["embedder"].file).write_bytes(b"wrong")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "bad"))
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert str(models / pinned_assets()["embedder"].file) in said(ran, "asset")


def test_pages_that_cannot_be_read_are_an_error_and_the_rest_is_still_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_CORPUS", str(tmp_path / "nowhere"))
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert states(ran)["pages"] == "error"
    assert states(ran)["python"] == "ok"
    assert "port" in states(ran)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_port_that_is_taken_is_a_warning(run: Run, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_PORT", str(taken))
    ran = run("doctor", "--json")
    assert states(ran)["port"] == "warning"
    assert "TUTOR_PORT" in said(ran, "port")
    assert ran.code == 0


def test_a_server_that_is_not_there_is_seen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_SERVER", "http://127.0.0.1:9/v1")
    ran = run("doctor", "--json")
    assert "127.0.0.1:9" in said(ran, "model")
    assert states(ran)["model"] in {"warning", "error"}


def test_without_a_model_it_only_warns(run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert states(ran)["model"] == "warning"
