"""Tells the names of applications among the words with which a page of ours links to others of ours."""

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.names import field_words, is_ordinary
from ronda.engine.attribute.words import level_words, squeeze
from ronda.engine.attribute.zones import in_zones
from ronda.engine.urls import BadUrl, parse

MIN_NAME = 5  # letters; one fewer of "E-SPJ"
MIN_PLAIN = 6  # of one word that is written as any other
MAX_NAME = 24
MAX_WORDS = 4  # of a name: "Calendar of Events"
MAX_TARGETS = 2  # hosts; what links to more is no name ("Selengkapnya")
MAX_LINKS = 600
MAX_NAMES = 80  # of one page
_PIECE = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
# "SIWALI", "TanyaKami", "e-Disposisi", "eRM": written as a name is.
_COINED = re.compile(r"[A-Z]{4,}|[a-z]{1,2}-?[A-Z]\w+|[A-Z][a-z]+[A-Z]\w*|[eE]-\w{3,}")
# What applications of offices are called: "E-KAPAL", "SIPANGAN"; and what links to them say.
_APPLICATION = re.compile(r"\b(?:[Ee]-[A-Z][A-Za-z]{2,}|SI[A-Z]{3,}|SIM[A-Z]{2,})\b")
_SERVICE_WORDS = re.compile(r"\b(?:aplikasi|sistem informasi|pelayanan publik)\b")
_NO_APPLICATION = frozenset(
    ["SIDANG", "SIAPA", "SIARAN", "SIKAP", "SINGKAT", "SISTEM", "SISWA", "SITEMAP", "SITUS"]
)
MAX_TEXT = 500
# First labels and single words that say what a page serves, in any zone of the world.
_SERVICES = frozenset(
    [
        *("admin", "arsip", "backup", "berita", "blog", "cloud", "cpanel", "daftar", "data"),
        *("demo", "download", "files", "forum", "galeri", "gallery", "images", "informasi"),
        *("internal", "intranet", "katalog", "konten", "layanan", "login", "media", "mobile"),
        *("monitoring", "panel", "pendaftaran", "pengaduan", "pengumuman", "perpustakaan"),
        *("portal", "presensi", "profil", "publik", "server", "sistem", "staging", "static"),
        *("statistik", "support", "surat", "survei", "survey", "testing", "upload", "video"),
        *("webmail", "website", "wisata", "beranda", "kontak", "tentang", "situs", "utama"),
        *("aplikasi", "dashboard", "kunjungi", "lihat", "selengkapnya", "resmi", "official"),
        *("agenda", "artikel", "dokumen", "unduh", "unduhan", "sitemap", "terkait", "tautan"),
    ]
)


class Named(msgspec.Struct, frozen=True):
    """A name that a page gives to what it links to."""

    word: str  # squeezed: "tanyakami"
    written: str  # as the page says: "Tanya Kami"
    to: str  # the address that it leads to


def named_on(page: PageArtifact, zones: tuple[str, ...]) -> tuple[Named, ...]:
    """Return the names of applications that a page of ours says, at most ``MAX_NAMES``.

    The words of a visible link to another host of our zones are taken for a name when they are few
    and no everyday word; those of a link to anywhere only when they are written as offices write
    their applications' ("E-KAPAL").
    """
    try:
        here = parse(page.url).host
    except BadUrl:
        return ()
    found: dict[str, Named] = {}
    targets: dict[str, set[str]] = defaultdict(set)
    for link in page.links[:MAX_LINKS]:
        if link.hidden or link.place == "comment":
            continue
        try:
            host = parse(link.url).host
        except BadUrl:
            continue
        ours = host != here and in_zones(host, zones) is not None
        for written in _names_in(link.text, ours=ours):
            word = squeeze(written)
            targets[word].add(host)
            found.setdefault(word, Named(word, written[:80], link.url[:500]))
    kept = (named for word, named in found.items() if len(targets[word]) <= MAX_TARGETS)
    return tuple(kept)[:MAX_NAMES]


def is_telling(word: str) -> bool:
    """Say whether a squeezed word is of a name's length and no everyday word of offices.

    Names that begin like "E-SPJ" may be a letter shorter.
    """
    shortest = MIN_NAME - word.startswith("e")
    return shortest <= len(word) <= MAX_NAME and not _is_everyday(word)


def application_in_text(text: str) -> str | None:
    """Return what a text calls an application of an office, or None."""
    text = text[:MAX_TEXT]
    names = (match[0] for match in _APPLICATION.finditer(text))
    found = next((name for name in names if name not in _NO_APPLICATION), None)
    if found is None:
        service = _SERVICE_WORDS.search(text.lower())
        found = service[0] if service else None
    return found


def _names_in(text: str, *, ours: bool) -> Iterator[str]:
    coined = application_in_text(text)
    if coined and " " not in coined and is_telling(squeeze(coined)):
        yield coined
    pieces = _PIECE.findall(text[:200])
    if not ours or not 1 <= len(pieces) <= MAX_WORDS:
        return
    name = " ".join(pieces)
    word = squeeze(name)
    if not is_telling(word) or all(_is_everyday(squeeze(piece)) for piece in pieces):
        return
    if len(pieces) > 1 or len(word) >= MIN_PLAIN or _COINED.fullmatch(name):
        yield name


def _is_everyday(word: str) -> bool:
    known = word in _SERVICES or word in field_words() or word in level_words()
    return known or is_ordinary(word)
