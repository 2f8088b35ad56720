"""A site under suspicion speaks of those that share an account with it, before anybody decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from support.patrol_net import LoopbackNet

from ronda.accounts.models import Person
from ronda.discovery.models import Proposal
from ronda.discovery.relatives import to_judge_anew
from ronda.discovery.services import decide, inspect_candidates, record
from ronda.engine.collect.contract import Free
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import from_env
from ronda.register.looks import known_looks
from ronda.register.models import Agency, Site, SiteLook, Zone

Seen = Callable[..., Sighting]
pytestmark = pytest.mark.django_db(transaction=True)

TRAP, QUIET, OTHER = "bantuan-arunikaprov-go.id", "dinkes-arunika.com", "kopi-batusari.com"
ACCOUNT = "<script>gtag('config','G-AB12CD34EF')</script>"
FORM = (
    '<form method="post" action="/kirim"><input name="nik"><input name="nomor_kartu">'
    '<input name="kode_otp"><input name="pin_atm"></form>'
)


def site_page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title>{ACCOUNT}</head><body>{body}</body></html>".encode()


# The trap may be judged before or after its quiet relative: visits run abreast.
PAGES = {
    QUIET: site_page(
        "Dinas Kesehatan Tanjung Arunika",
        "<p>Layanan Dinas Kesehatan bagi warga, setiap hari kerja.</p>",
    ),
    TRAP: site_page(
        "Bantuan Tunai Dinas Kesehatan",
        "<p>Nama Anda terpilih. Transfer biaya administrasi ke rekening petugas, sisa kuota 9 orang, "
        f"ditutup malam ini. Jangan datang ke kantor dinas.</p>{FORM}",
    ),
    OTHER: b"<html><head><title>Kopi Batu Sari</title></head><body>Kopi pilihan, gratis ongkir.</body></html>",
}


@pytest.fixture
def look(net: LoopbackNet, zone: Zone, dinkes: Agency, seen: Seen) -> Callable[[], list[Proposal]]:
    """Look at all that waits, the quiet page before the trap."""
    for host, body in PAGES.items():
        net.add(host, lambda path, _times, body=body: (200, body) if path == "/" else (404, b"?"))
        record([seen(f"http://{host}/", "links", scheme="http")])
        Site.objects.filter(host=host).update(url=f"http://{host}/")
    return lambda: inspect_candidates(control=Free(), net=from_env(net.env()))


def kinds(host: str) -> set[str]:
    return {item[0] for item in Proposal.objects.get(site__host=host).items}


def test_who_shares_an_account_with_a_sure_impersonation_is_judged_anew_at_once(
    look: Callable[[], list[Proposal]],
) -> None:
    made = look()
    assert SiteLook.objects.get(site__host=TRAP).suspected == "impersonation"
    assert "beside_impersonation" in kinds(QUIET)
    assert "beside_impersonation" not in kinds(OTHER)
    assert len({p.site_id for p in made}) == len(made) == len(PAGES)


def test_a_suspicion_rests_on_a_sites_own_evidence_alone(
    look: Callable[[], list[Proposal]],
) -> None:
    look()
    Proposal.objects.update(made_at=timezone.now() - timedelta(days=2))
    look()
    assert SiteLook.objects.get(site__host=QUIET).suspected == ""
    assert not kinds(TRAP) & {"beside_impersonation", "near_impersonation"}


def test_nobody_is_looked_at_again_for_a_suspicion_that_his_proposal_knows(
    look: Callable[[], list[Proposal]],
) -> None:
    look()
    now = timezone.now()
    assert to_judge_anew(now - timedelta(days=1), now) == []


def test_a_decision_takes_the_place_of_the_suspicion(
    look: Callable[[], list[Proposal]], officer: Person
) -> None:
    look()
    trap = Site.objects.get(host=TRAP)
    decide(officer, trap, "reject", relation="unrelated", reason="Latihan kewaspadaan")
    (known,) = [k for k in known_looks().looks if TRAP in k.url]
    assert (known.relation, known.suspected) == ("unrelated", False)
