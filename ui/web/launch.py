"""The way into the web chat."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.errors import SettingsError
from tutor.factory import open_study, open_tutor
from tutor.settings import Settings

if TYPE_CHECKING:
    import gradio as gr

    from tutor.learner.study import Study
    from tutor.session import Tutor

WAITING = 64
"""How many people may wait for an answer at once."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OFFLINE = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1"}


def launch(settings: Settings, *, browser: bool = True) -> None:
    """Open the tutor and serve the page until it is interrupted.

    Args:
        settings: The settings; `host` and `port` say where.
        browser: Whether to open the address in a browser.

    Raises:
        TutorError: If the tutor cannot be opened.
    """
    tutor = open_tutor(settings, _tell)
    alone = settings.host in _LOOPBACK
    app = serve(tutor, settings, browser=browser, study=open_study(settings, tutor.graph) if alone else None)
    print(f"The tutor is at {app.local_url}  (stop it with Ctrl+C)", flush=True)  # noqa: T201 - what the person who started it reads
    app.block_thread()


def serve(tutor: Tutor, settings: Settings, *, browser: bool = False, study: Study | None = None) -> gr.Blocks:
    """Serve the page in the background; `close()` of what is returned ends it.

    Nothing is asked of the network: no analytics, no version check, no share link, no web fonts.

    Args:
        tutor: The tutor.
        settings: Where to listen, and where questions go.
        browser: Whether to open the address in a browser.
        study: The study of the one learner of this machine; None where each page is somebody of their own.

    Raises:
        SettingsError: If the address cannot be listened on.
    """
    os.environ.update(_OFFLINE)
    from ui.web.app import asset, build_app  # noqa: PLC0415 - Gradio is loaded only to serve
    from ui.web.model_line import privacy  # noqa: PLC0415 - Gradio is loaded only to serve
    from ui.web.theme import calm_theme  # noqa: PLC0415 - Gradio is loaded only to serve

    app = build_app(tutor, privacy=privacy(settings), clock=lambda: datetime.now(UTC), waiting=WAITING, study=study)
    try:
        app.launch(
            server_name=settings.host,
            server_port=settings.port or None,
            inbrowser=browser and _has_screen(),
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            ssr_mode=False,
            footer_links=[],
            max_threads=WAITING + 16,
            theme=calm_theme(),
            css=asset("style.css"),
            head=f"<script>{asset('page.js')}</script>",
        )
    except OSError as error:
        message = f"The page cannot be served at {settings.host}, port {settings.port}."
        hint = "Something else may be using that port; TUTOR_PORT=0 takes any free one."
        raise SettingsError(message, hint=hint) from error
    return app


def _has_screen() -> bool:
    """Whether a browser window could be seen; a text browser must not take over the terminal."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - what the person who started it reads
