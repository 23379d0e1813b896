"""How fast the page is: start of the server, first usable paint, weight, and typing while an answer is written.

    python benchmarks/web_speed.py [--model starter] [--rounds 5]

Every round opens our page and a bare Gradio page one after the other, each in a browser that has cached nothing.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page
from served import chromium, served

_BARE = """
import gradio as gr
with gr.Blocks(analytics_enabled=False) as app:
    gr.Chatbot(elem_id="chat", latex_delimiters=[{"left": "$", "right": "$", "display": False}])
    gr.Textbox(elem_id="question")
    gr.Markdown("hello")
app.launch(prevent_thread_lock=True, quiet=True, ssr_mode=False)
print(app.local_url, flush=True)
app.block_thread()
"""
_KEYS = """async (word) => {
  const box = document.querySelector("#question textarea"), took = [];
  for (const letter of word) {
    const start = performance.now();
    box.value += letter;
    box.dispatchEvent(new InputEvent("input", { bubbles: true, data: letter }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    took.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 60));
  }
  return took;
}"""
_WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, one) => sum + one.transferSize, 0)"""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", default="starter")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    starts = []
    for _ in range(chosen.rounds):
        with chromium() as browser, served(chosen.model) as (address, told):
            opened, _ = paint(browser, address)
            starts.append((told, told + opened))
        print(f"start: address told after {told:.2f} s, page usable {opened:.2f} s later", file=sys.stderr)
    print(f"start to address, median: {statistics.median(first for first, _ in starts):.2f} s")
    print(f"start to usable page, median: {statistics.median(both for _, both in starts):.2f} s (goal 5)")
    with served(chosen.model) as (address, _), bare() as plain, chromium() as browser:
        time.sleep(10)  # the model is loaded meanwhile
        pairs = [(paint(browser, address), paint(browser, plain)) for _ in range(chosen.rounds)]
        ours, theirs = ([one[place] for one in pairs] for place in (0, 1))
        print(f"usable paint, median: {median(ours, 0):.2f} s (goal 1.5); bare Gradio {median(theirs, 0):.2f} s")
        more = (median(ours, 1) - median(theirs, 1)) / 1000
        print(
            f"weight: {median(ours, 1) / 1000:.0f} kB; bare Gradio {median(theirs, 1) / 1000:.0f} kB; {more:+.0f} (goal +300)"
        )
        print("typing while an answer is written, ms from key to frame: " + typing(browser, address))


def median(rows: list[tuple[float, float]], place: int) -> float:
    """The median of one column."""
    return statistics.median(row[place] for row in rows)


def paint(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds until the question box can be typed into, and bytes that came over the wire."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("#question textarea").wait_for()
    took = time.perf_counter() - start
    page.wait_for_timeout(1500)
    weight = float(page.evaluate(_WEIGHT))
    context.close()
    return took, weight


def typing(browser: Browser, address: str) -> str:
    """How long keys take to show while the model writes."""
    page = browser.new_page()
    page.goto(address)
    ask(page, "How does the transformer architecture work?")
    page.locator("#chat .bot-row").wait_for()
    took = sorted(page.evaluate(_KEYS, "the quick brown fox jumps over the lazy dog"))
    return f"median {statistics.median(took):.0f}, 95 % {took[int(len(took) * 0.95)]:.0f}, most {took[-1]:.0f}"


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


@contextmanager
def bare() -> Iterator[str]:
    """A Gradio page with a chat, a box and a text, and nothing of ours."""
    command = [sys.executable, "-c", _BARE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - a script of ours
        assert server.stdout is not None
        try:
            yield next(line for line in server.stdout if "http" in line).strip()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
