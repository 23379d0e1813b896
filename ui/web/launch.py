"""The way into the web page: what it is made of, and serving it."""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.errors import SettingsError
from tutor.settings import Settings
from ui.live import LiveTutor

if TYPE_CHECKING:
    import gradio as gr


WAITING = 64
"""How many people may wait for an answer at once."""

_OFFLINE = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_DISABLE_TELEMETRY": "1"}


def launch(settings: Settings, *, browser: bool = True) -> None:
    """Serve the page until it is interrupted; the index and the model are opened meanwhile.

    Args:
        settings: The settings; `host` and `port` say where.
        browser: Whether to open the address in a browser.

    Raises:
        TutorError: If the pages cannot be read, or the page cannot be served.
    """
    live = LiveTutor(settings, _tell)
    app = serve(live, settings, browser=browser)
    print(f"The tutor is at {app.local_url}  (stop it with Ctrl+C)", flush=True)  # noqa: T201 - what the person who started it reads
    live.begin()  # only now: packages that two threads import at once can break each other, and the page comes sooner
    try:
        app.block_thread()
    finally:
        live.close()


def serve(live: LiveTutor, settings: Settings, *, browser: bool = False) -> gr.Blocks:
    """Serve the page in the background; `close()` of what is returned ends it.

    Nothing is asked of the network: no analytics, no version check, no share link, no web fonts.

    Args:
        live: The tutor, as far as it is open.
        settings: Where to listen, who may come in, and where questions go.
        browser: Whether to open the address in a browser.

    Raises:
        SettingsError: If the address cannot be listened on.
        StoreError: If the database of learners cannot be used.
    """
    os.environ.update(_OFFLINE)
    from ui.mcp_server import mounted, tutor_server  # noqa: PLC0415 - only to serve
    from ui.web.app import build_app  # noqa: PLC0415 - Gradio is loaded only to serve
    from ui.web.assembly import put_together  # noqa: PLC0415 - only to serve
    from ui.web.head import head  # noqa: PLC0415 - only to serve
    from ui.web.screens.placement import prepare_placements  # noqa: PLC0415 - only to serve
    from ui.web.theme import calm_theme  # noqa: PLC0415 - Gradio is loaded only to serve

    web = put_together(live, settings, lambda: datetime.now(UTC).astimezone(), waiting=WAITING)
    people, app = web.visitors.people, build_app(web)
    programs = mounted(tutor_server(web.actions_of), settings.host)
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
            max_file_size=1,  # Gradio takes in files for components that have them; ours have none
            max_threads=WAITING + 16,
            theme=calm_theme(),
            head=head(),
            app_kwargs={
                "routes": [*people.routes(), *programs.routes],
                "middleware": [people.middleware()],
                "lifespan": programs.lifespan,
            },
        )
    except OSError as error:
        message = f"The page cannot be served at {settings.host}, port {settings.port}."
        hint = "Something else may be using that port; TUTOR_PORT=0 takes any free one."
        raise SettingsError(message, hint=hint) from error
    threading.Thread(target=prepare_placements, args=[live.graph], name="placements", daemon=True).start()
    return app


def _has_screen() -> bool:
    """Whether a browser window could be seen; a text browser must not take over the terminal."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - what the person who started it reads
