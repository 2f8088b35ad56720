"""dnstap logs: frames (Frame Streams) of protobuf messages, read one by one and bounded."""

from collections.abc import Iterator
from typing import IO

from ronda.engine.collect.dns_wire import HEADER, BadMessage, asked_for

START = b"\0\0\0\0"  # a control frame opens every file
MAX_FRAME = 256 * 1024
_CONTENT_TYPE = b"protobuf:dnstap.Dnstap"
_CONTROL_START, _CONTROL_STOP = 2, 3
_MESSAGE, _QUERY, _RESPONSE = 14, 10, 14  # numbers of fields in Dnstap and in its Message
_NXDOMAIN = 3


class BadStream(ValueError):
    """The file is no dnstap log, or breaks; what was read before counts."""


def open_stream(file: IO[bytes]) -> None:
    """Read the opening control frame; raises :class:`BadStream` when it is of another content."""
    if file.read(4) != START:
        raise BadStream("no frame stream")
    frame = _control(file)
    if int.from_bytes(frame[:4]) != _CONTROL_START:
        raise BadStream("the stream does not begin with its start")
    if _CONTENT_TYPE not in frame:
        raise BadStream("the frames hold something else than dnstap")


def frames(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield (frame, bytes read from the file); ends at the stop or at a frame not yet complete.

    A stop may be followed by another stream: servers append. Raises :class:`BadStream`.
    """
    while True:
        head = file.read(4)
        if len(head) < 4:
            return
        size = int.from_bytes(head)
        if size == 0:
            taken = len(_control(file)) + 8
            yield b"", taken
            continue
        if size > MAX_FRAME:
            raise BadStream(f"a frame of {size} bytes")
        frame = file.read(size)
        if len(frame) < size:
            return
        yield frame, size + 4


def _control(file: IO[bytes]) -> bytes:
    size = int.from_bytes(file.read(4))
    frame = file.read(size) if 4 <= size <= 4_096 else b""
    if len(frame) < 4 or len(frame) < size:
        raise BadStream("a control frame is broken")
    return frame


def question_of(frame: bytes) -> tuple[str, str] | None:
    """Return (name, kind) that a dnstap message asks for; None when the answer was "no such name".

    Raises ``BadMessage`` for what is none.
    """
    message = _field(frame, _MESSAGE)
    if message is None:
        raise BadMessage("no message in the frame")
    response = _field(message, _RESPONSE)
    if response is not None and len(response) >= HEADER and response[3] & 15 == _NXDOMAIN:
        return None
    asked = _field(message, _QUERY) or response
    if asked is None:
        raise BadMessage("neither query nor response in the message")
    return asked_for(asked)


def _field(data: bytes, wanted: int) -> bytes | None:
    """Return the bytes of a field of a protobuf message, or None. Raises ``BadMessage``."""
    at = 0
    while at < len(data):
        tag, at = _number(data, at)
        kind = tag & 7
        if kind == 0:
            _, at = _number(data, at)
        elif kind == 1:
            at += 8
        elif kind == 5:
            at += 4
        elif kind == 2:
            size, at = _number(data, at)
            if at + size > len(data):
                raise BadMessage("a field is cut short")
            if tag >> 3 == wanted:
                return data[at : at + size]
            at += size
        else:
            raise BadMessage("a field of an unknown form")
    return None


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise BadMessage("a number is cut short")
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
