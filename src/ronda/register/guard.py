"""Cells that a spreadsheet program would run as formulas: made harmless on the way out, restored
on the way in (OWASP: CSV injection).
"""

import re

# White space before the sign does not stop every program, and full-width signs count in some.
_DANGEROUS = re.compile(r"\A'*(?:[\t\r]|\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20])")


def guarded(text: str) -> str:
    """Return the cell as it may stand in a CSV: a leading apostrophe where it could be run."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Return what :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text[1:]) else text
