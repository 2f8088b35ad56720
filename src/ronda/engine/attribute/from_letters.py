"""Evidence in the letterhead of a document that a site offers: whose paper it is written on.

An Indonesian office's paper begins with its government, then the office, then its street, telephone
and address on the web. Only that is read: whom a letter is addressed to, who gets a copy and what it
speaks of say nothing about whose it is.
"""

from collections.abc import Iterator
from itertools import takewhile

import msgspec

from ronda.engine.attribute.contacts import contacts_in
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.from_contacts import known_contacts
from ronda.engine.attribute.governments import Named
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.names import Mention, NameIndex, index_of
from ronda.engine.attribute.words import Tokens, tokens
from ronda.engine.attribute.zones import in_zones
from ronda.engine.text import Text

MAX_BEFORE = 4  # lines above the names: a page number, a stamp of the system, a report's title
MAX_HEAD = 8  # lines of one
# With these an office says where it is: the names stand above.
_CONTACT = frozenset(
    [
        *("jalan", "jln", "jl", "telepon", "telp", "tlp", "tel", "fax", "faks", "faksimile", "faksimili"),
        *("website", "laman", "surel", "email", "mail", "http", "https", "www", "kotak", "kode", "kompleks"),
        *("komplek", "komp", "gedung", "alamat"),
    ]
)  # fmt: skip
# With these a letter itself begins, or what is no letterhead at all.
_BODY = frozenset(
    [
        *("nomor", "no", "sifat", "lampiran", "lamp", "perihal", "hal", "kepada", "yth", "tembusan"),
        *("menimbang", "mengingat", "menindaklanjuti", "berdasarkan", "dengan", "sehubungan", "bersama"),
        *("surat", "keputusan", "pengumuman", "undangan", "nota", "berita", "perjanjian", "laporan"),
        *("tentang", "dari", "dasar", "bahwa", "memperhatikan", "rencana", "siaran", "daftar", "instruksi"),
    ]
)  # fmt: skip
_BODIES = frozenset((word,) for word in _BODY)
# Below an education office's name: the paper is the school's.
_SCHOOLS = frozenset(
    [
        *("sekolah", "sma", "sman", "smk", "smkn", "smp", "smpn", "sd", "sdn", "slb", "slbn", "man", "mtsn"),
        *("tk", "paud", "madrasah", "universitas", "politeknik", "akademi"),
    ]
)  # fmt: skip
# With these an office's own letterhead begins that leaves its government out, or puts it behind.
_OFFICES = frozenset(
    [
        *("dinas", "badan", "biro", "inspektorat", "sekretariat", "satuan", "rumah", "rsud", "balai"),
        *("unit", "uptd", "upt", "kantor", "panitia"),
    ]
)  # fmt: skip
_STAMPS = frozenset({"dokumen", "halaman", "page", "tahun", "salinan"})
# What every office writes about itself each year, with its name on the cover.
_REPORTS = frozenset(
    {"lkjip", "lkip", "lakip", "renstra", "renja", "sakip", "ppid", "lppd", "dpa", "rka"}
)
_REPORTS_OF_TWO = frozenset(
    {
        *(("laporan", "kinerja"), ("laporan", "akuntabilitas"), ("rencana", "strategis")),
        *(("rencana", "kerja"), ("perjanjian", "kinerja"), ("indikator", "kinerja")),
        *(("rencana", "aksi"), ("standar", "pelayanan"), ("standar", "operasional")),
        *(("laporan", "layanan"), ("informasi", "publik"), ("instansi", "pemerintah")),
        *(("maklumat", "pelayanan"), ("survei", "kepuasan"), ("daftar", "informasi")),
    }
)
_WITHOUT_PLACE = 0.6  # a cover: government and office, but no street or telephone below


class Head(msgspec.Struct, frozen=True):
    """The lines of a letterhead, as words: names, then how to reach the office."""

    names: Tokens
    starts: frozenset[int]  # of lines, in ``names``
    text: str  # all of its lines as written
    placed: bool  # it says where the office is


