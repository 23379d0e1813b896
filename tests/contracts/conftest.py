"""Every implementation of the seam, each on the same real model."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.contracts.postgres import new_schema, postgres
from tests.contracts.serving import answer_with, serving
from tests.tutor.parts import starter_llm
from tutor.llm.local import LocalLLM
from tutor.llm.remote import RemoteLLM
from tutor.protocols import LLM
from tutor.settings import Settings

NUMBERS = count()


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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that is not there yet, or is empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/learners.db"
    return new_schema(request.getfixturevalue("postgres_url"), f"learners_{next(NUMBERS)}")
