"""Signs in a page's words and forms of what kind of site it is, whoever it names."""

import re
from collections.abc import Iterator

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute import asks
from ronda.engine.attribute.finder import Finder
from ronda.engine.attribute.words import fold

_NEWS = Finder(
    r"\b(?:pemimpin redaksi|pimpinan redaksi|susunan redaksi|dewan redaksi|redaksi|redaktur|wartawan|"
    r"pedoman media siber|media siber|kode etik jurnalistik|jurnalistik|dewan pers|reporter|jurnalis|"
    r"newsroom|pasang iklan|hak jawab|surat pembaca|tajuk rencana|edisi cetak|e-?paper|pewarta|koran|tabloid)\b"
)
# Also an office's own news page may have these.
_NEWS_TOO = Finder(
    r"\b(?:baca juga|terpopuler|berita terkini|headline|breaking news|kontributor|rubrik|awak media|"
    r"media online|liputan khusus|indeks berita|kolom opini|dikutip dari)\b"
)
_NEWS_NAME = re.compile(
    r"\b\w*(?:news|kabar|tribun|warta|media|pos|post|berita|times|suara|harian|koran|kompas|ekspres)\b"
)
_SCHOOL = re.compile(
    r"\b(?:sma|smk|smp|sd|slb|man|mts|min|tk|paud)n?\s*(?:negeri|islam|swasta|kristen|katolik|\d{1,3})\b|"
    r"\b(?:universitas|politeknik|sekolah tinggi|pondok pesantren|ponpes|institut teknologi|kampus|"
    r"madrasah|akademi|stikes|stie|stmik|iain|fakultas|"
    r"sekolah (?:dasar|menengah|luar biasa|islam|kristen|katolik|alam)|yayasan pendidikan)\b"
)
_SCHOOL_TEXT = Finder(
    r"\b(?:kepala sekolah|tata usaha|ekstrakurikuler|siswa siswi|alumni|mahasiswa|rektor|wali kelas|"
    r"osis|komite sekolah|tahun ajaran|rapor|kelas (?:x|xi|xii|vii|viii|ix)|ruang kelas|dosen|santri)\b"
)
_VENDOR_TITLE = re.compile(
    r"\b(?:demo|trial|test(?:ing)?|sample|preview|versi uji|uji coba|staging|sandbox|contoh (?:aplikasi|website|situs)|template|portofolio|"
    r"portfolio|showcase|protot[iy]pe?|purwarupa|versi percobaan|konsultan (?:ti|it)|"
    r"jasa (?:pembuatan|pengembangan)|software house|web developer)\b"
)
_VENDOR = Finder(
    r"\b(?:versi (?:demo|percobaan|uji)|data (?:contoh|dummy|fiktif|tiruan|uji)|lorem ipsum|login demo|"
    r"(?:akun|user) (?:demo|contoh|percobaan)|(?:klien|portofolio|produk|proyek|pengembang) kami|"
    r"jasa (?:pembuatan|pengembangan) \w+|paket harga|(?:hubungi|bagian|tim) (?:sales|marketing|pemasaran)|"
    r"minta penawaran|penawaran harga|jadwalkan demo|live demo|coba gratis|software house|konsultan (?:it|ti)|"
    r"studi kasus|contoh produk|bukan data (?:sebenarnya|asli|nyata)|lingkungan (?:pengembangan|uji)|"
    r"untuk (?:keperluan )?(?:demonstrasi|demo|presentasi produk)|purwarupa|prototipe|staging|"
    r"produk unggulan|dukungan teknis|sektor pemerintahan|layanan purna jual)\b"
)
_COMPANY = Finder(
    r"\b(?:pt\.? [a-z]+|cv\.? [a-z]+|perseroan|perumda|perusda|tbk|keranjang belanja|checkout|"
    r"beli sekarang|harga promo|toko online|nasabah|pelanggan|gratis ongkir|badan usaha milik daerah|bumd|"
    r"perusahaan (?:umum )?daerah|direksi|direktur utama|komisaris|rups|dividen|laba (?:bersih|tahun)|"
    r"pemegang saham|kantor cabang|deposito|sambungan baru)\b"
)
_PERSONAL = Finder(
    r"\b(?:blog pribadi|catatan pribadi|tentang saya|opini pribadi|tulisan saya|hobi saya|"
    r"perjalanan saya|nama saya adalah|perkenalkan nama saya|curhat|diary|penulis blog|(?:pendapat|pandangan) (?:pribadi|sendiri|saya)|"
    r"menulis di blog|ngeblog|bukan (?:keterangan|pernyataan|pendapat) resmi|(?:istri|suami|anak|ibu) saya)\b"
)
_FIRST_PERSON = Finder(r"\b(?:saya|aku)\b")
_ASSOCIATION = Finder(
    r"\b(?:anggota kami|anggota baru|iuran (?:anggota|bulanan)|kartu anggota|masa bakti|ad/art|"
    r"pengurus (?:pusat|wilayah|daerah|cabang|besar)|musyawarah (?:wilayah|nasional|daerah|cabang|besar)|"
    r"munas|muswil|musda|rakernas|anggaran dasar|organisasi (?:profesi|masyarakat|nirlaba)|ketua umum|"
    r"sekretaris jenderal|relawan kami|donasi|donatur|paguyuban|lembaga swadaya)\b"
)
_DISCLAIMS = Finder(
    r"\b(?:bukan (?:situs|website|laman|halaman|akun) resmi|tidak (?:terafiliasi|berafiliasi)|"
    r"tidak mewakili (?:instansi|dinas|pemerintah)|unofficial|not affiliated|"
    r"(?:kami|ini) bukan (?:bagian dari |milik |perwakilan )?(?:dinas|instansi|pemerintah|situs pemerintah|"
    r"lembaga (?:pemerintah|negara)|kantor (?:dinas|pemerintah)))\b"
)
_VILLAGE = re.compile(r"\b(?:pemerintah desa|website desa|situs desa|desa wisata|kantor desa)\b")
_PARKED = Finder(
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
        *("klinik", "bengkel", "academy", "institute", "studio", "apotek", "bimbel", "kursus"),
        *("rent car", "rental", "sewa", "agency", "dental", "optik", "cleaning", "sport center"),
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
_SHELL = Finder(
    r"\b(?:under (?:maintenance|construction)|maintenance|sedang (?:dalam )?(?:perbaikan|pemeliharaan)|"
    r"segera hadir|coming soon|galat|kesalahan|error|not found|tidak ditemukan|bad gateway|"
    r"service unavailable|forbidden|index of|welcome to nginx|default page|it works|"
    r"account suspended|akun ditangguhkan|hacked by|defaced by|diretas oleh|pwned by)\b"
)
SHELL_TEXT = 1_500  # characters; a longer text says something for itself, unless it repeats itself
SAMPLE = 6_000  # characters of a long text that are looked at for repetition
FEW = 6  # different words
_GAMBLING = Finder(
    r"slot gacor|gampang menang|maxwin|rtp (?:live|slot)|situs slot|link slot|slot88|slot777|"
    r"judi slot|agen judi|bandar (?:togel|slot|judi|bola)|togel (?:online|hari ini)|scatter hitam|"
    r"daftar slot|bonus new member|depo(?:sit)? (?:pulsa|dana|qris|\d)|sbobet|judi bola|"
    r"paito|live ?draw|toto(?:gel)? ?(?:macau|4d)|(?:data|keluaran|result|prediksi) (?:sgp|hk|sdy|sydney|togel)|"
    r"bandarq|domino ?qq|sabung ayam|pg ?soft|starlight princess|sweet bonanza|"
    r"pragmatic play|poker online|casino online|gates of olympus|mahjong ways|link alternatif"
)
_OFFICE = re.compile(
    r"\b(?:dinas|badan|inspektorat|sekretariat|biro|uptd?|pemerintah|pemprov|pemkab|pemkot|"
    r"gubernur|bupati|kepala dinas|asn|pelayanan publik|ppid|perangkat daerah)\b"
)


def of_page(page: PageArtifact) -> Iterator[tuple[str, str, str, float]]:
    """Yield (kind, where: "title" or "text" or "form", excerpt, strength) for one page."""
    title = fold(" ".join([page.title, *page.headings[:3]]), 2_000)
    text = fold(page.text)[:60_000]
    yield from _institutions(page, title, text)
    yield from _states(title, text)
    yield from asks.of_page(page)
    for kind, word in trade(page.title):
        yield f"{kind}_in_title", "title", word, 1.0
    if is_shell(page):
        yield "shell", "title", page.title[:100], 1.0


def speaks_of_office(page: PageArtifact) -> bool:
    """A page speaks of government at all."""
    parts = (page.title, *page.headings[:40], page.description, page.footer, page.text)
    return any(_OFFICE.search(fold(part, 60_000)) for part in parts)


def is_shell(page: PageArtifact) -> bool:
    """A page holds nothing of its site: an error, maintenance, a server's default page, or no words."""
    if len(page.text) > SHELL_TEXT:
        return _repeats(page.text)
    title = fold(" ".join([page.title, *page.headings[:2]]), 1_000)
    return _SHELL.search(title) is not None or len(page.text.strip()) < 40


def _repeats(text: str) -> bool:
    """A long text has but a few different words: a server that has run wild, no site's words."""
    words = text[:SAMPLE].split()
    return len(words) > FEW * FEW and len(set(words)) <= FEW


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
    elif news or (named and len({m[0] for m in _NEWS_TOO.finditer(text)}) > 1):
        words = ", ".join(sorted(news)[:3]) or (named[0] if named else "")
        yield "news", "text", words, 0.4
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
    association = {m[0] for m in _ASSOCIATION.finditer(text)}
    if len(association) >= 2:
        yield "association", "text", ", ".join(sorted(association)[:3]), 1.0
    yield from _persons(title, text)
    village = _VILLAGE.search(title)
    if village:
        yield "village", "title", village[0], 1.0


def _persons(title: str, text: str) -> Iterator[tuple[str, str, str, float]]:
    for kind, pattern in (("personal", _PERSONAL), ("disclaims", _DISCLAIMS)):
        found = pattern.search(title) or pattern.search(text)
        if found:
            yield kind, "text", found[0], 1.0
    if not _PERSONAL.search(text) and sum(1 for _ in _FIRST_PERSON.finditer(text)) > 2:
        yield "personal", "text", "saya", 0.6


def _states(title: str, text: str) -> Iterator[tuple[str, str, str, float]]:
    parked = _PARKED.search(title) or (_PARKED.search(text) if len(text) < 6_000 else None)
    if parked:
        yield "parked", "text", parked[0], 1.0
    words = {m[0] for m in _GAMBLING.finditer(f"{title} {text}")}
    if len(words) >= 3 or (words and _GAMBLING.search(title)):
        yield "gambling", "text", ", ".join(sorted(words)[:4]), min(1.0, len(words) / 3)
