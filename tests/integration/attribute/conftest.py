"""A small made-up office for the tests of the discovery room."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from support.patrol_net import LoopbackNet

from ronda.accounts.models import Person, Role
from ronda.engine.attribute.contract import Gazetteer, KnownAgency, KnownName, Region
from ronda.engine.discover.contract import Sighting
from ronda.register.models import Agency, Zone

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def zone(db: None) -> Zone:
    """The office's zone."""
    return Zone.objects.create(name="arunikaprov.go.id")


@pytest.fixture
def dinkes(db: None) -> Agency:
    """The health agency."""
    return Agency.objects.create(key="dinkes", name="Dinas Kesehatan")


@pytest.fixture
def dishub(db: None) -> Agency:
    """The transport agency."""
    return Agency.objects.create(key="dishub", name="Dinas Perhubungan")


@pytest.fixture
def officer(db: None) -> Person:
    """Somebody who decides."""
    return Person.objects.create_user("petugas", role=Role.OFFICER)


@pytest.fixture
def gazetteer() -> Gazetteer:
    """The office as attribution knows it."""
    return Gazetteer(
        region=Region("province", "Tanjung Arunika", area_codes=("0499",)),
        zones=("arunikaprov.go.id",),
        agencies=(
            KnownAgency("dinkes", (KnownName("Dinas Kesehatan", "official"),)),
            KnownAgency("dishub", (KnownName("Dinas Perhubungan", "official"),)),
        ),
    )


@pytest.fixture
def seen() -> Callable[..., Sighting]:
    """Make a sighting of a URL."""

    def make(url: str, source: str = "ct", where: str = "log", **facts: str) -> Sighting:
        return Sighting(source, url, AT, where, facts)

    return make


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackNet]:
    """A real DNS and web server, by ordinary settings."""
    with LoopbackNet().running() as running:
        for name, value in running.env().items():
            monkeypatch.setenv(name, value)
        yield running
