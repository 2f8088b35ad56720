"""Decodes a response body of hostile origin: never more memory than the limit, whatever it claims."""

import zlib

OFFERED = "gzip, deflate"
_AUTO = 47  # zlib: a gzip or zlib header, whichever is there
_RAW = -15


class Body:
    """Takes the body's pieces as they come and keeps the first ``limit`` decoded bytes."""

    def __init__(self, encodings: tuple[str, ...], limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self.truncated = False
        self.problem = ""
        self._inflater: _Inflater | None = None
        coded = [e for e in encodings if e not in ("", "identity")]
        if len(coded) == 1 and coded[0] in ("gzip", "x-gzip", "deflate"):
            self._inflater = _Inflater()
        elif coded:
            names = ", ".join(coded)[:100]
            self.problem = f"content-encoding {names} was not offered; the body is kept as sent"

    def feed(self, data: bytes) -> None:
        """Take a piece; what goes beyond the limit is dropped and ``truncated`` says so."""
        if self._inflater is not None:
            try:
                data = self._inflater.inflate(data, self._limit + 1 - self._size)
            except zlib.error as error:
                self.problem = f"the compressed stream is broken: {error}"
                self._inflater = _Inflater(dead=True)
                return
            if self._inflater.beyond:
                self.problem = self.problem or "bytes came after the end of the compressed stream"
        room = self._limit - self._size
        if len(data) > room:
            data, self.truncated = data[:room], True
        if data:
            self._parts.append(data)
            self._size += len(data)

    def finish(self) -> bytes:
        """Return what was kept; notes a compressed stream that stops in the middle."""
        if self._inflater is not None and not self.truncated and self._inflater.unfinished:
            self.problem = self.problem or "the compressed stream ends in the middle"
        return b"".join(self._parts)


class _Inflater:
    """Undoes gzip, zlib and, as some servers mean by "deflate", raw deflate."""

    def __init__(self, *, dead: bool = False) -> None:
        self._stream = zlib.decompressobj(_AUTO)
        self._started = False
        self._dead = dead
        # Bytes came after the end of the compressed stream.
        self.beyond = False

    def inflate(self, data: bytes, most: int) -> bytes:
        """Return at most ``most`` bytes; the rest is lost, for the caller then has enough."""
        if self._dead or not data:
            return b""
        if self._stream.eof:
            self.beyond = True
            return b""
        try:
            out = self._stream.decompress(data, most)
        except zlib.error:
            if self._started:
                raise
            self._stream = zlib.decompressobj(_RAW)
            out = self._stream.decompress(data, most)
        self._started = True
        self.beyond = bool(self._stream.unused_data)
        return out

    @property
    def unfinished(self) -> bool:
        """Data came, but not the end of the compressed stream."""
        return self._started and not self._dead and not self._stream.eof
