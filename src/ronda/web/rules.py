"""The engine's checks as the screens need them: by id, and a word for ids that no longer exist."""

from functools import cache

from ronda.engine.checks.registry import Check, all_checks
from ronda.engine.text import Text


@cache
def by_id() -> dict[str, Check]:
    """Every check by id."""
    return {check.meta.id: check for check in all_checks()}


def find(check_id: str) -> Check | None:
    """A check, or None when a finding's rule has been removed since."""
    return by_id().get(check_id)


def problem(check_id: str, verdict: object = None) -> Text:
    """The bad state in a few words; of a removed rule, what its last verdict said."""
    check = find(check_id)
    if check:
        return check.meta.problem
    summary = verdict.get("summary") if isinstance(verdict, dict) else None
    if isinstance(summary, dict):
        return Text(str(summary.get("id", check_id)), str(summary.get("en", check_id)))
    return Text(check_id, check_id)


def title(check_id: str) -> Text:
    """The good state in a few words."""
    check = find(check_id)
    return check.meta.title if check else Text(check_id, check_id)
