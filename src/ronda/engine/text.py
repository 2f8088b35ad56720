"""Sentences that a person reads, always in Indonesian and English together."""

from typing import Literal

import msgspec

Language = Literal["id", "en"]


class Text(msgspec.Struct, frozen=True):
    """One sentence in both languages of the product; Indonesian is the first.

    Engine code carries both languages itself, so that a check stays one file. Values that come
    from a site are put in with :meth:`fill` and are data: whoever renders the text escapes it.
    """

    id: str
    en: str

    def fill(self, **values: object) -> "Text":
        """Return the text with ``{name}`` places filled; unknown places raise ``KeyError``."""
        return Text(id=self.id.format(**values), en=self.en.format(**values))

    def get(self, language: str) -> str:
        """Return the English text for a language code starting with ``en``, else Indonesian."""
        return self.en if language.startswith("en") else self.id
