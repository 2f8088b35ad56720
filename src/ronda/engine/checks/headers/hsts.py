"""Browsers are told to use https only (Strict-Transport-Security).

## What it does
Reads the header Strict-Transport-Security of the front page over https. It fails when the header
is absent, cannot be read, or says max-age=0.

## Why it matters
Without it the first request of each visit still goes out unprotected, and one forged hotspot is
enough to lead a citizen to a copy of the site.

## How to fix
Send `Strict-Transport-Security: max-age=31536000` with every https answer once https works on the
whole site. Begin with a short time, such as a day, when unsure.

## Limits
The list that browsers ship (preload) is not consulted. A site without https is judged by another
check; a bare IP address cannot have the header.

## References
RFC 6797 (HTTP Strict Transport Security).
"""

import re
from ipaddress import ip_address

from ronda.engine.artifacts import HTTP_VISITOR, FailureKind
from ronda.engine.checks.contract import (
    Case,
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
from ronda.engine.checks.examples import HOST, failure, http
from ronda.engine.checks.helpers import header_seen, own_answer
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="HEADERS.HSTS",
    area="headers",
    title=Text("Peramban diminta selalu memakai https", "Browsers are told to use https always"),
    problem=Text(
        "Peramban tidak diminta selalu memakai https (HSTS)",
        "Browsers are not told to use https always (HSTS)",
    ),
    finding_class="no-hsts",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Permintaan pertama pengunjung masih berangkat tanpa perlindungan. Jaringan palsu dapat "
            "membelokkannya ke tiruan situs Anda.",
            "A visitor's first request still goes out unprotected. A forged network can lead it to "
            "a copy of your site.",
        ),
        steps=(
            Text(
                "Pastikan seluruh situs sudah dapat dibuka dengan https.",
                "Make sure that the whole site opens over https.",
            ),
            Text(
                "Kirim kepala jawaban `Strict-Transport-Security: max-age=86400` dan amati sehari.",
                "Send the header `Strict-Transport-Security: max-age=86400` and watch for a day.",
            ),
            Text(
                "Bila aman, naikkan menjadi `max-age=31536000` (setahun).",
                "If all is well, raise it to `max-age=31536000` (a year).",
            ),
        ),
        see_for_yourself=Text(
            "Jalankan `curl -sI https://nama-situs/` dan cari baris strict-transport-security.",
            "Run `curl -sI https://site-name/` and look for the line strict-transport-security.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Di blok server https tulis "
                    '`add_header Strict-Transport-Security "max-age=31536000" always;`.',
                    "In the https server block write "
                    '`add_header Strict-Transport-Security "max-age=31536000" always;`.',
                ),
            ),
            "apache": (
                Text(
                    "Jalankan `a2enmod headers`, lalu di VirtualHost 443 tulis "
                    '`Header always set Strict-Transport-Security "max-age=31536000"`.',
                    "Run `a2enmod headers`, then in the VirtualHost of port 443 write "
                    '`Header always set Strict-Transport-Security "max-age=31536000"`.',
                ),
            ),
            "cpanel": (
                Text(
                    "Tambahkan ke berkas .htaccess: "
                    '`Header always set Strict-Transport-Security "max-age=31536000"`.',
                    "Add to the file .htaccess: "
                    '`Header always set Strict-Transport-Security "max-age=31536000"`.',
                ),
            ),
        },
    ),
)

NAME = "strict-transport-security"
_MAX_AGE = re.compile(r'(?:^|;)\s{0,20}max-age\s{0,20}=\s{0,20}"?(\d{1,12})', re.IGNORECASE)
HALF_YEAR = 15_768_000


def judge(seen: Seen) -> Verdict:
    """Judge the header of the secure front page; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    if not got.final_url.lower().startswith("https://"):
        return not_applicable(
            Text("Halaman depan tidak dilayani lewat https.", "The front page is not on https.")
        )
    if _is_address(seen.site.host):
        return not_applicable(
            Text(
                "Alamat IP tidak mengenal aturan ini.", "The rule does not exist for IP addresses."
            )
        )
    value = got.header(NAME)
    evidence = header_seen(HTTP_VISITOR, "Strict-Transport-Security", value)
    if value is None:
        return failed(
            Text(
                "Kepala jawaban Strict-Transport-Security tidak ada.",
                "The header Strict-Transport-Security is absent.",
            ),
            evidence,
        )
    found = _MAX_AGE.search(value[:1000])
    seconds = int(found[1]) if found else 0
    if seconds == 0:
        return failed(
            Text(
                "Strict-Transport-Security ada, tetapi tidak berlaku (max-age nol atau salah tulis).",
                "Strict-Transport-Security is there but has no effect (max-age is zero or misspelt).",
            ),
            evidence,
        )
    if seconds < HALF_YEAR:
        return passed(
            Text(
                "Peramban diminta memakai https, tetapi hanya {days} hari; naikkan menjadi setahun.",
                "Browsers are told to use https, but for {days} days only; raise it to a year.",
            ).fill(days=seconds // 86400),
            evidence,
        )
    return passed(
        Text("Peramban diminta selalu memakai https.", "Browsers are told to use https always."),
        evidence,
    )


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


CASES = (
    Case("A year", {HTTP_VISITOR: http(headers=((NAME, "max-age=31536000"),))}, Outcome.PASS),
    Case(
        "Quoted, after another directive",
        {HTTP_VISITOR: http(headers=((NAME, 'includeSubDomains; max-age="63072000"'),))},
        Outcome.PASS,
    ),
    Case(
        "A day, while trying it out",
        {HTTP_VISITOR: http(headers=((NAME, "max-age=86400"),))},
        Outcome.PASS,
        says="1 hari",
    ),
    Case("Absent", {HTTP_VISITOR: http()}, Outcome.FAIL, says="tidak ada"),
    Case(
        "Switched off",
        {HTTP_VISITOR: http(headers=((NAME, "max-age=0"),))},
        Outcome.FAIL,
        says="tidak berlaku",
    ),
    Case(
        "Served over plain http",
        {HTTP_VISITOR: http(final_url=f"http://{HOST}/")},
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "The front page moved to another site",
        {HTTP_VISITOR: http(final_url="https://portal.contohprov.go.id/")},
        Outcome.NOT_MEASURED,
    ),
    Case("An error page", {HTTP_VISITOR: http(status=500)}, Outcome.NOT_MEASURED),
    Case("No answer", {HTTP_VISITOR: failure(FailureKind.TIMEOUT)}, Outcome.NOT_MEASURED),
)
