"""Tells wares from gambling by how they are written, where no word of any list is known.

Medicine is sold by weight and number, and called by stems that the world agreed on; goods have prices in
hard money and are sold by hosts that call themselves shops; players are offered multiples, stakes in
thousands, and hosts with numbers behind their names. None of it accuses anybody: it is asked only about
what structure has shown to be a stranger's.
"""

import re

import msgspec

from ronda.engine.content.hosts import labels_below_suffix

# A weight of one dose, or pieces by number.
_DOSE = re.compile(
    r"\b\d{1,4}(?:[.,]\d)? ?(?:mg|mcg|µg|iu)\b|\b\d{1,4} ?(?:pills?|tabs?|tablets?|caps(?:ules?)?|ampoules?|vials?|strips?)\b"
)
# Stems of international nonproprietary names (WHO, "The use of stems in the selection of INN"). Those
# that ordinary words end in as well are left out.
_STEM = re.compile(
    r"\b[a-z]{2,12}(?:afil|azepam|zolam|codone|morphone|oxetine|prazole|tidine|cillin|mycin|floxacin|cycline|conazole"
    r"|sartan|olol|alapril|inopril|vastatin|gliptin|glutide|gliflozin|triptan|profen|mectin|oroquine|vudine"
    r"|ciclovir|cyclovir|navir|tinib|zumab|xaban|semide|thiazide|lukast|setron|isone|asone|sterone|adol|barbital|gabalin"
    r"|apentin|prostol|pristone|afinil|steride|tropin)\b"
)
# Money of shops abroad, and prices cut by a share.
_PRICE = re.compile(
    r"[$€£¥]\s?\d|\b\d{1,4}(?:[.,]\d{2})? ?(?:usd|eur|gbp|euros?|dollars?)\b|\b\d{2} ?% (?:off|rabatt|diskon|de descuento|de réduction|di sconto)"
    r"|\b(?:off|diskon|rabatt|sconto) \d{2} ?%"
)
# Sizes and whom a garment is for.
_FIT = re.compile(
    r"\b(?:size|ukuran|eu|us|uk) \d{2}(?:[.,]5)?\b|\b(?:mens?|womens?|men ?s|women ?s|ladies|kids|unisex|damen|herren|homme|femme|uomo|donna|pria|wanita) "
    r"(?:[a-z]{3,12} )?(?:[a-z]{2,10}s|schuhe|taschen|jacken|scarpe|borse)\b"
)
# Multiples of a stake, stakes in thousands, numbers of luck behind a name.
_STAKE = re.compile(
    r"\bx\d{3,5}\b|\b\d{1,4} ?(?:rb|ribu|perak)\b|\b\d{1,3}k\b|\b\d{2,3}(?:[.,]\d)? ?%(?! (?:off|rabatt|diskon|de |di |wol|cotton|katun))"
    r"|\b\d{1,3} ?to ?\d{0,2}\b|\b[a-z]{3,12}(?:88|99|77|66|55|33|138|168|188|303|365|388|777|888|999|4d|5d|1x)\b"
)
_SHOP = re.compile(
    r"(?:^|-)(?:shop|store|outlet|toko|butik|boutique|buy|order|cheap|replica|replika|luxury|grosir|discount)"
    r"|(?:shops?|stores?|outlets?|sales?|mart|mall|boutique|butik|warehouse|deals|discount|replicas?|watch(?:es)?|handbags?|bags|shoes|jerseys?"
    r"|sneakers?|luxe)(?:$|-|\d)"
)
_CURE = re.compile(
    r"pharm|farmac|farmasi|apote[kq]|apotik|apothek|drugs?|pills?(?:$|-|\d)|(?:^|-)pills?|meds?(?:$|-|\d)|(?:^|-)meds?|medic|medis|obat"
    r"|rx(?:$|-|\d)|(?:^|-)rx|clinic|klinik|health|herbal|sehat|tablet|wellness|gesund"
)
_PLAY = re.compile(
    r"play|wins?(?:$|-|\d)|luck|spin|(?:^|-)vip|vip(?:$|-|\d)|(?:^|-)bets?|bets?(?:$|-|\d)|game|daftar|masuk|alternati|[a-z]{3}\d{2,4}(?:$|-)|\dx(?:$|-)"
)
_PLAY_SUFFIX = re.compile(r"\.(?:bet|casino|poker|bingo|games?|win|vip|vegas|fun)$")
_HOSTS = 20
_MOST = 1.5


class Forms(msgspec.Struct, frozen=True):
    """How much the forms speak for medicine, for goods of any kind, and for play."""

    pharmacy: float = 0.0
    wares: float = 0.0
    play: float = 0.0


def forms_of(folded: str, hosts: tuple[str, ...]) -> Forms:
    """Weigh the forms of a folded text and of the names of the hosts that it leads to. Bounded."""
    names = [(host, labels_below_suffix(host)) for host in hosts[:_HOSTS]]
    return Forms(
        pharmacy=_found(_DOSE, folded) + _found(_STEM, folded) + _named(_CURE, names),
        wares=_found(_PRICE, folded) + _found(_FIT, folded) + _named(_SHOP, names),
        play=_found(_STAKE, folded)
        + _named(_PLAY, names)
        + min(_MOST, 0.5 * sum(bool(_PLAY_SUFFIX.search(host)) for host, _ in names)),
    )


def _found(known: re.Pattern[str], folded: str) -> float:
    return 1.0 if known.search(folded) else 0.0


def _named(known: re.Pattern[str], names: list[tuple[str, tuple[str, ...]]]) -> float:
    """Half a point for each host that is called so, up to a bound."""
    alike = sum(any(known.search(label) for label in labels) for _, labels in names)
    return min(_MOST, alike / 2)
