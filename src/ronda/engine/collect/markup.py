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
# An attribute as the HTML tokenizer takes it; without backtracking.
_ATTRIBUTE = (
    r"""[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'>])[^\s>]++)?+)?+"""
)
MAX_ATTRIBUTES = 200
_READ_ATTRIBUTES = re.compile(f"(?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+")
_EXCESS = re.compile(f"(?:{_ATTRIBUTE})*+")
# Tags may stand in the attributes of tags; all looking at attributes together ends at so many
# times the text.
_LOOKS = 8
# The parser's work grows with the square of the depth; sloppy pages leave elements unclosed, so
# the scan's estimate is cut well above the depth that is read.
_SLOPPY = 4


def within_bounds(text: str, depth: int, nodes: int) -> tuple[str, tuple[str, ...]]:
    """Return the markup up to where it nests deeper or holds more tags than is read.

    Attributes of one tag beyond the first 200 are left out, for the parser compares each with all
    others. The second value names the limits that were hit: "depth", "nodes", "attributes".
    """
    return _Scan(text, depth, nodes).run()


class _Scan:
    """One pass over the tags of a text."""

    def __init__(self, text: str, depth: int, nodes: int) -> None:
        self._text = text
        self._depth, self._nodes = depth, nodes
        self._open: dict[str, int] = {}
        self._level = 0
        self._unclosed_raw: set[str] = set()
        # Looked at while counting attributes, and what is kept so far of the text.
        self._looked = 0
        self._kept: list[str] = []
        self._kept_to = 0
        self._clipped: list[str] = []

    def run(self) -> tuple[str, tuple[str, ...]]:
        """See :func:`within_bounds`."""
        text = self._text
        tags = position = 0
        while (found := _TAG.search(text, position)) is not None:
            tags += 1
            if tags > self._nodes:
                return self._cut(found.start(), "nodes")
            if found[2] is None:
                end = text.find("-->", found.end())
                position = len(text) if end < 0 else end + 3
                continue
            position = self._attributes(found.end())
            if self._looked > _LOOKS * len(text):
                return self._cut(found.start(), "attributes")
            name = found[2].lower()
            if found[1]:
                self._close(name)
            elif name in _RAW:
                position = _after_raw(text, name, position, self._unclosed_raw)
            elif name not in _FLAT:
                self._open[name] = self._open.get(name, 0) + 1
                self._level += 1
                if self._level > self._depth * _SLOPPY:
                    return self._cut(found.start(), "depth")
        return self._cut(len(text), "")

    def _attributes(self, position: int) -> int:
        """Leave out what attributes a tag has too many; return where to go on."""
        if self._text[position : position + 1] == ">":
            return position
        read = _READ_ATTRIBUTES.match(self._text, position)
        end = read.end() if read else position
        self._looked += end - position
        excess = _EXCESS.match(self._text, end) if end - position >= 2 * MAX_ATTRIBUTES else None
        if excess is None or excess.end() == end:
            return position
        self._kept.append(self._text[self._kept_to : end])
        self._kept_to = excess.end()
        if "attributes" not in self._clipped:
            self._clipped.append("attributes")
        return excess.end()

    def _close(self, name: str) -> None:
        if self._open.get(name, 0) > 0:
            self._open[name] -= 1
            self._level -= 1

    def _cut(self, end: int, limit: str) -> tuple[str, tuple[str, ...]]:
        """Return what is kept up to an end, and the limits."""
        kept = "".join((*self._kept, self._text[self._kept_to : max(end, self._kept_to)]))
        return kept, tuple(dict.fromkeys((*self._clipped, *([limit] if limit else []))))


def _after_raw(text: str, name: str, position: int, unclosed: set[str]) -> int:
    """Return where an element of raw text ends; looks for a missing end only once."""
    if name in unclosed:
        return position
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, position)
    if end is None:
        unclosed.add(name)
        return position
    return end.start()
