"""Turns a page's bytes into text as a browser would, without trusting what is declared."""

import codecs
import re

_PRESCAN = 4096
_META = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)

# Labels of the WHATWG Encoding Standard that occur, and Python's codec for each. What is not here,
# UTF-7 above all, is never decoded as declared.
_LATIN = "cp1252"
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf-16le", "unicode", "ucs-2"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    **dict.fromkeys(
        ("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "l1", "windows-1252", "cp1252"),
        _LATIN,
    ),
    **{f"windows-125{n}": f"cp125{n}" for n in (0, 1, 3, 4, 5, 6, 7, 8)},
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    "euc-jp": "euc_jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "tis-620": "cp874",
    "windows-874": "cp874",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(body: bytes, content_type: str, *, cut: bool = False) -> tuple[str, str]:
    """Return the text and the name of the charset that was used. Never raises.

    In order: byte order mark, header, meta element, then UTF-8 when it fits, else windows-1252. A
    page that declares Latin letters but is valid UTF-8 is read as UTF-8. ``cut`` says that the body
    was cut at a limit, perhaps inside a character.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), _public(codec)
    codec = _declared(body, content_type)
    if codec in ("", _LATIN):
        try:
            return codecs.getincrementaldecoder("utf-8")().decode(body, not cut), "utf-8"
        except UnicodeDecodeError:
            codec = _LATIN
    return body.decode(codec, "replace"), _public(codec)


def _declared(body: bytes, content_type: str) -> str:
    in_header = _HEADER.search(content_type)
    if in_header and (codec := _CODECS.get(in_header[1].lower())):
        return codec
    in_meta = _META.search(body[:_PRESCAN])
    codec = _CODECS.get(in_meta[1].decode("ascii").lower(), "") if in_meta else ""
    # The meta element could be read as ASCII, so the page is not UTF-16 whatever it says.
    return "utf-8" if codec.startswith("utf-16") else codec


def _public(codec: str) -> str:
    return {"cp1252": "windows-1252", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}.get(
        codec, codec
    )
