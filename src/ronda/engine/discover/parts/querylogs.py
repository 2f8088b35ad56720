"""Reads query logs on from where the last run ended: which names were asked for, and how often."""

import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from ronda.engine.collect.dns_wire import BadMessage
from ronda.engine.discover.parts import framestream
from ronda.engine.discover.parts.querytext import MAX_LINE, question_in

A_RUN = 256 * 1024 * 1024  # bytes read of one file in one run, unpacked
MAX_FILES = 200
MAX_NAMES = 200_000  # different names of one run
_HEAD = 512  # bytes of a file's beginning that tell it from another
MAX_NAMED = 5  # broken lines that are shown, of one file
KINDS = frozenset({"A", "AAAA", "HTTPS", "CNAME"})
"""What is asked for on the way to a web site."""


class Position(msgspec.Struct, frozen=True):
    """How far a file has been read; its inode and its beginning tell it from another."""

    inode: int
    offset: int
    head: str  # hash of its beginning, as much of it as was read


class Asked(msgspec.Struct):
    """Names that were asked for: how often, and in which file first."""

    names: Counter[str] = msgspec.field(default_factory=Counter)
    where: dict[str, str] = {}
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    broken: list[tuple[str, int, str]] = []  # (file, line or frame, what is wrong)

    def add(self, name: str, kind: str, path: str) -> None:
        """Take one question."""
        self.counts["read"] += 1
        if kind not in KINDS:
            self.counts["other_kind"] += 1
        elif name in self.names:
            self.names[name] += 1
        elif len(self.names) < MAX_NAMES:
            self.names[name] = 1
            self.where[name] = path
        else:
            self.counts["names_beyond_limit"] += 1

    def bad(self, path: str, number: int, detail: str) -> None:
        """Count a broken line, and name the first ones."""
        self.counts["malformed"] += 1
        if sum(1 for known, _, _ in self.broken if known == path) < MAX_NAMED:
            self.broken.append((path, number, detail))


def files(patterns: tuple[str, ...]) -> tuple[list[Path], list[str]]:
    """Return the files that the setting means, oldest first, and patterns that mean none."""
    found: dict[Path, None] = {}
    without = []
    for pattern in patterns:
        path = Path(pattern)
        try:
            some = sorted(path.parent.glob(path.name)) if "*" in path.name else [path]
            some = [one for one in some if one.is_file()]
        except OSError:
            some = []  # not ours to look into
        if not some:
            without.append(pattern)
        found |= dict.fromkeys(some)
    return sorted(found, key=lambda p: p.stat().st_mtime)[:MAX_FILES], without


def read(path: Path, before: list[Position], asked: Asked) -> Position:
    """Read what is new in a file; return how far. Raises ``OSError``, ``BadStream``.

    A packed file is read whole once. An incomplete last line or frame is left for the next run.
    """
    with path.open("rb") as raw:
        info = path.stat()
        beginning = raw.peek(_HEAD)[:_HEAD]
        offset = next(
            (
                at.offset
                for at in before
                if at.inode == info.st_ino
                and at.offset <= info.st_size
                and at.head == _hash(beginning, at.offset)
            ),
            0,
        )
        packed = beginning[:2] == b"\x1f\x8b"
        if offset == info.st_size:
            pass
        elif packed:
            with gzip.GzipFile(fileobj=raw) as file:
                _whole(str(path), io.BufferedReader(file), asked)
            offset = info.st_size
        else:
            is_tap = beginning[:4] == framestream.START
            offset = (_frames if is_tap else _lines)(str(path), raw, offset, asked)
        return Position(info.st_ino, offset, _hash(beginning, offset))


def _hash(beginning: bytes, read: int) -> str:
    return hashlib.sha256(beginning[:read]).hexdigest()[:32]


def _whole(path: str, file: io.BufferedReader, asked: Asked) -> None:
    try:
        is_tap = file.peek(4)[:4] == framestream.START
        end = (_frames if is_tap else _lines)(path, file, 0, asked)
        if end > A_RUN - MAX_LINE:
            raise framestream.BadStream(f"more than {A_RUN} bytes when unpacked")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise framestream.BadStream(f"the packed file breaks off ({error})") from error


def _lines(path: str, file: IO[bytes], offset: int, asked: Asked) -> int:
    if offset:
        file.seek(offset)
    end, number = offset, 0
    while True:
        line = file.readline(MAX_LINE + 1)
        if not line:
            break
        number += 1
        size = len(line)
        if not line.endswith(b"\n"):
            if size <= MAX_LINE:
                break  # still being written
            size += _rest_of_line(file)
        if end - offset + size > A_RUN:
            asked.counts["left_for_next_run"] += 1
            break
        end += size
        _take(lambda: question_in(line.rstrip(b"\r\n")), path, number, asked)  # noqa: B023
    return end


def _rest_of_line(file: IO[bytes]) -> int:
    size = 0
    while part := file.readline(65_536):
        size += len(part)
        if part.endswith(b"\n") or size > A_RUN:
            break
    return size


def _frames(path: str, file: IO[bytes], offset: int, asked: Asked) -> int:
    framestream.open_stream(file)
    end = file.tell()
    if offset > end:
        file.seek(offset)
        end = offset
    start = end
    for number, (frame, size) in enumerate(framestream.frames(file), start=1):
        if end - start + size > A_RUN:
            asked.counts["left_for_next_run"] += 1
            break
        end += size
        if frame:
            _take(lambda: framestream.question_of(frame), path, number, asked)  # noqa: B023
    return end


def _take(
    question: Callable[[], tuple[str, str] | None], path: str, number: int, asked: Asked
) -> None:
    try:
        found = question()
    except (BadMessage, ValueError) as error:
        asked.bad(path, number, str(error))
        return
    if found is None:
        asked.counts["no_question"] += 1
    else:
        asked.add(*found, path)
