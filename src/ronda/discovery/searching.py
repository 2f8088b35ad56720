"""Which questions a search service is asked with the office's own key, and within which budget."""

from typing import Literal

from django.conf import settings

from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.discover.contract import SearchApi

ENDPOINTS = {
    "google": "https://www.googleapis.com/customsearch/v1",
    "bing": "https://api.bing.microsoft.com/v7.0/search",
}
_ASKED = ("official", "alias", "former")  # short names alone find everything but the agency


def search_api(gazetteer: Gazetteer) -> SearchApi | None:
    """Return the service that the settings name, or None without a key."""
    key = settings.RONDA_SEARCH_KEY
    kind: Literal["google", "bing"] = "bing" if settings.RONDA_SEARCH_API == "bing" else "google"
    if not key:
        return None
    return SearchApi(
        kind=kind,
        endpoint=settings.RONDA_SEARCH_ENDPOINT or ENDPOINTS[kind],
        key=key,
        engine=settings.RONDA_SEARCH_ENGINE,
        monthly=max(0, settings.RONDA_SEARCH_MONTHLY),
        queries=queries(gazetteer),
    )


def queries(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the questions: each name of each agency with the region's name, zones left out."""
    region = gazetteer.region.name
    without = " ".join(f"-site:{zone}" for zone in gazetteer.zones[:5])
    names = (n.text for a in gazetteer.agencies for n in a.names if n.kind in _ASKED)
    found = []
    for name in dict.fromkeys(names):
        place = "" if region.lower() in name.lower() else region
        found.append(" ".join(f'"{name}" {place} {without}'.split()))
    return tuple(found)
