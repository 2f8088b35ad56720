"""`python -m bench.text [--repeat N] [--json]`: the text part of looking for injected content, ms a page.

Pages of 1 kB to 1 MB are put together from the words of a tuning province's honest pages, so that they
read like pages and none is found guilty at a glance. Four things are timed in one run, in CPU time of this
process, the best of several: the whole text part of a page as the rules use it (folding, the first trace,
and the close reading where there is one), without and with spam in it, against the stated limit of 2 ms
for a page of ordinary length (up to 20 kB of text); the same of texts that are nothing but what costs
most (:data:`HARD`: other scripts, masks, spam from end to end), printed and not held to the limit; all
signs together, placing of links included, of the front pages of the province as they are, in every
view; and the search for a first trace alone by every engine that is installed: plain
``in``, one alternation of ``re``, google-re2, ahocorasick_rs
(which the product uses), hyperscan. All engines
must tell the very same traces on every page, pages with spam in them included, else the run fails.
`uv run --group bench python -m bench.text` brings the engines.
"""

import argparse
import importlib
import importlib.util
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from bench.injected import Web, visit
from ronda.engine.artifacts import HttpArtifact, PageArtifact
from ronda.engine.content.gambling import VIEWS, Sides, signs
from ronda.engine.content.gambling_words import STEMS, promotion
from ronda.engine.content.normalise import fold
from ronda.engine.content.strangers import kin, unrelated
from ronda.engine.content.subjects import told
from ronda.lab.compile import compile_scenario
from ronda.lab.generate.settings import Settings
from ronda.lab.generate.write import write
from ronda.lab.scenario import Scenario, load
from ronda.lab.truth import truth_of
from ronda.lab.world import Respond

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LIMIT_MS = 2.0
ORDINARY = 20_000  # characters of text: longer front pages are rare
SIZES = (1_000, 5_000, 20_000, 100_000, 300_000, 1_000_000)
SPAM = " Daftar slot gacor maxwin di sini, togel online terpercaya; cheap cialis. "
_TAG = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]*>", re.DOTALL)

# Texts of one sort from end to end: none of them is a page, and none may cost out of all proportion.
HARD = {
    "spam alone": "daftar slot gacor maxwin togel online ",
    "masked": "j*di sl*t g*cor ",
    "digits for letters": "g4c0r sl0t t0g3l ",
    "spaced letters": "s l o t g a c o r ",
    "mathematical letters": "𝗌𝗅𝗈𝗍 𝗀𝖺𝖼𝗈𝗋 ",
    "a dash a word": "berita – dinas – layanan – ",
    "accents": "é̂ è̀ ",
    "Cyrillic": "правительство новости ",
    "Arabic": "بسم الله الرحمن الرحيم ",
    "Chinese": "政府网站新闻公告通知",
    "Japanese": "さいたま市の公式ホームページ ",
    "signs": "a@@b$ ",
}
HARD_AT = (20_000, 100_000)

Search = Callable[[str], frozenset[str]]
"""From folded text to the traces in it."""


class Timed(msgspec.Struct, frozen=True):
    """Milliseconds of CPU a page of a length."""

    characters: int
    text_part: float  # an honest page
    spam: float  # the same with spam at its end
    engines: dict[str, float]


class Measured(msgspec.Struct, frozen=True):
    """What one run measured."""

    limit_ms: float
    within: bool
    rows: list[Timed]
    hard: dict[str, tuple[float, ...]]  # at each length
    signs: dict[str, float]  # that so many of the sites cost at most


@contextmanager
def province(sites: int) -> Iterator[Scenario]:
    """Make a tuning province for a while."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "province"
        write(Settings(sites=sites, half="tuning", seed=5), folder)
        yield load(folder)


def words_of_pages(made: Scenario) -> str:
    """Return the text of a province's pages, one after the other."""
    world = compile_scenario(made, 1, NOW)
    fronts = (
        route.answer.body.decode()
        for host in world.hosts
        for route in host.https or ()
        if route.path == "/" and route.view == "any" and isinstance(route.answer, Respond)
    )
    texts = [" ".join(_TAG.sub(" ", body).split()) for body in fronts]
    return " ".join(text for text in texts if not any(stem in fold(text) for stem in STEMS))


def engines() -> dict[str, Search]:
    """Return every engine that is installed, by name."""
    found: dict[str, Search] = {"in": lambda text: frozenset(s for s in STEMS if s in text)}
    if importlib.util.find_spec("re2"):
        found["google-re2"] = _re2(importlib.import_module("re2"))
    if importlib.util.find_spec("ahocorasick_rs"):
        found["ahocorasick_rs"] = _aho(importlib.import_module("ahocorasick_rs"))
    if importlib.util.find_spec("hyperscan"):
        found["hyperscan"] = _hyperscan(importlib.import_module("hyperscan"))
    return found


def _re2(re2: Any) -> Search:
    patterns = re2.Set.SearchSet()
    for stem in STEMS:
        patterns.Add(re.escape(stem))
    patterns.Compile()
    return lambda text: frozenset(STEMS[at] for at in patterns.Match(text) or ())


def _aho(aho: Any) -> Search:
    automaton = aho.AhoCorasick(list(STEMS), implementation=aho.Implementation.DFA)
    return lambda text: frozenset(
        STEMS[found[0]] for found in automaton.find_matches_as_indexes(text, overlapping=True)
    )


