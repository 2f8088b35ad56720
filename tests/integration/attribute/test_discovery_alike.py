"""Undecided sites that share a holder, a name above them, a server or a proposal are found."""

from collections.abc import Callable

import pytest

from ronda.accounts.models import Person
from ronda.discovery.alike import Tie, alike, groups_of
from ronda.discovery.deciding import decide
from ronda.discovery.models import Action, Proposal
from ronda.discovery.proposing import propose
from ronda.discovery.recording import record
from ronda.discovery.ties import root_of
from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.discover.contract import Sighting
from ronda.register.models import Site

pytestmark = pytest.mark.django_db
Seen = Callable[..., Sighting]


def test_a_proposal_keeps_what_ties_its_site_to_others(seen: Seen, gazetteer: Gazetteer) -> None:
    url = "https://bansos.arunika-klaim.com/"
    facts = {"domain": "arunika-klaim.com", "asked_at": seen(url).seen_at.isoformat()}
    record([seen(url), seen(url, "rdap", "rdap", holder="PT Lain", **facts)])
    made = propose(Site.objects.get(), gazetteer=gazetteer)
    assert made is not None
    assert (made.root, made.holder) == ("arunika-klaim.com", "PT Lain")


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://satu.blogspot.com/", "blogspot.com"),
        ("https://sites.google.com/view/satu", "sites.google.com"),
        ("https://a.b.contoh.co.id/", "contoh.co.id"),
    ],
)
def test_the_name_above_is_a_blog_host_or_what_was_registered(url: str, root: str) -> None:
    assert root_of(url) == root


def test_undecided_sites_of_one_server_hang_together(
    seen: Seen, officer: Person, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    record([seen(f"https://satu{n}.id/") for n in range(5)])
    for site in Site.objects.all():
        Proposal.objects.create(
            site=site, relation="undecided", probability=0.4, model="uji", root=site.host,
            made_at=seen("x").seen_at, server="198.18.0.9",
        )  # fmt: skip
    sites = list(Site.objects.select_related("proposal").order_by("pk"))
    decide(officer, sites[4], Action.REJECT)
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        found = groups_of(sites[:3], officer)
    assert {key: [(g.tie, g.count) for g in groups] for key, groups in found.items()} == {
        site.pk: [(Tie.SERVER, 4)] for site in sites[:3]
    }
    assert set(alike(sites[0].proposal, Tie.SERVER, officer)) == set(sites[:4])
