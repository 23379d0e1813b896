"""What the documents claim about the code: floors, doors, events, words, cases, and the checks before a commit."""

from __future__ import annotations

import ast
import json
import pkgutil
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import BaseModel

from tutor.events import Event

ROOT = Path(__file__).parents[2]
PACKAGES = ("corpus", "graph", "tutor", "ui")
SOURCES = {path: path.read_text(encoding="utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
EVALUATION = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")

WORDS = re.findall(r"^\| ([^|`]+) \| ([^|]+) \| `([\w.]+)` \|$", GLOSSARY, re.MULTILINE)
DOORS = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| `([\w/.]+)` \|$", ARCHITECTURE, re.MULTILINE)
CASES = sorted((ROOT / "evals" / "cases").glob("*.jsonl"))


def imports(source: str) -> set[str]:
    """The packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
    return found


def importers() -> dict[str, set[str]]:
    """Package → the files that import it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, source in SOURCES.items():
        for package in imports(source):
            found[package].add(path.relative_to(ROOT).as_posix())
    return found


def resolves(name: str) -> bool:
    """Whether a dotted name leads to something: a module, a class, a member, or a field of a value."""
    owner, _, member = name.rpartition(".")
    try:
        if pkgutil.resolve_name(name) is not None:
            return True
    except (AttributeError, ImportError):
        pass
    try:
        value = pkgutil.resolve_name(owner)
    except (AttributeError, ImportError):
        return False
    return isinstance(value, type) and issubclass(value, BaseModel) and member in value.model_fields


def test_every_heavy_package_has_the_doors_that_are_named() -> None:
    found = importers()
    wrong = {
        package: sorted(found[package])
        for packages, door in DOORS
        for package in re.findall(r"\w+", packages)
        if not found[package] or not all(path.startswith(door) for path in found[package])
    }
    assert wrong == {}
    assert len(DOORS) >= 8


def test_the_diagram_has_every_floor_in_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    floors = {contract["name"]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    inner = [floor.strip() for layer in floors["the floors of the tutor"] for floor in layer.split("|")]
    diagram = ARCHITECTURE.partition("```mermaid")[2].partition("```")[0]
    drawn = re.findall(r"^    (\w+)\[", diagram.partition("subgraph tutor")[2], re.MULTILINE)
    assert drawn == inner
    outer = re.findall(r"^  ui --> tutor --> graph_ --> corpus$", diagram, re.MULTILINE)
    assert len(outer) == 1
    assert floors["ui > tutor > graph > corpus"] == ["ui", "tutor", "graph", "corpus"]


def test_every_event_is_told() -> None:
    names = {event.__name__ for event in get_args(get_args(Event)[0])}
    told = set(re.findall(r"`([A-Z]\w+)`", ARCHITECTURE.partition("## One turn")[2].partition("\n## ")[0]))
    assert names <= told


@pytest.mark.parametrize(("word", "name"), [(word, name) for word, _, name in WORDS])
def test_words_are_used_and_live_where_the_glossary_says(word: str, name: str) -> None:
    assert resolves(name)
    written = re.compile(re.escape(word).replace(r"\ ", r"[\s_-]*"), re.IGNORECASE)
    assert any(written.search(source) for source in SOURCES.values())


def test_words_stand_once_and_in_order() -> None:
    tables = [re.findall(r"^\| ([^|`]+) \| [^|]+ \| `", part, re.MULTILINE) for part in GLOSSARY.split("\n## ")[1:]]
    assert all(table == sorted(table, key=str.casefold) for table in tables)
    flat = [word for table in tables for word in table]
    assert len(flat) == len(set(flat)) == len(WORDS) > 30


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_case_files_have_the_fields_that_are_described(path: Path) -> None:
    assert f"`{path.name}`" in EVALUATION
    heading = path.name.partition(".")[0].capitalize()
    section = EVALUATION.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    if heading == "Abstention":
        section += EVALUATION.partition("\n## Retrieval\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"`([\w-]+)`", section))
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        labels = {str(case[field]) for field in ("style", "kind") if field in case}
        assert set(case) | labels <= told, line


def test_no_question_stands_in_both_parts() -> None:
    for tune in (path for path in CASES if path.name.endswith(".tune.jsonl")):
        parts = (tune, tune.with_name(tune.name.replace(".tune.", ".report.")))
        asked = [
            {json.dumps([c.get("turns"), c["question"], c.get("claim")]) for c in map(json.loads, p.open())}
            for p in parts
        ]
        assert not asked[0] & asked[1]


def test_the_checks_before_a_commit_are_those_of_make_lint() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    wanted = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe.splitlines()[1:]]
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [hook["entry"] for hook in repo["hooks"]] == wanted
    assert all(hook["language"] == "system" and hook["pass_filenames"] is False for hook in repo["hooks"])
