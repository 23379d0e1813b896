"""The command that serves the tutor to an assistant."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

import signal
from datetime import UTC, datetime
from typing import Final

from tutor.factory import open_study
from ui.cli.options import settings

WAIT_S: Final = 60.0
"""Seconds that a tool waits for the index; an assistant that is told to come back seldom does."""


def mcp() -> None:
    """Serve the tutor to an assistant over stdin and stdout, as an MCP server (docs/api.md)."""
    from ui.actions import Actions
    from ui.console import tell
    from ui.live import LiveTutor
    from ui.mcp_server import serve_stdio, tutor_server

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever waits for stdin can only be ended, not woken
    loaded = settings()
    live = LiveTutor(loaded, tell)
    study = open_study(loaded, live.graph)
    actions = Actions(study, live, lambda: datetime.now(UTC).astimezone(), wait_s=WAIT_S)
    try:
        serve_stdio(tutor_server(lambda _: actions), live.begin)
    finally:
        live.close()
