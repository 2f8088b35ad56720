"""`python -m bench.injected DIR [...] [--plant N --half HALF] [--unknown words|all]`: recall and false alarms.

Judges every site of scenarios from the pages as they are made, without serving them: a province of
1,500 sites takes less than a minute, so that a rule can be tried at once. Printed are, by class and by
form of injection, how many planted sites are found, and the honest sites that are accused.

``--plant N`` plants in place of nothing, in healthy sites, N injections of each form with the words of a
half, and a few of each other ware: a province by itself has one or two of a form, too few to tell.

``--unknown words`` takes out of the vocabulary, for this run, every phrase that the attackers' files of
the halves that may be looked at say, and every single word of theirs by which a subject is told; ``--unknown all`` also takes every host's name for
an unknown one. What is left is structure, and the words that those files do not use: the fairest guess
of how the rules fare on words that nobody here has read.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, cast
from urllib.parse import urljoin

import msgspec

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_ROBOT,
    HTTP_VISITOR,
    INNER_PAGE_PREFIX,
    INNER_PREFIX,
    Artifact,
    Failure,
    FailureKind,
    Hop,
    HttpArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
    View,
    inner_view,
)
from ronda.engine.checks.contract import Outcome, Verdict
from ronda.engine.checks.registry import Check, all_checks
from ronda.engine.collect.inner import MAX_REQUESTS, further_pages, further_sitemaps, further_views
from ronda.engine.collect.page import parse_page
from ronda.engine.content import gambling_hosts, gambling_words, subjects
from ronda.engine.content.normalise import fold
from ronda.engine.judge import judge_all
from ronda.engine.netconfig import Limits
from ronda.engine.urls import parse
from ronda.lab import causes, classes
from ronda.lab.compile import Ground, hosts_of, life_of, server_of
from ronda.lab.generate import evil
from ronda.lab.generate.corpus import corpus, rules_of
from ronda.lab.generate.pen import Pen
from ronda.lab.scenario import PlannedSite, Scenario, load
from ronda.lab.servers.sites import Answers
from ronda.lab.truth import TrueSite, truth_of
from ronda.lab.world import Misbehave, Respond, VirtualHost

HALVES = ("tuning", "rehearsal")  # never the evaluation half
JUDGED = (*sorted(classes.INJECTED), classes.PHISHING, classes.MALICIOUS_REDIRECT)
FORMS = frozenset(
    {
        "hidden_links", "open_links", "doorway_pages", "spam_posts", "comment_spam", "injected_meta",
        "robot_only", "hijacked_subdomain", "phone_redirect", "injected_sitemap", "visitor_redirect",
        "obfuscated_links", "script_links", "inner_page_links", "injected_structured_data",
    }
)  # fmt: skip
_WARES = re.compile(r"spam\.\w+\.(?:word|title)$")
_HOPS = 8
_LIMITS = Limits()


class Web:
    """All hosts of a round, answering as the lab's servers would."""

    def __init__(self, scenario: Scenario, at_round: int, now: datetime) -> None:
        ground = Ground.of(scenario, (server_of(scenario, site) for site in scenario.sites), now)
        self.now = now
        self._hosts: dict[str, VirtualHost] = {}
        for site in scenario.sites:
            here = life_of(ground, site, at_round).at(at_round)
            if here is None or here.name_behaviour is not None or here.lame:
                continue
            for host in hosts_of(ground, site, at_round, here):
                known = self._hosts.get(host.name)
                self._hosts[host.name] = host if known is None else _joined(known, host)

    def get(self, url: str, view: View, *, leave: bool = True) -> HttpArtifact | Failure:
        """Fetch an address with its redirects, as a collector would."""
        hops: list[Hop] = []
        asked = url
        for _ in range(_HOPS):
            answer = self._answer(url, view)
            if isinstance(answer, Failure):
                return msgspec.structs.replace(answer, towards=url if hops else "")
            where = {k.lower(): v for k, v in answer.headers}.get("location", "")
            following = urljoin(url, where) if 300 <= answer.status < 400 and where else ""
            if following and (leave or parse(following).host == parse(url).host):
                hops.append(Hop(url, "198.18.0.1", answer.status, where))
                url = following
                continue
            headers = tuple((name.lower(), value) for name, value in answer.headers)
            body = answer.body
            return HttpArtifact(
                at=self.now, view=view, url=asked, final_url=url, address="198.18.0.1",
                status=answer.status, headers=headers, hops=tuple(hops), body=body,
                body_sha256="", truncated=False, elapsed_ms=1,
            )  # fmt: skip
        looped = self._failed(FailureKind.TOO_MANY_REDIRECTS, url)
        return msgspec.structs.replace(looped, towards=url)

    def _answer(self, url: str, view: View) -> Respond | Failure:
        origin = parse(url)
        host = self._hosts.get(origin.host)
        if host is None:
            return self._failed(FailureKind.NXDOMAIN, url)
        routes = host.https if origin.scheme == "https" else host.http
        if routes is None or host.tls_behaviour:
            return self._failed(FailureKind.REFUSED, url)
        target = "/" + url.split("://", 1)[1].partition("/")[2]
        found = Answers(routes).find(target, view)
        if isinstance(found, Misbehave):
            return self._failed(FailureKind.TIMEOUT, url)
        return found or Respond(status=404, body=b"not found")

    def _failed(self, kind: FailureKind, url: str) -> Failure:
        return Failure(kind, "http", f"behind a redirect: {url}", self.now, url)


