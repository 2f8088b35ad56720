"""Puts documents with letterheads on some sites: circulars, announcements, reports, and other people's.

A letter is made of what its site has anyway: the office, its address, the titles of the news. All chance
comes from a stream of its own, so that nothing else of a province moves.
"""

import functools
from random import Random

import msgspec

from ronda.lab.format import LetterPlan, Part
from ronda.lab.generate.families import Page
from ronda.lab.generate.files import read_toml
from ronda.lab.generate.pen import Pen
from ronda.lab.generate.plan import area_name
from ronda.lab.generate.settings import Rate

LONG = 40  # letters: a longer name stands on two lines
# What such files are called, and with which words they are linked.
NAMES = (
    ("/unduhan/surat-edaran-{n}.pdf", "Surat Edaran"),
    ("/dokumen/pengumuman-{n}.pdf", "Pengumuman"),
    ("/files/{n}.pdf", "Unduh"),
    ("/storage/dokumen/SK-{n}.pdf", "SK Tim"),
    ("/download/juknis_{n}.pdf", "Petunjuk Teknis"),
    ("/ppid/informasi-berkala-{n}.pdf", "Informasi Berkala"),
)
COVERS = (
    ("/dokumen/lkjip-{n}.pdf", "LAPORAN KINERJA INSTANSI PEMERINTAH"),
    ("/dokumen/renstra-{n}.pdf", "RENCANA STRATEGIS"),
    ("/unduhan/perjanjian-kinerja-{n}.pdf", "PERJANJIAN KINERJA"),
)


class LetterRates(Part, frozen=True, kw_only=True):
    """data/common/letters.toml."""

    shares: dict[str, Rate]  # by kind of site, else by family
    scanned: Rate
    unit: Rate
    cover: Rate
    bare: Rate


@functools.cache
def letter_rates() -> LetterRates:
    """Return the base rates that ship with the generator."""
    return msgspec.convert(read_toml("common", "letters.toml"), LetterRates)


class _Paper(msgspec.Struct, frozen=True):
    """Whose paper it is."""

    government: str  # "Provinsi Nusa Rembulan"
    office: str
    below: str  # the school or the unit that wrote it, or ""
    address: str
    phone: str
    email: str
    host: str


def letters(pen: Pen, page: Page) -> dict[str, LetterPlan]:
    """Return the document that a site links, by its path; mostly there is none."""
    rates, site = letter_rates(), pen.site
    rate = rates.shares.get(site.kind) or rates.shares.get(site.family)
    rng = pen.apart("letter")
    if rate is None or site.kind in ("blog", "builder") or page.parked:
        return {}
    if rng.random() >= rate.share:
        return {}
    scanned = rng.random() < rates.scanned.share
    paper = _paper(pen, page, rng)
    number = rng.randint(2, 980)
    if not paper.below and rng.random() < rates.cover.share:
        path, title = rng.choice(COVERS)
        head = (title, "TAHUN 2025", *_names(paper.office), paper.government.upper())
        plan = LetterPlan(text=title.capitalize(), head=head, scanned=scanned)
        return {path.format(n=number): plan}
    path, text = rng.choice(NAMES)
    plan = LetterPlan(
        text=text, head=_head(paper, rng), lines=_lines(pen, page, rng), scanned=scanned
    )
    return {path.format(n=number): plan}


def _paper(pen: Pen, page: Page, rng: Random) -> _Paper:
    site, province = pen.site, pen.province
    plan, contact = site.agency.plan, page.front.contact
    ours = f"Provinsi {province.about.region.name}"
    if site.kind == "school":
        above = next(
            (a.plan.name for a in province.agencies if "Pendidikan" in a.plan.name), plan.name
        )
        return _Paper(
            ours, above, page.made_by.school or "", contact.address or plan.address,
            contact.phone or plan.phone, contact.email or plan.email, site.host,
        )  # fmt: skip
    if site.other is not None:
        village = site.kind == "village"
        below = f"Desa {site.said['village']}" if village else ""
        return _Paper(
            area_name(site.other), f"Kecamatan {site.said['town']}" if village else plan.name, below,
            contact.address or "", contact.phone or "", contact.email or "", site.host,
        )  # fmt: skip
    below = ""
    if site.family in ("official", "unofficial") and rng.random() < letter_rates().unit.share:
        below = f"UPTD {site.said['word']} {site.said['town']}"
    host = site.host if site.family in ("official", "unofficial") else province.zone
    return _Paper(ours, plan.name, below, plan.address, plan.phone, plan.email, host)


def _head(paper: _Paper, rng: Random) -> tuple[str, ...]:
    government = f"PEMERINTAH {paper.government}".upper()
    below = (paper.below.upper(),) if paper.below else ()
    reach = rng.choice(
        (
            (f"{paper.address} Telepon {paper.phone}", f"Laman {paper.host}, Surel {paper.email}"),
            (paper.address, f"Telp. {paper.phone} Email: {paper.email}"),
            (paper.address, f"Website: https://{paper.host}"),
            (f"Alamat: {paper.address}, Telp/Fax. {paper.phone}",),
        )
    )
    if paper.office.startswith("Kecamatan"):
        return (government, paper.office.upper(), *below, *reach)
    if rng.random() < letter_rates().bare.share:
        return (*_names(paper.office), *below, *reach)
    names = rng.choice(
        (
            (government, *_names(paper.office)),
            (government, *_names(paper.office)),
            (f"{paper.office} {paper.government}".upper(),),
            (f"Pemerintah {paper.government}", paper.office),
        )
    )
    return (*names, *below, *reach)


def _names(office: str) -> tuple[str, ...]:
    """A long name is broken in the middle."""
    words = office.upper().split()
    if len(office) <= LONG:
        return (" ".join(words),)
    half = (len(words) + 1) // 2
    return (" ".join(words[:half]), " ".join(words[half:]))


def _lines(pen: Pen, page: Page, rng: Random) -> tuple[str, ...]:
    """The letter: about the site's own news, to one agency, with a copy to another."""
    to, copy = (pen.province.agencies[rng.randrange(len(pen.province.agencies))] for _ in range(2))
    subject = page.front.posts[0].title if page.front.posts else page.front.title
    return (
        f"Nomor : 000.{rng.randint(1, 9)}/{rng.randint(10, 999)}/2026",
        "Sifat : Biasa",
        f"Perihal : {subject}",
        f"Kepada Yth. Kepala {to.plan.name}",
        f"Menindaklanjuti surat {copy.plan.name}, dengan hormat kami sampaikan:",
        f"Tembusan: {copy.plan.name}",
    )
