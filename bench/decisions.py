"""`python -m bench.decisions [--reading S] [--phone] [--sites N] [--others N] [--json]`: thirty decisions on the screen.

Writes a tuning province, puts what stands outside its zones before an officer as candidates, with
the pages as compiled, serves Ronda and drives the real page in headless Chromium as a person would:
reads each card for ``--reading`` seconds (7), then presses one key, or taps. Among the thirty are
two changes of agency by a few letters and one answer to several alike; three are taken back and
answered again. Prints the seconds, Ronda's part of them (from the key until the next card stands
there, the browser's driver included) and the limit of 300 in the same run; fails above it. With
other work on the machine Ronda's part grows.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from playwright.sync_api import Page, sync_playwright

from bench.attribution import front
from ronda.engine.artifacts import (
    DNS,
    HTTP_VISITOR,
    PAGE_VISITOR,
    DnsAnswer,
    DnsArtifact,
    Observation,
    SiteFacts,
)
from ronda.engine.collect.page import parse_page
from ronda.engine.discover.contract import Sighting
from ronda.engine.netconfig import Limits
from ronda.lab.compile import compile_scenario
from ronda.lab.generate.settings import Settings
from ronda.lab.generate.write import write
from ronda.lab.scenario import Scenario, load
from ronda.lab.world import VirtualHost

LIMIT = 300.0  # seconds for all decisions
DECISIONS = 30
ALIKE = 3  # sites at least that one answer decides
LETTERS = 5  # typed of an agency's name
TYPING = 0.2  # seconds a letter, a slow typist's
UNDOING = 2.0  # seconds to notice a slip
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
CARD = "article.card:not([hidden])"


class Sitting(msgspec.Struct):
    """One sitting of an officer: what was done and where the seconds went."""

    answers: int = 0
    undone: int = 0
    corrected: int = 0
    together: int = 0  # sites that one answer decided
    person: float = 0.0  # reading, typing, noticing
    waits: list[float] = []  # for Ronda, after each key

    @property
    def ronda(self) -> float:
        """Seconds that the person waited for Ronda."""
        return sum(self.waits)


def fill(scenario: Scenario) -> int:
    """Make candidates of the sites outside the zones, each as a visit would have shown it."""
    from ronda.discovery.inspecting import take_in
    from ronda.discovery.recording import record
    from ronda.register.gazetteer import gazetteer
    from ronda.register.models import Site

    now, zones = datetime.now(UTC), tuple(f".{zone.name}" for zone in scenario.about.zones)
    hosts = [
        host
        for host in compile_scenario(scenario, 1, now).hosts
        if not f".{host.name}".endswith(zones)
    ]
    sightings = [Sighting("ct", f"https://{host.name}/", now, "log bench") for host in hosts]
    record(sightings)
    known, stored = gazetteer(), {site.host: site for site in Site.objects.all()}
    for host in hosts:
        if host.name in stored:
            take_in(stored[host.name], observed(host, now), gazetteer=known)
    return len(stored)


def add_others(count: int) -> None:
    """Add candidates of which nothing but a proposal is known, so that the queue is long."""
    from django.utils import timezone

    from ronda.discovery.models import Proposal
    from ronda.register.models import Site

    names = [f"calon-{n}.contoh.example" for n in range(count)]
    sites = [Site(url=f"https://{name}/", host=name, title=name) for name in names]
    Proposal.objects.bulk_create(
        [
            Proposal(
                site=site, relation="third_party", probability=0.7, model="bench",
                root="contoh.example", server="198.18.200.1", made_at=timezone.now(),
            )
            for site in Site.objects.bulk_create(sites, batch_size=1000)
        ],
        batch_size=1000,
    )  # fmt: skip


def observed(host: VirtualHost, now: datetime) -> Observation:
    """What a light visit of a compiled host brings back."""
    url = f"https://{host.name}/"
    answer = DnsAnswer(host.name, "A", "ok", (host.address,))
    artifacts = {DNS: DnsArtifact(now, host.name, host.name, (answer,))}
    http = front(host, now)
    seen: dict[str, object] = dict(artifacts)
    if http is not None:
        seen |= {HTTP_VISITOR: http, PAGE_VISITOR: parse_page(http, Limits())}
    return Observation(SiteFacts(url, host.name, "undecided"), now, now, seen)  # type: ignore[arg-type]


@contextmanager
def serving(folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Ronda's web server over a folder's database; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ronda", "serve", "--no-worker", "--port", str(port)]
    log = (folder / "serve.log").open("wb")
    with log, subprocess.Popen(command, env=env, stdout=log, stderr=log) as server:
        try:
            await_answer(f"http://127.0.0.1:{port}/sehat", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def await_answer(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Return once the server answers; gives up after a minute and a half."""
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    ended = "" if server.poll() is None else f" and ended with code {server.returncode}"
    raise SystemExit(f"ronda serve did not answer{ended}; run it by hand to see why")


