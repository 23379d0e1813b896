"""What the tests of the loaders share: the documents we wrote in each shape."""

from __future__ import annotations

from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of our own documents: sources, vault and tables."""
    return FIXTURES


@pytest.fixture
def source(fixtures: Path, request: pytest.FixtureRequest) -> str:
    """The text of the document under `sources` that the test module's SOURCE names."""
    name: str = request.module.SOURCE
    return (fixtures / "sources" / name).read_text(encoding="utf-8")