def _joined(one: VirtualHost, other: VirtualHost) -> VirtualHost:
    """Sites below paths of one host share it."""
    return msgspec.structs.replace(
        one,
        http=(*(other.http or ()), *(one.http or ())),
        https=(*(other.https or ()), *(one.https or ())),
    )


def visit(web: Web, site: TrueSite, salt: str) -> Observation:
    """Look at a site as a visit does: three views, sitemap, robots.txt, a few further pages."""
    origin = parse(site.url)
    base = origin.url.rstrip("/")
    found: dict[str, Artifact] = {}
    views: tuple[tuple[str, View], ...] = (
        (HTTP_VISITOR, "visitor"), (HTTP_ROBOT, "robot"), (HTTP_PHONE, "phone"),
    )  # fmt: skip
    for key, view in views:
        got = found[key] = web.get(origin.url, view)
        missing = Failure(FailureKind.NOT_ATTEMPTED, "parse", "no answer", web.now)
        page = parse_page(got, _LIMITS) if isinstance(got, HttpArtifact) else missing
        found[f"page:{view}"] = page
    for name in ("/sitemap.xml", "/robots.txt", "?missing"):
        path = "/ronda-0123456789abcdef" if name == "?missing" else name
        found[f"path:{name}"] = web.get(base + path, "visitor", leave=False)

    def take(key: str) -> None:
        view, path = inner_view(key)
        got = found[key] = web.get(f"{base}/{path.lstrip('/')}", view, leave=False)
        if isinstance(got, HttpArtifact) and got.status == 200:
            page = parse_page(got, _LIMITS)
            if isinstance(page, PageArtifact):
                found[f"{INNER_PAGE_PREFIX}{key.removeprefix(INNER_PREFIX).lstrip('/')}"] = page

    sitemaps = further_sitemaps(found, origin, salt)
    for key in sitemaps:
        take(key)
    for key in further_pages(found, origin, salt, MAX_REQUESTS - len(sitemaps)):
        take(key)
    for key in further_views(found, origin, salt):
        take(key)
    official = site.relation.value == "official"
    facts = SiteFacts(origin.url, origin.host, site.relation.value, official, confirmed=True)
    return Observation(facts, web.now, web.now, found)


class _Always(Random):
    """Chance that always decides for what has any chance."""

    def random(self) -> float:
        """The least number."""
        return 0.0


class _Hand:
    """What draws the parameters of causes, without a site's own words."""

    def __init__(self, half: str, seed: str, *, wares: str = "") -> None:
        self.rng, self._wares = Random(seed), wares
        self._grammar = corpus(half).grammar
        self.context: dict[str, Any] = {}
        self.context["bet.brand"] = self.say("bet.brand")

    def say(self, rule: str) -> str:
        return self._grammar.say(self.rng, rule, self.context)

    def say_by(self, rng: Random, rule: str) -> str:
        return self._grammar.say(self.rng, rule, self.context)

    def knows(self, rule: str) -> bool:
        return bool(self._wares) and rule == f"spam.{self._wares}.word"

    def apart(self, name: str) -> Random:
        return _Always(name)

    def number(self, least: int, most: int) -> int:
        return self.rng.randint(least, most)


