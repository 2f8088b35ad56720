"""Which columns each kind of spreadsheet may have, and what offices call them."""

import re

import msgspec

from ronda.engine.text import Text

_BREAKS = re.compile(r"[^a-z0-9#]+")


class Field(msgspec.Struct, frozen=True):
    """A column: its key in code, its heading in both languages, other headings that mean it."""

    key: str
    title: Text
    synonyms: tuple[str, ...] = ()
    # Empty cells below a filled one belong to it when the sheet merges them.
    required: bool = False
    # A heading of these words alone, one of ``telling`` among them, means the field too.
    telling: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def is_told_by(self, text: str) -> bool:
        """Whether a heading's words, whatever their order, mean this field."""
        found = set(text.split())
        return bool(found & self.telling) and found <= self.telling | self.words


class Kind(msgspec.Struct, frozen=True):
    """A kind of spreadsheet. A header row must name every field of ``required``."""

    key: str
    title: Text
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """Return a field by key, or raise ``KeyError``."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)

    @property
    def required(self) -> tuple[Field, ...]:
        """Fields that a row cannot do without."""
        return tuple(f for f in self.fields if f.required)


def _f(key: str, id: str, en: str, *synonyms: str, required: bool = False) -> Field:
    return Field(key, Text(id, en), synonyms, required)


# How offices call agencies as a whole, and what they put beside it.
_OFFICES = frozenset(
    {
        *("opd", "skpd", "skpkd", "pd", "dinas", "badan", "kantor", "instansi", "lembaga", "biro"),
        *("nomenklatur", "organisasi", "satker", "perangkat", "agency", "office"),
    }
)
_BESIDE = frozenset(
    {
        *("nama", "daerah", "resmi", "lengkap", "baru", "unit", "kerja", "satuan", "dan", "atau"),
        *("pemerintah", "sesuai", "perda", "name", "the"),
    }
)
_SHORTS = frozenset(
    {"singkatan", "singkat", "singk", "akronim", "inisial", "kependekan", "abreviasi"}
)

_AGENCY_WORDS = (
    "perangkat daerah",
    "opd",
    "nama opd",
    "skpd",
    "nama skpd",
    "organisasi perangkat daerah",
    "nama organisasi perangkat daerah",
    "satuan kerja",
    "instansi",
    "nama instansi",
    "unit kerja",
    "nama unit kerja",
    "pemilik",
    "agency",
    "agency name",
    "owner",
)

_AGENCIES = Kind(
    "agencies",
    Text("Perangkat daerah", "Agencies"),
    (
        _f("key", "Kode", "Key", "kode opd", "kode perangkat daerah", "kode unik", "code"),
        _f("name", "Nama Perangkat Daerah", "Agency", *_AGENCY_WORDS, "nama", "name",
           "nama resmi", "nama lengkap", "official name", required=True),
        _f("short", "Singkatan", "Short name", "nama singkat", "nama pendek", "akronim",
           "singkatan opd", "abbreviation", "acronym"),
        _f("aliases", "Sebutan lain", "Other names", "alias", "aliases", "nama lain",
           "sebutan", "dikenal sebagai", "also known as"),
        _f("former", "Nama lama", "Former names", "nama sebelumnya", "nama terdahulu",
           "nomenklatur lama", "dahulu", "former name", "old name", "old names"),
        _f("level", "Tingkat", "Level", "tingkat pemerintahan", "jenjang", "government level"),
        _f("parent", "Induk", "Parent", "opd induk", "instansi induk", "perangkat daerah induk",
           "parent agency"),
        _f("predecessors", "Pendahulu", "Predecessors", "gabungan dari", "peleburan dari",
           "opd asal", "predecessor", "merged from"),
        _f("address", "Alamat", "Address", "alamat kantor", "alamat lengkap", "office address"),
        _f("phone", "Telepon", "Telephone", "telp", "no telp", "no telepon", "nomor telepon",
           "tlp", "phone", "phone number", "telepon fax", "telepon kantor"),
        _f("email", "Surel", "E-mail", "email", "e mail", "alamat surel", "surat elektronik",
           "alamat email", "surel resmi", "email resmi", "mail"),
        _f("sites", "Situs", "Sites", "url", "domain", "website", "situs web", "situs resmi",
           "alamat situs", "alamat website", "web", "laman", "laman resmi", "website resmi",
           "subdomain", "site", "alamat web"),
        _f("contact_title", "Kontak (jabatan)", "Contact (role)", "kontak", "jabatan",
           "jabatan kontak", "penanggung jawab", "jabatan penanggung jawab", "pic", "pejabat",
           "contact", "contact title", "narahubung", "pengelola"),
        _f("contact_name", "Kontak (nama)", "Contact (name)", "nama kontak", "nama pejabat",
           "nama penanggung jawab", "nama pic", "contact name", "nama narahubung"),
        _f("contact_email", "Kontak (surel)", "Contact (e-mail)", "surel kontak",
           "email kontak", "kontak email", "email pic", "contact email"),
        _f("contact_phone", "Kontak (telepon)", "Contact (telephone)", "telepon kontak",
           "hp", "no hp", "nomor hp", "no wa", "whatsapp", "contact phone", "hp kontak"),
        _f("valid_from", "Berlaku sejak", "Valid from", "sejak", "mulai berlaku",
           "tanggal berlaku", "since", "tmt"),
        _f("dissolved_on", "Dibubarkan pada", "Dissolved on", "berlaku sampai", "dibubarkan",
           "valid to", "dissolved", "sampai dengan"),
    ),
)  # fmt: skip

_TOLD = {
    "name": (_OFFICES, _BESIDE),
    "short": (_SHORTS, _OFFICES | _BESIDE | {"sebutan", "pendek"}),
}
AGENCIES = msgspec.structs.replace(
    _AGENCIES,
    fields=tuple(
        msgspec.structs.replace(f, telling=_TOLD[f.key][0], words=frozenset(_TOLD[f.key][1]))
        if f.key in _TOLD
        else f
        for f in _AGENCIES.fields
    ),
)

SYSTEMS = Kind(
    "systems",
    Text("Sistem informasi", "Systems"),
    (
        _f("name", "Nama sistem", "System", "nama aplikasi", "aplikasi", "sistem",
           "sistem informasi", "nama sistem informasi", "nama sistem elektronik", "nama",
           "application", "application name", "system name", "name", required=True),
        _f("agency", "Perangkat daerah", "Agency", *_AGENCY_WORDS, "kode opd",
           "nama perangkat daerah", "penanggung jawab", "pengelola", required=True),
        _f("lifecycle", "Status", "Status", "keadaan", "lifecycle", "status aplikasi",
           "status sistem", "siklus hidup"),
        _f("purpose", "Fungsi", "Purpose", "kegunaan", "deskripsi", "keterangan", "uraian",
           "description", "fungsi aplikasi", "deskripsi fungsi"),
        _f("hosting", "Tempat hosting", "Hosting", "hosting", "lokasi server", "server",
           "penyedia hosting", "lokasi hosting", "pusat data"),
        _f("sites", "Situs", "Sites", "url", "domain", "website", "alamat situs", "laman",
           "alamat url", "alamat", "subdomain", "site", "url aplikasi"),
    ),
)  # fmt: skip

SITES = Kind(
    "sites",
    Text("Situs", "Sites"),
    (
        _f("url", "Alamat situs", "Site", "url", "situs", "domain", "website", "alamat",
           "nama domain", "subdomain", "laman", "alamat website", "alamat url", "situs web",
           "site address", "address", "host", required=True),
        _f("agency", "Perangkat daerah", "Agency", *_AGENCY_WORDS, "kode opd",
           "nama perangkat daerah", "penanggung jawab", "pengelola"),
        _f("relation", "Hubungan", "Relation", "jenis", "jenis situs", "kategori", "relation",
           "status kepemilikan"),
        _f("system", "Sistem", "System", "aplikasi", "nama aplikasi", "nama sistem",
           "sistem informasi", "application"),
        _f("state", "Status", "Status", "keadaan", "state"),
    ),
)  # fmt: skip

KINDS = {kind.key: kind for kind in (AGENCIES, SYSTEMS, SITES)}

IGNORED = frozenset({"no", "nomor", "#", "no urut", "nomor urut", "number"})
"""Headings of running numbers: read, and of no meaning."""


def label(heading: str) -> str:
    """Return a heading's comparable spelling: lower case, punctuation as single spaces."""
    return " ".join(_BREAKS.sub(" ", heading.lower()).split())


def spellings(heading: str) -> list[str]:
    """Return what a heading may mean, most literal first: whole, without brackets, its parts."""
    found = [label(heading), label(re.sub(r"\(.*?\)", " ", heading))]
    found += [label(part) for part in re.split(r"[/\n|]", heading)]
    return [text for text in dict.fromkeys(found) if text]


def recognise(kind: Kind, heading: str) -> Field | None:
    """Return the field that a heading names, or None."""
    known: dict[str, Field] = {}
    for field in kind.fields:
        for text in (field.title.id, field.title.en, *field.synonyms, field.key):
            known.setdefault(label(text), field)
    for field in kind.fields:  # a field's own headings win over another's synonyms
        known[label(field.title.id)] = field
        known[label(field.title.en)] = field
    named = next((known[text] for text in spellings(heading) if text in known), None)
    if named is not None:
        return named
    whole = spellings(heading)[:2]
    return next((f for f in kind.fields for text in whole if f.is_told_by(text)), None)
