"""Icons of sites: tiny pictures whose bytes follow from whose they are, served as platforms serve them.

Bytes depend on nothing but the name of the icon ("emblem:contoh:0"), so that what two sites show is
the same picture to the last bit, or another one. Compression is left out, for the same reason.
"""

import base64
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from html import escape as e

from ronda.lab.draft import Draft
from ronda.lab.looks.variety import flag, pick
from ronda.lab.world import Respond

Path = tuple[str, Callable[[], Respond]]
NONE = "none"
_SIDE = 16  # pixels
_LINKED = (
    75  # of a hundred sites with an icon: the page names it; the rest leave it to /favicon.ico
)
_INLINE = 3  # bring it along in the page
# Where a platform keeps the icon that it brings along, and whether its pages name it; the others
# answer /favicon.ico with it. What is not here brings none.
_DEFAULTS = {
    "wordpress": ("/wp-includes/images/w-logo-blue-white-bg.png", False),
    "joomla": ("/templates/protostar/favicon.ico", True),
    "drupal": ("/core/misc/favicon.ico", True),
    "ckan": ("/base/images/ckan.ico", True),
    "moodle": ("/theme/image.php/boost/theme/1690000000/favicon", True),
    "slims": ("/webicon.ico", True),
    "codeigniter": ("/favicon.ico", False),
    "laravel": ("/favicon.ico", False),
}
_EMPTY = frozenset({"laravel"})  # a file of no bytes
# Where the owner of a site puts an icon of his own.
_PLACES = {
    "wordpress": "/wp-content/uploads/2023/05/cropped-logo-32x32",
    "joomla": "/images/favicon",
    "drupal": "/sites/default/files/favicon",
    "ckan": "/uploads/admin/favicon",
}


@lru_cache(maxsize=2_000)
def picture(name: str) -> bytes:
    """Return the picture of a name, PNG or ICO."""
    seed = sha256(f"icon|{name}".encode()).digest()
    png = _png(seed)
    if seed[31] % 2:
        return png
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", _SIDE, _SIDE, 0, 0, 1, 1, len(png), 22) + png


def _png(seed: bytes) -> bytes:
    """Two colours, the left half mirrored, as emblems are."""
    rows = b""
    for y in range(_SIDE):
        half = seed[y]
        mirrored = int(f"{half:08b}"[::-1], 2)
        rows += bytes((0, half, mirrored))
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 1, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", seed[16:22]),
        (b"IDAT", zlib.compress(rows, 0)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def content_type(body: bytes) -> str:
    """Return the content type of a picture."""
    return "image/png" if body.startswith(b"\x89PNG") else "image/x-icon"


def icon_link(draft: Draft) -> str:
    """What stands in the head of a site's pages for its icon; "" where the pages name none."""
    if draft.replaced:
        return ""
    rel = pick(draft, "icon-rel", "icon", "shortcut icon", "icon")
    name = draft.site.icon
    if name is None:
        path, named = _DEFAULTS.get(draft.site.look, ("", False))
        at_root = named and draft.base == "/"
        return f'<link rel="{rel}" href="{e(path)}">' if at_root else ""
    if name == NONE:
        return ""
    if flag(draft, "icon-inline", _INLINE):
        body = picture(name)
        data = base64.b64encode(body).decode()
        return f'<link rel="{rel}" href="data:{content_type(body)};base64,{data}">'
    if not _is_linked(draft):
        return ""
    return f'<link rel="{rel}" href="{e(draft.below(_place(draft, name)))}">'


def icon_paths(draft: Draft) -> Iterator[Path]:
    """The site's icon by its path, where it has one of its own or its platform brings one along."""
    name = draft.site.icon
    if name is None:
        yield from _default_paths(draft)
    elif name != NONE:
        body = picture(name)
        path = _place(draft, name) if _is_linked(draft) else "/favicon.ico"
        yield path, lambda: draft.file(body, content_type(body))


def _default_paths(draft: Draft) -> Iterator[Path]:
    look = draft.site.look
    path, named = _DEFAULTS.get(look, ("", False))
    if not path or draft.base != "/":
        return
    body = b"" if look in _EMPTY else picture(f"platform:{look}")
    yield path, lambda: draft.file(body, content_type(body))
    if not named and path != "/favicon.ico":
        yield "/favicon.ico", lambda: draft.redirect(path)


def _is_linked(draft: Draft) -> bool:
    # Below another site's address nothing but a link leads to it.
    return draft.base != "/" or flag(draft, "icon-linked", _LINKED)


def _place(draft: Draft, name: str) -> str:
    end = "png" if content_type(picture(name)) == "image/png" else "ico"
    usual = pick(draft, "icon-path", "/favicon", "/assets/img/favicon", "/images/logo", "/favicon")
    return f"{_PLACES.get(draft.site.look, usual)}.{end}"
