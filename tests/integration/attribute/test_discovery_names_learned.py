"""Names of applications are learned from our own pages before certificates are first searched."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from support.ct_log import Log, certificate, leaf
from support.patrol_net import LoopbackNet

from ronda.discovery.models import Lead
from ronda.discovery.running import run_sources
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.model import attribute
from ronda.engine.collect.contract import Free
from ronda.engine.netconfig import from_env
from ronda.register.appnames import names_by_agency
from ronda.register.gazetteer import gazetteer as names_of_register
from ronda.register.models import Agency, ApplicationName, Relation, Site, SiteState, Zone

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


@pytest.fixture
def portal(zone: Zone) -> Site:
    return Site.objects.create(
        url="https://www.arunikaprov.go.id/",
        host="www.arunikaprov.go.id",
        zone=zone,
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
    )


def said(site: Site, word: str, to: str) -> None:
    ApplicationName.objects.create(
        site=site, word=word, written=word, to=to, first_seen_at=timezone.now()
    )


@pytest.mark.django_db
def test_whose_site_our_portal_leads_to_by_a_name_runs_what_bears_it(
    gazetteer: Gazetteer, dinkes: Agency, portal: Site
) -> None:
    assert (
        attribute(CandidateFacts("https://jariemas.arunikaprov.go.id/"), gazetteer).agency is None
    )
    said(portal, "jariemas", "https://dinkes.arunikaprov.go.id/")
    known = names_of_register()
    found = attribute(CandidateFacts("https://jariemas.arunikaprov.go.id/"), known)
    assert found.agency == dinkes.key
    assert "halaman kita" in " ".join(reason.text.id for reason in found.reasons)


@pytest.mark.django_db
def test_a_name_said_of_several_agencies_is_nobody_s(
    gazetteer: Gazetteer, dinkes: Agency, portal: Site
) -> None:
    other = Agency.objects.create(key="disdik", name="Dinas Pendidikan")
    said(portal, "ekinerja", "https://dinkes.arunikaprov.go.id/")
    Site.objects.create(
        url="https://disdik.arunikaprov.go.id/",
        host="disdik.arunikaprov.go.id",
        agency=other,
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
        confirmed_at=timezone.now(),
    )
    disdik = Site.objects.get(host="disdik.arunikaprov.go.id")
    said(disdik, "ekinerja", "https://ekinerja.arunikaprov.go.id/")
    assert names_by_agency(names_of_register()) == {}
    assert all(not agency.applications for agency in names_of_register().agencies)
