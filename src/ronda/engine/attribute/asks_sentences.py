"""How the words of a request come together: what a sentence asks for, however it is written.

Each rule is a word that the others gather around, and what must stand near it in the same sentence.
Next to a word of warning, or behind "jangan", nothing is asked. Neither is what is said between "Waspada
penipuan:" and the end of its list. How strong a sign is: 1.0 is what no office asks, 0.5 what some do.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ronda.engine.attribute import asks_parts as w
from ronda.engine.attribute.asks_words import Hit, hits

_BEFORE, _AFTER = 60, 110  # characters around a word in which the others are looked for
_REFUSED = 14  # characters between "jangan" and what must not be done
_WARNED = 160
_LIST = 400  # characters after "Waspada:" that still belong to it
_STEPS = 200  # characters around a step within which others are of the same list

_GIVE = w.TYPE | w.TELL | w.SEND | w.UPLOAD
_PERSON = w.TO_STAFF | w.CHAT
_QUICK = w.CLOCK | w.SOON
_SURELY = 0.9


class Rule(NamedTuple):
    """``around``: the word in the middle; one word of each of ``near`` within reach, none of ``never``."""

    kind: str
    around: int
    near: tuple[int, ...]
    strength: float
    never: int = 0


# Nothing by itself; with a package it is what such a package is for.
ALLOWS = "allows_access"


_LABEL_SORTS = (w.SECRET, w.CODE, w.BALANCE, w.MOTHER, w.ACCOUNT, w.CARD, w.PIN)
_LABEL = w.SECRET | w.CODE | w.BALANCE | w.MOTHER | w.ACCOUNT | w.CARD | w.PIN
_LABELS = 30  # characters between two labels


class Asked(NamedTuple):
    """What a sentence asks for."""

    kind: str
    said: str
    strength: float


_RULES = (
    # What only a bank and its customer know.
    Rule("asks_secrets", _GIVE | w.PASSED, (w.SECRET,), 1.0),
    Rule("asks_secrets", _GIVE, (w.CARD, w.DIGITS | w.OF_CARD | w.KEY | w.CODE | w.BALANCE), 1.0),
    Rule("asks_secrets", w.UPLOAD, (w.CARD,), 0.6),
    Rule(
        "asks_secrets",
        _GIVE,
        (w.ANY_CARD, w.OF_CARD | w.DIGITS),
        0.9,
        w.OTHER_CARD | w.PAPER,
    ),
    Rule("asks_secrets", _GIVE, (w.ANY_CARD, w.PIN), _SURELY, w.OTHER_CARD),
    Rule("asks_secrets", w.TELL | w.SEND, (w.ANY_CODE, w.TO_STAFF), 0.6),
    Rule("asks_secrets", w.ENTER, (w.BANK,), 0.9, w.TREASURY),
    Rule("asks_secrets", w.LINK_UP, (w.BANK | w.ACCOUNT,), 0.7, w.TREASURY),
    Rule("asks_secrets", w.TELL, (w.CODE,), 0.9),
    Rule("asks_secrets", w.SEND | w.PASSED | w.UPLOAD, (w.CODE, w.TO_STAFF), 0.9),
    Rule("asks_secrets", w.TELL | w.SEND | w.PASSED, (w.KEY, w.TO_STAFF), 0.5),
    Rule("asks_secrets", _GIVE, (w.CODE, w.BANK), 0.8),
    Rule("asks_secrets", _GIVE, (w.CODE, w.AID | w.PRIZE | w.CLAIM), 0.8),
    Rule("asks_secrets", _GIVE, (w.ACCOUNT, w.BALANCE | w.MOTHER | w.CODE), _SURELY),
    Rule("asks_secrets", _GIVE, (w.ACCOUNT, w.KEY), 0.5),
    Rule("asks_secrets", _GIVE, (w.MOTHER, w.CARD | w.BALANCE), _SURELY),
    Rule("asks_secrets", _GIVE, (w.BALANCE,), 0.7),
    # Many an office sends a code to those who sign in.
    Rule("asks_secrets", w.TYPE, (w.CODE,), 0.3),
    Rule("asks_identity", w.SEND | w.UPLOAD | w.TELL, (w.PAPER, w.SELFIE, w.CHAT), 0.5),
    # Money that goes to no treasury.
    Rule("asks_money", w.PAY, (w.PRIVATE,), 1.0, w.FREE),
    Rule(
        "asks_money",
        w.PAY,
        (w.FEE, _PERSON | w.STAFF | w.WALLET | w.QR | w.PROOF),
        1.0,
        w.TREASURY | w.FREE,
    ),
    Rule("asks_money", w.PAY, (w.FEE, w.AMOUNT | w.CLOCK), 0.8, w.TREASURY | w.FREE),
    Rule("asks_money", w.FEE, (w.CLAIM, w.AMOUNT), 0.8, w.TREASURY | w.FREE),
    Rule("asks_money", w.PAY, (w.NAMED_FEE,), 0.5, w.TREASURY | w.FREE),
    Rule("asks_money", w.NAMED_FEE, (w.AMOUNT,), 0.5, w.TREASURY | w.FREE),
    Rule("asks_money", w.PAY, (w.WALLET | w.QR, _PERSON), 0.8, w.TREASURY | w.FREE),
    Rule("asks_money", w.PAY, (w.AMOUNT, w.TO_STAFF), _SURELY, w.TREASURY | w.FREE),
    Rule("asks_money", w.PAY, (w.AMOUNT, w.PROOF, _PERSON), 0.7, w.TREASURY | w.FREE),
    Rule(
        "asks_money",
        w.PAY,
        (w.ACCOUNT, w.PASSED | w.SPEAK | w.WON, w.CHAT | w.STAFF),
        0.8,
        w.TREASURY | w.FREE,
    ),
    Rule(
        "asks_money", w.SEND, (w.AMOUNT, w.WALLET | w.PRIVATE | w.ACCOUNT), 0.8, w.TREASURY | w.FREE
    ),
    Rule("asks_money", w.PAY, (w.QR, w.PROOF), 0.8, w.TREASURY | w.FREE),
    Rule("asks_money", w.PAY, (w.WALLET, w.STAFF | w.PROOF), 0.8, w.TREASURY | w.FREE),
    # A hall's deposit comes back too.
    Rule("asks_money", w.PAY, (w.FEE, w.BACK, w.AMOUNT), _SURELY, w.TREASURY | w.FREE),
    Rule("asks_money", w.FEE, (w.BACK,), 0.4, w.TREASURY | w.FREE),
    Rule("asks_money", w.PROOF, (w.SEND | w.UPLOAD,), 0.5, w.TREASURY | w.FREE),
    Rule("asks_money", w.PROOF, (_GIVE | w.PASSED, w.TO_STAFF), 0.7, w.TREASURY | w.FREE),
    Rule("asks_money", w.PAY_HERE, (), 0.5, w.TREASURY | w.FREE),
    Rule("asks_money", w.PAY_HERE, (w.FEE | w.QR | w.PROOF | w.AMOUNT,), 1.0, w.TREASURY | w.FREE),
    Rule(
        "asks_money",
        w.QR,
        (w.SEND | w.UPLOAD, w.PROOF, w.STAFF | _PERSON),
        0.7,
        w.TREASURY | w.FREE,
    ),
    Rule("asks_money", w.PAY, (w.AMOUNT, w.STAFF, w.BACK), 0.8, w.TREASURY | w.FREE),
    Rule("asks_money", w.MULE, (w.AMOUNT | w.YOURS | w.BANK,), _SURELY),
    # There is no time to think, and nobody to ask.
    Rule("hurries", w.LOSE, (w.BANK | w.ACCOUNT | w.CARD, w.YOURS, w.IF | _QUICK), _SURELY),
    Rule("hurries", w.LOSE, (w.YOURS, w.IF, _QUICK), _SURELY),
    Rule("hurries", w.LOSE, (w.YOURS, w.BANK | w.ACCOUNT | w.CARD | w.ANY_CARD), 0.6),
    Rule("hurries", w.LOSE, (w.AID | w.SLOT | w.PRIZE, w.IF | _QUICK), 0.7),
    Rule("hurries", w.LOSE, (w.DEADLINE,), 0.7),
    Rule("hurries", w.LOSE, (w.YOURS, _QUICK), 0.6),
    Rule("hurries", _GIVE | w.PAY | w.CLAIM, (w.DEADLINE,), 0.6),
    Rule("hurries", w.SLOT, (w.SCARCE, _QUICK), 0.8),
    Rule("hurries", w.MOVED, (w.OTHERS,), _SURELY, w.CODE | w.KEY | w.SECRET),
    Rule("hurries", w.SPREAD, (w.COUNTED,), _SURELY),
    # Promises.
    Rule("tempts", w.GLAD, (w.YOURS, w.WON | w.PRIZE), 1.0),
    Rule("tempts", w.WON, (w.YOURS, w.AID | w.PRIZE | w.AMOUNT), 0.8),
    Rule(
        "tempts", w.CLAIM, (w.AID | w.PRIZE, w.AMOUNT, w.YOURS | w.LINK | w.SOON), 0.8, w.TREASURY
    ),
    Rule("tempts", w.CLAIM, (w.AMOUNT, w.YOURS, w.LINK | w.SOON), 0.6, w.TREASURY | w.PAY),
    Rule("tempts", w.CLAIM, (w.PRIZE, w.AMOUNT, w.FREE), 0.7, w.TREASURY),
    Rule("tempts", w.CLAIM, (w.PRIZE, w.LINK | w.SOON | w.YOURS), 0.6),
    Rule("tempts", w.SURE, (w.PASS,), 0.8),
    Rule("tempts", w.EARN, (w.EASY,), 0.7),
    Rule("tempts", w.EARN, (w.AMOUNT, w.EASY), 0.9),
    Rule("tempts", w.INSIDE, (w.AMOUNT | w.FEE | w.PASS | w.CHAT | w.SLOT | w.PAY,), _SURELY),
    # A program from outside of the stores.
    Rule("offers_package", w.APK, (), 0.4),
    Rule("offers_package", w.APK, (w.DOCUMENT,), 0.6),
    Rule("offers_package", w.APK, (w.INSTALL | w.SEND,), 0.5),
    Rule(ALLOWS, w.ALLOW, (w.ACCESS,), 1.0),
    Rule("offers_package", w.APK, (w.INSTALL | w.SEND | w.LINK, w.DOCUMENT), _SURELY),
    Rule("offers_package", w.APK, (w.ALLOW, w.ACCESS), 1.0),
    Rule("offers_package", w.UNKNOWN_SOURCE, (w.ALLOW | w.INSTALL,), 1.0),
    Rule("offers_package", w.INSTALL, (w.ALLOW, w.ACCESS, w.CHAT | w.CODE), 0.7),
)
# What may only be asked in the negative: "jangan bertanya ke kantor".
_SECRECY = Rule(
    "hurries",
    w.SPEAK,
    (w.AT_OFFICE | w.OTHERS | w.STAFF,),
    _SURELY,
    w.CODE | w.KEY | w.SECRET | w.PAPER | w.EXAM,
)
# What words become beside others, see `_together`.
_MADE: tuple[tuple[tuple[int, ...], int], ...] = (
    ((w.STAFF,), w.TO_STAFF),
    ((w.CLOCK,), w.DEADLINE),
    ((w.FRIENDS,), w.COUNTED),
    ((w.KEY, w.BANK | w.CARD), w.SECRET),
    ((w.CARD | w.ANY_CARD, w.OF_CARD | w.DIGITS), w.SECRET),
    ((w.ANY_CODE | w.DIGITS, w.DIGITS | w.CHAT | w.ANY_CODE), w.CODE),
    ((w.FEE_HEAD, w.PURPOSE), w.FEE | w.NAMED_FEE),
    ((w.NEVER, w.EXAM), w.SURE),
)
# Words that may stand between a secret and the bank whose it is.
_OF_WORDS = "akun dari untuk aplikasi layanan pada di milik dan nomor no kartu anda yang biasa dipakai digunakan mesin enam digit 6 4 16 angka lama baru aktif Anda rekening penerima"
_OF = frozenset(_OF_WORDS.split())
_AND = frozenset(["dan", "beserta", "serta", "berikut", "and", "with"])
_ARRIVES = ("masuk", "kirim", "terima", "muncul", "datang", "lewat", "melalui", "dari", "via")
_LIMITS = frozenset(
    [
        "dalam",
        "maksimal",
        "maksimum",
        "lambat",
        "sebelum",
        "tinggal",
        "tersisa",
        "sisa",
        "batas",
        "waktu",
        "kurang",
        "within",
    ]
)
_NUMBERS = frozenset(
    {
        *("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sepuluh", "belas"),
        *("puluh", "three", "five", "ten"),
    }
)
_VAGUE = frozenset({" bank", " rekening", " tabungan", " nasabah"})


def asked(text: str, has_form: bool = False) -> Iterator[Asked]:
    """Yield what the sentences of a folded text ask for, and what the labels of its form do."""
    plain, found = hits(text)
    if has_form:
        yield from _labels(plain, found)
    found.append(Hit(len(plain), len(plain), w.STOP))
    steps = [hit.start for hit in found if hit.part & w.HOW_TO]
    sentence: list[Hit] = []
    parts = begins = 0
    until = -1  # what begins before this place is part of a warning
    for hit in found:
        # "Selamat!" belongs to what follows.
        if not hit.part & w.STOP or (hit.end < len(plain) and _is_call(plain, sentence, hit)):
            sentence.append(hit)
            parts |= hit.part
            continue
        if parts:
            around, rules = _possible(parts)
            if rules and begins >= until:
                for one in _sentence(plain, sentence, around, rules):
                    if one.kind != "asks_secrets" or not _among_steps(steps, sentence):
                        yield one
            if parts & w.WARNS:
                until = max(until, _warned_until(sentence, hit.end))
            sentence, parts = [], 0
        begins = hit.end


def _labels(plain: str, found: Sequence[Hit]) -> Iterator[Asked]:
    """Names of fields one after the other, with no verb: "Nomor rekening PIN Kode OTP"."""
    first, parts, last = 0, 0, -_LABELS
    for hit in found:
        if not hit.part & _LABEL:
            if hit.part & (w.STOP | w.WARNS | w.NEVER):
                parts, last = 0, -_LABELS
            continue
        if hit.start - last > _LABELS:
            first, parts = hit.start, 0
        parts, last = parts | hit.part, hit.end
        money = sum(bool(parts & one) for one in _LABEL_SORTS)
        if money > 1 and parts & ~(w.MOTHER | w.ACCOUNT | w.YOURS) & _LABEL:
            yield Asked("asks_secrets", plain[first:last].strip()[:90], _SURELY)


def _among_steps(steps: Sequence[int], sentence: Sequence[Hit]) -> bool:
    """Whether it is told how to pay at a bank: the PIN is typed in there, not here."""
    first = bisect_left(steps, sentence[0].start - _STEPS)
    last = bisect_left(steps, sentence[-1].end + _STEPS)
    return last - first > 1


def _is_call(plain: str, sentence: Sequence[Hit], stop: Hit) -> bool:
    return plain[stop.start] == "!" and len(sentence) == 1 and stop.start == sentence[0].end


def _warned_until(sentence: Sequence[Hit], end: int) -> int:
    """How far a warning reaches: over the next sentence's beginning, or over the list it opens."""
    last = max((h.end for h in sentence if h.part & w.WARNS), default=-1)
    if last < 0 or end - last > _WARNED:
        return -1
    opens = any(h.part & w.COLON and h.start >= last - _WARNED for h in sentence)
    return end + (_LIST if opens else 1)


