"""Tells whether a domain is called after an application of ours, and nothing else."""

from collections.abc import Iterable

from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.words import squeeze

MIN_OWN_NAME = 7
# Words beside an office's, a region's or an application's that say nothing by themselves.
FILLERS = frozenset(
    [
        *("official", "resmi", "info", "online", "daring", "app", "apps", "aplikasi", "web"),
        *("website", "portal", "situs", "sistem", "system", "layanan", "id", "go", "goid"),
        *("my", "new", "baru", "digital", "smart", "center", "publik", "kita", "ku"),
        *("mu", "kami", "indonesia", "daerah", "dinas", "badan", "kantor", "pemprov", "pemkab"),
        *("pemkot", "pemda", "prov", "provinsi", "kab", "kabupaten", "kota", "gov", "e"),
        *("si", "sim", "media", "berita", "news", "blog", "tv", "fm", "pro"),
        *("plus", "hub", "net", "data", "satu", "ayo", "halo"),
    ]
)


def called_after(host: str, names: Iterable[str]) -> str | None:
    """Return the name of an application of ours that a host is registered by, or None.

    Beside the name only numbers and words that say nothing may stand: "eksporhubku.my.id" is
    "eksporhub" and "ku". Names shorter than ``MIN_OWN_NAME`` may be anybody's.
    """
    label = squeeze(registered_domain(host).partition(".")[0])
    for name in names:
        if len(name) >= MIN_OWN_NAME and name in label:
            before, _, after = label.partition(name)
            if all(not rest or rest in FILLERS or rest.isdigit() for rest in (before, after)):
                return name
    return None
