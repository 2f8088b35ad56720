"""A program to be installed from outside of the stores: how Indonesian phones are emptied by "surat tilang.apk".

An office may offer its own package too, so one that is only offered weighs little. A bill, an
invitation or a parcel that comes as a program is no document at all.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.asks_sentences import Asked
from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.words import fold
from ronda.engine.content.channels import channel_of

# Where anybody's programs lie for anybody; by domain, since a path can say what it likes.
_SHELVES = frozenset({"apkpure.com", "samsung.com", "f-droid.org", "github.com", "gitlab.com"})
# What is a paper or a picture, and no program.
_PAPER = re.compile(
    r"(?<![a-z])(?:undangan|tilang|tagihan|resi|foto|bukti|nota|invoice|hadiah|pemenang|denda|paket|"
    r"kwitansi|kuitansi|surat[ _.+-]+\w+|dokumen|lampiran|bansos|blt|bantuan|pencairan|undian|kupon|"
    r"cek[ _.+-]+(?:bansos|bantuan|nama|penerima|resi))(?![a-z])"
)
_SHOWN = 80


def linked(page: PageArtifact) -> Iterator[Asked]:
    """Yield packages that a page links, by the names of their files."""
    for link in page.links[:600]:
        if ".apk" not in link.url.lower() or link.hidden:
            continue
        package = channel_of(link.url)
        if package is None or package.network != "apk":
            continue
        host, _, path = package.handle.partition("/")
        if registered_domain(host.partition(":")[0]) in _SHELVES:
            continue
        name = fold(unquote(path.rsplit("/", 1)[-1]))[:_SHOWN]
        said = fold(link.text[:200])
        paper = _PAPER.search(name.removesuffix(".apk")) or _PAPER.search(said)
        yield Asked("offers_package", name, 0.9 if paper else 0.5)
