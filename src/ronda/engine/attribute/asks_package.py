"""A program to be installed from outside of the stores: how Indonesian phones are emptied by "surat tilang.apk".

An office may offer its own package too, so one that is only offered weighs little. A bill, an
invitation or a parcel that comes as a program is no document at all.
"""

import re
from collections.abc import Iterator

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.asks_sentences import Asked
from ronda.engine.attribute.words import fold

_STORES = ("play.google.com/", "apkpure.com/", "galaxystore.samsung.com/", "appgallery.huawei.com/")
_STORED = ("f-droid.org/", "github.com/", "gitlab.com/")
# What is a paper or a picture, and no program.
_PAPER = re.compile(
    r"(?<![a-z])(?:undangan|tilang|tagihan|resi|foto|bukti|nota|invoice|hadiah|pemenang|denda|paket|"
    r"kwitansi|kuitansi|surat[ _.+%20-]+\w+|dokumen|lampiran|bansos|blt|bantuan|pencairan|undian|kupon|"
    r"cek[ _.+%20-]+(?:bansos|bantuan|nama|penerima|resi))(?![a-z])"
)
_SHOWN = 80


def linked(page: PageArtifact) -> Iterator[Asked]:
    """Yield packages that a page links, by the names of their files."""
    for link in page.links[:600]:
        if ".apk" not in link.url.lower() or link.hidden:
            continue
        path = link.url.split("?", 1)[0].split("#", 1)[0]
        if not path.lower().endswith(".apk") or any(s in path for s in (*_STORES, *_STORED)):
            continue
        name = fold(path.rsplit("/", 1)[-1])[:_SHOWN]
        said = fold(link.text[:200])
        paper = _PAPER.search(name.removesuffix(".apk")) or _PAPER.search(said)
        yield Asked("offers_package", name, 0.9 if paper else 0.5)
