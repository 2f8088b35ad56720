"""Recognises a front page that has nothing to do with any office: another language, or another's trade."""

import re

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.content.hosts import belongs, host_of, labels_below_suffix

_TEXT = 20_000
_LEAST = 250  # letters below which a page says too little to be judged
_SHARE = 0.55  # of letters in a script that neither Indonesian nor English uses
_SCRIPTS = re.compile(
    r"[\u0400-\u04ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0900-\u097f\u0370-\u03ff\u0590-\u05ff]"
)
_LETTER = re.compile(r"[^\W\d_]")
# The commonest little words of languages; what they tell is their share, never one of them.
_LITTLE = {
    "own": "yang dan di untuk dengan dari ini itu pada adalah kami anda tidak akan oleh dalam sebagai juga ke atau"
    " the of and to in is for on with that this are by our your from at as be it",
    "Türkçe": "ve bir bu için ile da de olan olarak çok daha gibi en ne her kadar sonra",
    "Tiếng Việt": "và của là các cho có được trong không với một những người để này khi đã từ",
    "español": "de la que el en los se del las por con para una su más pero como este",
    "português": "de que não uma os para com do da em um mais mas como seu sua são pelo",
    "français": "le les des est dans pour que une sur avec vous qui pas plus sont votre au",
    "Deutsch": "der die und das ist mit nicht den von sie auch auf ein eine für sich wird",
    "polski": "i w na z się do nie to jest że o jak po co dla są oraz przez",
    "italiano": "di che il la per non una con del sono della gli alla più come anche dei",
}
_SETS = {name: frozenset(words.split()) for name, words in _LITTLE.items()}
_WORD = re.compile(r"[^\W\d_]{1,20}")
_WORDS = 3_000
# Any of these shows that an office speaks, or that somebody speaks of it.
_OFFICE = re.compile(
    r"\b(?:dinas|badan|kantor|pemerintah\w*|pemprov|pemkab|pemkot|pemda|provinsi|kabupaten|kota|kecamatan|kelurahan"
    r"|desa|nagari|gampong|gubernur|bupati|wali ?kota|camat|lurah|sekretariat|upt\w*|uptd|balai|rsud|puskesmas|sekolah|sdn?|smpn?|sman?|smkn?"
    r"|ppid|lpse|jdih|spbe|asn|pns|apbd|opd|skpd|masyarakat|warga|pelayanan publik|layanan publik|government|province|provincial"
    r"|regency|municipality|district|agency|ministry|kementerian|republik|umkm|koperasi|bumd|perumda)\b"
    r"|\.(?:go|desa|sch|ac|mil)\.id\b",
    re.IGNORECASE,
)
# Trades of those who take over names. Several different words of one, and none of an office.
_TRADES: dict[str, tuple[str, ...]] = {
    "toko": (
        "keranjang", "checkout", "add to cart", "beli sekarang", "buy now", "shop now", "gratis ongkir",
        "free shipping", "stok terbatas", "diskon", "grosir", "bayar di tempat", "order sekarang", "reseller",
        "harga promo", "flash sale", "wishlist", "in stock", "terlaris", "best seller",
    ),
    "obat": (
        "viagra", "cialis", "obat kuat", "herbal", "pelangsing", "without prescription", "pharmacy", "khasiat",
        "pembesar", "testimoni", "levitra", "penggugur", "kapsul", "supplement",
    ),
    "pinjaman": (
        "pinjaman online", "cair hari ini", "tanpa agunan", "payday loan", "bad credit", "cicilan", "forex",
        "trading", "bitcoin", "crypto", "investasi", "broker", "profit", "asuransi", "insurance quote", "premi",
    ),
    "tulisan": (
        "essay writing", "term paper", "dissertation", "write my essay", "jasa skripsi", "joki tugas", "thesis help",
        "plagiarism-free",
    ),
    "dewasa": ("bokep", "xxx", "porn", "escort", "nonton film dewasa", "sex", "live cam", "hentai", "jav"),
    "film": (
        "nonton film", "streaming movie", "subtitle indonesia", "download film", "full movie", "lk21", "bioskop online",
        "episode terbaru", "anime sub indo", "mod apk",
    ),
    "rumah": (
        "resep", "tips memilih", "cara merawat", "ide dekorasi", "kue kering", "perawatan kulit", "gaya hidup",
        "lifestyle", "zodiak", "ramalan", "skincare", "resep masakan", "home decor", "travel tips",
    ),
}  # fmt: skip
_PRICE = re.compile(r"(?:\brp\.?\s?|\bidr\s?|[$€£¥]\s?)\d{1,3}(?:[.,]\d{2,3}){0,4}", re.IGNORECASE)
_PRICES = 4
_ENOUGH = 4
_MIXED = 5  # of several trades: what fills names that are farmed for searches
_PLAIN = ("obat", "tulisan", "dewasa", "film")
_ENOUGH_PLAIN = 3  # for trades whose words no office would use


