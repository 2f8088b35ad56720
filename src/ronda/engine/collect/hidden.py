"""Says how an element is hidden from a visitor, from inline styles and the page's simple rules."""

import re

import msgspec

_DECLARATION = re.compile(r"([a-z-]{1,40})\s*:\s*([^;{}]{1,200})")
_LENGTH = re.compile(r"^([+-]?\d{0,7}(?:\.\d{0,7})?)(px|em|rem|pt|vw|vh|%|ex|ch)?$")
_BRACE = re.compile(r"[{};]")
_SIMPLE = re.compile(r"^[a-z0-9]{0,20}([.#][a-z0-9_-]{1,100})$")
_COLOUR_NAMES = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "blue": "#0000ff"}
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0}
_FAR = -400.0  # pixels: no page puts a thing there to be read
_MAX_CSS = 200_000
_MAX_RULES = 5_000


class Style(msgspec.Struct, frozen=True):
    """What a style says of being seen: the way it hides, and what a child may undo."""

    hides: str = ""
    shows: str = ""  # a way of hiding that this style undoes for its element
    background: str = ""


NOTHING = Style()


def read_style(text: str, background: str = "") -> Style:
    """Read a ``style`` attribute or the body of a rule. ``background`` is the colour behind it."""
    found = {
        name: value.replace("!important", "").strip()
        for name, value in _DECLARATION.findall(text.lower()[:4000])
    }
    if not found:
        return NOTHING
    own = read_colour(found.get("background-color") or found.get("background", ""))
    shows = ""
    if found.get("visibility") == "visible":
        shows = "visibility:hidden"
    elif (size := _pixels(found.get("font-size", ""))) is not None and size > 1:
        shows = "font-size:0"
    return Style(_way(found, own or background), shows, own)


def read_rules(css: str) -> dict[str, str]:
    """Return ``.class`` and ``#id`` with the way their rule hides; the last rule counts.

    Only top-level rules with a single simple selector are read: what stands within @media or
    hangs on other elements may well be shown, and is not accused.
    """
    ways: dict[str, str] = {}
    flat = _without_at_blocks(_without_comments(css[:_MAX_CSS].lower()))
    for rule in flat.split("}")[:_MAX_RULES]:
        selectors, _, body = rule.rpartition("{")
        style = read_style(body)
        for selector in selectors.split(","):
            simple = _SIMPLE.match(selector.strip())
            if simple is None:
                continue
            if style.hides:
                ways[simple[1]] = style.hides
            elif "display" in body or style.shows:
                ways.pop(simple[1], None)
    return ways


def _without_comments(css: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := css.find("/*", position)) >= 0:
        kept.append(css[position:start])
        end = css.find("*/", start + 2)
        position = len(css) if end < 0 else end + 2
    kept.append(css[position:])
    return " ".join(kept)


def _without_at_blocks(css: str) -> str:
    """Drop @media and its like with all that they hold."""
    kept: list[str] = []
    position = 0
    while (start := css.find("@", position)) >= 0:
        kept.append(css[position:start])
        position = _end_of_at(css, start)
    kept.append(css[position:])
    return "".join(kept)


def _end_of_at(css: str, start: int) -> int:
    level = 0
    for found in _BRACE.finditer(css, start):
        sign = found[0]
        if sign == ";" and level == 0:
            return found.end()
        level += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "}" and level <= 0:
            return found.end()
    return len(css)


def _way(css: dict[str, str], background: str) -> str:
    """Return the first way of hiding that the declarations hold, or ""."""
    if css.get("display") == "none":
        return "display:none"
    if css.get("visibility") in ("hidden", "collapse"):
        return "visibility:hidden"
    opacity = css.get("opacity", "").rstrip("%")
    if opacity and _number(opacity) is not None and (_number(opacity) or 0.0) <= 0.02:
        return "opacity:0"
    size = _pixels(css.get("font-size", ""))
    if size is not None and size <= 1:
        return "font-size:0"
    if _off_screen(css):
        return "off-screen"
    if _no_room(css):
        return "zero-size"
    colour = read_colour(css.get("color", ""))
    if colour == "transparent" or (colour and colour == background):
        return "same-colour"
    return ""


def _off_screen(css: dict[str, str]) -> bool:
    moved = [css.get("text-indent", ""), css.get("margin-left", ""), css.get("margin-top", "")]
    if css.get("position") in ("absolute", "fixed", "relative"):
        moved += [css.get(side, "") for side in ("left", "top", "right", "bottom")]
    if any((p := _pixels(value)) is not None and p <= _FAR for value in moved):
        return True
    shift = re.search(r"translate[xy3d]{0,2}\(\s*(-\d{1,7})", css.get("transform", ""))
    return shift is not None and float(shift[1]) <= _FAR


def _no_room(css: dict[str, str]) -> bool:
    if "scale(0)" in css.get("transform", "").replace(" ", ""):
        return True
    clip = css.get("clip", "") + css.get("clip-path", "")
    if re.search(r"rect\(\s*[01](px)?[\s,]+[01](px)?[\s,]+[01](px)?[\s,]+[01](px)?\s*\)", clip):
        return True
    if re.search(r"inset\(\s*(50|100)%", clip):
        return True
    small = any(
        (p := _pixels(css.get(side, ""))) is not None and p <= 1
        for side in ("width", "height", "max-height", "max-width")
    )
    return small and "hidden" in css.get("overflow", "") + css.get("overflow-y", "")


def _pixels(value: str) -> float | None:
    """Return a length in pixels; percentages and window units of -100 or less are far away."""
    found = _LENGTH.match(value.strip())
    number = _number(found[1]) if found else None
    if found is None or number is None:
        return None
    unit = found[2] or ""
    if unit in ("%", "vw", "vh"):
        return number * 10.0 if number < 0 else (0.0 if number == 0 else 100.0)
    return number * _PIXELS[unit]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def read_colour(value: str) -> str:
    """Return a colour as #rrggbb, "transparent", or "" for anything else."""
    if not value:
        return ""
    value = value.strip().replace(" ", "")
    if value in ("transparent", "#0000") or re.match(r"rgba\(.*,0(\.0+)?\)$", value):
        return "transparent"
    value = _COLOUR_NAMES.get(value, value)
    if re.match(r"^#[0-9a-f]{3}$", value):
        return "#" + "".join(c * 2 for c in value[1:])
    if re.match(r"^#[0-9a-f]{6}$", value):
        return value
    rgb = re.match(r"^rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,1(?:\.0+)?)?\)$", value)
    return "#" + "".join(f"{min(int(c), 255):02x}" for c in rgb.groups()) if rgb else ""