class Officer:
    """Somebody before the screen: reads, answers, slips, takes back."""

    def __init__(self, page: Page, reading: float, phone: bool) -> None:
        self.page, self.reading, self.phone = page, reading, phone
        self.sitting = Sitting()

    def rest(self, seconds: float) -> None:
        """Spend a person's own time."""
        began = time.perf_counter()
        time.sleep(seconds)
        self.sitting.person += time.perf_counter() - began

    def await_ronda(self, act: Callable[[], object], ready: str, before: str = "") -> None:
        """Do something and wait until the page is as ``ready`` says; that wait is Ronda's."""
        began = time.perf_counter()
        act()
        self.page.wait_for_function(ready, arg=before, timeout=30_000)
        self.sitting.waits.append(time.perf_counter() - began)

    def shown(self) -> str:
        """The site of the card that is shown."""
        return self.page.get_attribute(CARD, "data-site") or ""

    def press(self, key: str) -> Callable[[], object]:
        """A key, or on a phone a tap on the button that says the same."""
        button = f"{CARD} [data-key='{key}'], #serupa [data-key='{key}']"
        if self.phone:
            return lambda: self.page.locator(button).first.tap()
        return lambda: self.page.keyboard.press(key)

    def answer(self, key: str) -> None:
        """Read a card and answer it; the next one comes."""
        self.rest(self.reading)
        self.await_ronda(self.press(key), NEXT, self.shown())
        self.sitting.answers += 1

    def usual(self) -> None:
        """Read a card and answer as most are: right where Ronda dares, else not ours."""
        sure = self.page.query_selector(f"{CARD} [data-key='y']")
        self.answer("y" if sure else "b")

    def correct(self) -> None:
        """Read a card and choose another agency by a few letters of its name."""
        self.rest(self.reading)
        before = self.shown()
        name = self.page.get_attribute("#opd-daftar option:nth-child(7)", "value") or ""
        self.press("g")()
        box = self.page.locator(f"{CARD} input[name=agency]")
        box.fill("")
        self.page.check(f"{CARD} input[name=relation][value=unofficial]")
        box.focus()
        words = "".join(word[:LETTERS] + " " for word in name.replace(",", " ").split()[:3])
        began = time.perf_counter()
        box.press_sequentially(words, delay=TYPING * 1000)
        self.page.keyboard.press("Enter")
        self.sitting.person += time.perf_counter() - began
        save = self.page.locator(f"{CARD} .corrector input[value=unofficial]").locator(
            "xpath=ancestor::form"
        )
        button = save.locator("button.main")
        self.await_ronda(button.tap if self.phone else button.click, NEXT, before)
        self.sitting.answers += 1
        self.sitting.corrected += 1

    def undo(self) -> None:
        """Notice a slip, take the last answer back and see its card again."""
        self.rest(UNDOING)
        before = self.shown()
        tap = self.page.locator("#urungkan button").tap
        press = tap if self.phone else self.press("u")
        self.await_ronda(press, NEXT, before)
        self.sitting.answers -= 1
        self.sitting.undone += 1

    def alike(self) -> int:
        """How many sites hang together with the card that is shown, by its first tie."""
        button = self.page.query_selector(f"{CARD} [data-key='s']")
        return int("0" + re.sub(r"\D", "", button.inner_text())) if button else 0

    def together(self) -> None:
        """Answer all that hang together with the card in one go, having looked at the list."""
        self.rest(self.reading)
        self.await_ronda(self.press("s"), "() => document.getElementById('serupa')")
        self.rest(self.reading)
        self.sitting.together = int(self.page.inner_text("#serupa-jumlah"))
        self.await_ronda(
            self.press("b"), f"() => !document.getElementById('serupa') && {SHOWN} !== ''"
        )
        self.sitting.answers += 1


SHOWN = f'((document.querySelector("{CARD}") || {{dataset: {{}}}}).dataset.site || "")'
NEXT = f"(before) => document.readyState === 'complete' && {SHOWN} !== '' && {SHOWN} !== before"


