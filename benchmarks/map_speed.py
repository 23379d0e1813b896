"""How fast the map is: its layout, what it sends, its first paint, and its frames in headless Chromium.

    python benchmarks/map_speed.py [CONCEPTS...]

0 concepts, the default, are the shipped ones; any other number are generated. The page is served by a process of its own
and has nothing on it but the map and the links to it. Frames are measured from one `requestAnimationFrame` to the next while
the mouse drags, the wheel turns and the pointer passes over the concepts.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from corpus.types import Concept
from graph.concept_graph import ConceptGraph
from graph.layout import layout
from tutor.factory import open_graph
from tutor.learner.entries import Aim, Attempt, Entry, Statement
from tutor.learner.knowledge import KnowledgeState, knowledge_of
from tutor.settings import load_settings

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SAID_KNOWN = ("gradient-descent", "matrix-multiplication", "softmax", "embedding", "variance")
MISSED = "self-attention"
GOAL = "flashattention"
LAYERS, AREAS = 20, 22
DRAWN = "#map .map[aria-busy=false]"

_RECORD = """() => {
  window.gaps = [];
  let last = 0;
  const frame = (now) => {
    if (last) window.gaps.push(now - last);
    last = now;
    if (window.recording) requestAnimationFrame(frame);
  };
  window.recording = true;
  requestAnimationFrame(frame);
}"""
_OPEN = """async () => {
  const start = performance.now();
  document.querySelector("#to-map").click();
  while (!document.querySelector("#map .map[aria-busy=false]")) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""


class Window(NamedTuple):
    """What the page is looked at through."""

    name: str
    width: int
    height: int
    density: float


WINDOWS = (Window("laptop", 1280, 800, 1), Window("laptop, dense", 1280, 800, 2), Window("phone", 375, 740, 3))


class Frames(NamedTuple):
    """Times from one frame to the next, in milliseconds."""

    count: int
    median: float
    p95: float
    longest: float


def generated(concepts: int) -> ConceptGraph:
    """A graph in layers: what a concept needs lies in the layer before it, near its own place or in its own area."""
    coin = random.Random(1)  # noqa: S311 - no secret
    width = concepts // LAYERS
    pages = []
    for place in range(concepts):
        layer, across = divmod(place, width)
        near = [f"c{(layer - 1) * width + min(width - 1, max(0, across + coin.randint(-6, 6)))}" for _ in range(2)]
        pages.append(_page(place, across * AREAS // width, sorted(set(near)) if layer else []))
    return ConceptGraph.of(pages)


def _page(place: int, area: int, needed: list[str]) -> Concept:
    fields = {
        "id": f"c{place}",
        "area": f"area-{area}",
        "path": f"area-{area}/c{place}.md",
        "title": f"Generated concept {place}",
        "level": "beginner",
        "minutes": 10,
        "prerequisites": [{"concept": before, "because": "It is used."} for before in needed],
        "sections": [{"name": "Definition", "text": "A generated concept."}],
    }
    return Concept.model_validate(fields)


def graph_of(concepts: int) -> ConceptGraph:
    """The shipped graph for 0, else a generated one."""
    return generated(concepts) if concepts else open_graph(load_settings(os.environ))


def learner_of(graph: ConceptGraph) -> KnowledgeState:
    """Somebody who knows a little and wants to understand FlashAttention; somebody new in a generated graph."""
    entries: list[Entry] = []
    if GOAL in graph:
        day = timedelta(days=1)
        entries = [Statement(id=one, at=NOW - day, concept=one, known=True) for one in SAID_KNOWN]
        entries.append(Attempt(id="a", at=NOW, item=f"{MISSED}#1", concept=MISSED, right=False, credit=0.0))
        entries.append(Aim(id="g", at=NOW, goals=(GOAL,)))
    return knowledge_of(graph, entries, NOW)


def serve(concepts: int) -> None:
    """Serve the map and the links to it, until killed; the address is the first line that is printed."""
    import gradio as gr  # noqa: PLC0415 - heavy, and only here

    from ui.web.head import asset  # noqa: PLC0415 - with Gradio
    from ui.web.screens.map_view import map_view  # noqa: PLC0415 - with Gradio
    from ui.web.theme import calm_theme  # noqa: PLC0415 - with Gradio

    graph = graph_of(concepts)
    state = learner_of(graph)
    with gr.Blocks(title="Map", analytics_enabled=False, fill_height=True, fill_width=True) as app:
        links = '<p id="links"><a href="?">Elsewhere</a> <a id="to-map" href="?screen=map">Map</a></p>'
        gr.HTML(links, apply_default_css=False, elem_id="top")
        map_view(graph, lambda _: state)
    styles = asset("style.css") + ":root:root:root {" + asset("map.css") + "}"
    head = f"<style>{styles}</style><script>{asset('page.js')}</script>"
    app.launch(quiet=True, prevent_thread_lock=True, ssr_mode=False, footer_links=[], theme=calm_theme(), head=head)
    print(app.local_url, flush=True)
    app.block_thread()


@contextmanager
def served(concepts: int = 0) -> Iterator[str]:
    """A process that serves the page; its address."""
    command = [sys.executable, __file__, "--serve", str(concepts)]
    quiet = {"GRADIO_ANALYTICS_ENABLED": "False", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env={**os.environ, **quiet}, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    assert process.stdout is not None
    try:
        yield next(line.strip() for line in process.stdout if line.startswith("http://"))
    finally:
        process.terminate()
        process.wait(timeout=30)


def opened(browser: Browser, address: str, window: Window) -> tuple[Page, float]:
    """A page whose map was opened by its link, and how long it took to be painted, in milliseconds."""
    size = {"width": window.width, "height": window.height}
    page = browser.new_context(viewport=size, device_scale_factor=window.density).new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.wait_for_selector("#to-map")
    page.wait_for_timeout(1000)  # what the page itself still does is over
    return page, float(page.evaluate(_OPEN))


def moved(page: Page) -> dict[str, Frames]:
    """Frames while the map is dragged, zoomed and looked over; far away first, then near by."""
    page.click("[data-zoom=fit]")
    page.wait_for_timeout(500)
    box = page.locator("#map canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    found = {"drag": _recorded(page, lambda: _drag(page, x, y)), "hover": _recorded(page, lambda: _hover(page, box))}
    page.mouse.move(x, y)
    found["wheel"] = _recorded(page, lambda: _wheel(page))
    for _ in range(4):
        page.mouse.wheel(0, -250)
    page.wait_for_timeout(500)
    found["drag near by"] = _recorded(page, lambda: _drag(page, x, y))
    return found


def _drag(page: Page, x: float, y: float) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(120):
        page.mouse.move(x + 4 * (step % 40 - 20), y + 3 * (step % 30 - 15))
    page.mouse.up()


def _hover(page: Page, box: dict[str, float]) -> None:
    for step in range(60):
        page.mouse.move(box["x"] + box["width"] * (step + 1) / 62, box["y"] + box["height"] / 2 + step % 10 * 10)


def _wheel(page: Page) -> None:
    for step in range(60):
        page.mouse.wheel(0, -60 if step // 15 % 2 else 60)


def _recorded(page: Page, act: object) -> Frames:
    page.evaluate(_RECORD)
    assert callable(act)
    act()
    gaps = sorted(page.evaluate("() => { window.recording = false; return window.gaps; }")[1:])
    return Frames(len(gaps), statistics.median(gaps), gaps[int(len(gaps) * 0.95)], gaps[-1])


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def measure(concepts: int) -> None:
    """Print the figures of one graph."""
    from ui.web.screens.map_picture import picture, whereabouts  # noqa: PLC0415 - after `--serve`

    graph = graph_of(concepts)
    graph.depths  # noqa: B018 - worked out once per graph, for many uses
    edges = graph.digraph.number_of_edges()
    print(f"\n{len(graph)} concepts, {edges} prerequisites", flush=True)
    for what, act in (
        ("layout", layout),
        ("picture", picture),
        ("whereabouts", lambda one: whereabouts(one, learner_of(one))),
    ):
        start = time.perf_counter()
        value = act(graph)
        print(f"  {what}: {(time.perf_counter() - start) * 1000:.0f} ms, {len(value.model_dump_json()) / 1000:.0f} kB")
    with served(concepts) as address, chromium() as browser:
        for window in WINDOWS:
            page, paint = opened(browser, address, window)
            print(
                f"  {window.name}, {window.width} x {window.height} at {window.density}: first paint {paint:.0f} ms",
                flush=True,
            )
            for what, frames in moved(page).items():
                told = f"median {frames.median:.1f} ms, p95 {frames.p95:.1f} ms, longest {frames.longest:.1f} ms"
                print(f"    {what}: {told} of {frames.count}", flush=True)
            page.close()


def main() -> None:
    """Serve the page, or measure it."""
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
        return
    weight = {name: len((ROOT / "ui/web" / name).read_bytes()) for name in ("map.js", "map.css", "map.html")}
    print(f"on every page, in bytes: {json.dumps(weight)}; load {os.getloadavg()[0]:.1f}")
    for concepts in map(int, sys.argv[1:] or ["0"]):
        measure(concepts)


if __name__ == "__main__":
    main()
