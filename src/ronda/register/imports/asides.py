"""Tells rows of a table that are no data: headings of groups, sums."""

from collections.abc import Mapping

from ronda.register.imports.fields import label
from ronda.register.sheets.grid import Cell

# Kinds of offices (Government Regulation 18/2016), never one office: "B. LEMBAGA TEKNIS DAERAH".
# Secretariat and inspectorate are not among them: there is one of each, and that is its name.
_KINDS = frozenset(
    {
        *("dinas", "badan", "biro", "kantor", "lembaga", "satuan", "unsur", "cabang", "bagian"),
        *("kecamatan", "kelurahan", "upt", "uptd", "uptb", "puskesmas", "rumah", "sakit", "staf"),
        *("ahli", "opd", "skpd", "dinas-dinas", "badan-badan", "biro-biro"),
    }
)
_BESIDE = frozenset(
    {
        *("daerah", "teknis", "perangkat", "kelompok", "umum", "provinsi", "kabupaten", "kota"),
        *("dan", "lain", "lainnya", "penunjang", "pelaksana", "pendukung", "lingkup", "jenis"),
        *("i", "ii", "iii", "iv", "v", "vi", "vii", "a", "b", "c", "d", "e", "f"),
    }
)
_SUMS = frozenset({"jumlah", "total", "jumlah total", "total jumlah", "grand total", "jumlah opd"})


def is_group(lead: Cell, filled: int) -> bool:
    """The only filled cell of a row names kinds of offices and no office. ``filled``: known columns."""
    if filled != 1 or not isinstance(lead, str):
        return False
    words = label(lead).split()
    return bool(_KINDS & set(words)) and set(words) <= _KINDS | _BESIDE


def is_sum(values: Mapping[int, Cell], lead: int) -> bool:
    """ "Jumlah" or "Total" stands in the row, and no name in the leading column."""
    named = isinstance(values.get(lead), str) and not _number(str(values[lead]))
    texts = {label(str(v)) for v in values.values() if isinstance(v, str)}
    return bool(texts & _SUMS) and (not named or label(str(values[lead])) in _SUMS)


def _number(text: str) -> bool:
    return text.strip().replace(".", "").isdigit()
