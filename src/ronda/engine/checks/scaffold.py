"""Writes the one file of a new check, ready to be filled in."""

from typing import get_args

from ronda.engine.checks.contract import Area

AREA_OF_PREFIX: dict[str, str] = {
    "FRESH": "freshness",
    **{area.upper(): area for area in get_args(Area) if area != "freshness"},
}
