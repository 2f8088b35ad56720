"""What our own sites call their applications: words that the same hands may use elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable

from ronda.engine.attribute.names import field_words, is_ordinary
from ronda.engine.attribute.words import level_words, squeeze
from ronda.engine.discover.contract import KnownPage
from ronda.engine.discover.parts.signals import application_in_text
from ronda.register.models import Relation, Site, SiteState

MIN_NAME = 5
MAX_NAME = 24
MAX_NAMES = 5_000
# First labels that say what a host serves, in any zone of the world.
_SERVICES = frozenset(
    [
        "admin",
        "arsip",
        "backup",
        "berita",
        "blog",
        "cloud",
        "cpanel",
        "daftar",
        "data",
        "demo",
        "download",
        "files",
        "forum",
        "galeri",
        "gallery",
        "images",
        "informasi",
        "internal",
        "intranet",
        "katalog",
        "konten",
        "layanan",
        "login",
        "media",
        "mobile",
        "monitoring",
        "panel",
        "pendaftaran",
        "pengaduan",
        "pengumuman",
        "perpustakaan",
        "portal",
        "presensi",
        "profil",
        "publik",
        "server",
        "sistem",
        "staging",
        "static",
        "statistik",
        "support",
        "surat",
        "survei",
        "survey",
        "testing",
        "upload",
        "video",
        "webmail",
        "website",
        "wisata",
    ]
)
_PIECE = re.compile(r"[a-z]+")


def application_names(pages: Iterable[KnownPage] = ()) -> frozenset[str]:
    """Return words that name our applications: labels in our zones, titles, words of links.

    What several agencies use as a label ("survei.a", "survei.b") names a kind of page and no
    application.
    """
    labels: Counter[str] = Counter()
    found: set[str] = set()
    # office-wide: discovery works for the office, no person asks here
    ours = Site.objects.filter(
        state=SiteState.REGISTERED, relation__in=(Relation.OFFICIAL, Relation.UNOFFICIAL)
    )
    for host, zone, title in ours.values_list("host", "zone__name", "title").iterator():
        if zone:
            own = host.removesuffix(zone).strip(".")
            labels.update(set(_PIECE.findall(own)))
        found |= _in_text(title)
    for page in pages:
        for _, words, _ in page.links[:300]:
            found |= _in_text(words)
    found |= {label for label, times in labels.items() if times <= 2}
    return frozenset(sorted(w for w in found if _telling(w))[:MAX_NAMES])


def _in_text(text: str) -> set[str]:
    name = application_in_text(text)
    return {squeeze(name)} if name and " " not in name else set()


def _telling(word: str) -> bool:
    long = MIN_NAME <= len(word) <= MAX_NAME
    known = word in _SERVICES or word in field_words() or is_ordinary(word) or word in level_words()
    return long and not known
