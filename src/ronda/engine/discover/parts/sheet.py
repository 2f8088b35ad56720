"""What goes wrong with a spreadsheet, in words, for sources that are given a reader of them."""

from ronda.engine.text import Text


class SheetRefused(Exception):
    """A spreadsheet cannot be read; ``text`` says why and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
