"""Names of applications are learned from our own pages before certificates are first searched."""

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


def ours(zone: Zone, agency: Agency, label: str) -> Site:
    """A site of an agency that a person has confirmed."""
    host = f"{label}.arunikaprov.go.id"
    return Site.objects.create(
        url=f"https://{host}/",
        host=host,
        zone=zone,
        agency=agency,
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
        confirmed_at=timezone.now(),
    )


def said(site: Site, word: str, to: str) -> None:
    ApplicationName.objects.create(
        site=site, word=word, written=word, to=to, first_seen_at=timezone.now()
    )


@pytest.mark.django_db
def test_whose_page_leads_by_a_name_to_what_bears_it_runs_it(
    gazetteer: Gazetteer, dinkes: Agency, zone: Zone
) -> None:
    facts = CandidateFacts("https://jariemas25.arunikaprov.go.id/")
    assert attribute(facts, gazetteer).agency is None
    said(ours(zone, dinkes, "dinkes"), "jariemas", "https://jariemas.arunikaprov.go.id/")
    found = attribute(facts, names_of_register())
    assert found.agency == dinkes.key
    assert "halaman kita" in " ".join(reason.text.id for reason in found.reasons)


@pytest.mark.django_db
def test_a_portal_or_a_name_that_leads_elsewhere_tells_of_nobody(
    dinkes: Agency, zone: Zone
) -> None:
    said(ours(zone, dinkes, "www"), "jariemas", "https://jariemas.arunikaprov.go.id/")
    said(ours(zone, dinkes, "dinkes"), "ekinerja", "https://bkd.arunikaprov.go.id/")
    assert names_by_agency(names_of_register()) == {}


@pytest.mark.django_db
def test_a_name_that_several_agencies_say_is_nobody_s(dinkes: Agency, zone: Zone) -> None:
    other = Agency.objects.create(key="disdik", name="Dinas Pendidikan")
    for agency, label in ((dinkes, "dinkes"), (other, "disdik")):
        said(ours(zone, agency, label), "ekinerja", "https://ekinerja.arunikaprov.go.id/")
    assert all(not agency.applications for agency in names_of_register().agencies)
