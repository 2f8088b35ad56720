"""Files in a folder that the office has set for a source: which are new, and their lines, bounded."""

import gzip
import os
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from ronda.engine.text import Text

MAX_FILES = 2_000
MAX_LINE = 65_536  # bytes; a longer line is skipped and counted
MAX_BYTES = 8 * 1024**3  # of one file once unpacked, in one run
_GZIP = b"\x1f\x8b"


class Unreadable(Exception):
    """A folder or file cannot be read; ``text`` says what, where and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Clock:
    """How long a run may go on; asked between lines."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._tick = time.monotonic()

    def over(self) -> bool:
        """The run has used its time."""
        return time.monotonic() > self._end

    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - time.monotonic())

    def struck(self, every: float = 5.0) -> bool:
        """True once every so many seconds: time to store how far one has come."""
        now = time.monotonic()
        if now - self._tick < every:
            return False
        self._tick = now
        return True


def files_of(folder: str, endings: tuple[str, ...], setting: str) -> tuple[list[Path], int]:
    """Return the folder's files by name, and how many others (by ending, or links away) it holds.

    Raises :class:`Unreadable`.
    """
    root = Path(folder)
    try:
        resolved = root.resolve(strict=True)
        entries = sorted(os.scandir(resolved), key=lambda entry: entry.name)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise Unreadable(
            Text(
                "Folder {folder} ({setting}) tidak dapat dibaca: {detail}. Buat foldernya dan beri "
                "izin baca, atau hapus setelan itu.",
                "The folder {folder} ({setting}) cannot be read: {detail}. Make it and let Ronda "
                "read it, or remove the setting.",
            ).fill(folder=folder[:300], setting=setting, detail=detail)
        ) from error
    found: list[Path] = []
    others = 0
    for entry in entries:
        path = Path(entry.path)
        fits = entry.name.lower().endswith(endings) and not entry.name.startswith(".")
        if fits and entry.is_file() and path.resolve().is_relative_to(resolved):
            found.append(path)
        elif not entry.name.startswith("."):
            others += 1
    return found[:MAX_FILES], others + max(0, len(found) - MAX_FILES)


def signature(path: Path) -> str:
    """Return what changes when a file is written anew: size and time; raises ``OSError``."""
    stat = path.stat()
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def known_states(checkpoint: Mapping[str, object]) -> dict[str, object]:
    """Return the ``files`` part of a checkpoint, whatever stands there."""
    stored = checkpoint.get("files")
    return {str(k): v for k, v in stored.items()} if isinstance(stored, Mapping) else {}


class Lines:
    """The lines of a plain or gzip file with the place after each, never more than ``MAX_LINE``.

    ``at`` is the place in the unpacked file after the last line given; only whole lines move it,
    so that a line that is still being written is read next time. ``too_long`` counts lines left
    out. Iterating raises :class:`Unreadable`.
    """

    def __init__(self, path: Path, start: int = 0, most: int = MAX_BYTES) -> None:
        self.path = path
        self.at = start
        self.too_long = 0
        self.cut = False
        self._end = start + most

    def __iter__(self) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as raw:
                packed = raw.read(2) == _GZIP
                raw.seek(0)
                stream = (
                    cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else cast(BinaryIO, raw)
                )
                stream.seek(self.at)
                yield from self._lines(stream, whole=packed)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable(_broken(self.path, error)) from error

    def _lines(self, stream: BinaryIO, *, whole: bool) -> Iterator[bytes]:
        """``whole``: nothing will be added to this file, so that its last line needs no line end."""
        skipping = False
        while self.at < self._end:
            line = stream.readline(MAX_LINE)
            if not line:
                return
            ended = line.endswith(b"\n")
            if not ended and len(line) < MAX_LINE and not whole and not skipping:
                return  # still being written
            self.at += len(line)
            if skipping:
                skipping = not ended
            elif not ended and len(line) >= MAX_LINE:
                self.too_long += 1
                skipping = True
            else:
                yield line
        self.cut = True


def _broken(path: Path, error: Exception) -> Text:
    detail = (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]
    return Text(
        "Berkas {path} tidak dapat dibaca sampai selesai: {detail}. Yang sudah terbaca disimpan; "
        "salin ulang berkasnya.",
        "The file {path} cannot be read to its end: {detail}. What was read is kept; copy the "
        "file again.",
    ).fill(path=str(path)[:300], detail=detail)
