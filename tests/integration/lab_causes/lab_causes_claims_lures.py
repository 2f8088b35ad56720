"""What the causes of traps, stolen logins and strangers' pages claim, and that the checks see them."""

from lab_causes_claims_web import intact, replaced
from lab_causes_client import Page, Site
from lab_causes_registry import claim

from ronda.engine.artifacts import Artifact, Observation, PageArtifact, SiteFacts
from ronda.engine.checks.contract import Outcome
from ronda.engine.checks.examples import AT, http
from ronda.engine.checks.registry import get
from ronda.engine.collect.page import parse_page
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits

AWAY = "https://undian-harian.net/"


def accused(check: str, site: Site, path: str = "/") -> bool:
    """The check fails what the lab really serves."""
    url = f"https://{site.host}/"
    found: dict[str, Artifact] = {}
    keys = ("http:visitor", "page:visitor") if path == "/" else (f"inner:{path}", f"page:{path}")
    for place, names in (("/", ("http:visitor", "page:visitor")), (path, keys)):
        answer = http(site.get(place).text, url=url.rstrip("/") + place)
        parsed = parse_page(answer, Limits())
        assert isinstance(parsed, PageArtifact)
        found |= dict(zip(names, (answer, parsed), strict=True))
    facts = SiteFacts(url, site.host, "official", in_official_zone=True, confirmed=True)
    return judge(get(check), Observation(facts, AT, AT, found)).outcome is Outcome.FAIL


def _away(page: Page) -> bool:
    return page.location.startswith(AWAY)


@claim(
    "malicious_redirect",
    'what = "captcha"',
    'what = "push"',
    'what = "phone_script"',
    'what = "market"',
    'what = "packed_market"',
    'what = "phone_http"',
)
def _malicious_redirect(*sites: Site) -> None:
    for site in sites[:-1]:
        intact(site)
        assert accused("CONTENT.REDIRECT", site), site.host
    by_server = sites[-1]
    intact(by_server)
    assert by_server.phone().status == 302
    assert _away(by_server.phone())
    assert by_server.robot().status == 200


@claim(
    "phishing_login",
    'brand = "Bank Purnama"\nto = "bot"',
    'brand = "Layanan Kartu"\nto = "address"',
    'brand = "Layanan Kartu"\nto = "stranger"',
)
def _phishing_login(*sites: Site) -> None:
    for site in sites:
        intact(site)
        assert 'href="/wp-includes/akun/"' in site.get().text
        assert 'type="password"' in site.get("/wp-includes/akun/").text
        assert accused("CONTENT.PHISHING", site, "/wp-includes/akun/"), site.host


SHOP = (
    'title = "Grosir Sepatu"\nparagraphs = ["Sepatu Rp90.000, beli sekarang.", "Sandal Rp45.000, '
    'gratis ongkir ke seluruh negeri untuk setiap pembelian kedua dan seterusnya.", "Kaus kaki '
    "Rp15.000 dan tali Rp5.000; masukkan keranjang lalu checkout, barang dikirim dari gudang kami "
    'sendiri pada hari yang sama bila dibayar sebelum tengah hari."]'
)


@claim("foreign_content", SHOP)
def _foreign_content(site: Site) -> None:
    replaced(site)
    assert "Grosir Sepatu" in site.get().text
    assert accused("CONTENT.FOREIGN", site)
