"""Tells whether a place in a page's script is reached by itself: at once, on a condition, or by a call."""

import re
from bisect import bisect_right
from typing import Literal

Reached = Literal["always", "if", "called"]

_TOKENS = re.compile(
    r"\"(?:[^\"\\\n]|\\.){0,4000}+\"|'(?:[^'\\\n]|\\.){0,4000}+'|`[^`]{0,4000}+`"
    r"|//[^\n]{0,2000}+|/\*[^*]{0,2000}+\*/|([{};])"
)
_DEPTH = 12  # braces around a place
_CALLS = 3  # functions that call each other
_NAMES = 20  # functions whose calls are looked for
_BEFORE = 240  # characters before a brace, or of a statement, that tell what it belongs to
_FUNCTION = r"(?:(?:async\s{0,3})?function\s{0,3}[\w$]{0,40}\s{0,3}\([^(){}]{0,80}\)|(?:async\s{0,3})?(?:\([^(){}]{0,80}\)|[\w$]{1,40})\s{0,3}=>)"
# Calls and events that happen to every visitor, whatever he does.
_STARTER = (
    r"(?:(?:setTimeout|setInterval|requestAnimationFrame|requestIdleCallback|queueMicrotask|\.\s?ready|\$|jQuery)\s{0,3}\(\s{0,3}"
    r"|addEventListener\s{0,3}\(\s{0,3}[\"'](?:load|DOMContentLoaded|pageshow|readystatechange)[\"']\s{0,3},\s{0,3}"
    r"|\bon(?:load|pageshow|readystatechange)\s{0,3}=\s{0,3}"
    r"|\.on\s{0,3}\(\s{0,3}[\"'](?:load|ready)[\"']\s{0,3},\s{0,3})"
)
_STARTED = re.compile(rf"{_STARTER}{_FUNCTION}\s{{0,3}}$")
# A function that is called where it stands: in parentheses, or behind an operator.
_ON_THE_SPOT = re.compile(
    rf"(?:^|[;{{}}\n]|(?<!=)>)\s{{0,20}}(?:\(|[!+~-]|void\b)\s{{0,3}}{_FUNCTION}\s{{0,3}}$"
)
_PLAIN_BLOCK = re.compile(r"(?:\btry|\bfinally|\bdo|[;{}]|(?<!=)>|^)\s{0,20}$")
_CONDITION = re.compile(r"(?:\b(?:if|while|for|switch)\s{0,3}\(.*\)|\belse)\s{0,20}$", re.DOTALL)
_NAMED = re.compile(
    r"\bfunction\s{1,3}([\w$]{1,40})\s{0,3}\([^(){}]{0,80}\)\s{0,3}$"
    rf"|(?:\b(?:var|let|const)\s{{1,3}})?([\w$]{{1,40}})\s{{0,3}}=\s{{0,3}}{_FUNCTION}\s{{0,3}}$"
)
_CHOOSES = re.compile(r"\b(?:if|while)\s{0,3}\(|\belse\b|&&|\|\||[^?.]\?[^?.]|\bcase\b")
_ANY_FUNCTION = re.compile(rf"{_FUNCTION}\s{{0,3}}\(?[^;{{}}]{{0,120}}$")
_STARTED_SHORT = re.compile(rf"{_STARTER}{_FUNCTION}[^;{{}}=]{{0,120}}$")
_QUOTED = re.compile(r"\"[^\"\n]{0,400}+\"|'[^'\n]{0,400}+'")


class Flow:
    """One script's braces and statements, read once; strings and remarks left out. Bounded."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._marks = [(m.start(1), m[1]) for m in _TOKENS.finditer(code) if m[1]]
        self._known: dict[str, Reached] = {}
        self._places = [place for place, _ in self._marks]

    def reached(self, place: int, calls: int = _CALLS) -> Reached:
        """Tell how a place is reached by somebody who does nothing but open the page."""
        how = self._statement(place)
        for brace in self._around(place):
            if how == "called":
                break
            how = _weaker(how, self._block(brace, calls))
        return how

    def _around(self, place: int) -> list[int]:
        """The places of the braces that are open there, the innermost first; the outermost dropped when too many."""
        open_ones: list[int] = []
        for at, mark in self._marks[: bisect_right(self._places, place - 1)]:
            if mark == "{":
                open_ones.append(at)
            elif mark == "}" and open_ones:
                open_ones.pop()
        return open_ones[::-1][:_DEPTH]

    def _statement(self, place: int) -> Reached:
        """What its own statement says before the place: a condition, or a function without braces."""
        last = bisect_right(self._places, place - 1) - 1
        start = max(self._places[last] + 1 if last >= 0 else 0, place - _BEFORE)
        said = self.code[start:place]
        if _STARTED_SHORT.search(said):
            return "always"
        bare = _QUOTED.sub("''", said)
        if _ANY_FUNCTION.search(bare):
            return "called"
        return "if" if _CHOOSES.search(bare) else "always"

    def _block(self, brace: int, calls: int) -> Reached:
        before = self.code[max(0, brace - _BEFORE) : brace]
        if _STARTED.search(before) or _ON_THE_SPOT.search(before) or _PLAIN_BLOCK.search(before):
            return "always"
        if _CONDITION.search(before):
            return "if"
        named = _NAMED.search(before)
        return self._named(named[1] or named[2], calls - 1) if named and calls else "called"

    def _named(self, name: str, calls: int) -> Reached:
        """How a function of that name is reached: by a call of its own, or handed to what starts it."""
        if name in self._known or len(self._known) >= _NAMES:
            return self._known.get(name, "called")
        self._known[name] = (
            "called"  # while it is looked for: one that calls itself is called by nobody
        )
        self._known[name] = self._look_for(name, calls)
        return self._known[name]

    def _look_for(self, name: str, calls: int) -> Reached:
        word = re.escape(name)
        if re.search(rf"{_STARTER}{word}\b", self.code):
            return "always"
        called = re.compile(rf"(?<![\w.$])(?<!function ){word}\s{{0,3}}\(")
        best: Reached = "called"
        for count, found in enumerate(called.finditer(self.code)):
            if count >= _CALLS or best == "always":
                break
            how = self.reached(found.start(), calls)
            best = how if best == "called" or how == "always" else best
        return best


def _weaker(one: Reached, other: Reached) -> Reached:
    both = (one, other)
    return "called" if "called" in both else ("if" if "if" in both else "always")
