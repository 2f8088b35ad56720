"""The whole product on the practice province, three rounds, by its commands alone."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.installation import PROVINCE, Installation, whole

from ronda.lab.demo import read_env

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(400)]


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    command = [sys.executable, "-m", "ronda", "lab", "serve", str(PROVINCE)]
    ports = [f"--{name}-port=0" for name in ("dns", "http", "https", "ct")]
    lab = subprocess.Popen([*command, "--var", str(made.lab_var), *ports], env=made.env)
    try:
        for _ in range(300):
            if (made.lab_var / "lab.env").is_file() or lab.poll() is not None:
                break
            time.sleep(0.1)
        made.env.update(read_env(made.lab_var / "lab.env"))
        yield made
    finally:
        lab.terminate()
        lab.wait(20)


def _first_round_finds_and_judges_everything_and_accuses_nobody(installed: Installation) -> None:
    installed.run("init")
    installed.run("import", "agencies", str(PROVINCE / "agencies.xlsx"))
    installed.run(
        *("discover", "--source", "zone", "--source", "ct"),
        *("--source", "list", "--list", str(PROVINCE / "listed.csv")),
    )
    installed.run("patrol", "--all")
    installed.run("discover", "--source", "links")
    proposed = installed.score(1)
    assert whole(proposed["discovery"]["recall"])
    assert proposed["discovery"]["false_candidates"] == 0
    assert proposed["attribution"]["precision"]["value"] >= 0.95
    assert proposed["attribution"]["coverage"]["value"] >= 0.8
    assert proposed["attribution"]["namesakes_claimed"]["right"] == 0
    installed.run("lab", "decide", str(PROVINCE), "--var", str(installed.lab_var))
    installed.run("patrol", "--all")
    judged = installed.score(1)
    assert judged["recall"]["of"] >= 25
    assert whole(judged["recall"])
    assert whole(judged["precision"])
    assert judged["honest_accused"]["right"] == 0


def _second_round_closes_what_was_mended_and_nothing_merely_unseen(installed: Installation) -> None:
    installed.advance(2)
    installed.run("patrol", "--all")
    judged = installed.score(2)
    assert whole(judged["recall"])
    assert whole(judged["precision"])
    for change in ("mended_closed", "held_kept"):
        assert judged["changes"][change]["of"] > 0
        assert whole(judged["changes"][change])


def _third_round_sees_what_came_back_mended(installed: Installation) -> None:
    installed.advance(3)
    installed.run("patrol", "--all")
    judged = installed.score(3)
    assert whole(judged["recall"])
    assert whole(judged["precision"])
    assert judged["honest_accused"]["right"] == 0
    assert judged["changes"]["mended_closed"]["of"] > 0
    assert whole(judged["changes"]["mended_closed"])


def test_three_rounds(installed: Installation) -> None:
    _first_round_finds_and_judges_everything_and_accuses_nobody(installed)
    _second_round_closes_what_was_mended_and_nothing_merely_unseen(installed)
    _third_round_sees_what_came_back_mended(installed)
