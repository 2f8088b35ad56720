"""Words of gambling promotion, weighed in their surroundings: who warns of gambling does not promote."""

import msgspec

from ronda.engine.content.normalise import words

# Said by promoters and hardly by anybody else.
_STRONG = """
slot gacor|slotgacor|gacor slot|gacor hari ini|gacor maxwin|slot maxwin|slot88|slot777|slot77|slot online terpercaya
slot online resmi|situs slot|bandar slot|agen slot|judi slot|slot pulsa|slot dana|slot qris|slot depo
slot deposit|slot thailand|slot kamboja|slot server|rtp slot|rtp live|live rtp|rtp gacor|bocoran rtp|bocoran slot
pola slot|pola gacor|scatter hitam|scatter emas|mahjong ways|gates of olympus|starlight princess
sweet bonanza|wild west gold|wild bandito|sugar rush slot|aztec gems|toto macau|toto togel|toto slot
togel online|togel hongkong|togel singapura|togel sydney|togel sgp|togel hk|togel terpercaya
bandar togel|agen togel|situs togel|situs toto|prediksi togel|bocoran togel|angka togel|data togel
keluaran togel|pengeluaran togel|keluaran sgp|keluaran hk|pengeluaran sgp|pengeluaran hk|pengeluaran sdy
live draw sgp|live draw hk|live draw sdy|data sgp|data hk|data sdy|result sgp|result hk|paito warna
sbobet|sbobet88|maxbet|ibcbet|mix parlay|agen bola|judi bola|taruhan bola|bandar bola|dominoqq|domino qq
bandarqq|bandar qq|bandarq|pkv games|pkvgames|poker online|pokerqq|casino online|kasino online|live casino
agen judi|bandar judi|situs judi|judi online terpercaya|joker123|joker gaming|pragmatic play|pg soft
habanero slot|spadegaming|bonus new member|bonus newmember|freebet|deposit pulsa tanpa potongan
anti rungkad|gampang maxwin|gampang menang|gampang jackpot|akun pro kamboja|akun pro thailand
jackpot terbesar|maxwin hari ini|online casino|casino bonus|free spins|no deposit bonus|sports betting
sabung ayam online|tembak ikan online
"""
# Said by promoters, and now and then by others: two of them weigh as much as a strong one.
_MILD = """
slot online|daftar slot|link slot|login slot|link alternatif|maxwin|togel|judi online|jackpot
deposit pulsa|bonus deposit|slot terbaru|slot terpercaya|server thailand|rtp|gacor|bet kecil
casino|kasino|poker|slot machine
"""
# Words that speak *about* gambling as an evil: near them nothing counts.
_AGAINST = ["waspada", "mewaspadai", "bahaya", "berbahaya", "berantas", "memberantas", "pemberantasan", "diberantas", "polisi", "polres", "polda", "polri", "kepolisian", "kejaksaan", "tangkap", "menangkap", "ditangkap", "penangkapan", "blokir", "memblokir", "diblokir", "pemblokiran", "larang", "melarang", "dilarang", "larangan", "cegah", "mencegah", "pencegahan", "korban", "kecanduan", "candu", "pidana", "tersangka", "terdakwa", "pasal", "sosialisasi", "edaran", "satgas", "kominfo", "komdigi", "diskominfo", "bssn", "aduan", "imbau", "mengimbau", "imbauan", "diimbau", "himbau", "himbauan", "menghimbau", "perangi", "memerangi", "kerugian", "merugikan", "disusupi", "menyusup", "penyusupan", "peretas", "diretas", "peretasan", "retas", "deface", "defacement", "ilegal", "terlarang", "ppatk", "literasi", "edukasi", "mengedukasi", "modus", "penipuan", "ancaman", "dampak", "haram", "fatwa", "penanganan", "menangani", "pemulihan", "rehabilitasi", "kasus", "razia", "grebek", "menggerebek", "digerebek", "penggerebekan", "sanksi", "disanksi", "takedown"]
# Surroundings in which a "slot" is a place in a queue, a car park, a plan or a computer.
_OTHER_SLOT = ["antrean", "antrian", "antri", "jadwal", "parkir", "vaksin", "vaksinasi", "kuota", "peserta", "loket", "booking", "reservasi", "waktu", "kunjungan", "konsultasi", "pelatihan", "memori", "ram", "pci", "ekspansi", "kartu", "sidang", "pendaftaran", "pasien", "poli", "dokter"]
# Surroundings in which "gacor" is a singing bird, "hoki" a sport, "rtp" a radio programme's guide.
_OTHER_GACOR = (
    ["burung", "kicau", "kicauan", "murai", "kenari", "lovebird", "cucak", "kacer", "anis", "kontes", "lomba", "latber"]
)

