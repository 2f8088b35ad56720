"""Tells the words of a link that advertise from those that name whom it leads to."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.host_form import form_of
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import labels_below_suffix
from ronda.engine.content.normalise import fold
from ronda.engine.content.subjects import told

_ALIKE = 0.9  # the score from which a name is rather of gambling form, among strangers' links
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_MOST_WORDS = 10  # more are a headline or a sentence
_POINTS = frozenset(
    [
        "klik",
        "disini",
        "di",
        "sini",
        "sini",
        "selengkapnya",
        "baca",
        "lihat",
        "kunjungi",
        "buka",
        "situs",
        "website",
        "web",
        "laman",
        "halaman",
        "link",
        "tautan",
        "download",
        "unduh",
        "login",
        "masuk",
        "daftar",
        "home",
        "beranda",
        "kembali",
        "detail",
        "more",
        "read",
        "click",
        "here",
        "visit",
        "view",
        "info",
        "informasi",
        "kontak",
        "contact",
        "us",
        "peta",
        "lokasi",
        "map",
        "dan",
        "the",
        "a",
        "ke",
        "lebih",
        "lanjut",
        "terkait",
        "aplikasi",
        "app",
        "portal",
        "powered",
        "by",
        "designed",
        "developed",
        "theme",
        "template",
        "copyright",
        "all",
        "rights",
        "reserved",
    ]
)


@lru_cache(maxsize=4096)
def alike(host: str, listed: HostList = EMPTY) -> bool:
    """Tell whether a stranger's host is rather named like gambling than not."""
    return gambling_form(host, listed) is not None or form_of(host).score >= _ALIKE


def phrase(text: str, host: str) -> str:
    """Return the words of a link that advertise rather than name whom it leads to, or ""."""
    folded = fold(text[:300]).strip()
    words = _WORD.findall(folded)
    if not words or len(words) > _MOST_WORDS or host in folded or "://" in folded:
        return ""
    if set(words) <= _POINTS:
        return ""
    unspaced = len(_UNSPACED.findall(folded)) >= 3
    if len(words) < 2 and not unspaced and not _brand(words[0]):
        return ""
    if _names(words, host) and told(folded).named is None and (len(words) < 2 or not alike(host)):
        return ""
    return " ".join(words)


def _brand(word: str) -> bool:
    """Letters with a number at the end or the beginning, as promoters call themselves."""
    return len(word) >= 5 and not word.isalpha() and not word.isdigit()


def _names(words: list[str], host: str) -> bool:
    """Tell whether words are the name of who is at home at a host, or its first letters."""
    labels = [label.replace("-", "") for label in labels_below_suffix(host) if label != "www"]
    name = "".join(labels)
    if any(len(word) >= 4 and word in name and word not in _POINTS for word in words):
        return True
    first, joined = "".join(word[0] for word in words), "".join(words)
    return any(
        (len(label) >= 4 and label in joined) or (len(first) >= 3 and first in label)
        for label in labels
    )


def is_front(url: str) -> bool:
    """Tell whether an address is a host's front page, or one that it can only be reached by."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return path.count("/") <= 2 and len(path) <= 40 and "." not in path
