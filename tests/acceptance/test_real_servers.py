"""The first round against all the real servers at once, by the commands alone."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.installation import PROVINCE, Installation, whole

from ronda.lab.compile import compile_scenario
from ronda.lab.real.wordpress_site import site_of
from ronda.lab.realservers import Wanted, real_servers
from ronda.lab.scenario import load

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.real(
        *("named", "nginx", "pebble", "exim4", "mariadbd", "php", "php-fpm"),
        "/usr/share/wordpress/index.php",
    ),
    pytest.mark.timeout(300),
]
# nginx and WordPress name themselves, and real servers cannot misbehave as planted: these are not compared.
ITS_OWN = "outdated-software"
LATE = "bpbd.rembulanprov.go.id"


def test_a_round_on_real_servers_finds_and_judges_the_same(tmp_path: Path) -> None:
    made = Installation(tmp_path)
    now, scenario = datetime.now(UTC), load(PROVINCE)
    world = compile_scenario(scenario, 1, now)
    wanted = Wanted(
        dns="bind",
        acme=("dinkes.rembulanprov.go.id",),
        mail=True,
        wordpress=(site_of(scenario, "diskominfotik.rembulanprov.go.id", 1, now),),
    )
    with real_servers(world, tmp_path / "real", wanted) as real:
        made.env.update(real.env)
        made.run("init")
        made.run("import", "agencies", str(PROVINCE / "agencies.xlsx"))
        made.run(
            *("discover", "--source", "zone", "--source", "ct"),
            *("--source", "list", "--list", str(PROVINCE / "listed.csv")),
        )
        made.run("patrol", "--all")
        made.run("discover", "--source", "links")
        judged = made.score(1)
        # The site whose certificate has run out renews it, as web hosts do, and is looked at again.
        assert real.certificates is not None
        real.certificates.issue(LATE)
        again = json.loads(made.run("patrol", "--site", f"https://{LATE}/", "--json"))
    misbehaving = {line.partition("/")[0] for line in real.skipped}
    assert whole(judged["discovery"]["recall"])
    assert judged["discovery"]["false_candidates"] == 0
    assert judged["honest_accused"]["right"] == 0
    assert judged["recall"]["of"] >= 20
    wrong = [
        note
        for note in judged["notes"]
        if note["area"] == "findings"
        # Nobody has decided yet, so sites of others are still candidates, with findings.
        and note["kind"] != "on others"
        and ITS_OWN not in note["what"]
        and not any(host in note["site"] for host in misbehaving)
    ]
    assert wrong == []
    assert again["findings"]["mended"] == 1
