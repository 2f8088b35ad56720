"""Signs in a page's words and forms of what kind of site it is, whoever it names."""

import re
from collections.abc import Iterator

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute import asks
from ronda.engine.attribute.words import fold

_NEWS = re.compile(
    r"\b(?:pemimpin redaksi|pimpinan redaksi|susunan redaksi|dewan redaksi|redaksi|wartawan|"
    r"pedoman media siber|media siber|kode etik jurnalistik|dewan pers|reporter|jurnalis|"
    r"newsroom|pasang iklan|hak jawab)\b"
)
_NEWS_NAME = re.compile(
    r"\b\w*(?:news|kabar|tribun|warta|media|pos|post|berita|times|suara|harian)\b"
)
_SCHOOL = re.compile(
    r"\b(?:sma|smk|smp|sd|slb|man|mts|min|tk)n?\s*(?:negeri|islam|swasta|kristen|katolik|\d{1,3})\b|"
    r"\b(?:universitas|politeknik|sekolah tinggi|pondok pesantren|institut teknologi|kampus)\b"
)
_SCHOOL_TEXT = re.compile(
    r"\b(?:kepala sekolah|tata usaha|ekstrakurikuler|siswa siswi|alumni|mahasiswa|rektor|wali kelas)\b"
)
_VENDOR_TITLE = re.compile(
    r"\b(?:demo|trial|versi uji|uji coba|staging|sandbox|contoh (?:aplikasi|website|situs)|template|portofolio|portfolio|showcase)\b"
)
_VENDOR = re.compile(
    r"\b(?:versi demo|data contoh|data dummy|lorem ipsum|login demo|akun demo|user demo|klien kami|"
    r"portofolio kami|jasa pembuatan (?:website|aplikasi)|paket harga|hubungi sales|hubungi marketing|"
    r"minta penawaran|jadwalkan demo|live demo|produk kami|coba gratis|"
    r"software house|konsultan it|studi kasus)\b"
)
_COMPANY = re.compile(
    r"\b(?:pt\.? [a-z]+|cv\.? [a-z]+|perseroan|perumda|perusda|tbk|keranjang belanja|checkout|"
    r"beli sekarang|harga promo|toko online|nasabah|pelanggan kami|gratis ongkir)\b"
)
_PERSONAL = re.compile(
    r"\b(?:blog pribadi|catatan pribadi|tentang saya|opini pribadi|tulisan saya|hobi saya|"
    r"perjalanan saya|nama saya|curhat|diary|penulis blog)\b"
)
_DISCLAIMS = re.compile(
    r"\b(?:bukan (?:situs|website|laman|halaman|akun) resmi|tidak (?:terafiliasi|berafiliasi)|"
    r"tidak mewakili (?:instansi|dinas|pemerintah)|unofficial|not affiliated)\b"
)
_VILLAGE = re.compile(r"\b(?:pemerintah desa|website desa|situs desa|desa wisata|kantor desa)\b")
_PARKED = re.compile(
    r"domain (?:ini )?(?:is |may be |might be )?(?:dijual|for sale|available|telah kedaluwarsa|"
    r"has expired|sudah habis|expired)|buy this domain|beli domain ini|this domain is parked|"
    r"domain parking|parked (?:free|domain)|hugedomains|sedoparking|make an offer|"
    r"domain ini (?:sedang )?diparkir"
)
# Words in a name by which people trade or gather. Kind -> words; "company" and "association" are
# somebody of the region, "shop" is anybody who likes the word.
TRADE_WORDS: dict[str, tuple[str, ...]] = {
    "company": (
        *("pt", "cv", "ud", "tbk", "persero", "perseroda", "perumda", "perusda"),
        *("bank", "bpr", "bprs", "jamkrida", "asuransi"),
    ),
    "association": (
        *("ikatan", "forum", "himpunan", "persatuan", "asosiasi", "komunitas", "paguyuban"),
        *("yayasan", "serikat", "perkumpulan"),
    ),
    "shop": (
        *("group", "grup", "toko", "kopi", "travel", "hotel", "laundry", "mebel", "store", "shop"),
        *("rental", "katering", "catering", "bakery", "kafe", "cafe", "resto", "warung"),
        *("tour", "wedding", "salon", "barbershop", "property", "properti"),
        *("florist", "fashion", "butik", "souvenir", "olshop", "outlet", "boutique", "law firm"),
        *("advokat", "notaris", "konsultan", "consulting", "kontraktor", "interior", "furniture"),
        *(
            "konveksi",
            "percetakan",
            "printing",
            "cargo",
            "ekspedisi",
            "logistics",
            "logistik",
            "bengkel",
            "dealer",
        ),
        *("fotografi", "photography", "entertainment", "gym", "clinic", "skincare", "villa"),
    ),
}
# "Bank Data" and "Bank Sampah" are services of an office.
_NO_TRADE = re.compile(r"\bbank (?:data|sampah|darah|soal|benih)\b")
_TRADES = {
    kind: re.compile(rf"\b(?:{'|'.join(w for w in words)})\b")
    for kind, words in TRADE_WORDS.items()
}
# A server, a person or an intruder says that there is nothing to read here at present.
_SHELL = re.compile(
    r"\b(?:under (?:maintenance|construction)|maintenance|sedang (?:dalam )?(?:perbaikan|pemeliharaan)|"
    r"segera hadir|coming soon|galat|kesalahan|error|not found|tidak ditemukan|bad gateway|"
    r"service unavailable|forbidden|index of|welcome to nginx|default page|it works|"
    r"account suspended|akun ditangguhkan|hacked by|defaced by|diretas oleh|pwned by)\b"
)
SHELL_TEXT = 1_500  # characters; a longer text says something for itself
_GAMBLING = re.compile(
    r"slot gacor|gampang menang|maxwin|rtp (?:live|slot)|situs slot|link slot|slot88|slot777|"
    r"judi slot|agen judi|bandar (?:togel|slot|judi|bola)|togel (?:online|hari ini)|scatter hitam|"
    r"daftar slot|bonus new member|depo(?:sit)? (?:pulsa|dana|qris|\d)|sbobet|judi bola|"
    r"pragmatic play|poker online|casino online|gates of olympus|mahjong ways|link alternatif"
)
_OFFICE = re.compile(
    r"\b(?:dinas|badan|inspektorat|sekretariat|biro|uptd?|pemerintah|pemprov|pemkab|pemkot|"
    r"gubernur|bupati|kepala dinas|asn|pelayanan publik|ppid|perangkat daerah)\b"
)


