"""Ronda looks at real WordPress: Debian's package, MariaDB and PHP behind nginx, clean and hacked."""

import http.client
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from support.installation import PROVINCE
from support.real_visit import visit

from ronda.engine.artifacts import PAGE_ROBOT, PAGE_VISITOR, PageArtifact
from ronda.lab.addresses import twin
from ronda.lab.compile import compile_scenario
from ronda.lab.problems import LabError
from ronda.lab.real.wordpress_site import WordPressSite, site_of
from ronda.lab.realservers import RealServers, Wanted, real_servers
from ronda.lab.scenario import load
from ronda.lab.world import World

NOW = datetime.now(UTC)
SCENARIO = load(PROVINCE)
# One site of the province as it is, and one whose plan is to be hacked with hidden links.
CLEAN, HACKED = "diskominfotik.rembulanprov.go.id", "dikbud.rembulanprov.go.id"
needs_wordpress = pytest.mark.real(
    "knotd", "nginx", "mariadbd", "php", "/usr/share/wordpress/wp-login.php"
)


@pytest.fixture(scope="module")
def served() -> World:
    return compile_scenario(SCENARIO, 1, NOW)


@pytest.fixture(scope="module")
def hacked() -> WordPressSite:
    site = site_of(SCENARIO, HACKED, 1, NOW)
    assert site.hack is not None
    return msgspec.structs.replace(site, hack=msgspec.structs.replace(site.hack, doorways=3))


@pytest.fixture(scope="module")
def real(
    served: World, hacked: WordPressSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealServers]:
    wanted = Wanted(wordpress=(site_of(SCENARIO, CLEAN, 1, NOW), hacked))
    with real_servers(served, tmp_path_factory.mktemp("wordpress"), wanted) as found:
        yield found


def page(real: RealServers, host: str, key: str) -> PageArtifact:
    found = visit(f"https://{host}/", real.env)[0].artifacts[key]
    assert isinstance(found, PageArtifact)
    return found


def get(real: RealServers, served: World, host: str, path: str) -> tuple[int, dict[str, str], str]:
    address = next(h.address for h in served.hosts if h.name == host)
    trust = ssl.create_default_context(cafile=real.env["RONDA_TRUST_STORE"])
    trust.check_hostname = False
    connection = http.client.HTTPSConnection(twin(address), real.https, timeout=20, context=trust)
    connection._http_vsn_str = "HTTP/1.1"  # type: ignore[attr-defined]
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        connection.close()
