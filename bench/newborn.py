"""`python -m bench.newborn [--follow SECONDS] [--json]`: from a logged certificate to a told person.

A practice province is watched by an installation with a worker of its own. Then two sites are
switched on, an agency's unofficial one and an impersonation with a form; with them their
certificates are logged, at whatever moment between two looks of the worker into the log: the first
leg may take up to ``--follow`` seconds. Printed are the seconds since then, by leg. The stated limits: 60 s to the candidate with its
proposal, 120 s to the mail. Ends with an error where one is missed.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

import msgspec

import ronda.lab
from ronda.lab.newborn import LEGS, Birth, watching

PROVINCE = Path(ronda.lab.__file__).parent / "provinces" / "rembulan_small"
HOSTS = ("dkp-rembulan.or.id", "bkpsdm-rembulanprov.com")
TO_CANDIDATE, TO_MAIL = 60.0, 120.0


def measure(follow: int, others: int | None) -> tuple[list[Birth], float]:
    """Return what became of the new sites, and the seconds of setting all of it up."""
    begin = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        watching(PROVINCE, HOSTS, Path(folder), follow_seconds=follow, others=others) as watched,
    ):
        ready = time.monotonic() - begin
        births = watched.bear(HOSTS)
    return births, ready


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--follow", type=int, default=30, help="RONDA_FOLLOW_SECONDS")
    parser.add_argument("--others", type=int, help="other sites in the province; all by default")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    births, ready = measure(chosen.follow, chosen.others)
    if chosen.json:
        found = [msgspec.to_builtins(birth) for birth in births]
        print(json.dumps({"load": load, "births": found}, indent=1, ensure_ascii=False))
    else:
        print(
            f"load {load:.1f}; set up in {ready:.1f} s; logs are looked into every {chosen.follow} s"
        )
        for birth in births:
            show(birth)
    late = [
        birth.host
        for birth in births
        if birth.legs["proposed"] > TO_CANDIDATE or birth.legs["mailed"] > TO_MAIL
    ]
    if late:
        raise SystemExit(f"too late: {', '.join(late)}")


def show(birth: Birth) -> None:
    """Print one site's way."""
    print(f"\n{birth.host}: {birth.relation} of {birth.owner}, {birth.probability:.2f}")
    for reason in birth.reasons:
        print(f"  because: {reason}")
    print(f"  mail: {birth.subject}")
    before = 0.0
    for leg in LEGS:
        now = birth.legs[leg]
        print(f"  {leg:10} {now:6.1f} s after it was logged (+{now - before:.1f})")
        before = now
    limits = (("candidate", "proposed", TO_CANDIDATE), ("mail", "mailed", TO_MAIL))
    for what, leg, limit in limits:
        print(f"  {what}: {birth.legs[leg] / limit:.2f} of the limit of {limit:.0f} s")


if __name__ == "__main__":
    main()