def of_page(page: PageArtifact) -> Iterator[tuple[str, str, str, float]]:
    """Yield (kind, where: "title" or "text" or "form", excerpt, strength) for one page."""
    title = fold(" ".join([page.title, *page.headings[:3]]), 2_000)
    text = fold(page.text, 60_000)
    yield from _institutions(page, title, text)
    yield from _states(title, text)
    yield from asks.of_page(page)
    for kind, word in trade(page.title):
        yield f"{kind}_in_title", "title", word, 1.0
    if is_shell(page):
        yield "shell", "title", page.title[:100], 1.0


def speaks_of_office(page: PageArtifact) -> bool:
    """A page speaks of government at all."""
    parts = " ".join([page.title, *page.headings[:40], page.description, page.footer, page.text])
    return _OFFICE.search(fold(parts, 60_000)) is not None


def is_shell(page: PageArtifact) -> bool:
    """A page holds nothing of its site: an error, maintenance, a server's default page, or no words."""
    if len(page.text) > SHELL_TEXT:
        return False
    title = fold(" ".join([page.title, *page.headings[:2]]), 1_000)
    return _SHELL.search(title) is not None or len(page.text.strip()) < 40


def trade(title: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, word) for words of a trade in the name that a page gives itself."""
    folded = _NO_TRADE.sub(" ", fold(title, 1_000))
    for kind, pattern in _TRADES.items():
        found = pattern.search(folded)
        if found:
            yield kind, found[0]


def _institutions(
    page: PageArtifact, title: str, text: str
) -> Iterator[tuple[str, str, str, float]]:
    news = {m[0] for m in _NEWS.finditer(text[:60_000])}
    linked = any("NewsMediaOrganization" in j or "NewsArticle" in j for j in page.json_ld[:20])
    named = _NEWS_NAME.search(title)
    if len(news) >= 2 or (linked and (news or named)) or (news and named):
        yield "news", "text", ", ".join(sorted(news)[:4]) or "NewsArticle", 1.0
    school = _SCHOOL.search(title)
    if school:
        life = _SCHOOL_TEXT.search(text)
        yield "school", "title", school[0], 1.0 if life else 0.7
    vendor_title, vendor = _VENDOR_TITLE.search(title), {m[0] for m in _VENDOR.finditer(text)}
    if vendor_title or vendor:
        strength = 1.0 if vendor_title or len(vendor) > 1 else 0.5
        words = vendor_title[0] if vendor_title else ", ".join(sorted(vendor)[:3])
        yield "vendor", "title" if vendor_title else "text", words, strength
    company = {m[0] for m in _COMPANY.finditer(text)}
    if len(company) >= 2:
        yield "company", "text", ", ".join(sorted(company)[:3]), min(1.0, len(company) / 4)
    for kind, pattern in (("personal", _PERSONAL), ("disclaims", _DISCLAIMS)):
        found = pattern.search(title) or pattern.search(text)
        if found:
            yield kind, "text", found[0], 1.0
    village = _VILLAGE.search(title)
    if village:
        yield "village", "title", village[0], 1.0


def _states(title: str, text: str) -> Iterator[tuple[str, str, str, float]]:
    parked = _PARKED.search(title) or (_PARKED.search(text) if len(text) < 6_000 else None)
    if parked:
        yield "parked", "text", parked[0], 1.0
    words = {m[0] for m in _GAMBLING.finditer(f"{title} {text}")}
    if len(words) >= 3 or (words and _GAMBLING.search(title)):
        yield "gambling", "text", ", ".join(sorted(words)[:4]), min(1.0, len(words) / 3)
