"""Reads the lists of gambling hosts that an operator loads; a host on a list is a lead, never proof.

``RONDA_GAMBLING_LIST`` names one or more files, divided by commas. A line holds one host; what
follows a ``#`` is a comment. Lines of a hosts file (``0.0.0.0 host``) are read too.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from ronda.engine.content.hosts import labels_below_suffix
from ronda.engine.netconfig import BadSetting

SETTING = "RONDA_GAMBLING_LIST"
MAX_FILES = 20
MAX_BYTES = 32_000_000  # of one file
MAX_HOSTS = 500_000  # of all files together
_LINE = 1_000  # bytes of a line that may hold a host, with its comment
_SHOWN = 5
_PARTS = 12  # labels of a host that are tried against the list
_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,20}[a-z][a-z0-9-]{1,62}$"
)
_SINKS = frozenset({"0.0.0.0", "127.0.0.1", "::", "::1"})  # noqa: S104 - first column of a hosts file


class BadHostList(BadSetting):
    """A list of hosts cannot be used; the message names the file, what is wrong and how to mend it."""


class BadLine(msgspec.Struct, frozen=True):
    """A line that was left out: its number, counted from 1, and its first words."""

    number: int
    words: str
    why: str


class HostFile(msgspec.Struct, frozen=True):
    """One file as it was read. ``bad`` holds the first lines left out, ``bad_lines`` counts all."""

    path: str
    changed_at: datetime
    hosts: frozenset[str]
    bad: tuple[BadLine, ...] = ()
    bad_lines: int = 0


class HostList(msgspec.Struct, frozen=True):
    """The hosts of all files."""

    files: tuple[HostFile, ...] = ()

    def named(self, host: str) -> str:
        """Return the entry that names a host or one of the names it stands below, or ""."""
        if not self.files:
            return ""
        labels = host.lower().rstrip(".")[:253].split(".")
        for start in range(max(0, len(labels) - _PARTS), len(labels) - 1):
            name = ".".join(labels[start:])
            if any(name in file.hosts for file in self.files):
                return name
        return ""

    def __len__(self) -> int:
        """How many hosts the files hold, one of two files counted twice."""
        return sum(len(file.hosts) for file in self.files)


EMPTY = HostList()


def from_env(env: Mapping[str, str]) -> HostList:
    """Return the lists that the setting names; a file is read again only when it has changed.

    Raises :class:`BadHostList` when a file cannot be read, is none of text, or is too large.
    """
    paths = [part.strip() for part in env.get(SETTING, "").split(",") if part.strip()]
    if not paths:
        return EMPTY
    if len(paths) > MAX_FILES:
        raise BadHostList(f"{SETTING}: {len(paths)} files - name at most {MAX_FILES}")
    return _joined(tuple(_stamped(path) for path in paths))


def _stamped(path: str) -> tuple[str, int, int]:
    try:
        found = Path(path).stat()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return path, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def _joined(stamps: tuple[tuple[str, int, int], ...]) -> HostList:
    files: list[HostFile] = []
    for path, changed, _ in stamps:
        room = MAX_HOSTS - sum(len(file.hosts) for file in files)
        files.append(read_hosts(path, room, datetime.fromtimestamp(changed / 1e9, UTC)))
    return HostList(tuple(files))


def read_hosts(path: str, room: int = MAX_HOSTS, changed_at: datetime | None = None) -> HostFile:
    """Return the hosts of a file, and the lines that hold none. Raises :class:`BadHostList`.

    ``room`` is how many hosts may still be taken in.
    """
    hosts: set[str] = set()
    bad: list[BadLine] = []
    bad_lines = number = read = 0
    try:
        with Path(path).open("rb") as lines:
            while raw := lines.readline(_LINE):
                number += 1
                read += len(raw)
                host, why = _host(raw)
                if host:
                    hosts.add(host)
                elif why:
                    bad_lines += 1
                    if len(bad) < _SHOWN:
                        words = raw.decode("utf-8", "replace").strip()[:80]
                        bad.append(BadLine(number, words, why))
                while raw and not raw.endswith(b"\n") and len(raw) == _LINE:
                    raw = lines.readline(_LINE)  # the rest of a line without end
                    read += len(raw)
                    if read > MAX_BYTES:
                        break
                _bounded(path, number, read, len(hosts), room)
            moment = changed_at or datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
    except (OSError, ValueError) as error:
        if isinstance(error, BadHostList):
            raise
        raise _unreadable(path, error) from error
    return HostFile(path, moment, frozenset(hosts), tuple(bad), bad_lines)


def _bounded(path: str, number: int, read: int, hosts: int, room: int) -> None:
    if read > MAX_BYTES:
        raise BadHostList(
            f"{SETTING}: {path}, line {number}: the file is larger than {MAX_BYTES // 1_000_000} MB - "
            "keep to one host a line"
        )
    if hosts > room:
        raise BadHostList(
            f"{SETTING}: {path}, line {number}: more than {MAX_HOSTS} hosts in all - shorten the lists"
        )


def _host(raw: bytes) -> tuple[str, str]:
    """The host of a line and "", or "" and why it holds none; ("", "") for an empty line."""
    if len(raw) == _LINE and not raw.endswith(b"\n"):
        return "", "longer than a line may be"
    words = raw.partition(b"#")[0].decode("utf-8", "replace").lower().split()
    if len(words) == 2 and words[0] in _SINKS:
        words = words[1:]
    if not words:
        return "", ""
    if len(words) > 1:
        return "", "more than one word"
    host = words[0].removeprefix("*.").rstrip(".").lstrip("\ufeff")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return "", "not the name of a host"
    if not _HOST.match(host):
        return "", "not the name of a host"
    if not labels_below_suffix(host):
        return "", "a public suffix, under which anybody registers names"
    return host, ""


def _unreadable(path: str, error: Exception) -> BadHostList:
    why = getattr(error, "strerror", None) or str(error)
    return BadHostList(
        f"{SETTING}: {path} cannot be read ({why}) - name a text file with one host a line, or take "
        "it out of the setting"
    )
