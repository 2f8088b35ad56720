"""The screens in a real browser: accessibility (axe), keys, the phone's width, no complaint."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[3]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SITE = "/situs/?temuan=kritis"
PAGES = [
    "/",
    "/calon/",
    "/calon/daftar/",
    "/situs/",
    f"{SITE}|td a.name",
    f"{SITE}|td a.name|temuan/",
    f"{SITE}|td a.name|riwayat/",
    f"{SITE}|td a.name|bukti/",
    f"{SITE}|td a.name|identitas/",
    "/temuan/",
    "/temuan/?pemeriksaan=CONTENT.GAMBLING|td a.name",
    "/opd/",
    "/opd/|td a.name",
    "/impor/",
    "/pesan/",
    "/laporan/",
    "/sumber/",
    "/sumber/ct/",
    "/pemeriksaan/",
    "/pemeriksaan/HEADERS.HSTS/",
    "/cari/?q=dinas",
    "/akun/sandi/",
]
OFFICE_ONLY = [
    "/calon/putusan/",
    "/calon/?usul=unofficial",
    "/calon/?usul=unofficial|a[href*='/serupa/']",
    "/calon/daftar/?soal=opd|td a.name",
    "/impor/|.rows a:has-text('galat')",
    "/impor/|.rows a:has-text('baru')",
    "/impor/|.rows a:has-text('lama')",
    "/|a[href^='/ronda/putaran/']",
    "/tidak-ada/",
]
OF_AGENCY = [
    "/",
    "/situs/",
    f"{SITE}|td a.name",
    f"{SITE}|td a.name|riwayat/",
    f"{SITE}|td a.name|identitas/",
    "/temuan/",
    "/temuan/|td a.name",
    "/opd/",
    "/opd/|td a.name",
    "/cari/?q=dinkes",
    "/calon/",
]
EMPTY = ["/", "/calon/", "/calon/daftar/", "/situs/", "/temuan/", "/opd/", "/impor/", "/sumber/"]
EMPTY_OF_AGENCY = ["/", "/situs/", "/temuan/", "/opd/"]
SERVER = """
import sys, threading
sys.path[:0] = [{src!r}, {tests!r}]
import django; django.setup()
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from support.seed import Seed, only_people
from ronda.web.wsgi import application
class Quiet(WSGIRequestHandler):
    def log_message(self, *args): pass
call_command("migrate", verbosity=0); {fill}
server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet); server.set_app(application)
print(server.server_address[1], flush=True); server.serve_forever()
"""

pytestmark = [pytest.mark.real(CHROMIUM), pytest.mark.timeout(300)]


@contextmanager
def serving(var: Path, fill: str) -> Iterator[str]:
    """The screens over a fresh database, in a process of their own."""
    code = SERVER.format(src=str(ROOT / "src"), tests=str(ROOT / "tests"), fill=fill)
    env = os.environ | {"RONDA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "ronda.settings"}
    env.pop("RONDA_DATABASE_URL", None)
    with subprocess.Popen(
        [sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        port = process.stdout.readline().strip()
        assert port, "the server did not start"
        url = f"http://127.0.0.1:{port}"
        for _ in range(50):
            try:
                urllib.request.urlopen(f"{url}/sehat", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url
        process.terminate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The screens over sample rows."""
    with serving(tmp_path_factory.mktemp("var"), "Seed().all().make_imports()") as url:
        yield url


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The screens of a new installation."""
    with serving(tmp_path_factory.mktemp("var"), "only_people()") as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def signed_in(
    browser: Browser, server: str, *, dark: bool = False, width: int = 1280, who: str = "petugas"
) -> Page:
    """A signed-in person's page; what the console complains of lands in ``page.complaints``."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.complaints = complaints  # type: ignore[attr-defined]
    from support.seed import PASSWORD

    page.goto(f"{server}/masuk/")
    page.fill("#id_login", who)
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_url(f"{server}/")
    return page