def letter_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Evidence of the letterhead of the document that was read, if it has one."""
    letter = facts.letter
    head = head_of(letter.lines) if letter is not None else None
    if letter is None or head is None:
        return
    where = Text("kop dokumen {url}", "letterhead of {url}").fill(url=letter.url[:200])
    index = index_of(gazetteer)
    named = _government(head, index)
    if named is not None and named.who == "other" and (named.with_level or named.as_office):
        yield Evidence("other_letterhead", where, _shown(head), other=named.name)
        return
    domain = _mail_of_others(head, gazetteer) if named is None else ""
    if domain:
        yield Evidence("other_letterhead", where, _shown(head), strength=0.8, other=domain)
        return
    school = next((i for i in sorted(head.starts) if head.names[i] in _SCHOOLS), None)
    if school is not None and (school > 0 or head.placed):
        yield Evidence("school", where, " ".join(head.names[school : school + 5])[:100])
        return
    issuer = _issuer(head, index)
    if issuer is None:
        return
    ours = named is not None and named.who == "ours"
    if not ours and not _from_here(head, issuer, gazetteer):
        return  # "Dinas Kesehatan": every government has one
    strength = 1.0 if head.placed else _WITHOUT_PLACE
    for key in issuer.agencies:
        yield Evidence("letterhead", where, _shown(head), key, "letterhead_name", strength)


def head_of(lines: tuple[str, ...]) -> Head | None:
    """Return the letterhead that a page begins with, or None."""
    words = [tokens(line, 300) for line in lines[: MAX_BEFORE + MAX_HEAD]]
    first = next((i for i, said in enumerate(words[: MAX_BEFORE + 1]) if _begins(said)), None)
    if first is None or not all(_may_precede(said) for said in words[:first]):
        return None
    names: list[str] = []
    starts: set[int] = set()
    for number, said in enumerate(words[first : first + MAX_HEAD], start=first):
        if not said:
            continue
        body = said[0] in _BODY
        end = 0 if body else next((i for i, word in enumerate(said) if word in _CONTACT), None)
        if end != 0:
            starts.add(len(names))
            names += said[:end]
        if end is not None:
            shown = _until_body(lines[first : number + 3], words[first:])
            return Head(tuple(names), frozenset(starts), shown, placed=not body)
    shown = _until_body(lines[first : first + 3], words[first:])
    return Head(tuple(names), frozenset(starts), shown, placed=False)


def _until_body(lines: tuple[str, ...], words: list[Tokens]) -> str:
    """The lines as written, without the letter: its addressee's telephone is not the office's."""
    pairs = zip(lines, words, strict=False)
    return "\n".join(line for line, _ in takewhile(lambda p: p[1][:1] not in _BODIES, pairs))


def _begins(said: Tokens) -> bool:
    """A line with which a letterhead begins: a government, or an office by itself."""
    return said[:1] in (("pemerintah",), ("pemprov",), ("pemkab",), ("pemkot",)) or (
        said[:1] != () and said[0] in _OFFICES
    )


def _may_precede(said: Tokens) -> bool:
    """A page number, a stamp, or the title of a report that offices make of themselves."""
    return (
        all(len(word) < 3 or word.isdigit() for word in said)
        or said[0] in _STAMPS
        or said[0] in _REPORTS
        or said[:2] in _REPORTS_OF_TWO
    )


def _government(head: Head, index: NameIndex) -> Named | None:
    """The government that begins a line or stands right behind an office."""
    places = {*head.starts, *(mention.end for mention in index.find(head.names))}
    found = (index.governments.at(head.names, i) for i in sorted(places) if i < len(head.names))
    return next((named for named in found if named is not None and named.who != "town"), None)


def _issuer(head: Head, index: NameIndex) -> Mention | None:
    """The last office that fills a line: below the government, and below an office above it."""
    words, found = head.names, None
    first = index.governments.at(words, 0) if words else None
    end = first.end if first is not None else 0
    for mention in index.find(words):
        after = _after(mention.end, head, index)
        begins = mention.start in head.starts or mention.start == end
        if begins and (after >= len(words) or after in head.starts):
            found, end = mention, after
    return found


def _after(place: int, head: Head, index: NameIndex) -> int:
    """Where the line goes on behind an office's name and its government's."""
    words = head.names
    if words[place : place + 1] == ("daerah",):
        place += 1
    if place >= len(words) or place in head.starts:
        return place
    named = index.governments.at(words, place)
    return named.end if named is not None else place


def _from_here(head: Head, issuer: Mention, gazetteer: Gazetteer) -> bool:
    """Telephone, mail or postcode of the letterhead are the office's or lie in this region."""
    found = contacts_in(head.text)
    known, region = known_contacts(gazetteer), gazetteer.region
    codes = tuple(code for code in (*region.area_codes, *region.postcodes) if code)
    return (
        any(known.phones.get(phone) in issuer.agencies for phone in found.phones)
        or any(known.mails.get(mail) in issuer.agencies for mail, _ in found.mails)
        or any(in_zones(domain, gazetteer.zones) for _, domain in found.mails)
        or any(said.startswith(codes) for said in (*found.phones, *found.postcodes))
    )


def _mail_of_others(head: Head, gazetteer: Gazetteer) -> str:
    """The domain of another government in which the letterhead has its mail, or ""."""
    domains = [domain for _, domain in contacts_in(head.text).mails]
    theirs = (d for d in domains if d.endswith(".go.id") and not in_zones(d, gazetteer.zones))
    return next(theirs, "")


def _shown(head: Head) -> str:
    """The names of a letterhead as they are written."""
    return " ".join(head.text.split())[:120]
