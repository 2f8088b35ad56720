"""Writes a letter as a PDF of one page: a letterhead, a rule below it, and a few lines. Same words, same bytes.

Real files, as small as they can be: Helvetica, one compressed stream. A scanned letter is a picture and
has no text at all, as many that offices publish.
"""

import zlib

_WIDTH, _HEIGHT = 595, 842  # points: A4
_LEFT = 64
_PER_POINT = 0.5  # of a letter's width to its size, nearly enough for Helvetica


def letter(head: tuple[str, ...], lines: tuple[str, ...], *, scanned: bool = False) -> bytes:
    """Return the file. ``head`` stands in the middle above the rule, ``lines`` below it."""
    return assembled(*(_picture() if scanned else _page(head, lines)))


def _page(head: tuple[str, ...], lines: tuple[str, ...]) -> tuple[bytes, bytes, bytes]:
    drawn: list[str] = []
    down = _HEIGHT - 56
    for number, text in enumerate(head):
        size = 14 if number < 2 else 10
        left = max(_LEFT, int(_WIDTH / 2 - len(text) * size * _PER_POINT / 2))
        drawn.append(_text(text, left, down, size))
        down -= size + 4
    drawn.append(f"{_LEFT} {down} m {_WIDTH - _LEFT} {down} l S")
    down -= 24
    for text in lines:
        drawn.append(_text(text, _LEFT, down, 11))
        down -= 16
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    return b"/Font << /F1 5 0 R >>", stream("\n".join(drawn).encode("ascii")), font


def _picture() -> tuple[bytes, bytes, bytes]:
    """A grey page: what stands on a scan is not text."""
    grey = zlib.compress(b"\xf0" * (60 * 85))
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 60 /Height 85 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    ) % (len(grey), grey)
    drawn = stream(f"q {_WIDTH} 0 0 {_HEIGHT} 0 0 cm /I1 Do Q".encode())
    return b"/XObject << /I1 5 0 R >>", drawn, image


def _text(text: str, left: int, down: int, size: int) -> str:
    said = text.encode("cp1252", "replace")
    written = "".join(chr(c) if 32 <= c < 127 and c not in b"()\\" else f"\\{c:03o}" for c in said)
    return f"BT /F1 {size} Tf {left} {down} Td ({written}) Tj ET"


def stream(drawn: bytes) -> bytes:
    """Return what a page draws as a compressed object."""
    packed = zlib.compress(drawn)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


def assembled(resources: bytes, content: bytes, used: bytes) -> bytes:
    """Return a file of one page: what it may use, object 4 that draws it, object 5 that it uses."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << %s >> /Contents 4 0 R >>"
        % (_WIDTH, _HEIGHT, resources),
        content,
        used,
    )
    made = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(made)