class Stranger(msgspec.Struct, frozen=True):
    """Whose page it seems: ``what`` is "language" or a trade; ``words`` show it."""

    what: str
    words: str


def strangers_page(page: PageArtifact, host: str) -> Stranger | None:
    """Return what shows that the page is no office's, or None.

    Anything that ties the page to an office or to its own name is enough to stay quiet: a word of
    government, a link to a public host, the host's own name in the text.
    """
    shown = " ".join(
        (page.title, " ".join(page.headings[:20]), page.text[:_TEXT], page.footer[:1_000])
    )
    letters = len(_LETTER.findall(shown[:_TEXT]))
    if letters < _LEAST or _tied(page, shown, host):
        return None
    foreign = len(_SCRIPTS.findall(shown[:_TEXT]))
    if foreign / letters >= _SHARE:
        return Stranger("language", page.title[:120] or shown[:120])
    if language := _language(shown):
        return Stranger("language", f"{language}: {page.title[:120]}")
    return _trade(shown.lower())


def is_office(text: str) -> bool:
    """Tell whether a text holds a word by which an office speaks, or somebody of it."""
    return bool(_OFFICE.search(text[:_TEXT]))


def _tied(page: PageArtifact, shown: str, host: str) -> bool:
    described = " ".join((page.description, *(value for _, value in page.metas[:60])))[:4_000]
    if _OFFICE.search(f"{shown} {described} {page.hidden_text[:4_000]}"):
        return True
    low = f"{shown} {described}".lower()
    own = [label for label in labels_below_suffix(host) if label != "www"]
    names = [part for label in own for part in label.split("-") if len(part) >= 4]
    if any(name in low for name in names) or any(
        label.replace("-", " ") in low for label in own if len(label) >= 4
    ):
        return True
    for link in page.links[:500]:
        there = host_of(link.url)
        if there and not belongs(there, host) and _OFFICE.search(there):
            return True
        if _OFFICE.search(link.text[:200]):
            return True
    return False


def _language(shown: str) -> str:
    words = [word.lower() for word in _WORD.findall(shown)[:_WORDS]]
    if len(words) < 60:
        return ""
    shares = {
        name: sum(word in known for word in words) / len(words) for name, known in _SETS.items()
    }
    own = shares.pop("own")
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.18 and shares[best] > 3 * own else ""


def _trade(low: str) -> Stranger | None:
    all_said: list[str] = []
    for trade, words in _TRADES.items():
        said = [word for word in words if re.search(rf"\b{re.escape(word)}\b", low)]
        all_said += said
        least = _ENOUGH_PLAIN if trade in _PLAIN else _ENOUGH
        if len(said) >= least or (trade == "toko" and len(said) >= 2 and _priced(low)):
            return Stranger(trade, ", ".join(said[:6]))
    if len(all_said) >= _MIXED:
        return Stranger("campuran", ", ".join(all_said[:8]))
    return None


def _priced(low: str) -> bool:
    return len(_PRICE.findall(low)) >= _PRICES
