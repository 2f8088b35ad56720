"""Figures and pictures as the page writes them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = "measurements"


def rate(found: Mapping[str, Any] | None) -> str:
    """A rate in words: "0.954 [0.91, 0.98] (131)"."""
    if not found or found.get("value") is None:
        return "-"
    return f"{found['value']:.3f} [{found['low']:.2f}, {found['high']:.2f}] ({found['of']})"


def number(value: Any, digits: int = 3) -> str:
    """A number with so many digits, or a dash."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.{digits}f}"


def image(path: Path, alt: str) -> str:
    """A picture beside the page."""
    return f"![{alt}]({FOLDER}/{path.name})\n"
