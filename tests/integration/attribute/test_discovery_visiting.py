"""Undecided sites: the pages that tell whose they are, and what a failed visit may not take back."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone
from support.patrol_net import LoopbackNet

from ronda.discovery.inspecting import RETRY_AFTER, due_for_inspection, inspect_candidates
from ronda.discovery.models import Proposal
from ronda.discovery.proposing import KEPT_FOR
from ronda.discovery.services import propose_from_visit, record
from ronda.discovery.visiting import look, subject_of, telling_paths
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.collect.contract import Free
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import from_env
from ronda.register.models import Agency, Relation, Site

Seen = Callable[..., Sighting]
pytestmark = pytest.mark.django_db(transaction=True)

FRONT = (
    b"<html><head><title>Sistem Antrean</title></head><body><h1>Antrean</h1>"
    b"<a href='/kontak'>Kontak</a> <a href='/profil/'>Profil</a> <a href='/rahasia'>Lain</a>"
    b"</body></html>"
)
CONTACT = (
    b"<html><head><title>Kontak</title></head><body><p>Dikelola oleh Dinas Kesehatan Provinsi "
    b"Tanjung Arunika, telp (0499) 821001.</p><footer>Dinas Kesehatan Provinsi Tanjung Arunika"
    b"</footer></body></html>"
)


def pages(path: str, times: int) -> tuple[int, bytes]:
    """A front page that says nothing, and a contact page that does."""
    found = {"/": FRONT, "/kontak": CONTACT}.get(path)
    return (200, found) if found else (404, b"<html><body>Tidak ada</body></html>")


@pytest.fixture
def candidate(net: LoopbackNet, seen: Seen, dinkes: Agency) -> Site:
    """A candidate whose front page names nobody."""
    net.add("antrean-arunika.com", pages)
    record([seen("http://antrean-arunika.com/", "links", scheme="http")])
    site = Site.objects.get()
    Site.objects.filter(pk=site.pk).update(url="http://antrean-arunika.com/")
    return Site.objects.get()


def test_the_contact_page_that_the_front_page_links_tells_whose_a_site_is(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer, dinkes: Agency
) -> None:
    made = inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    assert [(p.relation, p.agency, p.pages) for p in made] == [(Relation.UNOFFICIAL, dinkes, 2)]


def test_only_the_telling_pages_that_are_linked_are_asked_for(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer
) -> None:
    (seen,) = look(
        [subject_of(candidate)], gazetteer=gazetteer, control=Free(), net=from_env(net.env())
    )
    assert telling_paths(seen.observation) == ("/kontak", "/profil")
    assert [page.title for page in seen.further] == ["Kontak"]


def test_a_front_page_that_tells_is_enough(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer
) -> None:
    told = FRONT.replace(b"Sistem Antrean", b"Dinas Kesehatan Provinsi Tanjung Arunika").replace(
        b"</body>", CONTACT
    )
    net.pages[candidate.host] = lambda path, times: (200, told)
    (seen,) = look(
        [subject_of(candidate)], gazetteer=gazetteer, control=Free(), net=from_env(net.env())
    )
    assert seen.further == ()


def test_a_failed_visit_takes_no_proposal_back(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer
) -> None:
    inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    before = Proposal.objects.values().get()
    net.address_of.pop(candidate.host)
    (seen,) = look(
        [subject_of(candidate)], gazetteer=gazetteer, control=Free(), net=from_env(net.env())
    )
    assert propose_from_visit(candidate, seen.observation, gazetteer=gazetteer) is not None
    assert Proposal.objects.values().get() == before


def test_a_front_page_without_a_word_does_not_replace_what_other_pages_told(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer, dinkes: Agency
) -> None:
    inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    (seen,) = look(
        [subject_of(candidate)], gazetteer=gazetteer, control=Free(), net=from_env(net.env())
    )
    front_only = propose_from_visit(candidate, seen.observation, gazetteer=gazetteer)
    assert front_only is not None
    assert front_only.agency == dinkes
    # In time even that has to be seen again.
    Proposal.objects.update(made_at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    later = propose_from_visit(candidate, seen.observation, gazetteer=gazetteer)
    assert later is not None
    assert later.relation == Relation.UNDECIDED


def test_a_proposal_whose_visit_failed_is_tried_again_within_the_day(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer
) -> None:
    net.address_of.pop(candidate.host)
    inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    made = Proposal.objects.get()
    assert made.pages == 0
    assert not due_for_inspection(made.made_at + RETRY_AFTER / 2).exists()
    assert due_for_inspection(made.made_at + RETRY_AFTER * 2).exists()


def test_a_site_that_another_source_sees_is_looked_at_again_the_same_hour(
    net: LoopbackNet, candidate: Site, gazetteer: Gazetteer, seen: Seen
) -> None:
    inspect_candidates(gazetteer=gazetteer, control=Free(), net=from_env(net.env()))
    made = Proposal.objects.get().made_at
    assert not due_for_inspection(made + timedelta(minutes=1)).exists()
    later = made + timedelta(minutes=1)
    again = seen("http://antrean-arunika.com/", "links", "another page", scheme="http")
    record([msgspec.structs.replace(again, seen_at=later)])
    assert not due_for_inspection(later).exists()  # links had led here before
    logged = seen("http://antrean-arunika.com/", "ct", "log")
    record([msgspec.structs.replace(logged, seen_at=later)])
    assert due_for_inspection(later).get() == candidate
