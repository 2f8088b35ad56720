"""Tells by its form whether a host's name is one of a gambling site. A lead, never proof."""

import re
from functools import lru_cache
from typing import Literal

import msgspec

from ronda.engine.content.hosts import labels_below_suffix

Strength = Literal["strong", "weak"]


class Form(msgspec.Struct, frozen=True):
    """How a host's name looks like gambling, and how telling that is."""

    strength: Strength
    what: str  # the part of the name


# Names of public bodies and schools are never taken for gambling by a number in them.
_PUBLIC = re.compile(r"\.(?:(?:go|ac|sch|mil|desa|ponpes)\.id|gov|edu|mil)(?:\.[a-z]{2})?$")
_SCHOOL = re.compile(
    r"(?:^|[-.])(?:sd|sdn|mi|min|smp|smpn|mts|mtsn|sma|sman|smk|smkn|man|tk|slb)\d"
)
_AGAINST = re.compile(
    r"(?:stop|lawan|anti|aduan|lapor|cegah|berantas|perangi|bahaya|cek|blokir|tolak|bebas)-?(?:judi|slot|togel|judol)"
)
_OTHER = re.compile(
    r"timeslot|slot(?:waktu|antre|antri|parkir|jadwal|ting|car)|(?:parkir|parking|antrean|antrian|jadwal)slot"
    r"|kicau|burung|murai|lovebird|usg4d|ct4d|film4d|print4d|bioskop4d|jackpotting"
)
_BRAND = (
    "hoki|raja|dewa|dewi|naga|bos|boss|sultan|mpo|ratu|jago|cuan|panen|zeus|king|garuda|macan|indo|mega"
    "|agen|juragan|bandar|rtp|gcr|jp|vegas|macau|menang|hoky|rans|olympus|pragma|koin|dolar|sensa|gopek"
)
_NUMBER = (
    "88|888|8888|77|777|7777|99|999|138|303|168|188|508|365|333|555|69|189|178|128|108|123|338|33"
)
_STRONG = re.compile(
    r"slot|togel|toogel|gacor|gacr|maxwin|sbobet|ibcbet|pkvgames|joker123|dafabet|1xbet|mostbet"
    r"|judi(?![cktsnh])|casino|kasino|poker|rungkad|scatter|jackpot|bandarq|mahjongways|pragmaticplay"
    r"|918kiss|pussy888|mega888|livedraw|parlay|freebet"
    r"|(?:^|[-.])rtp[a-z0-9]{2,}|rtp(?:live|gacor|slot|toto)"
    r"|(?:hongkong|hk|sgp|singapore|sydney|sdy|macau|taiwan|cambodia|china|japan)-?pools"
    r"|(?:domino|bandar|poker|dewa|raja|asia|indo|mega)qq|qqslot"
    r"|(?:pengeluaran|keluaran|prediksi)-?(?:hk|sgp|sdy|sydney|hongkong|togel|angka)"
    rf"|(?:{_BRAND})[a-z]{{0,6}}-?(?:{_NUMBER}|4d|toto|bet|jp)(?![0-9])"
    r"|[a-z]{3,14}4d(?![a-z0-9])|4d(?:slot|toto|togel)|toto(?:macau|togel|slot|4d|88|jitu|hk|sgp)"
)
_WEAK = re.compile(
    rf"[a-z]{{3,16}}-?(?:{_NUMBER})(?![0-9])|(?:^|[-.])(?:{_NUMBER})(?:[a-z]{{0,3}})?(?:win|bet|club|vip|jili|slot)"
    r"|[a-z]{3,16}toto(?![a-z])|[a-z]{2,16}bet\d{0,4}(?![a-z0-9])|(?:^|[-.])bet[a-z]{0,4}\d|\dbet(?![a-z])"
    r"|[a-z]{3,16}qq\d{0,3}(?![a-z0-9])|[a-z]{3,14}4d|\d{1,3}win(?![a-z])|[a-z]{3,14}win\d{0,3}(?![a-z0-9])"
    r"|[a-z]{2,16}toto(?!ol|r|k|t)[a-z]{2}|joker\d|[a-z]{2}88(?!\d)|cuan(?:\d|$|[-.])|(?:^|[-.])pkr|pkr(?:\d|$|[-.])|b52"
    r"|(?:link|situs|daftar|login)(?:alternatif|bandar|cuan|resmi\d)|club\d{2}|\d{2}club"
    r"|[a-z]{2,14}wins\d{0,4}(?![a-z0-9])|(?:^|[-.])wins\d{1,4}(?![a-z0-9])|[a-z]{3,14}rtp(?=[-.]|$)"
    r"|(?:^|[-.])toto(?:ku|mu|kita|pro|max|win|bet|vip|raja)(?=[-.\d]|$)"
    r"|(?:^|[-.])(?:daftar|login|masuk|link|situs|agen|bandar|alternatif|akses)-?[a-z]{3,14}(?!20\d\d|19\d\d)\d{2,4}(?![a-z0-9])"
    r"|[a-z]{3,14}(?!20\d\d|19\d\d)\d{2,4}-?(?:daftar|login|alternatif)(?=[-.]|$)"
    r"|lottery|lotto|loter|pools(?![a-z])|jili(?![a-z])|[a-z]{3,14}jp(?![a-z])|bola\d|spin\d{0,3}(?![a-z])"
)
_HONEST_BET = re.compile(
    r"alphabet|alfabet|tibet|diabet|elisabet|elizabet|sherbet|darwin|edwin|godwin|erwin|baldwin|twin"
)


@lru_cache(maxsize=8192)
def gambling_form(host: str) -> Form | None:
    """Return how a host's name looks like gambling, or None. Bounded by the length of names."""
    host = host.lower()[:253]
    name = ".".join(labels_below_suffix(host))
    if not name or _AGAINST.search(name) or _OTHER.search(name):
        return None
    public = bool(_PUBLIC.search(host))
    found = _STRONG.search(name)
    if found:
        return Form("weak" if public else "strong", found[0].strip("-."))
    if public or _SCHOOL.search(name) or _HONEST_BET.search(name):
        return None
    found = _WEAK.search(name)
    return Form("weak", found[0].strip("-.")) if found else None
