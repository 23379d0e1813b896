"""Write the pages that the code itself can tell: the settings, the commands, and the README's table of models.

python docs/generate.py            write docs/settings.md, docs/cli.md and the table in README.md
python docs/generate.py --check    write nothing; name what is out of date, exit code 1

"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from unittest import mock

import typer.main
from pydantic import BaseModel, Field
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from tutor.assets import Asset, pinned_assets
from tutor.settings import PREFIX, Settings
from ui.cli import app

ROOT = Path(__file__).resolve().parents[1]
MODELS = re.compile(r"(?<=<!-- models -->\n).*?(?=<!-- /models -->)", re.DOTALL)
"""What stands between the two marks in the README."""

_NOTICE = "<!-- Written by `python docs/generate.py`; change the code, then run it again. -->"
_SETTINGS = f"""{_NOTICE}

# Settings

A setting is read from the environment variable, then from a file `tutor.toml` in the folder where the command is
started, then from the default. An empty variable counts as not set. In the file the names stand without `{PREFIX}` and
in small letters, one a line:

```toml
model = "small"
notes = "my-notes"
```

A name that does not exist is an error in the file and is passed over in the environment. A value that cannot be used is
an error that lists every such value. Paths are taken as they stand: the shell expands `~` in a variable, nothing expands
it in the file.

"""
_CLI = f"""{_NOTICE}

# The command line

After `make chat` or `make test` the command `tutor` is in `.venv/bin`; `source .venv/bin/activate` puts it on your path
for this terminal. `--help` after any command explains it, `tutor --install-completion` teaches your shell to complete it.

What was asked for goes to stdout, everything else to stderr. An error that you can do something about is a message and a
hint, with exit code 1.

"""
_KINDS = {"boolean": "true or false", "string": "text", "integer": "whole number", "number": "number"}
_TYPES = {str: "text", int: "whole number", Path: "path"}
_MEGABYTE = 1e6


class _Shape(BaseModel):
    """One form that the JSON schema of a setting allows."""

    type: str = ""
    format: str = ""
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = Field(default=None, alias="exclusiveMinimum")
    forms: tuple[_Shape, ...] = Field(default=(), alias="anyOf")

    def in_words(self) -> str:
        """The form as people say it."""
        if self.forms:
            return next(form for form in self.forms if form.type != "null").in_words()
        if choices := re.fullmatch(r"\^\(([\w|]+)\)\$", self.pattern):
            return ", ".join(choices[1].split("|"))
        kind = "path" if self.format == "path" else _KINDS[self.type]
        if self.minimum is not None and self.maximum is not None:
            return f"{kind}, {self.minimum:g} to {self.maximum:.0f}"
        if self.above is not None:
            return f"{kind} above {self.above:g}"
        return f"{kind}, at least {self.minimum:g}" if self.minimum is not None else kind


def settings_page() -> str:
    """Every setting: name, variable, type, default and description."""
    schema = Settings.model_json_schema()["properties"]
    rows = [
        (
            f"`{name}`",
            f"`{PREFIX}{name.upper()}`",
            _Shape.model_validate(schema[name]).in_words(),
            _default(name),
            str(field.description),
        )
        for name, field in Settings.model_fields.items()
    ]
    return _SETTINGS + _table(("setting", "variable", "type", "default", "meaning"), rows)


def _default(name: str) -> str:
    """The default of a setting on any machine: below `~`, not below somebody's folder."""
    with mock.patch.dict(os.environ):
        os.environ.pop("XDG_DATA_HOME", None)
        value = Settings.model_fields[name].get_default(call_default_factory=True, validated_data={})
    if isinstance(value, Path):
        return f"`~/{value.relative_to(Path.home()).as_posix()}`, or `tutor` below `$XDG_DATA_HOME` where that is set"
    return "" if value in {None, ""} else f"`{value}`"


def cli_page() -> str:
    """Every command: help, arguments and options."""
    found = list(_commands(typer.main.get_command(app), "tutor"))
    overview = _table(
        ("command", "what it does"), [(f"[`{words}`](#{_anchor(words)})", _help(c)) for words, c in found]
    )
    return "\n".join([_CLI + overview, *(_section(words, command) for words, command in found)])


def _commands(command: object, words: str) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from _commands(inner, f"{words} {name}")
    elif isinstance(command, TyperCommand):
        yield words, command


def _anchor(words: str) -> str:
    return words.replace(" ", "-")


def _help(command: TyperCommand) -> str:
    return " ".join(str(command.help).split())


def _section(words: str, command: TyperCommand) -> str:
    arguments = [part for part in command.params if isinstance(part, TyperArgument)]
    options = [part for part in command.params if isinstance(part, TyperOption)]
    usage = " ".join([words, *(["[OPTIONS]"] if options else []), *map(_placeholder, arguments)])
    parts = [f"## {words}", "", _help(command), "", "```sh", usage, "```", ""]
    rows = [(f"`{_placeholder(part)}`", _kind(part), str(part.help)) for part in arguments]
    rows += [(f"`{', '.join(part.opts)}`", _kind(part), str(part.help)) for part in options]
    return "\n".join(parts) + ("\n" + _table(("", "", "meaning"), rows) if rows else "")


def _placeholder(argument: TyperArgument) -> str:
    name = (argument.metavar or str(argument.name).upper()) + ("..." if argument.nargs < 0 else "")
    return name if argument.required else f"[{name}]"


def _kind(part: TyperArgument | TyperOption) -> str:
    """What is typed for an argument or behind an option, its range and its default."""
    if isinstance(part, TyperArgument):
        return _word(part)
    if part.is_flag:
        return ""
    span = f" from {part.min} to {part.max}" if part.min is not None and part.max is not None else ""
    default = f", default `{part.default}`" if part.default not in {None, ""} else ""
    return f"{_word(part)}{span}{default}"


def _word(part: TyperArgument | TyperOption) -> str:
    return _TYPES.get(part.type_descriptor.annotation, "text")


def models_table() -> str:
    """Every file that can be fetched: name, what it is, size and licence."""
    rows = [(f"`{asset.name}`", asset.about, _size(asset), asset.licence) for asset in pinned_assets().values()]
    return _table(("name", "what it is", "size", "licence"), rows)


def _size(asset: Asset) -> str:
    return f"{asset.bytes / _MEGABYTE:,.1f} MB"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def pages() -> dict[Path, str]:
    """Each file that is written here, and what should stand in it."""
    readme = ROOT / "README.md"
    return {
        ROOT / "docs" / "settings.md": settings_page(),
        ROOT / "docs" / "cli.md": cli_page(),
        readme: MODELS.sub(lambda _: models_table(), readme.read_text(encoding="utf-8")),
    }


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or only name those that are out of date."""
    stale = {
        path: text for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        name = path.relative_to(ROOT).as_posix()
        if "--check" in arguments:
            sys.stdout.write(f"{name} is out of date; run `python docs/generate.py`\n")
        else:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name} written\n")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
