"""Tells a page in the name of a bank, a wallet or a network of people, on a host that is not theirs."""

import re

from ronda.engine.artifacts import PageArtifact

_TEXT = 20_000
_BEFORE = r"^\W{0,5}(?:login |log in |sign in |masuk |verifikasi |aktivasi |selamat datang di )?"
# What follows is the name alone, or a verb of signing in.
_AFTER = r"(?=\W{0,3}(?:$|[-|–—:·•]|log ?in\b|sign ?in\b|masuk\b|verifi|aktivasi\b))"
# Names that nobody else has.
_OWN = re.compile(
    _BEFORE
    + r"(?:(?:bri|bca|bni|btn|bsi|cimb|danamon|seabank|ovo|gopay|shopeepay|linkaja|brimo|livin|paypal)\b"
    r"|dana (?:kaget|gratis|premium|cashback)\b)"
)
# Networks and shops whose passwords are stolen on strangers' hosts. Offices name them too, in more words.
_NETWORK = re.compile(
    _BEFORE
    + r"(?:facebook|instagram|whatsapp(?: web)?|netflix|apple id|icloud|metamask|binance|free fire|mobile legends|steam)"
    + _AFTER
)
# Words that are names of banks and wallets as well: many an office calls its application so.
_WORD = re.compile(_BEFORE + r"(?:mandiri|permata|jago|jenius|dana(?! [a-z]{3,}))\b" + _AFTER)
# Anything may be called a bank or a purse: of data, seeds, questions, waste, documents.
_CALLED = re.compile(_BEFORE + r"(?:bank [a-z]{3,20}|dompet ?[a-z]{3,20})")
_PUBLIC_WORDS = re.compile(
    r"\b(?:dinas|badan|bappenda|bapenda|pemerintah|pemprov|pemkab|pemkot|pemda|provinsi|kabupaten|kota|desa|kecamatan"
    r"|kelurahan|rsud|puskesmas|samsat|retribusi|ppid|layanan publik|uptd?|skpd|opd|asn|pegawai|biro|sekretariat)\b"
)
# Of everything that is called so, a bank is the rarest in an office; and funds are no wallet.
_NO_BANK = re.compile(
    r"\bbank (?:data|soal|sampah|darah|indonesia|benih|bibit|pohon|asi|ide|inovasi|konten|naskah|talenta|aset|gambar|foto"
    r"|video|materi|pangan|beras|air|mata|jurnal|skripsi|judul|tanah|genetik|sperma|dunia|makanan|buku)\b"
    r"|\bdana (?:desa|hibah|bos|bergulir|alokasi|bagi|bansos|sosial|abadi|cadangan|pensiun|otonomi|insentif|kelurahan|umat|pendidikan|darurat|siap)\b"
    r"|\bmandiri (?:pangan|belajar|pajak|energi|sejahtera|pelayanan|hitung|bayar)\b|\bjago \w{3,}|\bpajak\b"
)
# What only who keeps money says of itself. A bank of waste has customers, savings and balances too.
_KEEPS_MONEY = re.compile(
    r"\b(?:(?:internet|mobile|phone|sms|m|i|e)[ -]?banking|kartu (?:debit|kredit|atm)|pin atm|kode otp|debit card|credit card"
    r"|(?:otoritas jasa keuangan|ojk)\b.{0,60}\b(?:lps|lembaga penjamin simpanan|berizin|diawasi)"
    r"|(?:berizin|terdaftar|diawasi).{0,40}\b(?:otoritas jasa keuangan|ojk)|e-?wallet|uang elektronik"
    r"|saldo dana|transfer (?:saldo|antar ?bank)|top ?up|rekening anda|nasabah yang terhormat|nasabah yth)\b"
)


def brand_of(page: PageArtifact, host: str, *, codes: bool) -> str:
    """The bank's, wallet's or network's name that title and heading begin with, when the host is another's.

    ``codes``: the form asks for more than a password. A name that anybody may give to an application
    counts only with it, or where the page speaks as who keeps money.
    """
    title = page.title.lower()[:200]
    shown = f"{title} {' '.join(page.headings[:2]).lower()[:400]}"
    if _PUBLIC_WORDS.search(shown) or _NO_BANK.search(shown):
        return ""
    for line in (title, *(heading.lower()[:200] for heading in page.headings[:1])):
        found = _OWN.search(line) or _NETWORK.search(line)
        if found is None and (found := _WORD.search(line) or _CALLED.search(line)):
            said = f"{page.description} {page.text}"[:_TEXT].lower()
            found = found if codes or _KEEPS_MONEY.search(said) else None
        if found:
            name = found[0].split()[-1].strip("-|:. ")
            return "" if name in host else found[0].strip()
    return ""
