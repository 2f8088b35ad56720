"""What words are together: "sandi" of a bank is a secret, "kode" by SMS a one-time code, "ke admin" a payee."""

from ronda.engine.attribute import asks_parts as w
from ronda.engine.attribute.asks_words import Hit

# What words become beside others, see `together`.
MADE: tuple[tuple[tuple[int, ...], int], ...] = (
    ((w.STAFF,), w.TO_STAFF),
    ((w.CLOCK,), w.DEADLINE),
    ((w.FRIENDS,), w.COUNTED),
    ((w.KEY, w.BANK | w.CARD), w.SECRET),
    ((w.CARD | w.ANY_CARD, w.OF_CARD | w.DIGITS), w.SECRET),
    ((w.ANY_CODE | w.DIGITS, w.DIGITS | w.CHAT | w.ANY_CODE), w.CODE),
    ((w.FEE_HEAD, w.PURPOSE), w.FEE | w.NAMED_FEE),
    ((w.NEVER, w.EXAM), w.SURE),
    ((w.CODE | w.ANY_CODE | w.DIGITS, w.BANK), w.SECRET),
    ((w.BANK | w.ACCOUNT, w.STAFF), w.PRIVATE),
)
# Words that may stand between a secret and the bank whose it is.
_OF = frozenset(
    {
        *(
            "akun",
            "dari",
            "untuk",
            "aplikasi",
            "layanan",
            "pada",
            "di",
            "milik",
            "dan",
            "nomor",
            "no",
        ),
        *(
            "kartu",
            "anda",
            "yang",
            "biasa",
            "dipakai",
            "digunakan",
            "mesin",
            "rekening",
            "penerima",
        ),
        *("enam", "digit", "angka", "4", "6", "16", "lama", "baru", "aktif", "of", "for", "your"),
    }
)
_AND = frozenset(["dan", "beserta", "serta", "berikut", "and", "with"])
_ARRIVES = ("masuk", "kirim", "terima", "muncul", "datang", "lewat", "melalui", "dari", "via")
_LIMITS = frozenset(
    {
        *(
            "dalam",
            "maksimal",
            "maksimum",
            "lambat",
            "lama",
            "sebelum",
            "tinggal",
            "tersisa",
            "sisa",
        ),
        *("batas", "waktu", "kurang", "within"),
    }
)
_NUMBERS = frozenset(
    {
        *("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sepuluh", "belas"),
        *("puluh", "three", "five", "ten"),
    }
)
_GAP = 40  # characters between two that belong together
_PAIRED = (
    *(w.KEY, w.CODE, w.ACCOUNT, w.BANK, w.CARD, w.ANY_CARD, w.OF_CARD, w.DIGITS, w.ANY_CODE),
    *(w.FEE_HEAD, w.NEVER, w.CHAT),
)
_IS_PAIRED = sum(_PAIRED)
_VAGUE = frozenset({" bank", " rekening", " tabungan", " nasabah"})


def together(plain: str, sentence: list[Hit]) -> list[Hit]:
    """Words that only beside another one are what they are: "sandi" of a bank, "kode" by SMS."""
    found = list(sentence)
    for place, hit in enumerate(sentence):
        part = hit.part
        more = 0
        if part & w.STAFF:
            more |= _to_whom(plain, hit)
        elif part & w.CLOCK:
            more |= _until_when(plain, hit)
        elif part & w.FRIENDS and _is_counted(plain, hit):
            more |= w.COUNTED
        if part & _IS_PAIRED:
            for other in sentence[place + 1 : place + 4]:
                if other.start - hit.end > _GAP:
                    break
                more |= _pair(plain, hit, other)
        if more:
            found[place] = Hit(hit.start, hit.end, part | more)
    return found


def _pair(plain: str, one: Hit, other: Hit) -> int:
    """What two words are together."""
    between = plain[one.end : other.start]
    gap = len(between)
    a, b = one.part, other.part
    more = 0
    if a & w.KEY and b & (w.BANK | w.CARD) and _OF.issuperset(between.split()):
        more |= w.SECRET
    if a & (w.BANK | w.CARD) and b & w.KEY:
        words = between.split()
        named = not words and plain[one.start : one.end] not in _VAGUE
        if named or (words and _AND.issuperset(words)):
            more |= w.SECRET
    card, detail = w.ANY_CARD | w.CARD, w.OF_CARD | w.DIGITS
    if gap <= 30 and ((a & card and b & detail) or (a & detail and b & card)):
        more |= w.SECRET
    if a & w.ANY_CODE and b & w.DIGITS and gap <= 12:
        more |= w.CODE
    if a & w.DIGITS and b & w.ANY_CODE and gap <= 6:
        more |= w.CODE
    if a & (w.ANY_CODE | w.DIGITS) and b & w.CHAT and any(word in between for word in _ARRIVES):
        more |= w.CODE
    if a & w.CODE and b & w.BANK and _OF.issuperset(between.split()):
        more |= w.SECRET
    if (
        a & (w.BANK | w.ACCOUNT)
        and b & w.STAFF
        and gap <= 14
        and "rekening" in plain[one.start : one.end]
    ):
        more |= w.PRIVATE
    if a & w.CHAT and b & w.ANY_CODE and any(word in between for word in ("berisi", "memuat")):
        more |= w.CODE
    if a & w.NEVER and b & w.EXAM and gap <= 12:
        more |= w.SURE
    if a & w.FEE_HEAD and b & w.PURPOSE and gap <= 12:
        more |= w.FEE | w.NAMED_FEE
    return more


def _to_whom(plain: str, hit: Hit) -> int:
    """ "ke admin", "kepada petugas kami", but not "oleh petugas"."""
    before = plain[max(0, hit.start - 20) : hit.start].split()[-2:]
    own = plain[hit.start : hit.end].split()[0]
    words = {*before, own}
    return w.TO_STAFF if words & {"ke", "kepada", "pada", "to"} else 0


def _is_counted(plain: str, hit: Hit) -> bool:
    """ "10 grup", "lima kontak"."""
    before = plain[max(0, hit.start - 12) : hit.start].split()[-1:]
    return bool(before) and (before[0].isdigit() or before[0] in _NUMBERS)


def _until_when(plain: str, hit: Hit) -> int:
    """ "dalam 2 jam", "paling lambat 15 menit", "sebelum 1x24 jam"; not "buka 24 jam"."""
    before = plain[max(0, hit.start - 32) : hit.start].split()[-5:]
    own = plain[hit.start : hit.end].split()[0]
    counted = own[0].isdigit() or (
        bool(before) and (before[-1][0].isdigit() or before[-1] in _NUMBERS)
    )
    return w.DEADLINE if counted and not _LIMITS.isdisjoint(before) else 0
