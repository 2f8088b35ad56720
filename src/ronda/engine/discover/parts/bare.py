"""Names in certificates that carry no sign at all, and may yet be an application that nobody listed.

An office calls its new application "sipandu" and takes it to ``sipandu.my.id`` or ``sipandu.com``:
neither office nor region stands in the name. Under the Indonesian suffixes that anybody may have,
every such name waits for one look; under the world's only names that read like a government's.
Names are found in the bytes of the certificate, before anything is parsed.
"""

from collections import Counter

import ahocorasick_rs
import msgspec

from ronda.engine.attribute.names import field_words
from ronda.engine.discover.parts.labels import is_service
from ronda.engine.discover.parts.likeness import likeness

MIN_ABROAD = 0.7  # likeness from which a name without an Indonesian suffix is worth a look
WITH_WORD = 0.7  # what a name that holds a public word counts at least
MIN_FIELD = 5  # letters
MIN_BELOW = 0.8  # and one below somebody's registered name
MAX_BELOW = 2  # names looked at below one registered name, beside itself
MAX_NAMES = 20_000  # a run

# Second levels of .id that anybody may have; schools, firms and governments have their own.
_OPEN = frozenset({"my", "web", "or", "biz"})
_CLOSED = frozenset({"ac", "co", "desa", "go", "kop", "mil", "net", "ponpes", "sch"})
_FIRMS = frozenset({b".co", b".ac", b".go"})  # most names under .id; passed over at once
_ABROAD = frozenset(
    [
        *("app", "biz", "cloud", "co", "com", "digital", "info", "live", "me", "mobi", "net"),
        *("online", "org", "page", "pro", "pw", "services", "site", "space", "store", "tech"),
        *("top", "web", "website", "work", "world", "xyz"),
        # Cheap ones, in which those who pass themselves off as others are at home.
        *("bond", "cfd", "click", "club", "fun", "help", "icu", "lat", "life", "link", "lol"),
        *("monster", "one", "quest", "sbs", "shop", "support", "today", "vip", "win"),
    ]
)
# How governments begin the names of what they offer, and words that stand within such names.
_BEGINNINGS = ("si", "e-", "mpp", "ppid", "sapa", "lapor", "paten", "smart")
_WITHIN = (
    *("warga", "layan", "pajak", "pangan", "desa", "siaga", "stunting", "bencana", "sehat"),
    *("tani", "ternak", "nelayan", "puskesmas", "dukcapil", "samsat", "antrian", "antrean"),
    *("kelurahan", "kecamatan", "satudata", "umkm", "banjir", "aduan", "lestari", "dinas"),
    *("sejahtera", "cerdas", "tangguh", "mandiri", "terpadu", "perizinan", "retribusi"),
    # Bureaus and secretariats, which are no fields of agencies.
    *("kesra", "adpim", "prokopim", "penghubung", "legislasi", "diklat", "setwan", "sekretariat"),
    # What those promise who pass themselves off as a government: aid, posts, fines forgiven.
    *("bansos", "bantuan", "subsidi", "sembako", "cpns", "pppk", "casn", "rekrut", "prakerja"),
    *("honorer", "sertifikasi", "bpjs", "tilang", "cair", "pemutihan", "beasiswa", "hibah"),
    *("undian", "berhadiah", "mudik"),
)
# "Ours", as offices end the names of what is for everybody: "buskita".
_ENDINGS = ("kita", "kami")
_DNS = 0x82  # a dNSName's tag (RFC 5280, 4.2.1.6), before its length
_TAG = bytes((_DNS,))
_LENGTHS = range(6, 31)
_END = b"\xff\xff"  # what stands after the names of one certificate


class Bare(msgspec.Struct, frozen=True):
    """A name without a sign."""

    host: str
    likeness: float  # to names of governments, between 0 and 1


class BareNames:
    """Finds such names of one run; of one registered name a few at most."""

    def __init__(self) -> None:
        self._found: list[Bare] = []
        self._taken: Counter[str] = Counter()
        self._hosts: set[str] = set()
        # A field's everyday word ("hutan") brings a name to be judged; it does not speak for it.
        fields = {word for word in field_words() if len(word) >= MIN_FIELD}
        words = sorted(fields | set(_WITHIN)) + [f"{end}." for end in _ENDINGS]
        needles = [b".id" + _TAG, b".id" + _END, *(word.encode() for word in words)]
        needles += [
            _TAG + bytes((size,)) + word.encode() for size in _LENGTHS for word in _BEGINNINGS
        ]
        kind = ahocorasick_rs.Implementation.DFA
        self._automaton = ahocorasick_rs.BytesAhoCorasick(needles, implementation=kind)

    def found(self) -> list[Bare]:
        """Return what was found since the last call."""
        found, self._found = self._found, []
        return found

    def forget(self) -> None:
        """Begin anew, as the next run does."""
        self._found, self._taken, self._hosts = [], Counter(), set()

    def read(self, names: bytes) -> None:
        """Find the bare names in the alternative names of certificates, joined by ``_END``."""
        last = -1
        for _, start, _ in self._automaton.find_matches_as_indexes(names):
            if names[start - 3 : start] in _FIRMS:
                continue
            tag = names.rfind(_TAG, max(0, start - 66), start + 1)
            if tag <= last or tag + 2 > len(names):
                continue
            last = tag
            size = names[tag + 1]
            if size < 64 and tag + 2 + size > start:
                found = self.judge(names[tag + 2 : tag + 2 + size])
                if found is not None:
                    self._found.append(found)

    def judge(self, written: bytes) -> Bare | None:
        """Return a name that is worth one look for want of a sign, or None."""
        if not written.isascii():
            return None
        host = written.decode("ascii").lower().removeprefix("www.")
        labels = host.split(".")
        own = _registered(labels)
        if own is None or host in self._hosts or is_service(labels[0]) or "*" in host:
            return None
        read = likeness(labels[0])
        domain = ".".join(labels[-own:])
        below = len(labels) > own
        wanted = MIN_BELOW if below else 0.0 if labels[-1] == "id" else MIN_ABROAD
        if any(word in labels[-own] for word in _WITHIN) or labels[-own].endswith(_ENDINGS):
            read = max(read, WITH_WORD)
        if read < wanted or len(self._hosts) >= MAX_NAMES:
            return None
        if below and self._taken[domain] >= MAX_BELOW:
            return None
        self._taken[domain] += below
        self._hosts.add(host)
        return Bare(host, round(read, 3))


def _registered(labels: list[str]) -> int | None:
    """Return how many labels the registered name has, where anybody may have one there; else None."""
    if len(labels) < 2:
        return None
    if labels[-1] != "id":
        return 2 if labels[-1] in _ABROAD else None
    if labels[-2] in _OPEN:
        return 3 if len(labels) > 2 else None
    return None if labels[-2] in _CLOSED else 2
