"""Every implementation of the seam, each on the same real model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contracts.postgres import postgres
from tests.contracts.serving import answer_with, serving
from tests.tutor.parts import starter_llm
from tutor.llm.local import LocalLLM
from tutor.llm.remote import RemoteLLM
from tutor.protocols import LLM
from tutor.settings import Settings


@pytest.fixture(scope="session")
def starter(settings: Settings) -> LocalLLM:
    """The real starter model."""
    return starter_llm(settings)


@pytest.fixture(scope="module", params=["local", "remote"])
def llm(request: pytest.FixtureRequest, starter: LocalLLM) -> Iterator[LLM]:
    """The starter model in this process, and the same model behind an OpenAI-compatible server."""
    if request.param == "local":
        yield starter
    else:
        with serving(answer_with(starter)) as address:
            yield RemoteLLM(address, model="starter", context_tokens=starter.context_tokens, timeout_s=120)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server, started for these tests."""
    with postgres() as url:
        yield url
