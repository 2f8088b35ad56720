"""Further pages through real rounds: only telling ones are stored, and they are read again."""

from collections.abc import Callable

import pytest
from support.patrol_net import LoopbackNet, plain_page

from ronda.cases.models import Finding, FindingState
from ronda.jobs.worker import run_worker
from ronda.patrol.models import Observation, RoundKind
from ronda.patrol.services import start_round
from ronda.patrol.store import pages_to_see_again
from ronda.register.models import Site

pytestmark = pytest.mark.django_db(transaction=True)
MakeSite = Callable[..., Site]
SPAM = b'<html><body><div hidden><a href="https://naga-slot88.example/">slot gacor</a></div></body></html>'


def linking(path: str, times: int) -> tuple[int, bytes]:
    """A clean front page with two further pages, one of which was tampered with."""
    if path == "/profil":
        return 200, SPAM
    if path == "/layanan":
        return 200, b"<html><body>Layanan kami</body></html>"
    status, body = plain_page(path, times)
    links = b'<a href="/profil">Profil</a> <a href="/layanan">Layanan</a>'
    return status, body.replace(b"</body>", links + b"</body>")


def patrol(site: Site) -> None:
    start_round(RoundKind.MANUAL, sites=(site,))
    run_worker(once=True)


def gambling(site: Site) -> Finding:
    return Finding.objects.get(site=site, check_id="CONTENT.GAMBLING")


def test_a_tampered_page_is_stored_and_read_again_though_nothing_links_it_any_more(
    make_site: MakeSite, net: LoopbackNet
) -> None:
    site = make_site("dinas.rembulanprov.go.id", page=linking)
    patrol(site)
    stored = Observation.objects.filter(site=site, key__startswith="inner:")
    assert [row.key for row in stored] == ["inner:/profil"]
    assert pages_to_see_again(site) == {"inner:/profil"}

    net.pages[site.host] = lambda path, times: (
        (200, SPAM) if path == "/profil" else plain_page(path, times)
    )
    patrol(site)
    assert gambling(site).state != FindingState.MENDED

    net.pages[site.host] = plain_page
    patrol(site)
    assert gambling(site).state == FindingState.MENDED
