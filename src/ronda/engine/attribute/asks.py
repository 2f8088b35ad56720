"""What a site asks of its visitors: secrets, identity, money; and whether it hurries or tempts them.

An agency asks for what its service needs and lets time pass. Who pretends to be one asks for what a
bank keeps secret, wants money on a private account, hurries, promises, and forbids to ask at the
office (warnings of Indonesia's police, BSSN and Bank Indonesia against such pages say the same).
"""

from collections.abc import Iterator
from itertools import islice

from ronda.engine.artifacts import Form, PageArtifact
from ronda.engine.attribute import asks_forms
from ronda.engine.attribute.asks_package import linked
from ronda.engine.attribute.asks_rules import ALLOWS
from ronda.engine.attribute.asks_sentences import asked
from ronda.engine.attribute.finder import Finder
from ronda.engine.attribute.shared import registered_domain
from ronda.engine.attribute.words import fold
from ronda.engine.urls import BadUrl, parse

_TEXT = 40_000  # characters that are read of a page
_PRESSED = 0.8
Sign = tuple[str, str, str, float]
"""(kind, where: "text" or "form", excerpt, strength)."""

_FORM_HOSTS = frozenset({"google.com", "office.com", "microsoft.com", "typeform.com"})

# The same in the words of a page that has a form: whatever its fields are called inside.
_SECRET_TEXT = Finder(
    r"\b(?:kode otp|otp|pin (?:atm|kartu|m-?banking|dana|ovo|bank)|nomor kartu(?: atm| debit| kredit)?|"
    r"no(?:mor)?\.? ?rek(?:ening)?|nama (?:gadis )?ibu(?: kandung)?|kode verifikasi|kode sms|"
    r"cvv|cvc|masa berlaku kartu|saldo (?:terakhir|rekening|anda)|kata sandi (?:email|m-?banking)|"
    r"m-?banking|mobile banking|akun (?:dana|ovo|gopay)|nomor (?:dana|ovo|gopay|e-?wallet))\b"
)
_HASTE = Finder(
    r"\b(?:(?:sebelum|sampai) (?:kuota|tengah malam|(?:batas|waktu|pendaftaran)[\w ]{0,20}(?:habis|berakhir|tutup|ditutup))|"
    r"sisa kuota|kuota (?:terbatas|hampir habis|tersisa|tinggal)|(?:ditutup|berakhir|terakhir) (?:malam|hari) ini|"
    r"hari ini (?:juga|terakhir)|(?:maksimal|paling lambat) \d{1,2} ?(?:x ?24 )?(?:jam|menit)|paling lambat pukul|segera (?:klaim|transfer|"
    r"konfirmasi|daftar|isi|lengkapi|verifikasi|bayar|cairkan)|jangan sampai (?:terlewat|ketinggalan|hangus)|"
    r"(?:akan |otomatis )?(?:hangus|dibatalkan|diblokir|dinonaktifkan)|giliran anda|"
    r"jangan (?:datang|menghubungi|hubungi|bertanya|telepon)(?: \w+){0,2} (?:kantor|dinas|petugas|loket)|"
    r"(?:tanpa|tidak) perlu (?:datang )?ke (?:kantor|dinas)|"
    r"(?:hanya|cukup) (?:melalui|lewat|via|dilayani) (?:whatsapp|wa|chat|telegram|nomor)|"
    r"(?:bagikan|sebarkan|kirim|teruskan)(?:kan)?(?: \w+){0,3} (?:ke|kepada)(?: \w+){0,2} (?:kontak|grup|teman|orang)|"
    r"rahasiakan|jangan (?:beri ?tahu|ceritakan))"
)
_LURE = Finder(
    r"\b(?:selamat[!,.]? (?:anda|kamu|nomor)|(?:nama |nomor |data )?anda (?:telah |sudah )?(?:terpilih|terdaftar sebagai penerima|"
    r"berhak|memenangkan|lolos|menang|dinyatakan)|undian|hadiah (?:uang|utama|langsung|tunai|umrah|motor|mobil)|"
    r"(?:bantuan|dana|uang) tunai|dana (?:bansos|segar|cair)|bansos (?:tunai|online|cair)|"
    r"klaim (?:sekarang|bantuan|hadiah|dana|saldo|kupon|voucher)|cair(?:kan)? (?:sekarang|hari ini|dalam|langsung)|untuk pencairan|"
    r"(?:langsung |pasti )(?:cair|lolos|diterima|lulus)|dijamin (?:cair|lolos|lulus|diterima)|tanpa (?:tes|seleksi|survei|agunan)|"
    r"saldo (?:dana|gratis|ovo|gopay)|kuota gratis|pulsa gratis|subsidi (?:tunai|gratis|internet)|"
    r"cek (?:nama|penerima|bansos)|pinjaman (?:tanpa|cepat|lunak)|(?:gaji|honor) (?:rp|\d)|"
    r"orang dalam|(?:tenaga|pegawai) (?:honorer|kontrak))\b"
)
# A sentence that warns of it, or promises that nothing is taken, asks for nothing.
_WARNS = Finder(
    r"\b(?:waspada|hati-hati|penipu\w*|modus|oknum|terdakwa|tersangka|beredar (?:pesan|kabar|tautan|informasi)|hoaks?|palsu|mengatasnamakan|tidak pernah (?:meminta|memungut|menarik)|"
    r"jangan (?:pernah )?(?:memberikan|berikan|membagikan|mudah|percaya|bayar)|tanpa (?:dipungut )?biaya|tidak (?:dipungut|"
    r"dikenai|dikenakan) biaya|pungli|pungutan liar|gratifikasi|abaikan|laporkan|tidak bertanggung jawab|imbau\w*|"
    # A rule that is quoted by its title, or forbids, promises nothing either.
    r"melarang|dilarang|larangan|wajib berizin|"
    r"tentang (?:pencegahan|penyelenggaraan|pajak|retribusi|ketertiban|pengendalian|pengawasan|penertiban|perizinan))\b"
)


