"""A zone file (RFC 1035, section 5) read as records, bounded, without following other files."""

import re
import stat
from pathlib import Path

import dns.exception
import dns.rdatatype
import dns.zone

from ronda.engine.text import Text

MAX_BYTES = 64 * 1024 * 1024
_ERRORS = (dns.exception.DNSException, ValueError, IndexError, KeyError)
_LINE = re.compile(r"^[^:]*:(\d+): (.*)$", re.DOTALL)


class BadZoneFile(Exception):
    """A zone file cannot be read; ``text`` says where it breaks and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read(zone: str, path: str) -> list[tuple[str, str, str]]:
    """Return (owner, type, value) of each record; raises :class:`BadZoneFile`.

    $INCLUDE is forbidden since it reads other files of this machine, $GENERATE since one line of
    it can stand for millions of names.
    """
    content = _content(zone, path)
    try:
        parsed = _parsed(zone, content)
    except _ERRORS as error:
        raise BadZoneFile(_broken(zone, path, content, error)) from error
    return [
        (name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(rdata.rdtype), value)
        for name, _, rdata in parsed.iterate_rdatas()
        for value in [rdata.to_text()[:300]]
    ]


def _parsed(zone: str, content: str) -> dns.zone.Zone:
    return dns.zone.from_text(
        content,
        origin=zone,
        relativize=False,
        filename="zone",
        check_origin=False,
        allow_directives=("$ORIGIN", "$TTL"),
    )


def _content(zone: str, path: str) -> str:
    try:
        info = Path(path).stat()
        if not stat.S_ISREG(info.st_mode):
            raise OSError("not a regular file")
        if info.st_size > MAX_BYTES:
            raise BadZoneFile(
                Text(
                    "Zona {zone}: berkas {path} berukuran {size} byte, batasnya {limit}. Pakai "
                    "transfer zona untuk zona sebesar ini.",
                    "Zone {zone}: the file {path} has {size} bytes, the limit is {limit}. Use a "
                    "zone transfer for a zone this large.",
                ).fill(zone=zone, path=path, size=info.st_size, limit=MAX_BYTES)
            )
        with Path(path).open("rb") as file:
            raw = file.read(MAX_BYTES)
    except (OSError, ValueError) as error:
        raise BadZoneFile(
            Text(
                "Zona {zone}: berkas {path} tidak dapat dibaca ({error}). Periksa letak dan izin "
                "bacanya.",
                "Zone {zone}: the file {path} cannot be read ({error}). Check where it lies and "
                "that it may be read.",
            ).fill(zone=zone, path=path, error=error)
        ) from error
    return raw.decode("utf-8-sig", errors="replace")


def _broken(zone: str, path: str, content: str, error: Exception) -> Text:
    found = _LINE.match(str(error))
    detail = found[2] if found else str(error) or type(error).__name__
    line = str(_true_line(zone, content, int(found[1]))) if found else "?"
    return Text(
        "Zona {zone}: berkas {path} baris {line} tidak dapat dibaca ({detail}). Betulkan baris "
        "itu; $INCLUDE dan $GENERATE tidak diterima, uraikan dahulu dengan named-compilezone.",
        "Zone {zone}: the file {path} cannot be read at line {line} ({detail}). Mend that line; "
        "$INCLUDE and $GENERATE are not accepted, expand them first with named-compilezone.",
    ).fill(zone=zone, path=path, line=line, detail=detail)


def _true_line(zone: str, content: str, line: int) -> int:
    """The reader may already stand on the next line when it finds a value wrong."""
    before = "".join(content.splitlines(keepends=True)[: line - 1])
    try:
        _parsed(zone, before)
    except _ERRORS:
        return line - 1
    return line
