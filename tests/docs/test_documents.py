"""What the documents name exists, what the code can tell is up to date, and examples run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup
from typer.testing import CliRunner

from corpus.load import load_pages, shipped_pages
from tutor.settings import PREFIX, Settings
from ui.cli import app

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]

FENCE = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:corpus|graph|tutor|ui|tests|docs|evals|benchmarks)/[\w./-]*")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
COMMAND = re.compile(r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(tutor(?: .*)?)")
MAKE = re.compile(r"(?:[A-Z_]+=\S+ )*make ([a-z]+)")
VARIABLE = re.compile(rf"\b{PREFIX}[A-Z_]+\b")
HOST = re.compile(
    r"pypi\.org|pythonhosted\.org|huggingface\.co|\bhf\.co|anaconda\.org|npmjs\.|crates\.io|docker\.io|ghcr\.io|quay\.io|"
    r"proxy\.golang\.org|\bmirrors?\.",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp|mnt|opt|srv)\b|\b[A-Z]:\\")
WITHOUT_MODEL = frozenset({"path", "next", "concept", "compare", "graph"})
"""Commands that need neither a model nor an index."""


def read(document: Path) -> str:
    """The text of a document."""
    return document.read_text(encoding="utf-8")


def lines_of_code(document: Path) -> Iterator[str]:
    """Every line of a code block and every piece of code within a line."""
    text = read(document)
    for block in FENCE.findall(text):
        yield from map(str.strip, block.splitlines())
    yield from INLINE.findall(FENCE.sub("", text))


def commands(document: Path) -> Iterator[list[str]]:
    """The words of every `tutor …` that a document tells people to type."""
    for line in lines_of_code(document):
        if found := COMMAND.fullmatch(line):
            yield shlex.split(found[1].replace("[", " [").replace("…", ""), comments=True)


def fault(words: list[str]) -> str:
    """What the application does not know about a command; empty where it knows all of it."""
    command: object = typer.main.get_command(app)
    name, *rest = words
    while isinstance(command, TyperGroup) and rest and not rest[0].startswith(("-", "[")):
        if rest[0] not in command.commands:
            return f"'{name}' has no command '{rest[0]}'"
        name, command, rest = f"{name} {rest[0]}", command.commands[rest[0]], rest[1:]
    assert isinstance(command, TyperGroup | TyperCommand)
    known = {"--help", *(option for part in command.params for option in part.opts)}
    unknown = [word for word in rest if re.match(r"--?[a-z]", word) and word not in known]
    return f"'{name}' has no option {unknown[0]}" if unknown else ""


def anchors(document: Path) -> set[str]:
    """The places in a document that a link can lead to."""
    headings = HEADING.findall(FENCE.sub("", read(document)))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(params=DOCUMENTS, ids=lambda document: document.name)
def document(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_what_the_code_can_tell_is_up_to_date() -> None:
    script = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_generator_notices_a_page_that_was_changed_by_hand(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/generate.py", "docs/settings.md", "docs/cli.md"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    settings = tmp_path / "docs" / "settings.md"
    settings.write_text(read(settings).replace("TUTOR_PORT", "TUTOR_HARBOUR"), encoding="utf-8")
    script = [sys.executable, str(tmp_path / "docs" / "generate.py")]
    done = subprocess.run([*script, "--check"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert done.stdout.startswith("docs/settings.md is out of date")
    subprocess.run(script, check=True, capture_output=True, cwd=ROOT)
    assert read(settings) == read(ROOT / "docs" / "settings.md")


def test_files_that_are_named_exist(document: Path) -> None:
    named = {code for code in lines_of_code(document) if PATH.fullmatch(code)}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(("name", "least"), [("README.md", 25), ("docs/architecture.md", 25), ("CONTRIBUTING.md", 10)])
def test_files_are_named(name: str, least: int) -> None:
    assert len({code for code in lines_of_code(ROOT / name) if PATH.fullmatch(code)}) >= least


def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for link in LINK.findall(read(document)):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        if "://" not in link and not (target.exists() and (not anchor or anchor in anchors(target))):
            broken.append(link)
    assert broken == []


def test_commands_exist(document: Path) -> None:
    assert list(filter(None, map(fault, commands(document)))) == []


def test_commands_are_found() -> None:
    assert {words[1] for words in commands(README) if len(words) > 1} >= {"ask", "path", "next", "concept", "search"}
    assert fault(["tutor", "fly"]) == "'tutor' has no command 'fly'"
    assert fault(["tutor", "corpus", "burn"]) == "'tutor corpus' has no command 'burn'"
    assert fault(["tutor", "ask", "--loudly", "Why?"]) == "'tutor ask' has no option --loudly"


@pytest.mark.parametrize(
    "words", [words for words in commands(README) if set(words[1:2]) & WITHOUT_MODEL], ids=" ".join
)
def test_examples_of_the_readme_run(words: list[str]) -> None:
    done = CliRunner().invoke(app, words[1:])
    assert done.exit_code == 0, done.output or done.exception
    assert len(done.stdout.splitlines()) > 1


def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))
    asked = {found[1] for line in lines_of_code(document) if (found := MAKE.match(line))}
    assert asked <= targets


def test_the_two_commands_stand_on_the_first_screen() -> None:
    first = "\n".join(read(README).splitlines()[:20])
    assert "make chat" in first
    assert "make test" in first


def test_settings_that_are_named_exist(document: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(VARIABLE.findall(read(document))) <= known


def test_nothing_names_a_package_host_or_a_folder_of_one_machine(document: Path) -> None:
    text = read(document)
    assert HOST.findall(text) == []
    assert MACHINE_PATH.findall(text) == []


def test_the_readme_keeps_its_marks() -> None:
    text = read(README)
    for mark in ("transcript", "models"):
        assert text.count(f"<!-- {mark} -->") == text.count(f"<!-- /{mark} -->") == 1


def test_there_are_as_many_pages_as_the_readme_says() -> None:
    promised = re.search(r"[Mm]ore than (\d+) concept pages", read(README))
    assert promised is not None
    assert len(load_pages(shipped_pages())) > int(promised[1])
