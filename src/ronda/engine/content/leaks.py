"""Recognises files that were never meant for visitors, and reduces them to what may be kept.

Each reader returns the words that show what the file is, without a secret or a citizen's data, or
nothing. :func:`reduced` gives the file cut down so that the same reader still recognises it: that is
all that ever leaves the collector.
"""

import re

_LIMIT = 65_536
MASK = "********"
_DUMP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(-- (?:MySQL|MariaDB|PostgreSQL) (?:database )?dump[^\n]{0,120}"
    rb"|-- phpMyAdmin SQL Dump[^\n]{0,80}|/\*!\d{5} SET [^\n]{0,100}|-- Adminer [^\n]{0,80})",
    re.IGNORECASE,
)
_TABLE = re.compile(rb"CREATE TABLE (?:IF NOT EXISTS )?[`\"]?([\w.]{1,64})", re.IGNORECASE)
_ARCHIVES = ((b"PK\x03\x04", "ZIP"), (b"\x1f\x8b\x08", "GZIP"), (b"Rar!\x1a\x07", "RAR"))
_DEFINED = re.compile(rb"define\s*\(\s*['\"]([A-Z][A-Z0-9_]{2,40})['\"]\s*,")
_ASSIGNED = re.compile(
    rb"(?:\$|->|\[['\"]|['\"])((?:db_?|database_?)?(?:hostname|host|username|user|password|pass|passwd))"
    rb"['\"]?\]?\s*=>?\s*['\"]",
    re.IGNORECASE,
)
_LOG = re.compile(
    rb"^\[\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^\]]{0,20}\] (\w{1,20}\.(?:ERROR|CRITICAL|WARNING|INFO|DEBUG|NOTICE|ALERT|EMERGENCY)):"
    rb"|^(?:ERROR|CRITICAL|INFO|DEBUG|WARNING) - \d{4}-\d\d-\d\d \d\d:\d\d:\d\d -->"
    rb"|^\[\d\d-\w{3}-\d{4} \d\d:\d\d:\d\d[^\]]{0,30}\] PHP (?:Fatal error|Warning|Notice|Deprecated|Parse error):",
    re.MULTILINE,
)
_LISTING = re.compile(rb"<title>\s*(Index of /[^<]{0,200}?)\s*</title>", re.IGNORECASE)
_PARENT = re.compile(
    rb"parent directory|<a href=\"\.\./\">\.\./</a>|\?C=N;O=|\[to parent directory\]", re.IGNORECASE
)
_PHPINFO = re.compile(
    rb"<title>\s*(?:PHP [\d.]{1,20} - )?phpinfo\(\)\s*</title>.{0,4000}?(PHP Version\s*[\d.]{0,20})",
    re.DOTALL | re.IGNORECASE,
)
_STATUS = re.compile(
    rb"<h1>\s*(Apache Server Status for|Server Status for)|\A\s*(Active connections: \d+)\s*\n\s*server accepts",
    re.IGNORECASE,
)
_SVN_FORMAT = re.compile(rb"\A\s*\d{1,2}\s*\Z")


def dump_or_archive(body: bytes) -> str:
    """Return what backup this is: "MySQL dump, 3 tables", "ZIP"; "" when it is none."""
    part = body[:_LIMIT]
    for magic, name in _ARCHIVES:
        if part.startswith(magic):
            return name
    found = _DUMP.match(part)
    if found is None:
        return ""
    tables = [t.decode("ascii", "replace") for t in dict.fromkeys(_TABLE.findall(part))][:10]
    return f"{_text(found[1])}; {', '.join(tables)}" if tables else _text(found[1])


def configured(body: bytes) -> tuple[str, ...]:
    """Return the names that a PHP configuration sets, when it is shown as text and holds access data."""
    part = body[:_LIMIT]
    if not part.lstrip().startswith(b"<?"):
        return ()
    names = [n.decode("ascii") for n in (*_DEFINED.findall(part), *_ASSIGNED.findall(part))]
    found = tuple(dict.fromkeys(names))[:20]
    return found if any("pass" in n.lower() for n in found) else ()


def logged(body: bytes) -> str:
    """Return the beginning of a log's first line, without its message; "" when it is no log."""
    part = body[:_LIMIT]
    if part.lstrip()[:1] == b"<":
        return ""
    found = _LOG.search(part)
    return _text(found[0]) if found else ""


def listing(body: bytes) -> str:
    """Return the heading of a folder's list of files as web servers write it; "" for other pages."""
    part = body[:_LIMIT]
    found = _LISTING.search(part)
    return _text(found[1]) if found and _PARENT.search(part) else ""


def server_page(body: bytes) -> str:
    """Return what page about the server this is (phpinfo, server status); "" for other pages."""
    part = body[:_LIMIT]
    found = _PHPINFO.search(part)
    if found:
        return f"phpinfo(), {_text(found[1])}"
    status = _STATUS.search(part)
    return _text(status[1] or status[2]) if status else ""


def subversion(body: bytes) -> str:
    """Return what file of a Subversion working copy this is; "" when it is none."""
    if body.startswith(b"SQLite format 3\x00"):
        return "SQLite format 3 (wc.db)"
    return "entries" if _SVN_FORMAT.match(body[:20]) and len(body) < 20 else ""


def reduced(body: bytes) -> bytes | None:
    """Return the body without secrets and people's data, or None when it is no such file.

    What remains is still recognised by the reader that recognised the whole.
    """
    part = body[:_LIMIT]
    for magic, _ in _ARCHIVES:
        if part.startswith(magic):
            return magic
    found = _DUMP.match(part)
    if found:
        tables = dict.fromkeys(_TABLE.findall(part))
        lines = b"".join(b"CREATE TABLE `" + name + b"`\n" for name in list(tables)[:10])
        return found[1] + b"\n" + lines
    names = configured(part)
    if names:
        lines = b"".join(f"define('{n.upper()}', '{MASK}');\n".encode() for n in names)
        return b"<?php\n" + lines
    if logged(part) and (line := _LOG.search(part)):
        return line[0] + f" {MASK}\n".encode()
    page = server_page(part)
    if page.startswith("phpinfo"):
        version = page.partition(", ")[2].encode()
        return b"<title>phpinfo()</title><h1>" + version + b"</h1>"
    if page:
        status = _STATUS.search(part)
        return b"<h1>Server Status for</h1>" if status and status[1] else part[:80]
    if body.startswith(b"SQLite format 3\x00"):
        return b"SQLite format 3\x00"
    return None


def _text(raw: bytes) -> str:
    return " ".join(raw.decode("utf-8", "replace").split())[:200]