def _sentence(
    plain: str, sentence: list[Hit], anchors: int, rules: Sequence[Rule]
) -> Iterator[Asked]:
    warnings = [hit.start for hit in sentence if hit.part & w.WARNS]
    sentence = _together(plain, sentence)
    for place, hit in enumerate(sentence):
        if not hit.part & anchors or (warnings and _is_near(warnings, hit.start)):
            continue
        around = _around(sentence, place)
        near = 0
        for other in around:
            near |= other.part
        refused = _refused(plain, sentence, place)
        for rule in rules:
            wanted = bool(refused & w.HARD_NEVER) if rule is _SECRECY else not refused
            if wanted and rule.around & hit.part and _holds(rule, near):
                yield Asked(rule.kind, _said(plain, hit, around, rule), rule.strength)


def _is_near(places: Sequence[int], place: int) -> bool:
    after = bisect_left(places, place)
    return any(abs(place - at) < _WARNED for at in places[max(0, after - 1) : after + 1])


@lru_cache(maxsize=4_096)
def _possible(parts: int) -> tuple[int, tuple[Rule, ...]]:
    """The rules that can hold in a sentence with these parts, most have none, and their middles."""
    could = parts
    for needs, made in _MADE:
        if all(parts & need for need in needs):
            could |= made
    rules = tuple(
        rule
        for rule in (*_RULES, _SECRECY)
        if could & rule.around and all(could & wanted for wanted in rule.near)
    )
    around = 0
    for rule in rules:
        around |= rule.around
    return around, rules