def _hyperscan(hyperscan: Any) -> Search:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = hyperscan.HS_FLAG_SINGLEMATCH
    database.compile(
        expressions=[re.escape(stem).encode() for stem in STEMS],
        ids=list(range(len(STEMS))),
        elements=len(STEMS),
        flags=[flags] * len(STEMS),
    )

    def search(text: str) -> frozenset[str]:
        found: set[int] = set()
        database.scan(text.encode(), match_event_handler=lambda at, *_: found.add(at))
        return frozenset(STEMS[at] for at in found)

    return search


def any_of() -> Callable[[str], bool]:
    """One alternation of the standard library, which tells only whether there is any trace."""
    pattern = re.compile("|".join(map(re.escape, sorted(STEMS, key=len, reverse=True))))
    return lambda text: pattern.search(text) is not None


def best(run: Callable[[], object], repeat: int) -> float:
    """Return the least milliseconds of CPU of several runs."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def timed(text: str, size: int, repeat: int, searches: dict[str, Search]) -> Timed:
    """Time one length; raises ``SystemExit`` when two engines tell different traces."""
    honest = (text * (size // len(text) + 1))[:size]
    spam = honest + SPAM
    one = any_of()
    for page in (fold(honest), fold(spam)):
        told = {name: search(page) for name, search in searches.items()}
        if len(set(told.values())) > 1 or one(page) != bool(told["in"]):
            raise SystemExit(f"the engines tell different traces on {size} characters: {told}")

    folded = fold(honest)
    costs = {name: best(lambda s=search: s(folded), repeat) for name, search in searches.items()}  # type: ignore[misc]
    costs["re (any)"] = best(lambda: one(folded), min(repeat, 3))
    costs["in (any)"] = best(lambda: any(stem in folded for stem in STEMS), repeat)
    return Timed(size, best(reading(honest), repeat), best(reading(spam), repeat), costs)


def reading(page: str) -> Callable[[], object]:
    """The text part of a page that was not read before."""

    def run() -> object:
        promotion.cache_clear()
        return promotion(page)

    return run


def hard(repeat: int) -> dict[str, tuple[float, ...]]:
    """Time the texts of one sort, at each length."""
    return {
        name: tuple(best(reading((said * size)[:size]), repeat) for size in HARD_AT)
        for name, said in HARD.items()
    }


def all_signs(made: Scenario, repeat: int) -> list[float]:
    """Time all signs of each front page of a province, from the least to the most."""
    web = Web(made, 1, NOW)
    costs: list[float] = []
    for site in truth_of(made, 1, NOW).sites:
        seen = visit(web, site, site.key) if site.ours else None
        if seen is None or not isinstance(seen.artifacts["page:visitor"], PageArtifact):
            continue
        answers = {
            view: got
            for view in VIEWS
            if isinstance(got := seen.artifacts[f"http:{view}"], HttpArtifact)
        }
        pages = {
            view: got
            for view in VIEWS
            if isinstance(got := seen.artifacts[f"page:{view}"], PageArtifact)
        }
        sides = Sides(seen.site.host, answers, pages)

        def run(sides: Sides = sides) -> object:
            for memory in (promotion, told, unrelated, kin):
                memory.cache_clear()
            return signs(sides)

        costs.append(best(run, repeat))
    return sorted(costs)


def printed(repeat: int, measured: Measured) -> None:
    """Print the tables."""
    rows = measured.rows
    names = list(rows[0].engines)
    print(f"{len(STEMS)} traces; ms of CPU a page, best of {repeat}")
    print(f"{'characters':>10} {'text part':>10} {'with spam':>10}  " + "  ".join(names))
    for row in rows:
        costs = "  ".join(f"{row.engines[name]:>{len(name)}.3f}" for name in names)
        print(f"{row.characters:>10} {row.text_part:>10.3f} {row.spam:>10.3f}  {costs}")
    sizes = " and ".join(f"{size:,}" for size in HARD_AT)
    print(f"texts of one sort, of {sizes} characters")
    for name, times in measured.hard.items():
        print(f"{name:>21} " + " ".join(f"{cost:>9.3f}" for cost in times))
    said = ", ".join(f"{share} within {cost:.2f}" for share, cost in measured.signs.items())
    print(f"all signs of a front page in its views, ms, of the sites: {said}")
    kept = "kept" if measured.within else "NOT KEPT"
    print(f"limit {LIMIT_MS:g} ms up to {ORDINARY} characters: {kept}")


def main() -> int:
    """Print the table; ends with 1 when the limit is not kept."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeat", type=int, default=7)
    arguments.add_argument("--sites", type=int, default=200)
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    with province(chosen.sites) as made:
        text, searches = words_of_pages(made), engines()
        rows = [timed(text, size, chosen.repeat, searches) for size in SIZES]
        costs = all_signs(made, min(chosen.repeat, 3))
    within = all(
        max(row.text_part, row.spam) <= LIMIT_MS for row in rows if row.characters <= ORDINARY
    )
    shares = {f"{n}%": costs[min(len(costs) - 1, len(costs) * n // 100)] for n in (50, 95, 100)}
    measured = Measured(LIMIT_MS, within, rows, hard(chosen.repeat), shares)
    if chosen.json:
        print(json.dumps(msgspec.to_builtins(measured)))
    else:
        printed(chosen.repeat, measured)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
