"""The lab as a whole leads Ronda to its verified log, by the setting that it writes."""

import json
import urllib.request
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from support.ct_lab import NOW, CtLab

from ronda.lab.serve import running_lab
from ronda.lab.servers.tiles import Tiles
from ronda.lab.world import CertPlan, LogEntry, World
from ronda.upkeep.doctor import ct_list

ZONE = "rembulanprov.go.id"


@pytest.mark.django_db
def test_the_lab_lists_its_log_and_the_doctor_reads_it(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = LogEntry(CertPlan((f"lama.{ZONE}",)), NOW)
    world = World("uji", 1, NOW, (), (), log_entries=(entry,))
    with running_lab(world, tmp_path) as lab:
        for name, value in lab.env.items():
            monkeypatch.setenv(name, value)
        settings.RONDA_CT_LOG_LIST = lab.env["RONDA_CT_LOG_LIST"]  # type: ignore[attr-defined]
        [good] = ct_list.look()
        assert (good.state, good.text.en) == (
            "ok",
            "CT log Ronda's lab: 2 entries, signed with its key.",
        )
        tiled = json.loads((tmp_path / "log_list.tiled.json").read_text())["operators"][0]
        base = tiled["tiled_logs"][0]["monitoring_url"]
        with urllib.request.urlopen(f"{base}checkpoint") as answer:
            assert answer.read().decode().splitlines()[1] == "2"


def test_tiles_that_the_tree_does_not_have_are_not_served(tmp_path: Path) -> None:
    lab = CtLab(tmp_path, certificates=140)
    tiles = Tiles(lab.log, "log.example")
    there = ["/tile/0/000", "/tile/0/001.p/24", "/tile/1/000.p/1", "/tile/data/000"]
    gone = ["/tile/0/001", "/tile/0/001.p/25", "/tile/0/000.p/256", "/tile/0/0", "/tile/6/000"]
    assert [tiles.reply(path)[0] for path in there] == [200] * 4
    assert [tiles.reply(path)[0] for path in gone] == [404] * 5


def test_issuers_are_served_by_fingerprint(tmp_path: Path) -> None:
    lab = CtLab(tmp_path, certificates=1)
    tiles = Tiles(lab.log, "log.example")
    for der in lab.log.issuers:
        status, _, body = tiles.reply(f"/issuer/{sha256(der).hexdigest()}")
        assert (status, x509.load_der_x509_certificate(body)) == (
            200,
            x509.load_der_x509_certificate(der),
        )
