"""Fixtures around a tiny scenario."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lab_scenario_folder import Folder

from ronda.lab.world import World


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def planted(folder: Folder) -> Callable[[str], World]:
    """Compile a world with one cause planted in one official site."""

    def plant(cause: str, address: str = "https://satu.fajarprov.go.id/") -> World:
        folder.site(address=address, more=f"[[causes]]\n{cause}")
        return folder.world()

    return plant
