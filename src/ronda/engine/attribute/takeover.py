"""Names that were an office's once and show something else today: taken over, for sale, farmed."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from ronda.engine.artifacts import PageArtifact
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.finder import Finder
from ronda.engine.attribute.hostwords import host_label, host_of, region_words
from ronda.engine.attribute.item import Evidence, naming_alone
from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.words import flatten, fold, squeeze
from ronda.engine.text import Text

# Something on the pages speaks of an office, so they may be its own.
_SPOKEN = frozenset(
    {
        *("agency_in_title", "agency_in_heading", "agency_in_footer", "agency_in_text"),
        *("region_in_title", "region_in_text", "agency_contact", "agency_address", "zone_mail"),
        *("redirects_to_zone", "speaks_of_office"),
        "shell",  # out of order today says nothing of who holds it
    }
)
# What only an office's own page has: no farm of old words shows it.
_HELD = frozenset(
    {"agency_in_title", "agency_contact", "zone_mail", "redirects_to_zone", "shell", "other_zone"}
)
_ALIEN = frozenset({"parked", "gambling", "commerce", "advice"})
_CLAIMS = ("agency_in_host", "agency_in_path", "linked_from_official", "known_host")
MIN_ALIKE = 0.9  # of an address like a zone's; names of old often hold the zone's label
# What only a name has that once really was an office's.
_HISTORY = frozenset({"linked_from_official", "known_host", "certificate_with_zone"})
# The registry, our own DNS or an office itself says that the name is ours: strange words there were
# smuggled in.
_OURS_TODAY = frozenset({"holder_is_agency", "dns_with_zone", "declared"})
_STRANGE = _ALIEN | {"no_sign", "no_region", "shop_in_title", "agency_as_brand"}
# By its name alone a site may be taken for an office's.
_NAMES = frozenset({"agency_in_host", "imitates_zone", "looks_like_suffix", "rebuilt_name"})
_COMMERCE = Finder(
    r"\b(?:keranjang|checkout|add to cart|tambah ke keranjang|beli sekarang|pesan sekarang|order now|"
    r"bayar di tempat|cod|gratis ongkir|ongkos kirim|ongkir|diskon|promo|potongan harga|cashback|"
    r"grosir|eceran|reseller|dropship|stok (?:terbatas|tersedia|ready)|ready stock|harga mulai|"
    r"jual (?:beli )?[a-z]+|toko (?:online|kami)|katalog produk|produk (?:terlaris|kami|unggulan kami)|"
    r"pembeli|pelanggan|testimoni|shopee|tokopedia|lazada|bukalapak|free shipping|best seller|buy now)\b"
)
_ADVICE = Finder(
    r"\b(?:asuransi|kartu kredit|pinjaman (?:online|cepat)|kredit (?:mobil|motor|tanpa agunan)|forex|"
    r"kripto|crypto|bitcoin|saham|trading|investasi (?:emas|reksa ?dana)|resep|kue|jerawat|kulit|"
    r"kecantikan|skincare|diet|menurunkan berat badan|zodiak|ramalan|drama korea|anime|gosip|"
    r"spoiler|nonton|streaming film|download lagu|game|gadget|smartphone|hp murah|otomotif|mobil bekas|"
    r"tips (?:memilih|merawat|dan trik|menghemat|sukses)|cara (?:merawat|memilih|membuat|menghilangkan|"
    r"mengatasi|mendapatkan uang)|rekomendasi|review|obat herbal|viagra|essay|insurance|casino|loan|"
    r"recipe|weight loss|backlink|guest post|jasa seo)\b"
)


def content_signs(pages: Sequence[PageArtifact]) -> Iterator[Evidence]:
    """Trade and consumers' advice in the pages' words: what no office writes about."""
    for page in pages:
        text = f"{fold(page.title)} {fold(page.text)}"[:30_000]
        where = Text(f"isi {page.url[:200]}", f"text of {page.url[:200]}")
        for kind, pattern in (("commerce", _COMMERCE), ("advice", _ADVICE)):
            words = list(dict.fromkeys(m[0] for m in pattern.finditer(text)))[:8]
            if len(words) > 1:
                strength = min(1.0, len(words) / 4)
                yield Evidence(kind, where, ", ".join(words[:4])[:150], strength=strength)


def unsaid_word(facts: CandidateFacts, gazetteer: Gazetteer) -> str:
    """Return the word that an owner chose for the address and that no page says, or "".

    Whoever names a site says the name on it; whoever bought a name for its links does not. The
    region's own words and what is shorter than four letters say nothing here.
    """
    label = squeeze(host_label(facts.url, gazetteer))
    for word in region_words(gazetteer):
        label = label.replace(squeeze(word), "", 1)
    label = re.sub(r"^(?:www|web|portal|info)|\d+$|(?:prov|kab|kota)$", "", label)
    if len(label) < 4:
        return ""
    host = squeeze(host_of(facts.url))
    for page in facts.pages:
        parts = (page.title, *page.headings[:20], page.footer, page.text[:30_000])
        said = flatten(" ".join(fold(part) for part in parts))
        # The address itself, written out, is no use of its word: a page that sells it does that.
        said = said.replace(host, " ")
        halves = ((label[:cut], label[cut:]) for cut in range(3, len(label) - 2))
        # Whole, or its two words anywhere: "esportsx" of "X Esports".
        if label in said or any(a in said and b in said for a, b in halves):
            return ""
    return label


def taken_over(
    facts: CandidateFacts, gazetteer: Gazetteer, items: Sequence[Evidence]
) -> Iterator[Evidence]:
    """The address is an office's, but what stands there today is somebody else's.

    Either nothing on it speaks of an office, or it is filled with what no office writes. Only
    pages that were really read can say so, and only of names that anybody can register.
    """
    if not facts.pages:
        return
    kinds = {i.kind for i in items}
    if kinds & _OURS_TODAY:
        return
    unsaid = unsaid_word(facts, gazetteer)
    where = Text(f"alamat {facts.url}", f"address {facts.url}")
    if unsaid and "shell" not in kinds:
        yield Evidence("unsaid_name", where, unsaid)
    alien = bool(kinds & _ALIEN) and not kinds & _HELD
    if kinds & _SPOKEN and not alien:
        return
    enough = 0.6 if unsaid else 1.0
    claims = [i for i in items if i.kind in _CLAIMS and i.strength >= enough]
    if not kinds & _HISTORY:
        named = next((i for i in items if i.kind in _NAMES and i.strength >= enough), None)
        if named is not None:
            yield Evidence("no_history", where, named.excerpt)
        if _made_alike(items):
            return  # a name made to be taken for an office's was never one
    if claims:
        strength = 1.0 if alien or len({c.kind for c in claims}) > 1 else 0.7
        yield msgspec.structs.replace(
            claims[0],
            kind="once_ours",
            agency="",
            agency_kind="",
            strength=strength,
            excerpt=registered_domain(claims[0].excerpt)
            if claims[0].kind == "known_host"
            else claims[0].excerpt,
        )
        return
    region = next((i for i in items if i.kind == "region_in_host" and i.strength >= 1.0), None)
    if region is not None and alien and unsaid:
        # Our region and a word that nothing explains: somebody's application, long gone.
        yield msgspec.structs.replace(region, kind="once_ours", strength=0.7)


def without_foreign(items: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence without what strange words say of the owner, where the name is ours today."""
    ours = any(item.kind in _OURS_TODAY for item in items)
    return naming_alone(items, _STRANGE) if ours else list(items)


def _made_alike(items: Sequence[Evidence]) -> bool:
    """The address plays at the ending of governments, or is a zone's name with a slip in it."""
    return any(
        i.kind == "looks_like_suffix" or (i.kind == "imitates_zone" and i.strength >= MIN_ALIKE)
        for i in items
    )
