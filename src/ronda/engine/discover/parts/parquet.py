"""Rows of a Parquet file whose address carries a watched word, read by a child process.

The child (DuckDB) has bounds on memory and time of its own: a file made to break a reader ends it,
and nothing else.
"""

import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ronda.engine.attribute.names import field_words
from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover.contract import SourceContext
from ronda.engine.discover.parts.folder import Unreadable
from ronda.engine.discover.parts.parquet_question import Question
from ronda.engine.discover.parts.signals import MIN_WORD, squeeze
from ronda.engine.text import Text

MEMORY = 256  # MB that DuckDB may use
_row = msgspec.json.Decoder(tuple[str, str, str])


def question(path: Path, context: SourceContext) -> Question:
    """Return what to ask about a file."""
    watched = [w.strip().lower() for w in context.watched]
    shared = shared_hosts(context.net.extra_shared_hosts)
    return Question(
        str(path),
        _squeezed(w for w in watched if "." not in w),
        sorted(w for w in watched if "." in w),
        _squeezed((*context.hints, *field_words())) if context.places else [],
        _squeezed(context.places),
        sorted(shared.paths),
        MEMORY,
    )


def _squeezed(words: Iterable[str]) -> list[str]:
    return sorted({w for w in map(squeeze, words) if len(w) >= MIN_WORD})


def rows(path: Path, context: SourceContext, seconds: float) -> Iterator[tuple[str, str, str]]:
    """Yield (address or host, status, time) of the rows worth a look; raises :class:`Unreadable`.

    After ``seconds`` the child is ended; what it gave until then counts.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "ronda.engine.discover.parts.parquet_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        into, out, wrong = child.stdin, child.stdout, child.stderr
        if into is None or out is None or wrong is None:  # pragma: no cover - asked for above
            raise RuntimeError("no pipes")
        late = threading.Timer(seconds, child.kill)
        late.start()
        try:
            into.write(msgspec.json.encode(question(path, context)))
            into.close()
            for line in iter(lambda: out.readline(65_536), b""):
                try:
                    yield _row.decode(line)
                except msgspec.DecodeError:
                    continue
            said = wrong.read(2_000).decode("utf-8", "replace").strip()
            code = child.wait()
        finally:
            timed_out = not late.is_alive()
            late.cancel()
            child.kill()
    if code and not timed_out:
        raise Unreadable(_failed(path, said.splitlines()[-1][:300] if said else f"exit {code}"))


def _failed(path: Path, detail: str) -> Text:
    return Text(
        "Berkas Parquet {path} tidak dapat dibaca: {detail}. Perlu kolom url atau url_host_name; "
        "unduh ulang bila rusak.",
        "The Parquet file {path} cannot be read: {detail}. It needs a column url or url_host_name; "
        "download it again if it is broken.",
    ).fill(path=str(path)[:300], detail=detail)
