"""Finds every check by walking the package; there is no list to edit."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

import msgspec

from ronda.engine import checks
from ronda.engine.checks.contract import Case, Meta, Seen, Verdict


class Check(msgspec.Struct, frozen=True):
    """A check as loaded from its module."""

    meta: Meta
    judge: Callable[[Seen], Verdict]
    cases: tuple[Case, ...]
    manual: str  # the module's docstring
    module: str


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, sorted by id. A module in an area's folder without META is an error."""
    found: dict[str, Check] = {}
    for area in pkgutil.iter_modules(checks.__path__, f"{checks.__name__}."):
        if not area.ispkg:
            continue
        package = importlib.import_module(area.name)
        for info in pkgutil.iter_modules(package.__path__, f"{area.name}."):
            module = importlib.import_module(info.name)
            check = Check(
                module.META, module.judge, tuple(module.CASES), module.__doc__ or "", info.name
            )
            if check.meta.id in found:
                raise ValueError(
                    f"{info.name}: id {check.meta.id} is taken by {found[check.meta.id].module}"
                )
            found[check.meta.id] = check
    return tuple(found[key] for key in sorted(found))


def get(check_id: str) -> Check:
    """Return a check by id, or raise ``KeyError``."""
    for check in all_checks():
        if check.meta.id == check_id:
            return check
    raise KeyError(check_id)


def needs_of(chosen: tuple[Check, ...]) -> frozenset[str]:
    """The artifact keys that these checks want, which is all that a visit collects."""
    return frozenset(need for check in chosen for need in (*check.meta.needs, *check.meta.also))