def of_page(page: PageArtifact) -> Iterator[Sign]:
    """Yield what one page asks for."""
    forms = [form for form in page.forms[:30] if not _only_search(form)]
    for form in forms:
        for kind, excerpt, strength in asks_forms.of_form(form):
            yield kind, "form", excerpt, strength
        if proof := asks_forms.wants_proof(form):
            yield "asks_money", "form", proof, 0.3
        if asks_forms.wants_something(form) and _elsewhere(page.url, form.action):
            yield "sends_elsewhere", "form", form.action[:200], 1.0
    text = " ".join(map(fold, (page.title, page.description, page.text)))[:_TEXT]
    said = dict(_in_phrases(text, bool(forms)))
    for found in (*asked(text, bool(forms)), *linked(page)):
        if found.strength > said.get(found.kind, ("", 0.0))[1]:
            said[found.kind] = (found.said, found.strength)
    allows = said.pop(ALLOWS, None)
    if allows is not None and "offers_package" in said:
        said["offers_package"] = (allows[0], 1.0)
    _weigh_code(said)
    for kind, (excerpt, strength) in said.items():
        yield kind, "text", excerpt, strength


def _in_phrases(text: str, has_form: bool) -> Iterator[tuple[str, tuple[str, float]]]:
    """What is said in phrases that swindlers' pages have in common."""
    if has_form:
        secrets = _found(_SECRET_TEXT, text)
        if len(secrets) > 1:
            yield "asks_secrets", (", ".join(secrets[:4]), 0.9)
    for kind, pattern in (("hurries", _HASTE), ("tempts", _LURE)):
        words = _found(pattern, text)
        if words:
            yield kind, (", ".join(words[:3]), 0.5 if len(words) == 1 else 1.0)


def _weigh_code(said: dict[str, tuple[str, float]]) -> None:
    """A code to type in is common; it is a theft's where somebody hurries, promises or takes money."""
    excerpt, strength = said.get("asks_secrets", ("", 0.0))
    pressed = any(
        said.get(k, ("", 0.0))[1] >= _PRESSED for k in ("asks_money", "hurries", "tempts")
    )
    if 0 < strength < _PRESSED and pressed:
        said["asks_secrets"] = (excerpt, _PRESSED)


def _found(pattern: Finder, text: str) -> list[str]:
    """Different words that a pattern finds outside of warnings, in order; the first ten."""
    found: dict[str, None] = {}
    for match in islice(pattern.finditer(text), 40):
        if not _WARNS.search(_sentence(text, match.start(), match.end())):
            found[match[0].strip()[:60]] = None
    return list(found)[:10]


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place, at most 200 characters to either side."""
    before = max(text.rfind(". ", 0, start), text.rfind("! ", 0, start), start - 200, 0)
    after = min(x for x in (text.find(". ", end), text.find("! ", end), end + 200) if x >= 0)
    return text[before:after]


def _only_search(form: Form) -> bool:
    return all(kind in ("search", "submit", "hidden", "button") for _, kind in form.fields[:60])


def _elsewhere(page_url: str, action: str) -> bool:
    try:
        here = registered_domain(parse(page_url).host)
        there = registered_domain(parse(action).host)
    except BadUrl:
        return False
    return here != there and there not in _FORM_HOSTS