def visit(page: Page, server: str, target: str) -> None:
    """Open a page; after "|" a link on it to follow, then a part of that page."""
    where, *rest = target.split("|")
    page.goto(server + where)
    if rest:
        href = page.get_attribute(rest[0], "href")
        assert href, f"nothing to open on {target}"
        page.goto(server + href + "".join(rest[1:]))


def violations(page: Page) -> list[str]:
    """Serious and critical violations of WCAG as axe sees them, with where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]


WHO_SEES = {
    "office": ("petugas", PAGES + OFFICE_ONLY, False),
    "agency": ("web.dinkes", OF_AGENCY, False),
    "new office": ("petugas", EMPTY, True),
    "new agency": ("web.baru", EMPTY_OF_AGENCY, True),
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("case", list(WHO_SEES))
def test_no_page_has_a_serious_violation(
    browser: Browser, server: str, empty: str, case: str, dark: bool
) -> None:
    who, targets, new = WHO_SEES[case]
    address = empty if new else server
    page = signed_in(browser, address, dark=dark, who=who)
    bad = []
    for target in targets:
        visit(page, address, target)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        bad += [f"{target}: {words}" for words in violations(page)]
    assert not bad, "\n".join(bad)
    complaints = page.complaints  # type: ignore[attr-defined]
    assert not [c for c in complaints if "404" not in c]  # a page that is not found is one


def test_the_sign_in_has_no_serious_violation(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/masuk/")
    assert not violations(page)
    page.close()


def test_a_citizen_reports_a_site_on_a_phone(browser: Browser, empty: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page.goto(f"{empty}/lapor/")
    assert not violations(page)
    page.fill("#alamat", "situs yang aneh")
    page.wait_for_timeout(2_200)  # a person takes longer than the form asks for
    page.click("button.main")
    page.wait_for_selector("#alamat-galat")
    assert not violations(page)
    page.fill("#alamat", "https://bansos-rembulan.my.id/klaim")
    page.click("button.main")
    page.wait_for_selector(".number")
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


@pytest.mark.parametrize("case", list(WHO_SEES))
def test_no_page_is_wider_than_a_phone(
    browser: Browser, server: str, empty: str, case: str
) -> None:
    who, targets, new = WHO_SEES[case]
    address = empty if new else server
    page = signed_in(browser, address, width=360, who=who)
    wide = []
    for target in targets:
        visit(page, address, target)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide.append(f"{target}: {over} px")
    assert not wide


def test_keys_decide_and_undo(browser: Browser, server: str) -> None:
    page = signed_in(browser, server)
    page.goto(f"{server}/calon/")
    first = page.get_attribute("article.card:not([hidden])", "data-site")
    with page.expect_response(lambda r: "/putuskan/" in r.url) as answered:
        page.keyboard.press("b")
        # The next card stands there before the answer has come.
        assert page.get_attribute("article.card:not([hidden])", "data-site") != first
    assert answered.value.status == 200
    page.keyboard.press("u")
    page.wait_for_url(f"{server}/calon/{first}/")
    assert page.get_attribute("article.card:not([hidden])", "data-site") == first
    assert not page.complaints  # type: ignore[attr-defined]


def test_an_answer_that_is_not_stored_brings_its_card_back(browser: Browser, server: str) -> None:
    page = signed_in(browser, server)
    page.goto(f"{server}/calon/")
    first = page.get_attribute("article.card:not([hidden])", "data-site")
    page.route("**/putuskan/", lambda route: route.abort())
    page.keyboard.press("b")
    page.wait_for_selector("#antrean-kabar:not([hidden])")
    assert page.get_attribute("article.card:not([hidden])", "data-site") == first


def test_the_key_for_another_owner_opens_its_form(browser: Browser, server: str) -> None:
    page = signed_in(browser, server)
    page.goto(f"{server}/calon/")
    page.keyboard.press("g")
    focused = page.evaluate("document.activeElement.name")
    assert focused == "agency"
    page.keyboard.type("b")  # typing in a field decides nothing
    assert page.locator("article.card:not([hidden]) details[open]").count() == 1


def test_a_few_letters_pick_an_agency_and_keys_can_be_read_up(
    browser: Browser, server: str
) -> None:
    page = signed_in(browser, server)
    page.goto(f"{server}/calon/?usul=unofficial")
    first = page.get_attribute("article.card:not([hidden])", "data-site")
    page.keyboard.press("?")
    assert page.is_visible("text=tanya rekan")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.type("dinas keta")  # the field's old words are marked and so replaced
    assert page.locator("[role=option]:visible").all_inner_texts() == ["Dinas Ketahanan Pangan"]
    page.keyboard.press("Enter")
    with page.expect_response(lambda r: "/putuskan/" in r.url) as answered:
        page.keyboard.press("Enter")
    assert answered.value.status == 200
    assert page.get_attribute("article.card:not([hidden])", "data-site") != first
    page.keyboard.press("u")
    page.wait_for_url(f"{server}/calon/{first}/?usul=unofficial")
    assert not page.complaints  # type: ignore[attr-defined]


def test_who_is_late_keeps_the_next_card_and_reads_who_was_first(
    browser: Browser, server: str
) -> None:
    page, other = signed_in(browser, server), signed_in(browser, server, who="csirt")
    page.goto(f"{server}/calon/?usul=unofficial")
    first = page.get_attribute("article.card:not([hidden])", "data-site")
    other.goto(f"{server}/calon/{first}/")
    with other.expect_response(lambda r: "/putuskan/" in r.url):
        other.keyboard.press("b")
    page.keyboard.press("y")
    page.wait_for_selector("#antrean-kabar:not([hidden])")
    assert "csirt sudah memutuskan situs ini" in page.inner_text("#antrean-kabar")
    assert page.get_attribute("article.card:not([hidden])", "data-site") != first
    other.keyboard.press("u")
    other.wait_for_url(f"{server}/calon/{first}/")


def test_slash_goes_to_the_search(browser: Browser, server: str) -> None:
    page = signed_in(browser, server)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "cari"


def test_check_now_shows_progress_and_then_the_result_by_itself(
    browser: Browser, server: str
) -> None:
    page = signed_in(browser, server)
    visit(page, server, f"{SITE}|td a.name")
    here = page.url
    page.click("text=Periksa sekarang")
    page.wait_for_selector("#kemajuan .spin")
    assert page.url == here
    # No worker runs here; that the watch is stopped is said instead of waiting in silence.
    other = signed_in(browser, server)
    other.fill("#sebab", "Pemeliharaan")
    other.click("#henti button.danger")
    page.wait_for_selector("#kemajuan .note.warning")
    other.goto(f"{server}/")
    other.click("#henti button.main")
    # The end of a visit, as the page is told it: it goes to the result without a click.
    done = "/situs/1/?hasil=1"
    page.route(
        "**/ronda/kunjungan/**",
        lambda route: route.fulfill(status=200, headers={"HX-Redirect": done}, body="<div></div>"),
    )
    page.wait_for_url(f"{server}{done}")
    page.wait_for_selector("#kemajuan .result")
    assert not page.complaints  # type: ignore[attr-defined]


def test_the_heading_asks_what_the_card_needs(browser: Browser, server: str) -> None:
    page = signed_in(browser, server)
    visit(page, server, "/calon/daftar/?soal=opd|td a.name")
    assert page.inner_text("#antrean-soal") == "Situs resmi ini milik siapa?"
    page.keyboard.press("l")
    page.wait_for_function(
        "document.querySelector('#antrean-soal').textContent === 'Milik siapa situs ini?'"
    )
    page.keyboard.press("u")
    page.wait_for_url("**/calon/*/")
