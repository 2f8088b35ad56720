"""Takes every page at 1280 and 390 px in both languages into a folder, and says what went wrong.

    scripts/screens.py [OUT]                          its own servers over sample rows, and over none
    scripts/screens.py OUT --server http://127.0.0.1:8000 --user NAME --password WORD
    scripts/screens.py --desk --server ... --password WORD   only the desk of the README

OUT is var/screens unless given. The first needs the development dependencies; all need chromium
(CHROMIUM names it).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desktop": (1280, 800), "phone": (390, 844)}
LANGUAGES = ("id", "en")
# name -> path; "{...}" is filled with the first link on another page that fits.
PAGES = {
    "meja": "/",
    "calon": "/calon/",
    "calon-daftar": "/calon/daftar/",
    "calon-putusan": "/calon/putusan/",
    "situs": "/situs/",
    "situs-satu": "link:/situs/|a.name[href^='/situs/']",
    "temuan": "/temuan/",
    "temuan-judi": "link:/temuan/?pemeriksaan=CONTENT.GAMBLING|td a.name[href^='/temuan/']",
    "temuan-satu": "link:/temuan/?tingkat=high|td a.name[href^='/temuan/']",
    "opd": "/opd/",
    "opd-satu": "link:/opd/|td a.name[href^='/opd/']",
    "impor": "/impor/",
    "laporan": "/laporan/",
    "lapor": "/lapor/",
    "pesan": "/pesan/",
    "sumber": "/sumber/",
    "sumber-satu": "/sumber/ct/",
    "pemeriksaan": "/pemeriksaan/",
    "pemeriksaan-satu": "link:/pemeriksaan/|.rows a[href^='/pemeriksaan/']",
    "cari": "/cari/?q=dinas",
    "sandi": "/akun/sandi/",
}
TABS = ("temuan", "riwayat", "bukti", "identitas")
# What only our own servers hold: uploads of every outcome, a round, an error that we cause.
SAMPLE_PAGES = PAGES | {
    "impor-galat": "link:/impor/|.rows a:has-text('galat')",
    "impor-pratinjau": "link:/impor/|.rows a:has-text('baru')",
    "impor-diterapkan": "link:/impor/|.rows a:has-text('lama')",
    "putaran": "link:/|a[href^='/ronda/putaran/']:not([href*='?'])",
    "calon-serupa": "link:/calon/?usul=unofficial|a[href*='/serupa/']",
    "calon-disaring": "/calon/?usul=unofficial",
    "calon-resmi": "link:/calon/daftar/?soal=opd|td a.name",
    "404": "/tidak-ada/",
    "500": "/contoh-galat/",
}
AGENCY_PAGES = {
    "beranda": "/",
    "situs": "/situs/",
    "situs-satu": "link:/situs/?temuan=kritis|a.name[href^='/situs/']",
    "temuan": "/temuan/",
    "temuan-satu": "link:/temuan/|td a.name[href^='/temuan/']",
    "opd": "/opd/",
    "opd-satu": "link:/opd/|td a.name[href^='/opd/']",
    "cari": "/cari/?q=dinkes",
    "pemeriksaan": "/pemeriksaan/",
    "404": "/calon/",
}
EMPTY_PAGES = {
    name: path
    for name, path in PAGES.items()
    if not path.startswith("link:") and name not in ("sandi", "pemeriksaan")
}
EMPTY_AGENCY_PAGES = {"beranda": "/", "situs": "/situs/", "temuan": "/temuan/", "opd": "/opd/"}
EXPECTED = {"404": 404, "500": 500}
ROOT = Path(__file__).resolve().parent.parent
DESK = ROOT / "docs" / "screenshots" / "desk.png"


@dataclass
class Problem:
    """A page that answered wrongly, or whose script or policy complained."""

    page: str
    words: str


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path, nargs="?", default=ROOT / "var" / "screens")
    parser.add_argument("--server", default="")
    parser.add_argument("--user", default="petugas")
    parser.add_argument("--password", default="")
    parser.add_argument("--agency", action="store_true", help="the person is an agency's")
    parser.add_argument("--only", default="", help="names of pages, with commas")
    parser.add_argument("--width", default="", help="desktop or phone")
    parser.add_argument("--language", default="", help="id or en")
    parser.add_argument("--desk", action="store_true", help=f"only take {DESK.relative_to(ROOT)}")
    parser.add_argument("--serve", choices=["sample", "empty"], help=argparse.SUPPRESS)
    parser.add_argument("--dark", action="store_true", help="everything in the dark theme")
    return parser.parse_args()


@contextmanager
def own_server(kind: str) -> Iterator[tuple[str, str]]:
    """Serve sample rows, or a new installation, in a process of its own; address and password."""
    with tempfile.TemporaryDirectory() as var:
        env = os.environ | {"RONDA_VAR": var, "DJANGO_SETTINGS_MODULE": "ronda.settings"}
        env.pop("RONDA_DATABASE_URL", None)
        command = [sys.executable, __file__, "--serve", kind]
        with subprocess.Popen(  # noqa: S603  this very script
            command, env=env, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                said = process.stdout.readline() if process.stdout else ""
                port, password = said.split()
                yield f"http://127.0.0.1:{port}", password
            finally:
                process.terminate()


def serve(kind: str) -> None:
    """Serve from a fresh database until terminated; says port and password on the first line."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    import django

    django.setup()
    from django.contrib.auth.decorators import login_not_required
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.http import HttpRequest, HttpResponse
    from django.urls import path
    from support.seed import PASSWORD, Seed, only_people

    from ronda.discovery.services import tell_new
    from ronda.web import urls
    from ronda.web.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    @login_not_required
    def broken(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("the page that shows how an error looks")

    urls.urlpatterns.append(path("contoh-galat/", broken, name="broken"))
    call_command("migrate", verbosity=0)
    if kind == "sample":
        Seed().all().make_imports()
        tell_new()
    else:
        only_people()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    print(server.server_address[1], PASSWORD, flush=True)
    server.serve_forever()


def sign_in(page: Page, server: str, user: str, password: str) -> None:
    """Sign in through the form, as a person does."""
    page.goto(f"{server}/masuk/")
    page.fill("#id_login", user)
    page.fill("#id_password", password)
    page.click("button.main")
    page.wait_for_url(f"{server}/")


def address_of(page: Page, server: str, target: str) -> str:
    """The address of a page, looked up on another page when it is a link; "" when there is none."""
    if not target.startswith("link:"):
        return server + target
    where, selector = target.removeprefix("link:").split("|", 1)
    page.goto(server + where)
    link = page.query_selector(selector)
    return server + (link.get_attribute("href") or "") if link else ""


class Photographer:
    """Takes the pictures of one browser and keeps what went wrong."""

    def __init__(self, browser: Browser, server: str, options: argparse.Namespace) -> None:
        self.browser, self.server, self.options = browser, server, options
        self.problems: list[Problem] = []
        self.taken = 0

    def series(
        self,
        width: str,
        language: str,
        dark: bool,
        user: str,
        password: str,
        pages: dict[str, str],
        prefix: str = "",
    ) -> None:
        """All pages of one person at one width, in one language and theme."""
        size = WIDTHS[width]
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=language,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        name = ["?"]
        page.on("console", lambda m: self.complaint(name[0], m.type, m.text))
        page.on("pageerror", lambda e: self.say(name[0], str(e)))
        host = self.server.split("/")[2].rsplit(":", 1)[0]
        context.add_cookies(
            [{"name": "django_language", "value": language, "domain": host, "path": "/"}]
        )
        suffix = f"{width}-{language}{'-gelap' if dark else ''}"
        name[0] = f"{prefix}masuk"
        page.goto(f"{self.server}/masuk/")
        if not prefix:
            self.shoot(page, f"masuk-{suffix}")
        sign_in(page, self.server, user, password)
        only = {n for n in self.options.only.split(",") if n}
        for key, target in pages.items():
            if only and prefix + key not in only:
                continue
            name[0] = f"{prefix}{key}"
            url = address_of(page, self.server, target)
            if not url:
                self.say(name[0], "no row to open")
                continue
            self.open(page, name[0], url, EXPECTED.get(key, 200))
            self.shoot(page, f"{name[0]}-{suffix}")
            if key == "situs-satu":
                for tab in TABS:
                    name[0] = f"{prefix}{key}-{tab}"
                    self.open(page, name[0], f"{url}{tab}/")
                    self.shoot(page, f"{name[0]}-{suffix}")
        if pages is SAMPLE_PAGES and not only:
            name[0] = "henti"
            self.stopped(page, suffix)
        context.close()

    def stopped(self, page: Page, suffix: str) -> None:
        """The desk and a table while the stop switch is engaged; then it is released."""
        page.goto(f"{self.server}/")
        page.fill("#sebab", "Pusat data sedang dipelihara sampai pukul 14.00")
        page.click("#henti button.danger")
        page.wait_for_selector(".stopbar")
        self.shoot(page, f"henti-meja-{suffix}")
        self.open(page, "henti-situs", f"{self.server}/situs/")
        self.shoot(page, f"henti-situs-{suffix}")
        page.goto(f"{self.server}/")
        page.click("#henti button.main")

    def forbidden(self, width: str, language: str, user: str, password: str) -> None:
        """What a person sees who may look but not change."""
        size = WIDTHS[width]
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        host = self.server.split("/")[2].rsplit(":", 1)[0]
        context.add_cookies(
            [{"name": "django_language", "value": language, "domain": host, "path": "/"}]
        )
        sign_in(page, self.server, user, password)
        page.evaluate(
            """() => { const form = document.querySelector("form[action='/tampilan/']");
            form.action = "/ronda/henti/"; form.submit(); }"""
        )
        page.wait_for_url(f"{self.server}/ronda/henti/")
        self.shoot(page, f"403-{width}-{language}")
        context.close()

    def complaint(self, page: str, kind: str, words: str) -> None:
        """Note what the console says; that an error page is an error is no complaint."""
        wanted = any(f"status of {code}" in words for code in EXPECTED.values())
        if kind in ("error", "warning") and not (wanted and page.endswith(("404", "500"))):
            self.say(page, words)

    def open(self, page: Page, name: str, url: str, expected: int = 200) -> None:
        """Open a page; anything but the status expected is a problem, and so is sideways scrolling."""
        answer = page.goto(url, wait_until="load")
        if answer is None or answer.status != expected:
            self.say(name, f"{url}: {answer.status if answer else 'no answer'}")
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.say(name, f"{wide} px wider than the screen")

    def shoot(self, page: Page, name: str) -> None:
        """Take one picture of the whole page."""
        page.screenshot(path=self.options.out / f"{name}.png", full_page=True)
        self.taken += 1

    def say(self, page: str, words: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(page, words))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        yield browser
        browser.close()


def chosen(options: argparse.Namespace) -> list[tuple[str, str]]:
    """The widths and languages asked for."""
    widths = [options.width] if options.width else list(WIDTHS)
    languages = [options.language] if options.language else list(LANGUAGES)
    return [(width, language) for width in widths for language in languages]


def of_server(options: argparse.Namespace, browser: Browser) -> Photographer:
    """All pages that a server has for one person."""
    taker = Photographer(browser, options.server.rstrip("/"), options)
    pages = AGENCY_PAGES if options.agency else PAGES
    for width, language in chosen(options):
        taker.series(width, language, options.dark, options.user, options.password, pages)
    return taker


def of_samples(options: argparse.Namespace, browser: Browser) -> list[Photographer]:
    """Sample rows as an officer and as an agency's person; then a new installation as both."""
    takers = []
    with own_server("sample") as (server, word):
        taker = Photographer(browser, server, options)
        for width, language in chosen(options):
            taker.series(width, language, options.dark, "petugas", word, SAMPLE_PAGES)
            taker.series(width, language, options.dark, "web.dinkes", word, AGENCY_PAGES, "opd-")
            taker.forbidden(width, language, "inspektur", word)
        if not (options.only or options.dark or options.width or options.language):
            few = {k: v for k, v in PAGES.items() if k in ("meja", "situs", "temuan-judi", "calon")}
            taker.series("desktop", "id", True, "petugas", word, few)
        takers.append(taker)
    with own_server("empty") as (server, word):
        taker = Photographer(browser, server, options)
        for width, language in chosen(options):
            taker.series(width, language, options.dark, "petugas", word, EMPTY_PAGES, "kosong-")
            taker.series(
                width, language, options.dark, "web.baru", word, EMPTY_AGENCY_PAGES, "kosong-opd-"
            )
        takers.append(taker)
    return takers


def desk_picture(options: argparse.Namespace, browser: Browser) -> None:
    """The desk for the README, as a laptop shows it."""
    server = options.server.rstrip("/")
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="id")
    sign_in(page, server, options.user, options.password)
    page.goto(f"{server}/")  # again, without the greeting
    DESK.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=DESK)
    print(f"{DESK}: {DESK.stat().st_size // 1024} KB")


def main() -> int:
    """Run; exit code 1 when a page had a problem."""
    options = arguments()
    if options.serve:
        serve(options.serve)
        return 0
    if options.desk and not options.server:
        print("--desk needs --server, best that of `make run`", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        if options.desk:
            desk_picture(options, browser)
            return 0
        takers = [of_server(options, browser)] if options.server else of_samples(options, browser)
    print(f"{sum(taker.taken for taker in takers)} pictures in {options.out}")
    problems = [problem for taker in takers for problem in taker.problems]
    for problem in problems:
        print(f"{problem.page}: {problem.words}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
