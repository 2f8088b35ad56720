"""Finds the code between the script tags of a page."""

from collections.abc import Iterator

_MAX_SCRIPTS = 100
_MAX_CODE = 60_000


def scripts_of(body: bytes) -> Iterator[bytes]:
    """Return the code between script tags, each bounded. Each byte is looked at once: no pattern looks for the end."""
    lower = body.lower()
    position = 0
    for _ in range(_MAX_SCRIPTS):
        start = lower.find(b"<script", position)
        if start < 0:
            return
        end = lower.find(b"</script", start)
        position = len(body) if end < 0 else end
        yield body[start : min(position, start + _MAX_CODE)]
