"""Names of applications are learned from our own pages before certificates are first searched."""

from collections.abc import Iterator

import pytest
from support.ct_log import Log, certificate, leaf
from support.patrol_net import LoopbackNet

from ronda.discovery.models import ApplicationName, Lead
from ronda.discovery.running import run_sources
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.contract import Free
from ronda.engine.netconfig import from_env
from ronda.register.models import Agency, Relation, Site, SiteState, Zone

PORTAL = (
    b"<html><head><title>Portal Provinsi</title></head><body><nav>"
    b'<a href="https://opd.arunikaprov.go.id/">Tanya Kami</a></nav></body></html>'
)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackNet]:
    """A real DNS and web server, by ordinary settings."""
    with LoopbackNet().running() as running:
        for name, value in running.env().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.mark.django_db(transaction=True)
def test_a_certificate_without_office_or_region_is_a_lead_by_a_name_our_portal_says(
    net: LoopbackNet, gazetteer: Gazetteer, dinkes: Agency, zone: Zone, settings: object
) -> None:
    net.add("www.arunikaprov.go.id", lambda path, times: (200, PORTAL))
    portal = Site.objects.create(
        url="http://www.arunikaprov.go.id/",
        host="www.arunikaprov.go.id",
        zone=zone,
        agency=dinkes,
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
    )
    with Log([leaf(certificate("tanyakami.net")), leaf(certificate("toko.net"))]).serving() as log:
        settings.RONDA_CT_LOGS = (log.url,)  # type: ignore[attr-defined]
        run_sources(["ct"], gazetteer=gazetteer, net=from_env(net.env()), control=Free())
    learned = ApplicationName.objects.get()
    assert (learned.site, learned.word, learned.written) == (portal, "tanyakami", "Tanya Kami")
    assert [lead.url for lead in Lead.objects.all()] == ["https://tanyakami.net/"]
