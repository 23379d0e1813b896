"""Commands about who may sign in to the web chat."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from tutor.factory import open_stores
from ui.cli.options import Json, settings

Name = Annotated[str, typer.Argument(help="The name they sign in with, and learn under.")]


def add(name: Name) -> None:
    """Let somebody sign in; asks for a password, or reads it from stdin where that is no terminal."""
    from tutor.learner.log.database import checked_name
    from ui.console import tell

    checked_name(name)
    with open_stores(settings()) as stores:
        stores.accounts.add(name, _new_password(), datetime.now(UTC))
    tell(f"{name} can sign in now.")


def list_(json: Json = False) -> None:
    """Everyone who may sign in."""
    from ui.console import out, show_json, tell

    with open_stores(settings()) as stores:
        names = stores.accounts.names()
    if json:
        show_json(names)
    elif names:
        out.print("\n".join(names), markup=False, soft_wrap=True)
    else:
        tell("Nobody can sign in yet. `tutor people add NAME` changes that.")


def password(name: Name) -> None:
    """Set another password; where they are signed in, they have to sign in again."""
    from ui.console import tell

    with open_stores(settings()) as stores:
        stores.accounts.set_password(name, _new_password(), datetime.now(UTC))
    tell(f"{name} has another password now.")


def remove(
    name: Name,
    everything: Annotated[
        bool, typer.Option("--everything", help="Also delete what they have learned and their conversations.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Let somebody sign in no more."""
    from ui.asking import typed
    from ui.console import out

    also = "and everything that is kept of them" if everything else "but keep what they have learned and asked"
    if not yes and typed(f"Remove '{name}' {also}? (y/n)> ").lower() not in {"y", "yes"}:
        out.print("Nothing was changed.")
        return
    with open_stores(settings()) as stores:
        stores.accounts.remove(name)
        if everything:
            entries, talks = stores.log.delete(name), stores.conversations.delete_all(name)
            out.print(f"{entries} entries and {talks} conversations deleted.")
    out.print(f"{name} can sign in no more.", markup=False)


def _new_password() -> str:
    """A password from the keyboard, which shows nothing, or from a pipe.

    Raises:
        TutorError: If it was not typed the same twice.
    """
    from getpass import getpass

    from tutor.errors import TutorError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("New password (it is not shown): ")
    if getpass("The same again: ") != first:
        message = "These were two different passwords; nothing was changed."
        raise TutorError(message, hint="Run the command again.")
    return first
