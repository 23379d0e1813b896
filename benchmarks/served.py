"""The web page in a process of its own, for the benchmarks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def served(model: str) -> Iterator[tuple[str, float]]:
    """The page's address, and the seconds from the start of its process until the address was told.

    Learners are kept in a folder that is deleted afterwards; models and the index are those of the settings.
    """
    with tempfile.TemporaryDirectory() as folder:
        ours = {"TUTOR_MODEL": model, "TUTOR_PORT": "0", "TUTOR_LEARNERS": f"sqlite:///{folder}/learners.db"}
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", "from ui.cli import main; main()", "web"],
            cwd=ROOT,
            env=os.environ | ours,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as server:
            assert server.stdout is not None
            line = next(line for line in server.stdout if "http://" in line)
            took = time.perf_counter() - start
            try:
                yield next(word for word in line.split() if word.startswith("http://")), took
            finally:
                server.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
