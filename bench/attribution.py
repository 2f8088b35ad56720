"""`python -m bench.attribution [--sites N] [--repeat N] [--json]`: sites attributed a second, one core.

Writes a tuning province, compiles its front pages, parses them, and attributes every site from its
page and address as a candidate. Compiling and parsing are not counted; what was remembered of the
addresses is forgotten before each run, since in the world each site comes once. Beside it in the same run, as
the peer to divide by: the parsing of the same pages, which every visit pays anyhow. Time is CPU of
this process. The stated limit is 500 sites a second on one core.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ronda.engine import urls
from ronda.engine.artifacts import HttpArtifact, PageArtifact
from ronda.engine.attribute.contract import (
    CandidateFacts,
    LookBook,
)
from ronda.engine.attribute.from_likeness import look_of
from ronda.engine.attribute.hostwords import read_words
from ronda.engine.attribute.model import attribute
from ronda.engine.attribute.shared import chosen_labels, registered_domain
from ronda.engine.collect.page import parse_page
from ronda.engine.netconfig import Limits
from ronda.lab.compile import compile_scenario
from ronda.lab.generate.settings import Settings
from ronda.lab.generate.write import write
from ronda.lab.scenario import Scenario, load
from ronda.lab.train.pages import gazetteer_of, looked_at
from ronda.lab.world import Respond, VirtualHost

LIMIT = 500  # sites a second on one core


class Timing(msgspec.Struct, frozen=True):
    """CPU seconds of the best of several runs."""

    sites: int
    pages: int
    characters: int  # of text in all pages
    attributing: float
    parsing: float

    @property
    def sites_a_second(self) -> float:
        """Sites attributed in a second of one core."""
        return self.sites / self.attributing


def front(host: VirtualHost, now: datetime) -> HttpArtifact | None:
    """What a visitor of a host's front page gets, or None where nothing is answered."""
    routes = host.https or host.http or ()
    found = (r.answer for r in routes if r.view == "any" and r.path in ("/", "/*"))
    answer = next(found, None)
    if not isinstance(answer, Respond) or answer.status != 200:
        return None
    url = f"https://{host.name}/"
    return HttpArtifact(
        at=now, view="visitor", url=url, final_url=url, address=host.address, status=200,
        headers=answer.headers, hops=(), body=answer.body, body_sha256="", truncated=False,
        elapsed_ms=1,
    )  # fmt: skip


def _looks(
    scenario: Scenario, pages: Mapping[str, PageArtifact], icons: Mapping[str, str]
) -> LookBook:
    """What the official sites look like, as a register keeps it after a patrol."""
    official = (s for s in scenario.sites if scenario.in_zone(s.origin.host))
    return LookBook(
        look_of(pages[url], site.plan.made_by.agency or "", icons.get(url, ""))
        for site in official
        if (url := f"https://{site.origin.host}/") in pages
    )


def best(run: Callable[[], object], repeat: int) -> float:
    """CPU seconds of the fastest of several runs."""
    took = []
    for _ in range(repeat):
        began = time.process_time()
        run()
        took.append(time.process_time() - began)
    return min(took)


def measure(scenario: Scenario, repeat: int) -> Timing:
    """Attribute every site of a scenario, several times over."""
    now = datetime.now(UTC)
    world = compile_scenario(scenario, 1, now)
    answers = [(h.name, front(h, now)) for h in world.hosts]
    fetched = [http for _, http in answers if http is not None]
    limits = Limits()

    def parse() -> Sequence[object]:
        return [parse_page(http, limits) for http in fetched]

    pages = {p.url: p for p in parse() if isinstance(p, PageArtifact)}
    addresses = [f"https://{name}/" for name, _ in answers]
    icons = {f"https://{s.site.origin.host}/": s.icon for s in looked_at(scenario, now)}
    facts = [
        CandidateFacts(u, (pages[u],) if u in pages else (), icon=icons.get(u, ""))
        for u in addresses
    ]
    known = gazetteer_of(scenario, _looks(scenario, pages, icons))
    attribute(facts[0], known)  # indexes are made once in a process

    def judge() -> None:
        for remembered in (urls.parse, read_words, registered_domain, chosen_labels):
            remembered.cache_clear()
        for fact in facts:
            attribute(fact, known)

    seconds = best(judge, repeat)
    letters = sum(len(page.text) for page in pages.values())
    return Timing(len(facts), len(pages), letters, seconds, best(parse, repeat))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=400)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "province"
        write(Settings(sites=chosen.sites, seed=77, rounds=1), target)
        took = measure(load(target), chosen.repeat)
    if chosen.json:
        print(json.dumps({**msgspec.to_builtins(took), "limit": LIMIT}))
        return
    print(f"{took.sites} sites, {took.pages} pages of {took.characters // took.pages} characters")
    print(f"attributed {took.sites_a_second:.0f} sites/s on one core (limit {LIMIT})")
    print(
        f"attributing takes {took.attributing / took.parsing:.2f} of what parsing the pages takes"
    )


if __name__ == "__main__":
    main()
