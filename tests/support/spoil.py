"""Spoils a stored database in one way after the other, scores each, and leaves it as it was.

Run by itself, since it needs a database of its own: ``python spoil.py SCENARIO LAB_VAR ROUND`` with
RONDA_VAR set. Prints {"name of the spoiling": score}; "nothing" is the unspoilt one.
"""

import json
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ronda.commands.setup import use_database

use_database()

from django.db import transaction  # noqa: E402

from ronda.cases.models import OPEN, Finding, FindingState  # noqa: E402
from ronda.discovery.models import Decision, Proposal, Sighting  # noqa: E402
from ronda.engine.checks.registry import all_checks  # noqa: E402
from ronda.lab import classes, rounds  # noqa: E402
from ronda.lab.claims_read import read_claims  # noqa: E402
from ronda.lab.score import score, sides  # noqa: E402
from ronda.lab.score_data import as_data  # noqa: E402
from ronda.lab.score_gambling import honest_of  # noqa: E402
from ronda.lab.truth import Truth, truth  # noqa: E402
from ronda.register.models import Agency, Site  # noqa: E402

NOW = datetime.now(UTC)
BLIND = classes.NO_HSTS
"""The class whose check is blinded."""


def drop_source(source: str) -> None:
    """Lose all that a source saw, and the sites that nothing else saw."""
    Sighting.objects.filter(source=source).delete()
    Site.objects.filter(sightings__isnull=True, proposal__isnull=False).delete()


def swap_agencies() -> None:
    """Give every proposal that names an agency the next one's."""
    keys = list(Agency.objects.order_by("pk").values_list("pk", flat=True))
    following = dict(zip(keys, [*keys[1:], keys[0]], strict=True))
    for row in Proposal.objects.filter(agency__isnull=False):
        Proposal.objects.filter(pk=row.pk).update(agency_id=following[row.agency_id])
    for answer in Decision.objects.filter(proposed_agency__isnull=False):
        Decision.objects.filter(pk=answer.pk).update(
            proposed_agency_id=following[answer.proposed_agency_id]
        )


def swap_relations() -> None:
    """Say third party of other governments' sites, and the reverse."""
    swapped = {"third_party": "other_government", "other_government": "third_party"}
    for row in Proposal.objects.filter(relation__in=swapped):
        Proposal.objects.filter(pk=row.pk).update(relation=swapped[row.relation])
    for answer in Decision.objects.filter(proposed_relation__in=swapped):
        Decision.objects.filter(pk=answer.pk).update(
            proposed_relation=swapped[answer.proposed_relation]
        )


def claim_namesakes() -> None:
    """Say unofficial of other governments' sites."""
    Proposal.objects.filter(relation="other_government").update(relation="unofficial")
    Decision.objects.filter(proposed_relation="other_government").update(
        proposed_relation="unofficial"
    )


def fall_silent() -> None:
    """Propose nothing of unofficial sites."""
    Proposal.objects.filter(relation="unofficial").update(relation="undecided")
    Decision.objects.filter(proposed_relation="unofficial").update(proposed_relation="undecided")


def be_sure() -> None:
    """Say 0.99 of everything, wrong or right."""
    Proposal.objects.update(probability=0.99)
    Decision.objects.update(proposed_probability=0.99)


def blind() -> None:
    """Lose the findings of one class."""
    Finding.objects.filter(check_id__in=_checks(BLIND)).delete()


def invent(judged: list[Site]) -> None:
    """Open a finding where none is due: on every third site of ours."""
    for site in judged[::3]:
        _open(site, _checks(classes.TLS_OLD)[0])


def accuse(honest: list[Site]) -> None:
    """Accuse two honest sites of gambling."""
    for site in honest[:2]:
        _open(site, _checks(classes.INJECTED_GAMBLING)[0])


def close_at_random() -> None:
    """Close half of the open findings as mended."""
    keys = list(Finding.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(7).sample(keys, len(keys) // 2)
    Finding.objects.filter(pk__in=chosen).update(state=FindingState.MENDED, closed_at=NOW)


def leave_open() -> None:
    """Never close what was measured as mended."""
    Finding.objects.filter(state=FindingState.MENDED).update(
        state=FindingState.CONFIRMED, closed_at=None
    )


def be_late(by: timedelta) -> None:
    """Find everything later."""
    for row in Finding.objects.all():
        Finding.objects.filter(pk=row.pk).update(opened_at=row.opened_at + by)


def be_sure_and_wrong() -> None:
    """Swap the agencies and be sure of it."""
    swap_agencies()
    be_sure()


def _checks(finding_class: str) -> list[str]:
    return [c.meta.id for c in all_checks() if c.meta.finding_class == finding_class]


def _open(site: Site, check_id: str) -> None:
    if Finding.objects.filter(site=site, check_id=check_id, state__in=OPEN).exists():
        return
    Finding.objects.create(
        site=site,
        check_id=check_id,
        state=FindingState.CONFIRMED,
        severity="high",
        verdict={"summary": {"id": "Dikarang.", "en": "Made up."}},
        opened_at=NOW,
        last_seen_at=NOW,
    )


def spoilings(true: Truth) -> dict[str, Callable[[], None]]:
    """All ways, by name."""
    both = sides(true, read_claims())
    ours = list(Site.objects.filter(url__in=[c.url for _, c in both.judged]).order_by("pk"))
    honest = [s for s in ours if s.url in {c.url for _, c in honest_of(both.judged)}]
    named: dict[str, Callable[[], None]] = {
        f"drop_{source}": lambda source=source: drop_source(source)  # type: ignore[misc]
        for source in ("zone", "ct", "links", "list")
    }
    return named | {
        "nothing": lambda: None,
        "swap_agencies": swap_agencies,
        "swap_relations": swap_relations,
        "claim_namesakes": claim_namesakes,
        "fall_silent": fall_silent,
        "be_sure": be_sure,
        "blind": blind,
        "invent": lambda: invent(ours),
        "accuse": lambda: accuse(honest),
        "close_at_random": close_at_random,
        "leave_open": leave_open,
        "be_sure_and_wrong": be_sure_and_wrong,
        "half_a_second_late": lambda: be_late(timedelta(seconds=0.5)),
        "a_day_late": lambda: be_late(timedelta(days=1)),
    }


def main(scenario: str, lab_var: str, number: str) -> dict[str, Any]:
    """Score every spoiling and roll it back."""
    true = truth(scenario, int(number), NOW)
    served = rounds.spans(rounds.read(Path(lab_var)), true.scenario, read_claims().begins)
    # The database is of the end of this round.
    served = tuple(span for span in served if span.round <= true.round)
    found = {}
    for name, spoil in spoilings(true).items():
        with transaction.atomic():
            spoil()
            found[name] = as_data(score(true, read_claims(), served))
            transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:4])))
