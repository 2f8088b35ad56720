"""The tools around checks: a new one is begun, found and documented."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ronda.cli import app
from ronda.engine.checks import docs
from ronda.engine.checks.registry import all_checks
from ronda.engine.checks.scaffold import BadCheckId, path_of, scaffold

ROOT = Path(__file__).parents[3]
RUN = CliRunner()


def test_the_pages_in_docs_are_what_the_checks_say() -> None:
    assert docs.stale(docs.pages(all_checks()), ROOT / "docs/checks") == []


def test_a_stale_a_missing_and_a_leftover_page_are_noticed_and_mended(tmp_path: Path) -> None:
    docs.write(all_checks(), tmp_path)
    (tmp_path / "TLS.NAME.md").write_text("old")
    (tmp_path / "TLS.EXPIRED.md").unlink()
    (tmp_path / "GONE.CHECK.md").write_text(docs.NOTICE)
    (tmp_path / "notes.md").write_text("somebody's own")
    wrong = ["GONE.CHECK.md", "TLS.EXPIRED.md", "TLS.NAME.md"]
    stale = RUN.invoke(app, ["checks", "docs", "--check", "--dir", str(tmp_path)])
    assert stale.exit_code == 1
    assert all(name in stale.stderr for name in wrong)
    assert docs.write(all_checks(), tmp_path) == wrong
    assert (tmp_path / "notes.md").exists()
    assert RUN.invoke(app, ["checks", "docs", "--check", "--dir", str(tmp_path)]).exit_code == 0


def test_checks_are_listed_for_machines() -> None:
    listed = json.loads(RUN.invoke(app, ["checks", "list", "--json"]).stdout)
    assert [one["id"] for one in listed] == [check.meta.id for check in all_checks()]


def test_a_check_is_explained_and_an_unknown_one_refused_in_words() -> None:
    shown = RUN.invoke(app, ["checks", "show", "tls.expired"])
    assert "Sertifikat belum kedaluwarsa" in shown.stdout
    unknown = RUN.invoke(app, ["checks", "show", "TLS.NONE"])
    assert unknown.exit_code == 2
    assert "ronda checks list" in unknown.stderr


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "TLS",
        "tls.name",
        "TLS.",
        "TLS.9X",
        "TLS.A.B",
        "WEATHER.RAIN",
        "TLS.NAME",
        "DNS.CLASS",
        "TLS.X/../../Y",
        "TLS.X\n",
    ],
)
def test_an_id_that_cannot_name_a_new_check_is_refused(bad: str) -> None:
    with pytest.raises(BadCheckId):
        path_of(bad)
    refused = RUN.invoke(app, ["checks", "new", bad])
    assert refused.exit_code == 2
    assert refused.stderr.strip()


WALK = """
import sys, ronda.engine.checks as package
package.__path__.append(sys.argv[1])
import ronda.engine.checks.dns as area
area.__path__.append(sys.argv[1] + "/dns")
from ronda.engine.artifacts import Observation
from ronda.engine.checks.registry import all_checks, get
from ronda.engine.judge import judge
check = get("DNS.CAA")
for case in check.cases:
    got = judge(check, Observation(case.site, case.at, case.at, case.artifacts))
    assert got.outcome is case.expect, (case, got)
assert check.meta.lifecycle == "preview" and check.meta.area == "dns"
print(len(all_checks()))
"""


def test_a_new_check_is_one_file_that_is_found_by_walking(tmp_path: Path) -> None:
    (tmp_path / "dns").mkdir()
    path = scaffold("DNS.CAA", tmp_path)
    assert path == tmp_path / "dns" / "caa.py"
    assert "TODO" in path.read_text()
    assert "@" not in path.read_text()
    found = subprocess.run(
        [sys.executable, "-c", WALK, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert found.stderr == ""
    assert int(found.stdout) == len(all_checks()) + 1
    with pytest.raises(BadCheckId, match="already"):
        scaffold("DNS.CAA", tmp_path)


def test_a_new_check_is_written_as_the_formatter_would(tmp_path: Path) -> None:
    (tmp_path / "dns").mkdir()
    path = scaffold("DNS.CAA", tmp_path)
    ruff = [sys.executable, "-m", "ruff", "--config", str(ROOT / "pyproject.toml")]
    for command in (("format", "--check"), ("check",)):
        done = subprocess.run(
            [*ruff[:3], *command, *ruff[3:], str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
