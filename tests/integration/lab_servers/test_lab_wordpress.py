"""Ronda looks at real WordPress: Debian's package, MariaDB and PHP behind nginx, clean and hacked."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from support.installation import PROVINCE
from support.real_visit import visit

from ronda.engine.artifacts import PAGE_ROBOT, PAGE_VISITOR, PageArtifact
from ronda.engine.checks.contract import Verdict
from ronda.lab.addresses import twin
from ronda.lab.causes import read
from ronda.lab.compile import compile_scenario
from ronda.lab.problems import LabError
from ronda.lab.real.wordpress_site import site_of
from ronda.lab.realservers import RealServers, Wanted, real_servers
from ronda.lab.scenario import Scenario, load
from ronda.lab.world import World

NOW = datetime.now(UTC)
SPAM = {"hosts": ["jitusabit88.com"], "words": ["slot gacor maxwin", "bandar togel online"]}
HACKS = (
    {"kind": "hidden_links", "way": "off_screen", **SPAM},
    {"kind": "robot_only", **SPAM},
    {"kind": "doorway_pages", "count": 3, "linked": "none", **SPAM},
    {"kind": "exposed_git"},
)
CLEAN, HACKED, SEEN = (
    f"{label}.rembulanprov.go.id" for label in ("diskominfotik", "dikbud", "dinkes")
)
pytestmark = pytest.mark.timeout(180)
real_wordpress = pytest.mark.real(
    *("knotd", "nginx", "mariadbd", "php", "php-fpm", "/usr/share/wordpress/index.php")
)


def province(host: str, *causes: dict[str, object]) -> Scenario:
    """The small province with these causes, and no others, on one site."""
    found = load(PROVINCE)
    planted = tuple(read(cause) for cause in causes)
    return msgspec.structs.replace(
        found,
        sites=tuple(
            msgspec.structs.replace(site, causes=planted) if site.origin.host == host else site
            for site in found.sites
        ),
    )


@pytest.fixture(scope="module")
def served() -> World:
    return compile_scenario(province(HACKED, *HACKS), 1, NOW)


@pytest.fixture(scope="module")
def real(served: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServers]:
    scenario = province(HACKED, *HACKS)
    wanted = Wanted(wordpress=tuple(site_of(scenario, h, 1, NOW) for h in (CLEAN, HACKED)))
    with real_servers(served, tmp_path_factory.mktemp("wordpress"), wanted) as found:
        yield found


def judged(real: RealServers, host: str, view: str) -> tuple[PageArtifact, dict[str, Verdict]]:
    seen, verdicts = visit(f"https://{host}/", real.env)
    page = seen.artifacts[view]
    assert isinstance(page, PageArtifact)
    return page, verdicts


def get(real: RealServers, served: World, host: str, path: str) -> tuple[int, str, str]:
    """Status, Location and body of a path, as a visitor gets them."""
    address = twin(next(h.address for h in served.hosts if h.name == host))
    trust = ssl.create_default_context(cafile=real.env["RONDA_TRUST_STORE"])
    trust.check_hostname = False
    with (
        socket.create_connection((address, real.https), timeout=20) as plain,
        trust.wrap_socket(plain, server_hostname=host) as secure,
    ):
        secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        with http.client.HTTPResponse(secure) as answer:
            answer.begin()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()


@real_wordpress
def test_version_of_real_wordpress_is_seen_and_nobody_is_accused(real: RealServers) -> None:
    page, verdicts = judged(real, CLEAN, PAGE_VISITOR)
    assert page.generator.startswith("WordPress 6.")
    assert "Dinas Komunikasi, Informatika dan Statistik" in page.title
    assert page.generator in verdicts["SOFTWARE.EXPOSED"].summary.en
    for check in ("CONTENT.GAMBLING", "REACH.ANSWERS", "HEADERS.HSTS", "HEADERS.HTTPS", "TLS.NAME"):
        assert verdicts[check].outcome == "pass", verdicts[check].summary.en


@real_wordpress
def test_gambling_in_the_theme_is_found_for_visitors_and_for_robots(real: RealServers) -> None:
    page, verdicts = judged(real, HACKED, PAGE_VISITOR)
    assert verdicts["CONTENT.GAMBLING"].outcome == "fail"
    assert "Dinas Pendidikan" in page.title
    robot, _ = judged(real, HACKED, PAGE_ROBOT)
    assert "SLOT" in robot.title.upper()
    assert verdicts["EXPOSURE.GIT"].outcome == "fail"


@real_wordpress
def test_posts_pages_login_and_doorways_are_where_wordpress_has_them(
    real: RealServers, served: World
) -> None:
    assert get(real, served, CLEAN, "/")[2].count("wp-block-latest-posts__post-title") >= 2
    assert get(real, served, CLEAN, "/ronda")[:2] == (301, f"https://{CLEAN}/ronda/")
    assert get(real, served, CLEAN, "/ronda/")[0] == 200
    assert get(real, served, CLEAN, "/tidak-ada/")[0] == 404
    assert 'name="loginform"' in get(real, served, CLEAN, "/wp-login.php")[2]
    status, to, _ = get(real, served, CLEAN, "/wp-admin/")
    assert status == 302
    assert to.startswith(f"https://{CLEAN}/wp-login.php")
    doorway = "/wp-content/uploads/2024/slot-gacor-maxwin-1.html"
    status, _, body = get(real, served, HACKED, doorway)
    assert (status, "jitusabit88.com" in body) == (200, True)
    assert get(real, served, CLEAN, doorway)[0] == 404


def test_cause_that_real_wordpress_cannot_have_is_named() -> None:
    scenario = province(SEEN, {"kind": "open_links", **SPAM}, {"kind": "expired_certificate"})
    assert site_of(scenario, SEEN, 1, NOW).skipped == (f"{SEEN}: open_links in a real WordPress",)


def test_site_that_something_else_stands_in_for_is_no_wordpress() -> None:
    scenario = province(SEEN, {"kind": "parked", "seller": "jualnama.com"})
    with pytest.raises(LabError, match="parked stands in place of the site"):
        site_of(scenario, SEEN, 1, NOW)


def test_site_below_a_path_of_another_host_cannot_be_wordpress() -> None:
    scenario = load(PROVINCE)
    shared = next(s for s in scenario.sites if scenario.shared_host(s.origin.host))
    with pytest.raises(LabError, match="a host of its own"):
        site_of(scenario, shared.origin.host, shared.plan.from_round, NOW)
