"""A small world of raw servers for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from collect_world import CollectWorld


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[CollectWorld]:
    """Servers and DNS of one test, stopped at its end."""
    made = CollectWorld(tmp_path)
    await made.start_dns()
    yield made
    await made.close()
