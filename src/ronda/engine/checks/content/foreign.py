"""The front page is an office's, not a stranger's.

## What it does
Reads the front page of sites that are an office's, and looks whether the whole page speaks of something
else: in a language that is neither Indonesian nor English, or of a trade such as a shop, loans, films or
medicine. A single tie to an office is enough to stay quiet: a word of government, a link to a public
host, the host's own name in the text.

## Why it matters
A name that lapsed, a server that was given up or an application that was broken into shows a stranger's
content under the office's name, and visitors and search engines trust it because of that name.

## How to fix
Find out who holds the name and the server now. Take the name back, or take links to it off the official
sites; if the server is still yours, treat it as an incident.

## Limits
Which office the page should be about is not asked, only whether it is about any. Pages of few words are
not judged, nor is a stranger's page that mentions an office. Gambling is CONTENT.GAMBLING's, a notice of
sale CONTENT.PARKED's, an intruder's boast CONTENT.DEFACED's.

## References
Permenkominfo 28/2006 (names under go.id); BSSN Regulation 1/2024 (cyber incidents).
"""

from ronda.engine.artifacts import HTTP_VISITOR, PAGE_VISITOR, FailureKind, SiteFacts
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    not_applicable,
    passed,
)
from ronda.engine.checks.examples import failure, http, page
from ronda.engine.checks.helpers import clip, own_page
from ronda.engine.checks.legal import BSSN_INCIDENT, OFFICIAL_DOMAIN
from ronda.engine.content.defacement import defacement
from ronda.engine.content.defaults import default_page
from ronda.engine.content.foreign import strangers_page
from ronda.engine.content.gambling_words import STRONG, promotion
from ronda.engine.content.parking import parking
from ronda.engine.content.unfinished import unfinished
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.FOREIGN",
    area="content",
    title=Text("Isi halaman depan milik instansi", "The front page is the office's own"),
    problem=Text(
        "Halaman depan berisi milik pihak lain", "The front page holds a stranger's content"
    ),
    finding_class="foreign-content",
    severity=Severity.HIGH,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    legal=(OFFICIAL_DOMAIN, BSSN_INCIDENT),
    lifecycle="preview",
    guidance=Guidance(
        why=Text(
            "Isi pihak lain tampil atas nama instansi, dan dipercaya karena nama itu. Biasanya nama "
            "atau servernya sudah lepas dari tangan Anda.",
            "A stranger's content stands under the office's name and is trusted for it. Mostly the "
            "name or the server is no longer in your hands.",
        ),
        steps=(
            Text(
                "Periksa siapa pemegang nama dan server ini sekarang.",
                "Find out who holds this name and this server now.",
            ),
            Text(
                "Bila masih milik Anda, tangani sebagai insiden: simpan bukti, lapor ke tim CSIRT.",
                "If they are still yours, treat it as an incident: keep evidence, tell the CSIRT.",
            ),
            Text(
                "Bila sudah lepas, hapus tautan ke nama ini dari semua situs dan dokumen resmi.",
                "If they are lost, remove links to this name from all official sites and documents.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situsnya di jendela penyamaran dan baca judul serta isinya.",
            "Open the site in a private window and read its title and text.",
        ),
    ),
)
_RELATIONS = ("official", "unofficial")


def judge(seen: Seen) -> Verdict:
    """Judge whether the front page is about any office; see the manual page above."""
    if seen.site.relation not in _RELATIONS:
        return not_applicable(
            Text("Situs ini bukan milik instansi.", "This site is not an office's.")
        )
    own = own_page(seen)
    if isinstance(own, Verdict):
        return own
    got = seen.page()
    if (
        default_page(got)
        or parking(got, seen.site.host)
        or unfinished(got)
        or defacement(got)
        or promotion(f"{got.title} . {got.text[:20_000]}").weight >= STRONG
    ):
        return not_applicable(
            Text(
                "Pemeriksaan lain sudah menilai halaman ini.", "Another check has judged this page."
            )
        )
    found = strangers_page(got, seen.site.host)
    if found is None:
        return passed(
            Text("Isi halaman depan milik instansi.", "The front page is the office's own.")
        )
    where = Text("judul dan isi halaman", "title and text of the page")
    return failed(
        _SAID["language" if found.what == "language" else "trade"],
        Evidence(PAGE_VISITOR, where, clip(found.words)),
        confidence=0.8,
    )


_SAID = {
    "language": Text(
        "Halaman depan berbahasa asing dan tidak menyebut instansi mana pun.",
        "The front page is in a foreign language and names no office.",
    ),
    "trade": Text(
        "Halaman depan berisi usaha pihak lain dan tidak menyebut instansi mana pun.",
        "The front page is about a stranger's trade and names no office.",
    ),
}
_SHOP = (
    "Grosir sepatu dan sandal pilihan. Beli sekarang, gratis ongkir, bayar di tempat. Stok terbatas. "
    "Sepatu lari Rp150.000, sandal gunung Rp80.000, sepatu kulit Rp275.000, kaus kaki Rp20.000. "
    "Masukkan keranjang dan checkout hari ini; diskon menanti pelanggan setia kami setiap pekan, dengan "
    "pilihan warna dan ukuran lengkap yang dikirim dari gudang sendiri."
)
_UMKM = f"{_SHOP} Pasar daring UMKM binaan Dinas Koperasi."
_JAPANESE = (
    "山の温泉宿でゆっくりお過ごしください。朝食は地元の野菜を使った料理です。ご予約はお電話で。"
    * 10
)

CASES = (
    Case("A living site", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "An office's market for small businesses",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(_UMKM, title="Pasar")},
        Outcome.PASS,
    ),
    Case(
        "A shop",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(_SHOP, title="Grosir Sepatu")},
        Outcome.FAIL,
        says="usaha",
    ),
    Case(
        "A page in Japanese",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(_JAPANESE, title="山の温泉宿")},
        Outcome.FAIL,
        says="bahasa asing",
    ),
    Case(
        "A name that strangers hold by right",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(_SHOP, title="Grosir Sepatu")},
        Outcome.NOT_APPLICABLE,
        site=SiteFacts(url="https://grosir.example/", host="grosir.example", relation="unrelated"),
    ),
    Case(
        "The page could not be read",
        {HTTP_VISITOR: http(), PAGE_VISITOR: failure(FailureKind.INCOMPLETE, "body")},
        Outcome.NOT_MEASURED,
    ),
)
