"""Cuts markup that would cost the parser too much, before it is parsed: a single linear scan."""

import re

# Elements that never hold others, or that the next one of their kind closes by itself.
_FLAT = frozenset(
    [
        "a",
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "nobr",
        "option",
        "optgroup",
        "p",
        "param",
        "rp",
        "rt",
        "source",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "track",
        "wbr",
    ]
)
_RAW = frozenset(["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"])
_TAG = re.compile(r"<(?:!--|(/?)([A-Za-z][A-Za-z0-9:-]{0,40}))")
# The parser's work grows with the square of the depth; sloppy pages leave elements unclosed, so
# the scan's estimate is cut well above the depth that is read.
_SLOPPY = 4


def within_bounds(text: str, depth: int, nodes: int) -> tuple[str, tuple[str, ...]]:
    """Return the markup up to where it nests deeper or holds more tags than is read.

    The second value names the limits that were hit: "depth", "nodes".
    """
    open_elements: dict[str, int] = {}
    level = tags = position = 0
    unclosed_raw: set[str] = set()
    while (found := _TAG.search(text, position)) is not None:
        position = found.end()
        tags += 1
        if tags > nodes:
            return text[: found.start()], ("nodes",)
        if found[2] is None:
            end = text.find("-->", position)
            position = len(text) if end < 0 else end + 3
            continue
        name = found[2].lower()
        if found[1]:
            if open_elements.get(name, 0) > 0:
                open_elements[name] -= 1
                level -= 1
        elif name in _RAW:
            position = _after_raw(text, name, position, unclosed_raw)
        elif name not in _FLAT:
            open_elements[name] = open_elements.get(name, 0) + 1
            level += 1
            if level > depth * _SLOPPY:
                return text[: found.start()], ("depth",)
    return text, ()


def _after_raw(text: str, name: str, position: int, unclosed: set[str]) -> int:
    """Return where an element of raw text ends; looks for a missing end only once."""
    if name in unclosed:
        return position
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, position)
    if end is None:
        unclosed.add(name)
        return position
    return end.start()
