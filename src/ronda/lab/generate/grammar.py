"""Sentences from templates: the one place where a rule's slots become words.

A template is text with slots in braces. ``{town}`` is a value of the context or another rule,
``{^town}`` the same with a capital letter, ``{service*2-4}`` a list of two to four different ones
joined as Indonesian joins them, ``{#10-400}`` a number with dots between thousands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

import msgspec

Context = Mapping[str, str | Sequence[str]]
MAX_DEPTH = 12
_SLOT = re.compile(r"\{([^{}]*)\}")
_FORM = re.compile(r"(\^?)([a-z][a-z0-9_.]*)(?:\*(\d+)-(\d+))?$")
_NUMBER = re.compile(r"#(\d+)-(\d+)$")


class BadGrammar(ValueError):
    """A template cannot be read or said; the message names it and what is wrong."""


class _Slot(msgspec.Struct, frozen=True):
    name: str
    capital: bool = False
    least: int = 1
    most: int = 1


class _Number(msgspec.Struct, frozen=True):
    least: int
    most: int


_Part = str | _Slot | _Number


class Grammar:
    """Rules by name, each a choice of templates. ``joins`` are the words before a list's last."""

    def __init__(
        self, rules: Mapping[str, Sequence[str]], joins: Sequence[str] = ("dan", "serta")
    ) -> None:
        self.rules = rules
        self._joins = joins
        self._read: dict[str, tuple[_Part, ...]] = {}

    def has(self, name: str) -> bool:
        """There is such a rule."""
        return name in self.rules

    def say(self, rng: Random, name: str, context: Context) -> str:
        """Return a text for a rule or a context value; raises :class:`BadGrammar`."""
        return self._name(rng, name, context, 0)

    def fill(self, rng: Random, template: str, context: Context) -> str:
        """Return the text of one template."""
        return self._fill(rng, template, context, 0)

    def _name(self, rng: Random, name: str, context: Context, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise BadGrammar(f"{name!r}: rules are nested deeper than {MAX_DEPTH}")
        value = context.get(name)
        if isinstance(value, str):
            return value
        choices = value if value is not None else self.rules.get(name)
        if not choices:
            raise BadGrammar(f"no rule and no value for {name!r}")
        return self._fill(rng, choices[int(rng.random() * len(choices))], context, depth + 1)

    def _fill(self, rng: Random, template: str, context: Context, depth: int) -> str:
        said = []
        for part in self.parts(template):
            if isinstance(part, str):
                said.append(part)
            elif isinstance(part, _Number):
                said.append(dotted(rng.randint(part.least, part.most)))
            elif part.most == 1:
                text = self._name(rng, part.name, context, depth)
                said.append(text[:1].upper() + text[1:] if part.capital else text)
            else:
                said.append(self._list(rng, part, context, depth))
        return "".join(said)

    def _list(self, rng: Random, slot: _Slot, context: Context, depth: int) -> str:
        """Different templates first; when there are too few of them, their different outcomes."""
        wanted = rng.randint(slot.least, slot.most)
        value = context.get(slot.name)
        choices = (value,) if isinstance(value, str) else value or self.rules.get(slot.name) or ()
        found: dict[str, None] = {}
        for template in rng.sample(choices, min(wanted, len(choices))):
            found[self._fill(rng, template, context, depth + 1)] = None
        for _ in range(3 * wanted):
            if len(found) >= wanted:
                break
            found[self._name(rng, slot.name, context, depth)] = None
        return joined(list(found), self._joins[int(rng.random() * len(self._joins))])

    def parts(self, template: str) -> tuple[_Part, ...]:
        """Return a template in parts: text, slots and numbers; read once and kept."""
        if template not in self._read:
            self._read[template] = tuple(_parts(template))
        return self._read[template]

    def slots(self, template: str) -> tuple[str, ...]:
        """Return the names of a template's slots."""
        return tuple(part.name for part in self.parts(template) if isinstance(part, _Slot))


def _parts(template: str) -> Iterator[_Part]:
    end = 0
    for match in _SLOT.finditer(template):
        if match.start() > end:
            yield template[end : match.start()]
        end = match.end()
        inner = match.group(1)
        if number := _NUMBER.match(inner):
            yield _Number(int(number.group(1)), int(number.group(2)))
        elif form := _FORM.match(inner):
            least, most = int(form.group(3) or 1), int(form.group(4) or 1)
            yield _Slot(form.group(2), bool(form.group(1)), least, most)
        else:
            raise BadGrammar(f"{template!r}: cannot read the slot {inner!r}")
    if end < len(template):
        yield template[end:]


def joined(items: Sequence[str], join: str = "dan") -> str:
    """Return a list in words: "a", "a dan b", "a, b, dan c"."""
    if len(items) < 3:
        return f" {join} ".join(items)
    return f"{', '.join(items[:-1])}, {join} {items[-1]}"


def dotted(number: int) -> str:
    """Return a number as Indonesians write it: 12.500."""
    return f"{number:,}".replace(",", ".")