STRONG = 1.0
MILD = 0.4
_AROUND = 14


def _table(lines: str, weight: float) -> dict[str, list[tuple[tuple[str, ...], float]]]:
    table: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for phrase in lines.replace("\n", "|").split("|"):
        parts = tuple(phrase.split())
        if parts:
            table.setdefault(parts[0], []).append((parts, weight))
    return table


def _merged() -> dict[str, list[tuple[tuple[str, ...], float]]]:
    merged = _table(_STRONG, STRONG)
    for first, found in _table(_MILD, MILD).items():
        merged.setdefault(first, []).extend(found)
    for phrases in merged.values():
        phrases.sort(key=lambda item: -len(item[0]))
    return merged


_PHRASES = _merged()
_AGAINST_SET = frozenset(_AGAINST)
_OTHER_SLOT_SET = frozenset(_OTHER_SLOT)
_OTHER_GACOR_SET = frozenset(_OTHER_GACOR)


class Promotion(msgspec.Struct, frozen=True):
    """What in a text promotes gambling: each phrase once, with the words around its first place.

    ``weight`` sums the phrases: 1.0 is one that hardly anybody else says. ``warned`` tells that
    gambling was spoken of as an evil.
    """

    phrases: tuple[tuple[str, float], ...]
    excerpt: str
    warned: bool

    @property
    def weight(self) -> float:
        """The sum over the phrases."""
        return sum(weight for _, weight in self.phrases)

    def without(self, other: "Promotion") -> "Promotion":
        """Return what is here and not in another text."""
        known = {phrase for phrase, _ in other.phrases}
        kept = tuple(item for item in self.phrases if item[0] not in known)
        return Promotion(kept, self.excerpt, self.warned)


NOTHING = Promotion((), "", warned=False)


def promotion(text: str) -> Promotion:
    """Find promotion of gambling in a text; linear in its length."""
    said = words(text)
    found: dict[str, float] = {}
    first = -1
    warned = False
    at = 0
    while at < len(said):
        match = _phrase_at(said, at)
        if match is None:
            at += 1
            continue
        parts, weight = match
        around = said[max(0, at - _AROUND) : at + len(parts) + _AROUND]
        if not _AGAINST_SET.isdisjoint(around):
            warned = True
        elif not _means_other(parts, around) and " ".join(parts) not in found:
            found[" ".join(parts)] = weight
            first = at if first < 0 else first
        at += len(parts)
    excerpt = " ".join(said[max(0, first - 4) : first + 14]) if found else ""
    return Promotion(tuple(found.items()), excerpt, warned)


def warns(text: str) -> bool:
    """Tell whether a text speaks of something as an evil to be fought."""
    return not _AGAINST_SET.isdisjoint(words(text))


def _phrase_at(said: list[str], at: int) -> tuple[tuple[str, ...], float] | None:
    for parts, weight in _PHRASES.get(said[at], ()):
        if tuple(said[at : at + len(parts)]) == parts:
            return parts, weight
    return None


def _means_other(parts: tuple[str, ...], around: list[str]) -> bool:
    if "slot" in parts:
        return not _OTHER_SLOT_SET.isdisjoint(around)
    return "gacor" in parts and not _OTHER_GACOR_SET.isdisjoint(around)
