"""Thirty pages on one machine: how long acts take that need no model while the model is busy, and whether answers queue fairly.

    python benchmarks/classroom.py [--pages 30] [--asking 6] [--seconds 60] [--model starter]

Every page has its own session and profile and speaks the protocol that Gradio's own script speaks. Some pages ask the
model again and again; all of them open concepts, their path, questions, their progress and search, with a pause between.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
from served import served

_ACTS = (
    ("concept", {"concept": "kv-cache"}),
    ("concept", {"concept": "lora"}),
    ("concepts", {"find": "attention"}),
    ("path", {}),
    ("practice", {}),
    ("progress", {}),
    ("talks", {}),
)
_QUESTIONS = (
    "What is a KV cache?",
    "How does LoRA work?",
    "Why use dropout?",
    "What is an embedding?",
    "What is softmax?",
)
_PLACE = re.compile(r"you are (next|number \d+)")


@dataclass
class Measured:
    """What all pages saw.

    Attributes:
        acts: Seconds of each act, by screen.
        answers: Seconds from a question to its first words, in the order in which they were asked.
        places: What pages were told about their place in the queue.
        faults: What went wrong.
    """

    acts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: list[tuple[float, float]] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class Classmate:
    """One open page.

    Args:
        client: Talks to the server.
        config: What the page is made of.
        measured: Where figures go.
    """

    def __init__(self, client: httpx.AsyncClient, config: dict[str, object], measured: Measured) -> None:
        self._client = client
        self._session = uuid4().hex[:10]
        self._bridge = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == "bridge")
        self._wired = {kind: self._wire(config, kind) for kind in ("click", "select")}
        self._measured = measured

    def _wire(self, config: dict[str, object], kind: str) -> dict[str, object]:
        return next(one for one in config["dependencies"] if [self._bridge, kind] in map(list, one["targets"]))

    async def act(self, screen: str, values: dict[str, str]) -> None:
        """Do something that needs no model."""
        start = time.perf_counter()
        answer = await self._client.post(
            "/gradio_api/run/predict", json=self._sent("click", {"screen": screen, "name": "show", "values": values})
        )
        self._measured.acts[screen].append(time.perf_counter() - start)
        if answer.status_code != httpx.codes.OK or "That did not work" in answer.text:
            self._measured.faults.append(f"{screen}: {answer.status_code} {answer.text[:200]}")

    async def ask(self, question: str) -> None:
        """Ask the model, and read the answer as it comes."""
        start = time.perf_counter()
        await self._client.post("/gradio_api/queue/join", json=self._sent("select", {"question": question}))
        address = f"/gradio_api/queue/data?session_hash={self._session}"
        first = 0.0
        async with self._client.stream("GET", address, timeout=600) as stream:
            async for line in stream.aiter_lines():
                self._measured.places.update(_PLACE.findall(line))
                if not first and 'class=\\"said\\"' in line.replace("'", '"'):
                    first = time.perf_counter() - start
                if line.startswith("data:") and json.loads(line[5:]).get("msg") in {
                    "process_completed",
                    "close_stream",
                }:
                    break
        self._measured.answers.append((first, time.perf_counter() - start))

    def _sent(self, kind: str, data: dict[str, object]) -> dict[str, object]:
        wired = self._wired[kind]
        return {
            "data": [None] * len(wired["inputs"]),
            "event_data": data,
            "fn_index": wired["id"],
            "trigger_id": self._bridge,
            "session_hash": self._session,
        }


async def classroom(address: str, pages: int, asking: int, seconds: float) -> Measured:
    """Let everybody work for some seconds."""
    measured = Measured()
    end = time.perf_counter() + seconds
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=httpx.Limits(max_connections=None)) as client:
        config = (await client.get("/config")).json()

        async def work(number: int) -> None:
            chance = random.Random(number)  # noqa: S311 - pauses, not secrets
            mate = Classmate(client, config, measured)
            while time.perf_counter() < end:
                await asyncio.sleep(chance.uniform(0.5, 2.5))
                await mate.act(*chance.choice(_ACTS))

        async def wonder(number: int) -> None:
            mate = Classmate(client, config, measured)
            while time.perf_counter() < end:
                await mate.ask(_QUESTIONS[number % len(_QUESTIONS)])

        await asyncio.gather(*map(work, range(pages)), *map(wonder, range(asking)))
    return measured


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", default="starter")
    options.add_argument("--pages", type=int, default=30)
    options.add_argument("--asking", type=int, default=6)
    options.add_argument("--seconds", type=float, default=60)
    chosen = options.parse_args()
    with served(chosen.model) as (address, _):
        time.sleep(15)  # the model is loaded meanwhile
        quiet = asyncio.run(classroom(address, chosen.pages, 0, chosen.seconds / 2))
        busy = asyncio.run(classroom(address, chosen.pages, chosen.asking, chosen.seconds))
    report("model idle", quiet)
    report(f"{chosen.asking} pages asking", busy)
    whole = sorted(took for _, took in busy.answers)
    print(
        f"answers: {len(whole)}, median {statistics.median(whole):.1f} s, most {whole[-1]:.1f} s; told: {sorted(busy.places)}"
    )
    print(f"faults: {quiet.faults + busy.faults or 'none'}")


def report(name: str, measured: Measured) -> None:
    """One line for all acts, and one for each screen."""
    everything = [took for one in measured.acts.values() for took in one]
    print(f"{name}: {len(everything)} acts, {spread(everything)} (goal: 95 % under 200)")
    for screen, took in sorted(measured.acts.items()):
        print(f"  {screen:10} {len(took):4}  {spread(took)}")


def spread(seconds: list[float]) -> str:
    """Median, 95th percentile and the longest, in milliseconds."""
    ordered = sorted(1000 * one for one in seconds)
    return f"median {statistics.median(ordered):.0f} ms, 95 % {ordered[int(len(ordered) * 0.95)]:.0f}, most {ordered[-1]:.0f}"


if __name__ == "__main__":
    main()
