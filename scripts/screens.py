"""Takes every page at 1280 and 390 px in both languages into a folder, and says what went wrong.

    scripts/screens.py OUT                            its own server over sample rows
    scripts/screens.py OUT --server http://127.0.0.1:8000 --user NAME --password WORD

The first needs the development dependencies; both need chromium (CHROMIUM names it).
"""

import argparse
import os
import sys
import tempfile
import threading
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
    "situs": "/situs/",
    "situs-satu": "link:/situs/|a.name[href^='/situs/']",
    "temuan": "/temuan/",
    "temuan-judi": "link:/temuan/?pemeriksaan=CONTENT.GAMBLING|td a.name[href^='/temuan/']",
    "temuan-satu": "link:/temuan/?tingkat=high|td a.name[href^='/temuan/']",
    "opd": "/opd/",
    "opd-satu": "link:/opd/|td a.name[href^='/opd/']",
    "impor": "/impor/",
    "sumber": "/sumber/",
    "pemeriksaan": "/pemeriksaan/",
    "pemeriksaan-satu": "link:/pemeriksaan/|.rows a[href^='/pemeriksaan/']",
    "cari": "/cari/?q=dinas",
    "sandi": "/akun/sandi/",
}
TABS = ("temuan", "riwayat", "bukti", "identitas")


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
    parser.add_argument("out", type=Path)
    parser.add_argument("--server", default="")
    parser.add_argument("--user", default="petugas")
    parser.add_argument("--password", default="")
    parser.add_argument("--only", default="", help="names of pages, with commas")
    parser.add_argument("--width", default="", help="desktop or phone")
    parser.add_argument("--language", default="", help="id or en")
    parser.add_argument("--dark", action="store_true", help="everything in the dark theme")
    return parser.parse_args()


@contextmanager
def own_server() -> Iterator[tuple[str, str]]:
    """Serve sample rows from a fresh database; yields address and password."""
    root = Path(__file__).resolve().parent.parent
    sys.path[:0] = [str(root / "src"), str(root / "tests")]
    with tempfile.TemporaryDirectory() as var:
        os.environ |= {"RONDA_VAR": var, "DJANGO_SETTINGS_MODULE": "ronda.settings"}
        os.environ.pop("RONDA_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from support.seed import PASSWORD, Seed

        from ronda.web.wsgi import application

        class Quiet(WSGIRequestHandler):
            def log_message(self, *args: object) -> None:
                """Say nothing."""

        call_command("migrate", verbosity=0)
        Seed().all()
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(application)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", PASSWORD
        finally:
            server.shutdown()


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

    def series(self, width: str, language: str, dark: bool, user: str, password: str) -> None:
        """All pages of one width, language and theme."""
        size = WIDTHS[width]
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=language,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        name = ["?"]
        page.on("console", lambda m: m.type in ("error", "warning") and self.say(name[0], m.text))
        page.on("pageerror", lambda e: self.say(name[0], str(e)))
        host = self.server.split("/")[2].rsplit(":", 1)[0]
        context.add_cookies(
            [{"name": "django_language", "value": language, "domain": host, "path": "/"}]
        )
        suffix = f"{width}-{language}{'-gelap' if dark else ''}"
        name[0] = "masuk"
        page.goto(f"{self.server}/masuk/")
        self.shoot(page, f"masuk-{suffix}")
        sign_in(page, self.server, user, password)
        only = {n for n in self.options.only.split(",") if n}
        for key, target in PAGES.items():
            if only and key not in only:
                continue
            name[0] = key
            url = address_of(page, self.server, target)
            if not url:
                self.say(key, "no row to open")
                continue
            self.open(page, key, url)
            self.shoot(page, f"{key}-{suffix}")
            if key == "situs-satu":
                for tab in TABS:
                    name[0] = f"{key}-{tab}"
                    self.open(page, name[0], f"{url}{tab}/")
                    self.shoot(page, f"{key}-{tab}-{suffix}")
        context.close()

    def open(self, page: Page, name: str, url: str) -> None:
        """Open a page; anything but 200 is a problem, and so is sideways scrolling."""
        answer = page.goto(url, wait_until="load")
        if answer is None or answer.status != 200:
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


def run(server: str, password: str, options: argparse.Namespace) -> list[Problem]:
    """Take all series from a server."""
    options.out.mkdir(parents=True, exist_ok=True)
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        photographer = Photographer(browser, server, options)
        for width in [options.width] if options.width else WIDTHS:
            for language in [options.language] if options.language else LANGUAGES:
                photographer.series(width, language, options.dark, options.user, password)
        if not (options.only or options.dark or options.width or options.language):
            options.only = "meja,situs,temuan-judi,calon"
            photographer.series("desktop", "id", True, options.user, password)
        browser.close()
    print(f"{photographer.taken} pictures in {options.out}")
    return photographer.problems


def main() -> int:
    """Run; exit code 1 when a page had a problem."""
    options = arguments()
    if options.server:
        problems = run(options.server.rstrip("/"), options.password, options)
    else:
        with own_server() as (server, password):
            problems = run(server, password, options)
    for problem in problems:
        print(f"{problem.page}: {problem.words}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
