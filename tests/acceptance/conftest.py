"""Three rounds of the practice province, lived through once for all tests and workers."""

import fcntl
import os
from pathlib import Path

import pytest
from support.three_rounds import ThreeRounds


@pytest.fixture(scope="session")
def three_rounds(tmp_path_factory: pytest.TempPathFactory) -> ThreeRounds:
    """The first worker that asks lives through them, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "three-rounds"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lived = ThreeRounds(folder)
        if not (folder / "history.json").is_file():
            assert not folder.exists(), "another worker has failed to live through the rounds"
            folder.mkdir()
            lived.live()
    return lived
