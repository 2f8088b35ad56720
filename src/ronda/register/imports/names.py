"""Takes a cell apart in which an office wrote an agency's name with its short and former names."""

import re

import msgspec

# "Badan X d/h Badan Y", "Badan X (dahulu Badan Y)": everything from there on is the past.
_FORMERLY = re.compile(
    r"[\s,;(\[/-]+(?:d\s?/\s?h|d\.h\.?|dahulu|dulunya|semula|sebelumnya|eks|formerly)\b[\s.:]*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\(([^()]{2,24})\)")


# "1. BIRO HUKUM", "b) Dinas X", "IV. Badan Y": running numbers that stand in the name's cell.
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s*(?=[^\W\d_]{2})", re.IGNORECASE)


class Written(msgspec.Struct, frozen=True):
    """What stood in the cell: the name in force, short names, former names."""

    name: str
    short: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def take_apart(text: str) -> Written:
    """Return the parts of a name's cell; a text without such parts is the name as it stands."""
    current, *past = _FORMERLY.split(_NUMBERED.sub("", text.strip()))
    former = tuple(_stripped(part) for part in past if _stripped(part))
    short: list[str] = []

    def taken(match: re.Match[str]) -> str:
        inside = match[1].strip()
        if not abbreviates(inside, _BRACKETS.sub("", current)):
            return match[0]
        short.append(inside)
        return ""

    name = _stripped(_BRACKETS.sub(taken, current))
    # A cell that holds nothing but a past or an abbreviation is left alone.
    return Written(name, tuple(short), former) if name else Written(text)


def abbreviates(short: str, name: str) -> bool:
    """The letters of a short name stand in the name in their order, from the edge of a word on.

    So "Satpol PP" abbreviates "Satuan Polisi Pamong Praja", "Ro Hukum" "Biro Hukum", and
    "Rawat Inap" abbreviates no "Puskesmas Purnama". Digits count for nothing: they repeat letters.
    """
    wanted, text = short.casefold(), name.casefold()
    letters = [c for c in wanted if c.isalpha()]
    first = (wanted.split() or [""])[0]
    words = re.findall(r"\w+", text)
    edge = any(word.startswith(letters[0]) or word.endswith(first) for word in words if letters)
    return edge and _in_order(letters, text)


def _in_order(letters: list[str], text: str) -> bool:
    rest = iter(text)
    return bool(letters) and all(letter in rest for letter in letters)


def _stripped(text: str) -> str:
    text = text.strip(" ,;/-")
    if text.count("(") < text.count(")"):
        text = text.removesuffix(")")
    if text.count("(") > text.count(")"):
        text = text.removesuffix("(").rstrip(" ,;/-")
    return text.strip()
