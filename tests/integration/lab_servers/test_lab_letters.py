"""Letters that the generator plants are really served, and read as a candidate's would be."""

import asyncio
from pathlib import Path

from lab_client import NOW

from ronda.engine.artifacts import (
    PAGE_VISITOR,
    LetterArtifact,
    Observation,
    PageArtifact,
    SiteFacts,
)
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.collect.letter import document_key
from ronda.engine.netconfig import NetConfig, from_env
from ronda.engine.observe import observe
from ronda.engine.urls import parse
from ronda.lab.compile import compile_scenario
from ronda.lab.generate.settings import Settings
from ronda.lab.generate.write import write
from ronda.lab.scenario import PlannedSite, load
from ronda.lab.serve import running_lab

MOST = 4  # sites that are asked; each document is a process of its own


def asked(site: PlannedSite, net: NetConfig, key: str) -> Observation:
    facts = SiteFacts(site.origin.url, site.origin.host, "undecided")
    politeness = Politeness(net.limits)
    return asyncio.run(
        observe(facts, frozenset({key}), net=net, control=Free(), politeness=politeness)
    )


def test_a_planted_letter_is_linked_served_and_read(tmp_path: Path) -> None:
    write(Settings(sites=150, seed=5), tmp_path / "p")
    scenario = load(tmp_path / "p")
    calm = [s for s in scenario.sites if s.plan.letters and not s.causes and s.lives(1)]
    readable = [s for s in calm if not next(iter(s.plan.letters.values())).scanned][:MOST]
    scans = [s for s in calm if next(iter(s.plan.letters.values())).scanned][:1]
    assert len(readable) == MOST
    assert scans
    with running_lab(compile_scenario(scenario, 1, NOW), tmp_path / "var") as lab:
        net = from_env(lab.env)
        for site in (*readable, *scans):
            page = asked(site, net, PAGE_VISITOR).artifacts[PAGE_VISITOR]
            assert isinstance(page, PageArtifact), site.key
            key = document_key([page], parse(site.origin.url))
            letter = asked(site, net, key).artifacts[key]
            assert isinstance(letter, LetterArtifact), (site.key, letter)
            planned = next(iter(site.plan.letters.values()))
            if site in scans:
                assert letter.no_text == "image_only"
            else:
                assert letter.lines[: len(planned.head)] == planned.head
