"""Cookies within one chain of redirects: some sites redirect until theirs comes back."""

_MAX_COOKIES = 20
_MAX_HEADER = 4096


class Cookies:
    """Kept for the host that set them, sent to no other, and forgotten after the fetch."""

    def __init__(self) -> None:
        self._jar: dict[str, dict[str, str]] = {}

    def take(self, host: str, headers: tuple[tuple[str, str], ...]) -> bool:
        """Keep what an answer sets; return whether that taught anything new."""
        jar = self._jar.setdefault(host, {})
        before = dict(jar)
        for name, value in headers:
            if name != "set-cookie" or len(jar) >= _MAX_COOKIES:
                continue
            key, equals, text = value.partition(";")[0].strip().partition("=")
            if equals and key and (key + text).isascii() and (key + text).isprintable():
                jar[key] = text
        return jar != before

    def header(self, host: str) -> str:
        """Return the Cookie header's value for a host, or ""."""
        return "; ".join(f"{k}={v}" for k, v in self._jar.get(host, {}).items())[:_MAX_HEADER]
