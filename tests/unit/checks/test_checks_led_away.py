"""Whole pages that lead their visitors to a stranger, told without a known word or name."""

import base64
from urllib.parse import urlsplit

import pytest
from unit.checks.test_checks_gambling_pages import CHECK, SITE, html, look

from ronda.engine.artifacts import Artifact, FailureKind, Observation
from ronda.engine.checks.contract import Case, Outcome, Verdict
from ronda.engine.checks.examples import URL, failure, http
from ronda.engine.judge import judge

AWAY = "https://qarvento.example/"
TEXT = "<p>Dinas melayani warga setiap hari kerja di kantor dan di balai kecamatan.</p>" * 6
GO = f"location.replace('{AWAY}')"
PACKED = base64.b64encode(GO.encode()).decode()

WAYS = {
    "refresh": f'<meta http-equiv="refresh" content="0;url={AWAY}">',
    "late refresh": f'<meta http-equiv="refresh" content="5; URL={AWAY}">',
    "script": f"<script>window.location.replace('{AWAY}')</script>",
    "top": f"<script>top.location.href='{AWAY}'</script>",
    "timer": f"<script>setTimeout(()=>{GO}, 300)</script>",
    "loaded": f"<script>window.onload=function(){{{GO}}}</script>",
    "called where it stands": f"<script>(function(){{var a=1;{GO}}})()</script>",
    "named": f"<script>function pergi(){{{GO}}} pergi();</script>",
    "once each": f"<script>if(!document.cookie.includes('ok')){{document.cookie='ok=1';{GO}}}</script>",
    "by chance": f"<script>if(Math.random()<.3){GO}</script>",
    "packed": f"<script>eval(atob('{PACKED}'))</script>",
    "handler": f'<img src="x" onerror="{GO}">',
    "from a search": f"<script>if(/google/.test(document.referrer)){GO}</script>",
    "a name with the word login": '<meta http-equiv="refresh" content="0;url=https://qarvento-login.example/">',
    "form": f'<form id="f" method="post" action="{AWAY}"><input name="q" type="hidden"></form>'
    "<script>document.getElementById('f').submit()</script>",
    "frame": f'<iframe src="{AWAY}" style="position:fixed;top:0;left:0;width:100%;height:100%"></iframe>',
    "frame of the whole window": f'<iframe style="position:absolute;inset:0;width:100vw;height:100vh" src="{AWAY}"></iframe>',
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_an_offices_whole_page_that_leads_to_a_stranger_is_told(way: str) -> None:
    assert look(html(TEXT + way)).outcome is Outcome.FAIL


HONEST = {
    "it leads on in so many words": f"<p>Anda akan dialihkan dalam 5 detik.</p>{WAYS['late refresh']}",
    "it has moved": f"<p>Situs ini telah pindah.</p>{WAYS['refresh']}",
    "it links there": f"<a href='{AWAY}'>Aplikasi</a>{WAYS['timer']}",
    "a vendor's sign-in": "<script>if(!localStorage.token)location.href='https://qarvento.example/auth/login'</script>",
    "a vendor's host for signing in": "<script>location.href='https://sso.qarvento.example/'</script>",
    "a vendor's place for the office": "<script>location.href='https://qarvento.example/contohprov'</script>",
    "a twin": "<script>location.href='https://contohprov-layanan.example/'</script>",
    "a public body": "<script>location.href='https://www.lapor.go.id/'</script>",
    "a click": f"<button onclick=\"location.href='{AWAY}'\">Buka</button>",
    "a function for a click": f"<script>function buka(){{{GO}}}</script><a onclick='buka()'>Buka</a>",
    "a guard of a template's credit": f"<script>if(!document.getElementById('kredit')){{{GO}}}</script>",
    "a search form": f'<form id="f" action="{AWAY}"><input name="q"></form>'
    "<script>tombol.onclick=function(){document.getElementById('f').submit()}</script>",
    "single sign-on": f'<form id="f" method="post" action="{AWAY}"><input type="hidden" name="SAMLRequest"></form>'
    "<script>document.forms[0].submit()</script>",
    "a chat in the corner": f'<iframe src="{AWAY}" style="position:fixed;bottom:0;right:0;width:300px;height:100%"></iframe>',
    "an application within the page": f'<iframe src="{AWAY}" width="100%" height="600"></iframe>',
    "old browsers": "<script>if(document.all)location.href='https://browsehappy.com/'</script>",
}


@pytest.mark.parametrize("way", HONEST.values(), ids=HONEST)
def test_honest_ways_to_another_address_stay_quiet(way: str) -> None:
    assert look(html(TEXT + way)).outcome is Outcome.PASS


def test_an_office_that_writes_of_people_who_move_has_not_moved() -> None:
    more = "<p>Surat pindah datang: warga yang pindah ke kecamatan lain melapor dahulu.</p>"
    assert look(html(TEXT + more + WAYS["refresh"])).outcome is Outcome.FAIL


def test_a_market_of_visitors_is_no_gambling_though_its_name_is_like_it() -> None:
    to = "https://gonow.tagkita9110.cfd/r?zoneid=40711&subid=a9&cost=0.2"
    page = html(f"{TEXT}<script>setTimeout(function(){{location.href='{to}'}},6000)</script>")
    assert look(page).outcome is Outcome.PASS


def test_a_page_that_holds_nothing_but_the_way_on_is_not_accused() -> None:
    """So applications of vendors are reached: it is no office's page that was changed."""
    page = f"<html><head><title>Memuat</title>{WAYS['refresh']}</head><body>Memuat</body></html>"
    assert look(page).outcome is not Outcome.FAIL


SITEMAP = (
    "<urlset>" + "".join(f"<url><loc>{URL}berita/{n}</loc></url>" for n in range(4)) + "</urlset>"
)


def sent(to: str, *, sitemap: str = "", kind: FailureKind = FailureKind.NXDOMAIN) -> Verdict:
    """Every view is sent to an address that cannot be read."""
    broken = failure(kind, "dns", urlsplit(to).hostname or "", to)
    artifacts: dict[str, Artifact] = {
        f"http:{view}": broken for view in ("visitor", "robot", "phone")
    }
    unread = failure(FailureKind.NOT_ATTEMPTED, "parse")
    artifacts |= {f"page:{view}": unread for view in ("visitor", "robot", "phone")}
    if sitemap:
        artifacts["path:/sitemap.xml"] = http(sitemap, url=f"{URL}sitemap.xml")
    at_time = Case("", {}, Outcome.PASS).at
    return judge(CHECK, Observation(SITE, at_time, at_time, artifacts))


def test_a_front_page_that_leads_away_while_the_site_stands_behind_it_is_told() -> None:
    assert sent(AWAY, sitemap=SITEMAP).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "kind", [FailureKind.NXDOMAIN, FailureKind.TIMEOUT, FailureKind.BLOCKED_BY_POLICY]
)
def test_a_site_that_has_gone_as_a_whole_to_a_host_that_does_not_answer_is_not_accused(
    kind: FailureKind,
) -> None:
    """A vendor's host may be down: nobody knows what would have been there."""
    assert sent(AWAY, kind=kind).outcome is Outcome.NOT_MEASURED


def test_a_site_that_leads_to_a_name_of_players_that_is_gone_is_told() -> None:
    assert sent("https://qarvento.fun/").outcome is Outcome.FAIL
    assert sent("https://qarvento.fun/", kind=FailureKind.TIMEOUT).outcome is Outcome.NOT_MEASURED


def test_a_vendors_sign_in_for_everybody_is_not_accused() -> None:
    assert sent(f"{AWAY}auth/login", sitemap=SITEMAP).outcome is Outcome.NOT_MEASURED
