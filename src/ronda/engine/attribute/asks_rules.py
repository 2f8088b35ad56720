"""What is asked for, as rules: a word in the middle and what must stand near it.

How strong a sign is: 1.0 is what no office asks, 0.5 what some do, less what only counts beside others.
"""

from typing import NamedTuple

from ronda.engine.attribute import asks_parts as w

_GIVE = w.TYPE | w.TELL | w.SEND | w.UPLOAD
_PERSON = w.TO_STAFF | w.CHAT
_PAYING = w.PAY | w.PAID
_QUICK = w.CLOCK | w.SOON
_SURELY = 0.9


class Rule(NamedTuple):
    """``around``: the word in the middle; one word of each of ``near`` within reach, none of ``never``."""

    kind: str
    around: int
    near: tuple[int, ...]
    strength: float
    never: int = 0
    refused: bool = False  # holds behind "jangan" only: "jangan bertanya ke kantor"


# Nothing by itself; with a package it is what such a package is for.
ALLOWS = "allows_access"


RULES = (
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
    Rule("asks_secrets", w.TELL, (w.PIN,), 0.7),
    Rule("asks_secrets", w.TELEGRAM, (w.CODE | w.ANY_CODE | w.AID | w.CLAIM,), 0.7),
    Rule("asks_secrets", w.ENTER, (w.BANK,), 0.9, w.TREASURY),
    Rule("asks_secrets", w.LINK_UP, (w.BANK | w.ACCOUNT,), 0.5, w.TREASURY),
    Rule("asks_secrets", w.TELL, (w.CODE,), 0.9),
    Rule("asks_secrets", w.SEND | w.PASSED | w.UPLOAD, (w.CODE, w.TO_STAFF), 0.9),
    Rule("asks_secrets", w.TELL | w.SEND | w.PASSED, (w.KEY, w.TO_STAFF), 0.5),
    Rule("asks_secrets", _GIVE, (w.CODE, w.BANK), 0.5),
    Rule("asks_secrets", _GIVE, (w.CODE, w.AID | w.PRIZE | w.CLAIM), 0.8),
    Rule("asks_secrets", _GIVE, (w.ACCOUNT, w.BALANCE | w.MOTHER | w.CODE), _SURELY),
    Rule("asks_secrets", _GIVE, (w.ACCOUNT, w.KEY), 0.5),
    Rule("asks_secrets", _GIVE, (w.MOTHER, w.CARD | w.BALANCE), _SURELY),
    Rule("asks_secrets", _GIVE, (w.BALANCE,), 0.7),
    # Many an office sends a code to those who sign in.
    Rule("asks_secrets", w.TYPE, (w.CODE,), 0.3),
    Rule("asks_identity", w.SEND | w.UPLOAD | w.TELL, (w.PAPER, w.SELFIE, w.CHAT), 0.5),
    # Money that goes to no treasury.
    Rule("asks_money", w.PAY, (w.PRIVATE,), 1.0, w.FREE | w.EARN),
    Rule("asks_money", w.SEND, (w.PRIVATE, w.AMOUNT), 1.0, w.FREE),
    # Aid is paid out to a chairman's account; a fee is not.
    Rule("asks_money", w.PAID, (w.PRIVATE,), 1.0, w.FREE | w.EARN | w.AID),
    Rule("asks_money", w.PAID, (w.FEE | w.NAMED_FEE, w.PRIVATE), 1.0, w.TREASURY | w.FREE),
    Rule(
        "asks_money",
        _PAYING,
        (w.FEE, _PERSON | w.STAFF | w.WALLET | w.QR | w.PROOF),
        1.0,
        w.TREASURY | w.FREE,
    ),
    Rule("asks_money", _PAYING, (w.FEE, w.AMOUNT | w.CLOCK), 0.8, w.TREASURY | w.FREE),
    Rule("asks_money", w.FEE, (w.CLAIM, w.AMOUNT), 0.8, w.TREASURY | w.FREE),
    Rule("asks_money", _PAYING, (w.NAMED_FEE,), 0.5, w.TREASURY | w.FREE),
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
    Rule("asks_money", _PAYING, (w.FEE, w.BACK, w.AMOUNT), _SURELY, w.TREASURY | w.FREE),
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
    Rule("hurries", w.PASSED, (w.DEADLINE, w.TO_STAFF), 0.5),
    Rule("hurries", w.SLOT, (w.SCARCE, _QUICK), 0.8),
    Rule("hurries", w.MOVED, (w.OTHERS,), _SURELY, w.CODE | w.KEY | w.SECRET),
    Rule("hurries", w.SPREAD, (w.COUNTED,), _SURELY),
    Rule("hurries", w.DEADLINE, (w.SCARCE,), 0.7),
    Rule(
        "hurries",
        w.SPEAK,
        (w.AT_OFFICE | w.OTHERS | w.KIN | w.STAFF,),
        _SURELY,
        w.CODE | w.KEY | w.SECRET | w.PAPER | w.EXAM,
        refused=True,
    ),
    Rule("hurries", w.GO, (w.CHAT,), 0.7, refused=True),
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
