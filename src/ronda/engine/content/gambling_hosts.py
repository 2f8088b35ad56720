"""Tells by its words, its form and lists whether a host may be a gambling site. A lead, never proof."""

import re
from functools import lru_cache
from typing import Literal

import msgspec

from ronda.engine.content.host_form import form_of
from ronda.engine.content.host_lists import EMPTY, HostList
from ronda.engine.content.hosts import labels_below_suffix

Strength = Literal["strong", "weak"]


class Form(msgspec.Struct, frozen=True):
    """How a host's name looks like gambling, and how telling that is."""

    strength: Strength
    what: str  # the part of the name, the pieces that weigh most, or the list's entry
    by: Literal["word", "name", "list"] = "word"


# Names of public bodies and schools are never taken for gambling by a number in them.
_PUBLIC = re.compile(r"\.(?:(?:go|ac|sch|mil|desa|ponpes)\.id|gov|edu|mil)(?:\.[a-z]{2})?$")
_SCHOOL = re.compile(
    r"(?:^|[-.])(?:sd|sdn|mi|min|smp|smpn|mts|mtsn|sma|sman|smk|smkn|man|tk|slb)\d"
)
# Words that hold the pieces by which the model knows gambling.
_HONEST = re.compile(
    r"alphabet|alfabet|tibet|diabet|elisabet|elizabet|sherbet|betawi|judici|dewa19|totogarasi"
)
_LABEL = 63  # letters of a label at most (RFC 1035, 2.3.4): what is longer is no name
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


def gambling_form(host: str, listed: HostList = EMPTY) -> Form | None:
    """Return how a host looks like gambling, or None: by words, by the build of its name, by a list.

    Words that hardly anybody else has in a name are strong. What the trained model finds alike is
    weak, and so is an entry of the operator's lists: neither proves anything alone. Bounded by the
    length of names.
    """
    found = _by_name(host)
    if found is not None:
        return found
    entry = listed.named(host)
    return Form("weak", entry, by="list") if entry else None


@lru_cache(maxsize=8192)
def _by_name(host: str) -> Form | None:
    host = host.lower()[:253]
    name = ".".join(labels_below_suffix(host))
    if not name or _AGAINST.search(name) or _OTHER.search(name):
        return None
    public = bool(_PUBLIC.search(host))
    found = _STRONG.search(name)
    if found:
        return Form("weak" if public else "strong", found[0].strip("-."))
    if public or _SCHOOL.search(name) or _HONEST.search(name):
        return None
    if max(map(len, name.split("."))) > _LABEL:
        return None
    alike = form_of(host)
    return Form("weak", alike.words, by="name") if alike.like_gambling else None
