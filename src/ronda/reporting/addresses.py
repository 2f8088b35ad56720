"""Finds the site that a person means in what was pasted into the form."""

import ipaddress

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

MAX_WRITTEN = 2000
_AROUND = "\"'<>()[]{}.,;:!?*_\u201c\u201d\u2018\u2019\u00ab\u00bb"
NOTHING = Text(
    "Di sini belum ada alamat situs. Tulis misalnya dinas.contoh.go.id, atau tempel alamat lengkap "
    "dari peramban.",
    "There is no site's address here yet. Write for example dinas.contoh.go.id, or paste the whole "
    "address from the browser.",
)
INNER = Text(
    "{host} adalah alamat di dalam jaringan, bukan situs di internet.",
    "{host} is an address inside a network, not a site on the Internet.",
)


class NoSite(ValueError):
    """What was written names no site on the Internet; ``text`` says it in words."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def site_in(written: str, extra_shared: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return (the address as written, the site that it stands in); raises :class:`NoSite`.

    People paste whole messages: the first word that is an address counts.
    """
    inner = ""
    for word in written[:MAX_WRITTEN].split()[:100]:
        bare = word.strip(_AROUND)
        if "." not in bare or ("@" in bare and "://" not in bare):
            continue
        try:
            host = parse(bare).host
            if not _on_the_internet(host):
                inner = inner or host
                continue
            return bare[:500], shared_hosts(extra_shared).site_of(bare)
        except BadUrl:
            continue
    raise NoSite(INNER.fill(host=inner[:100]) if inner else NOTHING)


def _on_the_internet(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        return bool(host.partition(".")[2]) and not last.isdigit() and last not in _INNER_ENDS


_INNER_ENDS = frozenset(["local", "localhost", "internal", "lan", "home", "arpa", "onion"])
