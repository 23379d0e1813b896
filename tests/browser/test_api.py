"""The endpoints of the page that programs use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gradio_client import Client


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    """A program that talks to the page."""
    talking = Client(address, verbose=False)
    yield talking
    talking.close()


def test_only_the_promised_endpoints_are_public(client: Client) -> None:
    described = client.view_api(return_format="dict")
    assert set(described["named_endpoints"]) == {"/ask"}
    parameters = described["named_endpoints"]["/ask"]["parameters"]
    assert [parameter["parameter_name"] for parameter in parameters] == ["question", "conversation", "known"]


def test_a_program_asks_and_goes_on(client: Client) -> None:
    events = client.predict("study path to softmax", known=["vector"], api_name="/ask")
    assert [event["kind"] for event in events][:2] == ["understood", "path"]
    assert "vector" not in [step["concept"] for step in events[1]["path"]["steps"]]
    finished = events[-1]
    assert finished["kind"] == "finished"

    events = client.predict("what should I learn next?", conversation=finished["conversation"], api_name="/ask")
    assert [event["kind"] for event in events] == ["understood", "next", "finished"]
    assert len(events[-1]["conversation"]["turns"]) == 2
