"""Why the register refuses something, in words of both languages."""

from ronda.engine.text import Text


class Refused(Exception):
    """An act on the register that cannot be done; ``text`` says what, why and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def refused(id: str, en: str, /, **values: object) -> Refused:
    """Build the error from a sentence in both languages with its places filled."""
    return Refused(Text(id, en).fill(**values))
