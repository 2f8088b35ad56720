"""Chooses a document that a site's page links, and has its first page read for the letterhead.

Offices publish their letters and reports as PDF, and each begins with whose it is. A stranger's file
is read in a child process (:mod:`.letter_child`) that limits its own time and memory, so the worst
that one can do is to bring no text.
"""

import asyncio
import re
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import get_args

import msgspec

from ronda.engine.artifacts import DOCUMENT_PREFIX, NoText, PageArtifact
from ronda.engine.collect.inner import below
from ronda.engine.collect.letter_child import MAX_BYTES, MAX_CHARACTERS, MAX_LINES, Read
from ronda.engine.urls import Origin

SECONDS = 5.0  # for reading one, whatever stands in it
MAX_OUTPUT = 20_000
_MAX_LINKS = 600  # of a page
_AT_ONCE = 2  # children side by side

_PDF = re.compile(r"\.pdf(?:\?|$)", re.IGNORECASE)
# What offices call the papers that carry their letterhead.
_LIKELY = re.compile(
    r"surat|edaran|pengumuman|renstra|lakip|lkjip|sakip|laporan|perjanjian|ppid|undangan|nota-?dinas"
    r"|(?<![a-z])(?:sk|se|sop|dip|iku)(?![a-z])",
    re.IGNORECASE,
)

_places = threading.BoundedSemaphore(_AT_ONCE)


def document_key(pages: Iterable[PageArtifact], origin: Origin) -> str:
    """Return the key of the likeliest document that pages link on their own site, or ""."""
    first = ""
    for page in pages:
        for link in page.links[:_MAX_LINKS]:
            path = below(link.url, origin)
            if not path or link.hidden or not _PDF.search(path):
                continue
            if _LIKELY.search(path.rpartition("/")[2]) or _LIKELY.search(link.text[:200]):
                return f"{DOCUMENT_PREFIX}{path}"
            first = first or path
    return f"{DOCUMENT_PREFIX}{first}" if first else ""


async def read_letter(body: bytes) -> tuple[tuple[str, ...], NoText]:
    """Return the first lines of a document's first page, or why there are none; never raises."""
    return await asyncio.to_thread(read_apart, body)


def read_apart(body: bytes) -> tuple[tuple[str, ...], NoText]:
    """The same, blocking: one child reads one document."""
    if b"%PDF-" not in body[:1024]:
        return (), "not_pdf"
    try:
        with _places:
            child = subprocess.run(
                [sys.executable, "-I", "-m", "ronda.engine.collect.letter_child"],
                input=body[:MAX_BYTES],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
                env={},  # nothing of the office's settings is in reach of a stranger's file
            )
    except (subprocess.TimeoutExpired, OSError):
        return (), "too_heavy"
    if child.returncode < 0:  # killed by its limits
        return (), "too_heavy"
    try:
        said = msgspec.json.decode(child.stdout[:MAX_OUTPUT], type=Read)
    except msgspec.DecodeError:
        return (), "broken"
    return told(said)


def told(said: Read) -> tuple[tuple[str, ...], NoText]:
    """Return what was read, bounded whatever the child says, or why there is nothing."""
    if said.no_text:
        return (), next((why for why in get_args(NoText) if why == said.no_text), "broken")
    return tuple(line[:MAX_CHARACTERS] for line in said.lines[:MAX_LINES]), ""
