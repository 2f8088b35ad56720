"""The screens in a real browser: accessibility (axe), keys, the phone's width, no complaint."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
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
    "/sumber/",
    "/pemeriksaan/",
    "/pemeriksaan/HEADERS.HSTS/",
    "/cari/?q=dinas",
    "/akun/sandi/",
]
SERVER = """
import sys, threading
sys.path[:0] = [{src!r}, {tests!r}]
import django; django.setup()
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from support.seed import Seed
from ronda.web.wsgi import application
class Quiet(WSGIRequestHandler):
    def log_message(self, *args): pass
call_command("migrate", verbosity=0); Seed().all()
server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet); server.set_app(application)
print(server.server_address[1], flush=True); server.serve_forever()
"""

pytestmark = [pytest.mark.real(CHROMIUM), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The screens over sample rows, in a process of their own."""
    code = SERVER.format(src=str(ROOT / "src"), tests=str(ROOT / "tests"))
    env = os.environ | {
        "RONDA_VAR": str(tmp_path_factory.mktemp("var")),
        "DJANGO_SETTINGS_MODULE": "ronda.settings",
    }
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
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def signed_in(browser: Browser, server: str, *, dark: bool = False, width: int = 1280) -> Page:
    """A signed-in officer's page; what the console complains of lands in ``page.complaints``."""
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
    page.fill("#id_login", "petugas")
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
        page.goto(server + (href or "") + "".join(rest[1:]))


def violations(page: Page) -> list[str]:
    """Serious and critical violations of WCAG as axe sees them, with where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_serious_violation(browser: Browser, server: str, dark: bool) -> None:
    page = signed_in(browser, server, dark=dark)
    bad = []
    for target in PAGES:
        visit(page, server, target)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        bad += [f"{target}: {words}" for words in violations(page)]
    assert not bad, "\n".join(bad)
    assert not page.complaints  # type: ignore[attr-defined]


def test_the_sign_in_has_no_serious_violation(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/masuk/")
    assert not violations(page)
    page.close()


@pytest.mark.parametrize("width", [360])
def test_no_page_is_wider_than_a_phone(browser: Browser, server: str, width: int) -> None:
    page = signed_in(browser, server, width=width)
    wide = []
    for target in PAGES:
        visit(page, server, target)
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


def test_slash_goes_to_the_search(browser: Browser, server: str) -> None:
    page = signed_in(browser, server)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "cari"


def test_check_now_shows_progress_without_leaving_the_page(browser: Browser, server: str) -> None:
    page = signed_in(browser, server)
    visit(page, server, f"{SITE}|td a.name")
    here = page.url
    page.click("text=Periksa sekarang")
    page.wait_for_selector("#kemajuan .note")
    assert page.url == here
    assert not page.complaints  # type: ignore[attr-defined]
