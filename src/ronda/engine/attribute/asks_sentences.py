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
from ronda.engine.attribute.asks_pairs import MADE, together
from ronda.engine.attribute.asks_rules import RULES, Rule
from ronda.engine.attribute.asks_words import Hit, hits

_BEFORE, _AFTER = 60, 110  # characters around a word in which the others are looked for
_REFUSED = 14  # characters between "jangan" and what must not be done
_WARNED = 160
_LIST = 400  # characters after "Waspada:" that still belong to it
_STEPS = 200  # characters around a step within which others are of the same list


_LABEL_SORTS = (w.SECRET, w.CODE, w.BALANCE, w.MOTHER, w.ACCOUNT, w.CARD, w.PIN)
_LABEL = w.SECRET | w.CODE | w.BALANCE | w.MOTHER | w.ACCOUNT | w.CARD | w.PIN
_LABELS = 30  # characters between two labels


class Asked(NamedTuple):
    """What a sentence asks for."""

    kind: str
    said: str
    strength: float


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
            yield Asked("asks_secrets", plain[first:last].strip()[:90], 0.9)


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
    sentence = together(plain, sentence)
    for place, hit in enumerate(sentence):
        if not hit.part & anchors or (warnings and _is_near(warnings, hit.start)):
            continue
        around = _around(sentence, place)
        near = 0
        for other in around:
            near |= other.part
        refused = _refused(plain, sentence, place)
        for rule in rules:
            wanted = bool(refused & w.HARD_NEVER) if rule.refused else not refused
            if wanted and rule.around & hit.part and _holds(rule, near):
                yield Asked(rule.kind, _said(plain, hit, around, rule), rule.strength)


def _is_near(places: Sequence[int], place: int) -> bool:
    after = bisect_left(places, place)
    return any(abs(place - at) < _WARNED for at in places[max(0, after - 1) : after + 1])


@lru_cache(maxsize=4_096)
def _possible(parts: int) -> tuple[int, tuple[Rule, ...]]:
    """The rules that can hold in a sentence with these parts, most have none, and their middles."""
    could = parts
    for needs, made in MADE:
        if all(parts & need for need in needs):
            could |= made
    rules = tuple(
        rule
        for rule in RULES
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