def _holds(rule: Rule, near: int) -> bool:
    return not near & rule.never and all(near & wanted for wanted in rule.near)


def _around(sentence: Sequence[Hit], place: int) -> list[Hit]:
    """The words within reach of one, without itself."""
    here = sentence[place]
    first = place
    while first and here.start - sentence[first - 1].end < _BEFORE:
        first -= 1
    last = place + 1
    while last < len(sentence) and sentence[last].start - here.end < _AFTER:
        last += 1
    return [*sentence[first:place], *sentence[place + 1 : last]]


def _refused(plain: str, sentence: Sequence[Hit], place: int) -> int:
    """The "jangan" or "tidak" right before a word, or nothing; "jika biaya tidak dibayar" wants it."""
    here = sentence[place]
    for at in range(place - 1, max(-1, place - 3), -1):
        before = sentence[at]
        if (
            before.part & w.NEVER
            and here.start - before.end <= _REFUSED
            and not _apart(plain, before, here)
        ):
            if not before.part & w.HARD_NEVER and any(h.part & w.IF for h in sentence[:at]):
                return 0
            return before.part
    return 0


def _apart(plain: str, one: Hit, other: Hit) -> bool:
    return "," in plain[one.end : other.start]


def _said(plain: str, hit: Hit, around: Sequence[Hit], rule: Rule) -> str:
    """The words of a text that a rule holds for, from the first to the last."""
    words = [hit]
    for wanted in rule.near:
        held = (o for o in around if o.part & wanted)
        words.append(min(held, key=lambda o: abs(o.start - hit.start)))
    return plain[min(o.start for o in words) : max(o.end for o in words)].strip()[:90]


def _together(plain: str, sentence: list[Hit]) -> list[Hit]:
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
        if part & _PAIRED:
            for other in sentence[place + 1 : place + 4]:
                if other.start - hit.end > _GAP:
                    break
                more |= _pair(plain, hit, other)
        if more:
            found[place] = Hit(hit.start, hit.end, part | more)
    return found


_GAP = 40
_PAIRED = (
    w.KEY
    | w.BANK
    | w.CARD
    | w.ANY_CARD
    | w.OF_CARD
    | w.DIGITS
    | w.ANY_CODE
    | w.FEE_HEAD
    | w.NEVER
    | w.CHAT
)


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
