"""Names with a weak sign: looked at by Ronda, and a candidate only when the page concerns us."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from django.utils import timezone
from support.patrol_net import LoopbackNet

from ronda.discovery.following import NAMED_TRIES, follow_leads
from ronda.discovery.leads import FORGET_AFTER, MAX_TRIES, forget_bare
from ronda.discovery.models import Lead, LeadState, Proposal
from ronda.discovery.models import Sighting as Trace
from ronda.discovery.selectors import leads_by_source
from ronda.discovery.services import record
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.contract import Free
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import from_env
from ronda.engine.registration import Registration, facts_of
from ronda.register.models import Agency, Relation, Site, SiteState, Zone

pytestmark = pytest.mark.django_db(transaction=True)

OURS = (
    b"<html><head><title>SIPANTAU - Dinas Kesehatan Provinsi Tanjung Arunika</title></head><body>"
    b"<h1>SIPANTAU</h1><p>Pantauan gizi anak.</p><footer>Dinas Kesehatan Provinsi Tanjung Arunika, "
    b"telp (0499) 821001, sipantau@arunikaprov.go.id</footer></body></html>"
)
SHOP = (
    b"<html><head><title>Toko Bunga Melati</title></head><body><h1>Toko Bunga Melati</h1><p>"
    + b"Karangan bunga segar dikirim hari ini juga ke seluruh kota. " * 12
    + b"</p><a href='/katalog'>Katalog</a> <a href='/pesan'>Pesan</a></body></html>"
)

Follow = Callable[[], dict[str, int]]


@pytest.fixture
def follow(net: LoopbackNet, gazetteer: Gazetteer) -> Follow:
    """Look at what is due."""
    return lambda: dict(
        follow_leads(gazetteer=gazetteer, control=Free(), net=from_env(net.env())).counts
    )


def lead(url: str, where: str = "https://www.arunikaprov.go.id/ (nav)") -> Sighting:
    """What the links source says of a link without a sign."""
    return Sighting(
        "links", url, timezone.now(), where, {"from": where, "scheme": "http"}, lead=True
    )


def test_a_lead_makes_no_site_before_it_was_looked_at(zone: object) -> None:
    assert record([lead("http://sipantau.example/")]) == 0
    assert not Site.objects.exists()
    assert Lead.objects.get().state == LeadState.WAITING


def test_a_page_that_names_our_agency_becomes_a_candidate_with_its_traces(
    net: LoopbackNet, follow: Follow, dinkes: Agency
) -> None:
    record([lead(net.add("sipantau.example", lambda path, times: (200, OURS)))])
    assert follow() == {"ours": 1}
    site = Site.objects.get()
    assert Trace.objects.get().site == site
    made = Proposal.objects.get()
    assert (made.relation, made.agency) == (Relation.UNOFFICIAL, dinkes)


def test_a_page_that_says_nothing_of_us_is_visited_once(net: LoopbackNet, follow: Follow) -> None:
    url = net.add("tokobunga.example", lambda path, times: (200, SHOP))
    record([lead(url)])
    assert follow() == {"others": 1}
    record([lead(url, "https://dinkes.arunikaprov.go.id/ (footer)")])
    assert follow() == {}
    assert not Site.objects.exists()


def test_a_name_of_another_government_is_not_visited(net: LoopbackNet, follow: Follow) -> None:
    record([lead("http://dinkes.provinsilain.go.id/")])
    assert follow() == {"named_others": 1}
    assert not net.asked


def test_a_silent_site_is_tried_again_and_at_last_left(net: LoopbackNet, follow: Follow) -> None:
    record([lead("http://bisu.example/")])
    Lead.objects.update(tries=MAX_TRIES - 2)
    assert follow() == {"waiting": 1}
    Lead.objects.update(looked_at=timezone.now() - timedelta(days=2))
    assert follow() == {"silent": 1}


def test_an_error_page_is_no_answer(net: LoopbackNet, follow: Follow) -> None:
    record([lead(net.add("sipantau.example", lambda path, times: (502, SHOP)))])
    assert follow() == {"waiting": 1}


def test_a_stronger_sign_takes_the_lead_up(zone: object, seen: Callable[..., Sighting]) -> None:
    record([lead("http://sipantau.example/")])
    assert record([seen("https://sipantau.example/", "ct")]) == 1
    assert {trace.source for trace in Trace.objects.all()} == {"links", "ct"}
    assert Lead.objects.get().state == LeadState.OURS


def test_a_lead_to_a_known_site_is_one_more_trace(
    zone: object, seen: Callable[..., Sighting]
) -> None:
    record([seen("https://sipantau.example/", "ct")])
    record([lead("http://sipantau.example/")])
    assert Trace.objects.count() == 2
    assert not Lead.objects.exists()


def test_what_another_source_brings_is_looked_at_again(net: LoopbackNet, follow: Follow) -> None:
    url = net.add("tokobunga.example", lambda path, times: (200, SHOP))
    record([Sighting("ct", url, timezone.now(), "log", lead=True)])
    assert follow() == {"others": 1}
    record([lead(url)])
    assert follow() == {"others": 1}
    record([lead(url)])
    assert follow() == {}


def test_after_half_a_year_a_name_may_have_changed_hands(net: LoopbackNet, follow: Follow) -> None:
    url = net.add("tokobunga.example", lambda path, times: (200, SHOP))
    record([lead(url)])
    follow()
    Lead.objects.update(looked_at=timezone.now() - FORGET_AFTER - timedelta(days=1))
    record([lead(url)])
    assert Lead.objects.get().state == LeadState.WAITING


def bare(url: str, hunch: float = 0.9) -> Sighting:
    """What certificates say of a name without a sign."""
    return Sighting("ct", url, timezone.now(), "log", {"scheme": "http"}, lead=True, hunch=hunch)


def test_a_name_without_a_sign_becomes_a_candidate_when_its_page_speaks_for_us(
    net: LoopbackNet, follow: Follow
) -> None:
    record([bare(net.add("sipantau.example", lambda path, times: (200, OURS)))])
    record([bare(net.add("tokobunga.example", lambda path, times: (200, SHOP)))])
    assert follow() == {"ours": 1, "others": 1}
    assert Site.objects.get().host == "sipantau.example"
    counts = leads_by_source()["ct"]
    assert (counts.bare, counts.bare_looked, counts.bare_ours) == (2, 2, 1)


def test_a_site_that_only_speaks_of_a_town_is_no_candidate_for_that(
    net: LoopbackNet, gazetteer: Gazetteer
) -> None:
    region = msgspec.structs.replace(gazetteer.region, towns=("Muara Arunika",))
    known = msgspec.structs.replace(gazetteer, region=region)
    words = {b"hari ini juga ke seluruh kota": b"ke Muara Arunika", b"Toko Bunga": b"Kembang"}
    page = SHOP
    for old, new in words.items():
        page = page.replace(old, new)
    record([bare(net.add("kembang.example", lambda path, times: (200, page)))])
    found = follow_leads(gazetteer=known, control=Free(), net=from_env(net.env()))
    assert found.counts == {"others": 1}


def test_of_a_strangers_site_only_the_front_page_is_asked_for(
    net: LoopbackNet, follow: Follow
) -> None:
    asked: list[str] = []

    def answer(path: str, times: int) -> tuple[int, bytes]:
        asked.append(path)
        return 200, SHOP.replace(b"/katalog", b"/kontak")

    record([bare(net.add("tokobunga.example", answer))])
    assert follow() == {"others": 1}
    assert set(asked) == {"/"}


def test_only_so_many_names_without_a_sign_are_looked_at_in_a_day(
    net: LoopbackNet, follow: Follow, settings: Any
) -> None:
    settings.RONDA_BARE_LOOKS_A_DAY = 1
    shop = net.add("tokobunga.example", lambda path, times: (200, SHOP))
    other = net.add("sipantau.example", lambda path, times: (200, OURS))
    record([bare(shop, 0.2), bare(other, 0.9)])
    assert follow() == {"ours": 1}
    assert follow() == {}
    Lead.objects.filter(url=other).update(looked_at=timezone.now() - timedelta(days=2))
    assert follow() == {"others": 1}


def test_a_search_that_follows_looks_at_a_few_names_without_a_sign(
    net: LoopbackNet, gazetteer: Gazetteer
) -> None:
    for n in range(3):
        record([bare(net.add(f"toko{n}.example", lambda path, times: (200, SHOP)))])
    look = partial(follow_leads, gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    assert look(bare=2).counts == {"others": 2}
    assert look().counts == {"others": 1}


def test_of_too_many_names_those_that_read_least_like_ours_are_dropped(
    settings: Any,
) -> None:
    settings.RONDA_BARE_KEPT = 1
    record([bare("http://tokobunga.example/", 0.1), bare("http://sipantau.example/", 0.9)])
    record([lead("http://tautan.example/")])
    assert forget_bare(timezone.now()) == 1
    assert {row.hunch for row in Lead.objects.all()} == {0.9, None}


def test_a_link_gives_a_name_the_sign_that_it_lacked(net: LoopbackNet, follow: Follow) -> None:
    url = net.add("tokobunga.example", lambda path, times: (200, SHOP))
    record([bare(url)])
    assert follow() == {"others": 1}
    record([lead(url)])
    assert Lead.objects.get().hunch is None
    assert follow() == {"others": 1}


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("eksporhubku.my.id", True),  # an application of ours
        ("bandaratanjungarunika.id", True),  # a place of ours in a name like a government's
        ("hoteltanjungarunika.id", False),  # and in one like anybody's
        ("lain.id", False),
    ],
)
def test_a_silent_site_is_shown_after_some_looks_when_its_name_says_enough(
    host: str,
    shown: bool,
    net: LoopbackNet,
    follow: Follow,
    dinkes: Agency,
    zone: Zone,
    settings: Any,
) -> None:
    settings.RONDA_LEAD_RETRY_HOURS = 0
    Site.objects.create(
        url="https://eksporhub.arunikaprov.go.id/",
        host="eksporhub.arunikaprov.go.id",
        zone=zone,
        agency=dinkes,
        state=SiteState.REGISTERED,
        relation=Relation.OFFICIAL,
    )
    record([lead(net.add(host, lambda path, times: (503, b"<title>503</title>")))])
    assert [follow() for _ in range(NAMED_TRIES)][-1] == {"ours" if shown else "waiting": 1}
    assert Site.objects.filter(state=SiteState.CANDIDATE).count() == shown


@pytest.mark.parametrize(
    ("holder", "shown"), [("Dinas Kesehatan", True), ("PT Samudra Kode", False), ("", False)]
)
def test_a_silent_site_whose_domain_an_office_of_ours_holds_is_shown(
    holder: str, shown: bool, net: LoopbackNet, follow: Follow, dinkes: Agency, settings: Any
) -> None:
    settings.RONDA_LEAD_RETRY_HOURS = 0
    record([lead(net.add("gizianak.example", lambda path, times: (503, b"<title>503</title>")))])
    said = Registration("gizianak.example", timezone.now(), "https://rdap.example/", holder=holder)
    where = "RDAP rdap.example: gizianak.example ?"
    url = Lead.objects.get().url
    record([Sighting("rdap", url, timezone.now(), where, facts_of(said), lead=True)])
    assert [follow() for _ in range(NAMED_TRIES)][-1] == {"ours" if shown else "waiting": 1}
