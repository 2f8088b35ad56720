"""Reads rows of a spreadsheet as agencies, over several rows where the name's cell is merged."""

from collections.abc import Container, Iterable
from datetime import date

import msgspec

from ronda.register.imports.cells import Values
from ronda.register.imports.names import Written, take_apart
from ronda.register.models import Level
from ronda.register.words import fold, key_for

_LEVELS = {
    "provinsi": Level.PROVINCE, "province": Level.PROVINCE, "prov": Level.PROVINCE,
    "kabupaten": Level.REGENCY, "regency": Level.REGENCY, "kab": Level.REGENCY,
    "kota": Level.CITY, "city": Level.CITY,
    "pusat": Level.CENTRAL, "central": Level.CENTRAL, "nasional": Level.CENTRAL,
    "desa": Level.VILLAGE, "village": Level.VILLAGE, "kelurahan": Level.VILLAGE,
}  # fmt: skip


class Entry(msgspec.Struct):
    """One agency as the sheet describes it, over one row or several with a merged name."""

    row: int
    values: Values
    key: str
    name: str
    short: str
    aliases: list[str]
    former: list[str]
    level: str
    parent: str
    predecessors: list[str]
    plain: dict[str, str]  # address, phone, email
    sites: list[str]
    contacts: list[dict[str, str]]
    valid_from: date | None
    dissolved_on: date | None


def read_entry(values: Values, known: Container[str] = ()) -> Entry:
    """Read a row. A name's cell may hold short and former names too, unless it is ``known``."""
    level = fold(values.text("level", 60))
    level = level.removeprefix("pemerintah ")
    if level and level not in _LEVELS:
        values.error(
            "level",
            "“{level}” bukan tingkat pemerintahan. Pilih Provinsi, Kabupaten, Kota, Pusat atau Desa.",
            "“{level}” is no level of government. Choose Province, Regency, City, Central or Village.",
            level=level,
        )
    cell = values.text("name", 300)
    written = Written(cell) if fold(cell) in known else take_apart(cell)
    short = values.text("short", 300)
    shorts = [s for s in written.short if fold(s) != fold(short)]
    return Entry(
        row=values.row,
        values=values,
        key=_key(values),
        name=written.name,
        short=short or next(iter(shorts), ""),
        aliases=_with(values.items("aliases"), shorts if short else shorts[1:]),
        former=_with(values.items("former"), written.former),
        level=_LEVELS.get(level, ""),
        parent=values.text("parent", 300),
        predecessors=values.items("predecessors"),
        plain={
            "address": values.text("address", 300),
            "phone": values.phone("phone"),
            "email": values.email("email"),
        },
        sites=values.urls("sites"),
        contacts=_contacts(values),
        valid_from=values.day("valid_from"),
        dissolved_on=values.day("dissolved_on"),
    )


def _with(listed: list[str], more: Iterable[str]) -> list[str]:
    """A column's names and those that stood in the name's cell, each once."""
    return list({fold(text): text for text in (*more, *listed)}.values())


def _key(values: Values) -> str:
    key = values.text("key", 80)
    if key and key != key_for(key, "", ()):
        proper = key_for(key, "", ())
        values.error(
            "key",
            "kode “{key}” memuat huruf yang tidak boleh. Tulis misalnya {proper}, "
            "atau kosongkan agar kami buatkan.",
            "the key “{key}” has letters that it may not have. Write for example {proper}, "
            "or leave it empty and we make one.",
            key=key,
            proper=proper,
        )
        return ""
    return key


def _contacts(values: Values) -> list[dict[str, str]]:
    """Contacts stand line by line side by side: the second title goes with the second name."""
    titles = values.lines("contact_title")
    others = {field: values.lines(f"contact_{field}") for field in ("name", "email", "phone")}
    if titles == [""] and all(lines == [""] for lines in others.values()):
        return []
    found = []
    for number, title in enumerate(titles):
        contact = {f: lines[number] if number < len(lines) else "" for f, lines in others.items()}
        contact["email"] = values.as_email("contact_email", contact["email"])
        if not title and any(contact.values()):
            values.error(
                "contact_title" if "contact_title" in values.record.columns else "contact_name",
                "kontak ini tanpa jabatan. Isi kolom Kontak (jabatan).",
                "this contact has no role title. Fill in the column Contact (role).",
            )
        elif title:
            limits = {"name": 200, "phone": 60}
            long = next((f for f, n in limits.items() if len(contact[f]) > n), None)
            if long or len(title) > 200:
                values.error(
                    f"contact_{long or 'title'}",
                    "isi kontak terlalu panjang. Ringkas isinya.",
                    "the contact's text is too long. Shorten it.",
                )
            else:
                found.append({"title": title, **contact})
    if any(len(lines) > len(titles) for lines in others.values()):
        values.error(
            "contact_title",
            "jumlah baris pada kolom kontak tidak sama. Satu jabatan satu baris di dalam sel.",
            "the contact columns have different numbers of lines. One role title a line.",
        )
    return found


def join_entry(entry: Entry, more: Entry) -> None:
    """Put a row whose name cell is merged with the row above into that row's entry."""
    entry.aliases += [x for x in more.aliases if x not in entry.aliases]
    entry.former += [x for x in more.former if x not in entry.former]
    entry.predecessors += [x for x in more.predecessors if x not in entry.predecessors]
    entry.sites += [x for x in more.sites if x not in entry.sites]
    entry.contacts += [x for x in more.contacts if x not in entry.contacts]
    pairs = [(name, getattr(entry, name), getattr(more, name)) for name in
             ("key", "short", "level", "parent", "valid_from", "dissolved_on")]  # fmt: skip
    pairs += [(name, entry.plain[name], more.plain[name]) for name in entry.plain]
    for name, mine, other in pairs:
        if other and mine and other != mine:
            more.values.error(
                name,
                "baris ini bagian dari “{agency}” (sel gabungan), tetapi isinya berbeda dari "
                "baris {first}. Samakan.",
                "this row is part of “{agency}” (merged cell) but differs from row {first}. "
                "Make them agree.",
                agency=entry.name,
                first=entry.row,
            )
        elif other and name in entry.plain:
            entry.plain[name] = other
        elif other:
            setattr(entry, name, other)
