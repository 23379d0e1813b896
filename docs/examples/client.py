"""A program that uses every endpoint of the tutor once: `python docs/examples/client.py http://127.0.0.1:7860`."""

from __future__ import annotations

import sys
from typing import Any

from gradio_client import Client


def main(address: str) -> None:
    """Ask, look up, plan and practise."""
    api = Client(address, verbose=False)

    # An answer comes as events. The last one carries the conversation, which makes a follow-up understood.
    events = api.predict("What is LoRA?", api_name="/ask")
    print(answer(events))
    events = api.predict("why does it matter?", conversation=events[-1]["conversation"], api_name="/ask")
    print("Understood as:", events[0]["understanding"]["question"])

    # While it is being written, `submit` gives the events so far.
    for so_far in api.submit("What is softmax?", api_name="/ask"):
        print(so_far[-1]["kind"], end=" ")
    print()

    # Everything else needs no language model and is there at once. Concepts go by their ids or by their names.
    found = api.predict("Why does memory grow while the model is writing?", most=3, api_name="/search")
    print("Read:", [hit["passage"]["id"] for hit in found["hits"]])
    page = api.predict("KV cache", api_name="/concept")
    print(page["title"], "needs", [before["title"] for before in page["prerequisites"]])
    path = api.predict(["FlashAttention"], known=["softmax"], minutes_a_week=120, api_name="/path")
    print(f"{len(path['steps'])} steps in {len(path['weeks'])} weeks")
    following = api.predict(towards=["FlashAttention"], api_name="/next")
    print("Next:", [step["title"] for step in following["steps"]])

    # A question to practise with comes without its answer. Its id and its seed are all that grading needs.
    item = api.predict("softmax", api_name="/quiz_item")
    print(item["stem"], item["options"])
    graded = api.predict(item=item["id"], seed=item["seed"], answer="1", api_name="/grade")
    print(graded["attempt"]["right"], graded["feedback"], graded["answer"])


def answer(events: list[dict[str, Any]]) -> str:
    """The sentences of an answer, each with the numbers of its sources."""
    lines = []
    for event in events:
        if event["kind"] == "sentence":
            lines.append(event["text"] + "".join(f" [{citation['number']}]" for citation in event["citations"]))
        elif event["kind"] == "quoted":
            lines.append(f"“{event['citation']['passage']['text']}” [{event['citation']['number']}]")
        elif event["kind"] == "declined":
            lines.append(event["message"])
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1])
