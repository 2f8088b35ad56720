"""A newly logged certificate of an unofficial site becomes a told candidate with owner and reasons."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]

ROOT = Path(__file__).resolve().parents[2]


def test_who_decides_is_told_of_a_newborn_site_in_time() -> None:
    """The committed command, with real parts: lab, installation, worker process, mail server."""
    command = [sys.executable, "-m", "bench.newborn", "--follow", "1", "--others", "1", "--json"]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("RONDA_", "DJANGO_"))}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    unofficial, copy = json.loads(done.stdout)["births"]
    assert (unofficial["relation"], copy["relation"]) == ("unofficial", "impersonation")
    assert unofficial["owner"] == "Dinas Kelautan dan Perikanan Provinsi Nusa Rembulan"
    assert all(len(birth["reasons"]) >= 3 for birth in (unofficial, copy))
    assert unofficial["subject"] == "Calon situs baru: dkp-rembulan.or.id"
    assert copy["subject"].startswith("Mendesak: tiruan yang meminta data warga")
    for birth in (unofficial, copy):
        legs = birth["legs"]
        assert legs["seen"] <= legs["proposed"] <= legs["told"] <= legs["mailed"]
        assert legs["proposed"] <= 60
        assert legs["mailed"] <= 120
