from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

for _name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
    del os.environ[_name]  # the settings of whoever runs the tests are not theirs
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", ANONYMIZED_TELEMETRY="False")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

settings.register_profile(  # seeded and without a clock, so that a slow machine sees the same as a fast one
    "repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from knowledge.knowledge_base import KnowledgeBase
    from tests.fakes import WordHashEmbedder


@pytest.fixture
def embedder() -> WordHashEmbedder:
    from tests.fakes import WordHashEmbedder

    return WordHashEmbedder()


@pytest.fixture
def town(tmp_path: Path, embedder: WordHashEmbedder) -> Iterator[KnowledgeBase]:
    """A knowledge base on disk that holds three small documents of an invented town."""
    from knowledge.knowledge_base import KnowledgeBase
    from tests.fakes import TOWN

    knowledge = KnowledgeBase(embedder, tmp_path / "index")
    knowledge.ingest(TOWN)
    yield knowledge
    knowledge.close()


@pytest.fixture(scope="session")
def visit_index() -> Path:
    """The folder of the index of the real collection with the real model; nobody holds it."""
    from tests.visit_index import visit_index

    return visit_index()


@pytest.fixture(scope="session")
def visit(visit_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The real assistant over a copy of that index, one a session."""
    from assistant.assistant import Assistant
    from tests.visit_index import copy_index

    with Assistant.open(copy_index(visit_index, tmp_path_factory.mktemp("visit") / "index")) as assistant:
        assistant.knowledge.open()
        yield assistant


@pytest.fixture(scope="session")
def small_server() -> Iterator[str]:
    """The address of a server over a small collection, its MCP door open."""
    from assistant.settings import Settings
    from assistant.web.api.http import build_http
    from tests.fakes import small_assistant
    from tests.running import running

    with running(
        build_http(small_assistant(), Settings.load(mcp=True).model_copy(update={"queue_seconds": 60}))
    ) as address:
        yield address