def sit(page: Page, server: str, reading: float, phone: bool, sign_in: tuple[str, str]) -> Sitting:
    """Sign in and give thirty answers, slips, corrections and one batch among them."""
    page.goto(f"{server}/masuk/")
    page.fill("#id_login", sign_in[0])
    page.fill("#id_password", sign_in[1])
    page.click("button.main")
    page.wait_for_url(f"{server}/")
    officer, slips, corrections, batched = Officer(page, reading, phone), [4, 13, 22], [7, 18], 0
    officer.await_ronda(lambda: page.goto(f"{server}/calon/"), NEXT)
    while officer.sitting.answers < DECISIONS:
        done = officer.sitting.answers
        if slips and done == slips[0]:
            slips.pop(0)
            officer.undo()
        elif corrections and done >= corrections[0] and page.query_selector(CARD + OFF_ZONE):
            corrections.pop(0)
            officer.correct()
        elif not batched and done >= 10 and officer.alike() >= ALIKE:
            batched = 1
            officer.together()
        else:
            officer.usual()
    officer.await_ronda(lambda: page.goto(f"{server}/"), "() => document.readyState === 'complete'")
    if slips or corrections or not batched:
        raise SystemExit("the province did not bring what the sitting needs: try --sites 400")
    return officer.sitting


OFF_ZONE = " input[name=relation][value=unofficial]"


def before_the_screen(server: str, chosen: argparse.Namespace, sign_in: tuple[str, str]) -> Sitting:
    """Open a browser and sit down before it."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    size = {"width": 360, "height": 740} if chosen.phone else {"width": 1280, "height": 800}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS + root
        )
        context = browser.new_context(viewport=size, has_touch=chosen.phone)  # type: ignore[arg-type]
        sitting = sit(context.new_page(), server, chosen.reading, chosen.phone, sign_in)
        browser.close()
    return sitting


def decided() -> int:
    """Answers that stand in the database, those of one go counted once."""
    from ronda.discovery.models import Decision

    rows = Decision.objects.filter(undone_at__isnull=True).values_list("batch", "pk")
    return len({batch or pk for batch, pk in rows})


def prepare(folder: Path, sites: int) -> tuple[dict[str, str], int]:
    """Set up an installation in a folder; return its environment and its number of candidates."""
    province = folder / "province"
    write(Settings(sites=sites, seed=78, rounds=1), province)
    scenario = load(province)
    zones = ",".join(zone.name for zone in scenario.about.zones)
    var = folder / "var"
    mine = {"RONDA_VAR": str(var), "RONDA_ZONES": zones, "DJANGO_SETTINGS_MODULE": "ronda.settings"}
    os.environ.update(mine)
    os.environ.pop("RONDA_DATABASE_URL", None)
    env = dict(os.environ)
    ronda = [sys.executable, "-m", "ronda"]
    quiet = subprocess.DEVNULL
    subprocess.run([*ronda, "init"], env=env, check=True, stdout=quiet)
    agencies = str(province / "agencies.xlsx")
    subprocess.run([*ronda, "import", "agencies", agencies], env=env, check=True, stdout=quiet)
    import django

    django.setup()
    return env, fill(scenario)


def credentials(var: Path) -> tuple[str, str]:
    """The first officer's name and password, as `ronda init` wrote them down."""
    name, password = (var / "first-sign-in.txt").read_text("utf-8").split()
    return name, password


def main() -> int:
    """Measure and print; exit code 1 above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=400)
    parser.add_argument("--others", type=int, default=0, help="bare candidates besides: 10000")
    parser.add_argument("--reading", type=float, default=7.0, help="seconds for each card")
    parser.add_argument("--phone", action="store_true", help="taps on a screen of 360 px")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env, candidates = prepare(folder, chosen.sites)
        add_others(chosen.others)
        with serving(folder, env) as server:
            sitting = before_the_screen(server, chosen, credentials(folder / "var"))
        standing = decided()
    if standing != sitting.answers:
        raise SystemExit(f"{sitting.answers} answers were given, {standing} stand in the database")
    return report(sitting, candidates + chosen.others, chosen.reading, as_json=chosen.json)


def report(sitting: Sitting, candidates: int, reading: float, *, as_json: bool) -> int:
    """Print what the sitting took beside the limit."""
    total = sitting.person + sitting.ronda
    said = {
        "candidates": candidates,
        "decisions": sitting.answers,
        "taken_back": sitting.undone,
        "agency_changed": sitting.corrected,
        "decided_in_one_go": sitting.together,
        "reading_seconds_each": reading,
        "seconds": round(total, 1),
        "ronda_seconds": round(sitting.ronda, 1),
        "ronda_share": round(sitting.ronda / total, 3),
        "wait_median": round(statistics.median(sitting.waits), 3),
        "wait_longest": round(max(sitting.waits), 3),
        "limit": LIMIT,
    }
    if as_json:
        print(json.dumps(said))
    else:
        for key, value in said.items():
            print(f"{key.replace('_', ' '):24}{value:>10}")
    return 0 if total <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
