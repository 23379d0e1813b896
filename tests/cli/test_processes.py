"""The command in a process of its own: what it loads, that it needs no network, that it ends cleanly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
HEAVY = (
    "llama_cpp",
    "chromadb",
    "onnxruntime",
    "gradio",
    "sqlalchemy",
    "networkx",
    "huggingface_hub",
    "bm25s",
    "numpy",
)

LOADED = """
import sys
sys.argv = ["tutor", *sys.argv[1:]]
from ui.cli import main
try:
    main()
except SystemExit:
    pass
print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""

CUT_OFF = """
import socket, sys
def refuse(*_, **__): raise OSError("there is no network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
sys.argv = ["tutor", *sys.argv[1:]]
from ui.cli import main
main()
"""


def environment(home: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TUTOR_")}
    return {**kept, "TUTOR_HOME": str(home), "PYTHONPATH": str(ROOT), **settings}


def heed_interrupts() -> None:
    """Undo what a shell does to a program in its background, which otherwise never sees Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def python(script: str, *arguments: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(
        command, cwd=home, env=environment(home, **settings), capture_output=True, text=True, timeout=180, check=False
    )


def loaded(home: Path, *arguments: str) -> set[str]:
    """The packages that a command leaves loaded."""
    ran = python(LOADED, *arguments, home=home)
    assert "Traceback" not in ran.stderr, ran.stderr
    return set(ran.stderr.rpartition("LOADED ")[2].split())


def test_importing_the_packages_loads_nothing_heavy(home: Path) -> None:
    script = "import sys, tutor, tutor.types, tutor.settings, tutor.errors, corpus, graph, ui; print(*sys.modules)"
    ran = python(script, home=home)
    names = {name.partition(".")[0] for name in ran.stdout.split()}
    assert "tutor" in names
    assert names.isdisjoint(set(HEAVY) - {"networkx"})
    bare = python("import sys, tutor; print(*sys.modules)", home=home).stdout.split()
    assert set(bare).isdisjoint(HEAVY)


def test_help_loads_nothing_heavy(home: Path) -> None:
    packages = loaded(home, "--help")
    assert "typer" in packages
    assert packages.isdisjoint({"llama_cpp", "chromadb", "onnxruntime", "gradio", "sqlalchemy"})


def test_a_path_loads_no_model_and_no_index(home: Path) -> None:
    packages = loaded(home, "path", "softmax", "--json")
    assert "sqlalchemy" in packages, "what the learner knows is read from their log"
    assert packages.isdisjoint({"llama_cpp", "chromadb", "onnxruntime", "gradio", "genanki", "icalendar"})


def test_after_a_pull_a_question_is_answered_without_a_network(home: Path) -> None:
    ran = python(CUT_OFF, "ask", "--json", "What is softmax?", home=home, TUTOR_MODEL="starter")
    assert ran.returncode == 0, ran.stderr
    events = json.loads(ran.stdout)
    shown = [event for event in events if event["kind"] in {"sentence", "quoted"}]
    assert shown
    assert events[-1]["timing"]["answer_tokens"] > 0
    assert "starter" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert [line for line in ran.stderr.splitlines() if "turn" in line and "softmax" in line], "one line in the log"


def test_the_page_is_served_until_it_is_stopped(home: Path) -> None:
    settings = {"TUTOR_MODEL": "none", "TUTOR_PORT": "0", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    script = "import sys; sys.argv = ['tutor', 'web']; from ui.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=home,
        env=environment(home, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no thread runs between fork and exec in this test
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        line = next((line for line in server.stdout if "http://" in line), "")
        address = next((word for word in line.split() if word.startswith("http://")), "")
        try:
            assert address, server.stderr.read()
            assert httpx.get(address, timeout=30).status_code == 200
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(60)
            finally:
                server.kill()
        assert "Traceback" not in server.stderr.read()
