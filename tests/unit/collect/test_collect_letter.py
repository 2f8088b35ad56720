"""One linked document is read for its letterhead: which one, what is kept, and what hostile files do."""

import io
import random
import subprocess
import time
import zlib
from datetime import UTC, datetime

import pypdf
import pytest

from ronda.engine.artifacts import HttpArtifact, NoText, PageArtifact
from ronda.engine.collect.letter import SECONDS, document_key, read_apart
from ronda.engine.collect.letter_child import MAX_CHARACTERS, MAX_LINES, first_lines, read
from ronda.engine.collect.page import parse_page
from ronda.engine.netconfig import Limits
from ronda.engine.urls import parse
from ronda.lab.looks.pdf import assembled, letter, stream

HEAD = ("PEMERINTAH PROVINSI CONTOH", "DINAS KESEHATAN", "Jalan Melati (Blok C) No. 1")
LINES = ("Nomor : 440/1/2026", "Kepada Yth. Para Kepala Puskesmas")


def page(*hrefs: str, url: str = "https://antrean.contoh.id/", style: str = "") -> PageArtifact:
    links = "".join(f'<a href="{href}" style="{style}">Unduh</a>' for href in hrefs)
    http = HttpArtifact(
        at=datetime(2026, 3, 2, tzinfo=UTC), view="visitor", url=url, final_url=url,
        address="198.18.0.7", status=200, headers=(("content-type", "text/html"),), hops=(),
        body=f"<html><body>{links}</body></html>".encode(), body_sha256="", truncated=False,
        elapsed_ms=1,
    )  # fmt: skip
    parsed = parse_page(http, Limits())
    assert isinstance(parsed, PageArtifact)
    return parsed


def chosen(*hrefs: str, url: str = "https://antrean.contoh.id/", style: str = "") -> str:
    return document_key([page(*hrefs, url=url, style=style)], parse(url))


def test_a_paper_that_bears_a_letterhead_goes_before_the_first_document() -> None:
    assert chosen("/unduh/peta.pdf", "/unduh/Surat-Edaran-12.pdf") == (
        "document:/unduh/Surat-Edaran-12.pdf"
    )
    assert chosen("/unduh/peta.pdf", "/unduh/SK_tim.pdf") == "document:/unduh/SK_tim.pdf"
    assert chosen("/unduh/risk.pdf", "/unduh/peta.pdf") == "document:/unduh/risk.pdf"


def test_only_documents_of_the_very_site_are_read() -> None:
    assert chosen("https://lain.contoh.id/surat.pdf", "/surat.html") == ""
    below = "https://bikin.contoh.id/dinkes/"
    assert chosen("/dishub/surat.pdf", url=below) == ""
    assert chosen("/dinkes/surat.pdf", url=below) == "document:/surat.pdf"


def test_a_link_that_no_visitor_sees_is_not_followed() -> None:
    assert chosen("/surat.pdf", style="display:none") == ""


def test_the_first_page_is_read_apart_and_only_its_beginning_is_kept() -> None:
    lines, no_text = read_apart(letter(HEAD, LINES))
    assert (lines, no_text) == ((*HEAD, *LINES), "")
    assert len(first_lines("baris\n" * 100)) == MAX_LINES
    assert sum(map(len, first_lines("x" * 9_000))) == MAX_CHARACTERS


def test_a_scan_has_no_text() -> None:
    assert read_apart(letter((), (), scanned=True)) == ((), "image_only")


def test_what_is_no_pdf_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object, **__: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr(subprocess, "run", start)
    monkeypatch.setattr(subprocess, "Popen", start)
    assert read_apart(b"<html>masuk dahulu</html>") == ((), "not_pdf")
    with pytest.raises(AssertionError):
        read_apart(letter(HEAD, LINES))


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(letter(HEAD, LINES)))
    writer.encrypt("rahasia", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def drawn(packed: bytes) -> bytes:
    """A page that draws a compressed stream."""
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    return assembled(b"/Font << /F1 5 0 R >>", content, FONT)


def inflating() -> bytes:
    """Two gigabytes of blanks in two megabytes."""
    packer = zlib.compressobj(9)
    return drawn(b"".join(packer.compress(b" " * 2**20) for _ in range(2_000)) + packer.flush())


def in_circles() -> bytes:
    return letter(HEAD, LINES).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def in_itself() -> bytes:
    """A form that draws itself, thousands of times."""
    packed = zlib.compress(b"/X Do " * 2_000)
    form = (
        b"<< /Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >>"
        b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    )
    return assembled(b"/XObject << /X 5 0 R >>", stream(b"/X Do"), form)


def nested(opening: bytes) -> bytes:
    """A font that is nested without end."""
    return assembled(b"/Font << /F1 5 0 R >>", stream(b"BT /F1 9 Tf (x) Tj ET"), opening * 300_000)


def test_a_page_drawn_by_hand_is_read() -> None:
    """So what the hostile files below hold is really reached."""
    said = drawn(zlib.compress(b"BT /F1 12 Tf 64 700 Td (DINAS KESEHATAN) Tj ET"))
    assert read_apart(said) == (("DINAS KESEHATAN",), "")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (locked(), {"encrypted"}),
        (b"%PDF-1.7\n" + b"\xff" * 5_000, {"broken"}),
        (letter(HEAD, LINES)[:300], {"broken"}),
        (nested(b"["), {"broken", "too_heavy"}),
        (nested(b"<</A"), {"", "broken", "too_heavy"}),
        (inflating(), {"broken", "too_heavy", "image_only"}),
        (in_circles(), {"broken", "too_heavy", "image_only"}),
        (in_itself(), {"broken", "too_heavy", "image_only"}),
        (drawn(zlib.compress(b"q " * 4_000_000)), {"broken", "too_heavy", "image_only"}),
        (drawn(zlib.compress(b"(" * 2_000_000)), {"broken", "too_heavy", "image_only"}),
        (drawn(zlib.compress(b"BT /F1 9 Tf (a) Tj ET " * 2_000_000)), {"too_heavy"}),
    ],
    ids=[
        *("locked", "noise", "cut", "arrays", "dictionaries", "inflating", "circles", "itself"),
        *("states", "brackets", "endless"),
    ],
)
def test_a_hostile_document_costs_seconds_at_most(body: bytes, why: set[NoText]) -> None:
    began = time.monotonic()
    lines, no_text = read_apart(body)
    assert no_text in why
    assert lines == (() if no_text else ("x",))  # a reader that passes the font over is right too
    assert time.monotonic() - began < SECONDS + 2


def test_hundreds_of_mutilated_letters_are_read_or_not_and_never_raise() -> None:
    rng = random.Random(11)
    whole = letter(HEAD, LINES)
    began, unreadable = time.monotonic(), 0
    for _ in range(400):
        body = bytearray(whole)
        for _ in range(rng.randint(1, 12)):
            place = rng.randrange(len(body))
            match rng.randrange(3):
                case 0:
                    body[place] = rng.randrange(256)
                case 1:
                    del body[place : place + rng.randint(1, 30)]
                case _:
                    body[place:place] = whole[: rng.randint(1, 60)]
        said = read(bytes(body))
        assert bool(said.lines) != bool(said.no_text)
        assert len(said.lines) <= MAX_LINES
        unreadable += bool(said.no_text)
    assert 0 < unreadable < 400
    assert time.monotonic() - began < 60
