"""Certificates by a real ACME server: pebble checks the host at our nginx before it issues."""

from collections.abc import Iterator

import pytest
from lab_client import ZONE, html, world
from support.real_visit import visit

from ronda.engine.artifacts import TLS, TlsArtifact
from ronda.lab.problems import LabError
from ronda.lab.realservers import RealServers, Wanted, real_servers
from ronda.lab.world import CertPlan, Respond, Route, VirtualHost

pytestmark = pytest.mark.real("knotd", "nginx", "pebble")
GOOD, LATE, DEAF = (f"{label}.{ZONE}" for label in ("ppid", "dinsos", "tuli"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServers]:
    page = (Route("/", html("<!doctype html><title>PPID</title><p>Layanan informasi.")),)

    def there(name: str) -> tuple[Route, ...]:
        return (Route("/*", Respond(301, (("Location", f"https://{name}/"),))),)

    hosts = (
        VirtualHost(GOOD, "198.18.0.1", there(GOOD), page),
        VirtualHost(LATE, "198.18.0.2", there(LATE), page, CertPlan((LATE,), "expired")),
        VirtualHost(DEAF, "198.18.0.3", None, page),
    )
    folder = tmp_path_factory.mktemp("acme")
    with real_servers(world(*hosts), folder, Wanted(acme=(GOOD,))) as found:
        yield found


def test_certificate_by_acme_is_trusted_and_its_issuer_is_seen(real: RealServers) -> None:
    seen, verdicts = visit(f"https://{GOOD}/", real.env)
    tls = seen.artifacts[TLS]
    assert isinstance(tls, TlsArtifact)
    assert "Pebble Intermediate CA" in tls.chain[0].issuer
    for check in ("TLS.TRUSTED", "TLS.EXPIRED", "TLS.NAME"):
        assert verdicts[check].outcome == "pass", check


def test_expired_certificate_renewed_by_acme_is_good_again(real: RealServers) -> None:
    _, before = visit(f"https://{LATE}/", real.env)
    assert before["TLS.EXPIRED"].outcome == "fail"
    assert real.certificates is not None
    real.certificates.issue(LATE)
    _, after = visit(f"https://{LATE}/", real.env)
    assert after["TLS.EXPIRED"].outcome == "pass"
    assert after["TLS.TRUSTED"].outcome == "pass"


def test_without_the_acme_root_its_certificate_is_not_trusted(real: RealServers) -> None:
    bare = {
        **real.env,
        "RONDA_TRUST_STORE": real.env["RONDA_TRUST_STORE"].replace("with-acme", "root"),
    }
    _, verdicts = visit(f"https://{GOOD}/", bare)
    assert verdicts["TLS.TRUSTED"].outcome == "fail"


def test_host_that_cannot_answer_the_challenge_gets_none(real: RealServers) -> None:
    assert real.certificates is not None
    with pytest.raises(LabError, match="for the challenge"):
        real.certificates.issue(DEAF)