def planted(scenario: Scenario, half: str, each: int) -> Scenario:
    """Return a scenario with injections in healthy sites: ``each`` of every form."""
    kinds = [kind for kind in evil._PARAMETERS if kind in FORMS]
    wanted = [(kind, "") for kind in kinds for _ in range(each)]
    few = max(1, each // 4)
    wanted += [(f, s) for s, forms in evil.SPAM.items() for f in forms for _ in range(few)]
    Random("planted").shuffle(wanted)
    sites: list[PlannedSite] = []
    for site in scenario.sites:
        maker = site.plan.made_by
        if wanted and maker.agency and not site.causes and not site.plan.tempts:
            kind, wares = wanted[-1]
            hand = _Hand(half, f"{site.key} {len(wanted)}", wares=wares)
            entry = evil.entry(cast(Pen, hand), kind)
            cause = causes.read(entry)
            if not cause.objection(site.plan) and (
                scenario.in_zone(site.origin.host) or cause.on_shared_host
            ):
                wanted.pop()
                site = msgspec.structs.replace(site, causes=(cause,))
            else:
                wanted.insert(0, wanted.pop())
        sites.append(site)
    if wanted:
        print(f"{len(wanted)} injections found no healthy site")
    return msgspec.structs.replace(scenario, sites=tuple(sites))


class Tally(msgspec.Struct):
    """Counts over all scenarios."""

    planted: Counter[str]
    found: Counter[str]
    alarms: Counter[str]  # open where not expected and not allowed
    honest: int = 0
    accused: int = 0
    tempting: int = 0
    tempted: int = 0
    misses: list[str] = []
    wrong: list[str] = []


def judged(scenario: Scenario, at_round: int, checks: list[Check], tally: Tally) -> None:
    """Visit and judge every site of ours in a scenario."""
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    truth = truth_of(scenario, at_round, now)
    web = Web(scenario, at_round, now)
    for site in truth.sites:
        if site.ours:
            seen = visit(web, site, f"{at_round} {site.key}")
            _count(site, judge_all(checks, seen), checks, tally)


def _count(site: TrueSite, verdicts: dict[str, Verdict], checks: list[Check], tally: Tally) -> None:
    told = {
        check.meta.finding_class: verdict
        for check in checks
        if (verdict := verdicts[check.meta.id]).outcome is Outcome.FAIL
    }
    for name in JUDGED:
        if name in site.expects:
            forms = sorted(site.forms) if name in classes.INJECTED else [""]
            tally.planted.update([name, *(f"{name}: {form}" for form in forms if form)])
            if name in told:
                tally.found.update([name, *(f"{name}: {form}" for form in forms if form)])
            else:
                other = ", ".join(sorted(told))
                tally.misses.append(f"{name} {'+'.join(forms)} {site.url} (told: {other or '-'})")
        elif name in told and name not in site.allows | site.hides:
            tally.alarms[name] += 1
            words = " | ".join(e.excerpt[:100] for e in told[name].evidence[:4] if e.excerpt)
            there = sorted(site.expects & classes.INJECTED)
            said = f"{told[name].summary.en} {words}"
            tally.wrong.append(f"{name} {site.url} expects {there}: {said}")
    spoken = site.expects | site.held | site.hides | site.allows | site.mended
    if not classes.INJECTED & spoken:
        accused = bool(classes.INJECTED & told.keys())
        tempts = bool(classes.INJECTED & site.tempts)
        tally.honest += 1
        tally.accused += accused
        tally.tempting += tempts
        tally.tempted += accused and tempts


def attackers_words() -> Iterator[str]:
    """What attackers say in the halves that may be looked at, and in what all halves share."""
    yield from ("situs slot gacor", "paling gampang menang daftar sekarang")
    for half in HALVES:
        hand = _Hand(half, "words")
        for rule in rules_of(half):
            if rule == "bet.word" or rule.startswith("ex.gambling") or _WARES.match(rule):
                yield from (hand.say(rule) for _ in range(300))


def forget(what: str) -> None:
    """Take what the attackers' files say out of the vocabulary of this process."""
    known = gambling_words._WORDS
    said = " . ".join(fold(text) for text in attackers_words())
    spelt = f" {' '.join(gambling_words._WORD.findall(said))} "
    gone = 0
    for first, phrases in list(known.phrases.items()):
        kept = [item for item in phrases if f" {' '.join(item[0])} " not in spelt]
        gone += len(phrases) - len(kept)
        known.phrases[first] = kept
    for folded in [text for text in known.unspaced if text in said]:
        gone += 1
        del known.unspaced[folded]
    gambling_words._UNSPACED = gambling_words.finder(known.unspaced)
    gambling_words.promotion.cache_clear()
    without = {
        name: msgspec.structs.replace(
            part,
            words=frozenset(w for w in part.words if f" {w} " not in spelt),
            pieces=tuple(p for p in part.pieces if p not in said),
        )
        for name, part in subjects._lists().items()
    }
    subjects._lists = lambda: without  # type: ignore[assignment]
    print(f"{gone} phrases forgotten")
    if what == "all":
        gambling_hosts._by_name = lambda host: None  # type: ignore[assignment]


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    arguments.add_argument("--round", type=int, default=1)
    arguments.add_argument("--plant", type=int, default=0)
    arguments.add_argument("--half", choices=HALVES, default="tuning")
    arguments.add_argument("--unknown", choices=("words", "all"))
    arguments.add_argument("--show", type=int, default=0, help="misses and false alarms shown")
    chosen = arguments.parse_args()
    if chosen.unknown:
        forget(chosen.unknown)
    checks = [check for check in all_checks() if check.meta.finding_class in JUDGED]
    tally = Tally(Counter(), Counter(), Counter())
    for folder in chosen.folders:
        scenario = load(folder)
        if chosen.plant:
            scenario = planted(scenario, chosen.half, chosen.plant)
        judged(scenario, chosen.round, checks, tally)
    for name in sorted(tally.planted):
        print(f"{tally.found[name]:>5} of {tally.planted[name]:<5} {name}")
    for name in JUDGED:
        print(f"{tally.alarms[name]:>5} false alarms {name}")
    print(f"{tally.accused:>5} of {tally.honest} honest sites accused of injected content")
    print(f"{tally.tempted:>5} of {tally.tempting} of these that tempt a hasty judge")
    for line in (*tally.misses[: chosen.show], *tally.wrong[: chosen.show]):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
