"""The page forbids guessing of file types and being framed by strangers.

## What it does
Looks for `X-Content-Type-Options: nosniff` and for a rule about who may frame the page:
`frame-ancestors` in Content-Security-Policy, or X-Frame-Options.

## Why it matters
Without the first, an uploaded picture can be run as a script. Without the second, a stranger's
page can lay yours invisibly under its own buttons and let citizens click what they do not see.

## How to fix
Send both headers with every answer; it is two lines in the server's configuration.

## Limits
Only presence and meaning of these two are judged, not the rest of the content security policy.
A policy written in the page itself cannot forbid framing and is not counted.

## References
WHATWG Fetch (X-Content-Type-Options), CSP Level 3 section 6.4.2 (frame-ancestors), RFC 7034
(X-Frame-Options).
"""

from ronda.engine.artifacts import HTTP_VISITOR, FailureKind, HttpArtifact
from ronda.engine.checks.contract import (
    Case,
    Guidance,
    Meta,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import failure, http
from ronda.engine.checks.helpers import header_seen, own_answer
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="HEADERS.SNIFF",
    area="headers",
    title=Text(
        "Halaman dilindungi dari salah tafsir dan pembingkaian",
        "The page is protected against type guessing and framing",
    ),
    problem=Text(
        "Kepala jawaban pelindung halaman belum lengkap",
        "The headers that protect the page are incomplete",
    ),
    finding_class="weak-headers",
    severity=Severity.LOW,
    needs=(HTTP_VISITOR,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Tanpa perlindungan ini, berkas unggahan dapat dijalankan sebagai skrip. Halaman Anda "
            "juga dapat dibingkai situs penipu untuk menjebak klik warga.",
            "Without this protection uploaded files can be run as scripts. A fraud's site can also "
            "frame your page to trap the clicks of citizens.",
        ),
        steps=(
            Text(
                "Kirim kepala jawaban `X-Content-Type-Options: nosniff`.",
                "Send the header `X-Content-Type-Options: nosniff`.",
            ),
            Text(
                "Kirim `Content-Security-Policy: frame-ancestors 'self'` (atau "
                "`X-Frame-Options: SAMEORIGIN` untuk peramban lama).",
                "Send `Content-Security-Policy: frame-ancestors 'self'` (or "
                "`X-Frame-Options: SAMEORIGIN` for old browsers).",
            ),
            Text(
                "Bila halaman memang dibingkai situs lain milik Anda, sebutkan situs itu.",
                "If another site of yours frames the page on purpose, name that site.",
            ),
        ),
        see_for_yourself=Text(
            "Jalankan `curl -sI https://nama-situs/` dan cari kedua kepala jawaban itu.",
            "Run `curl -sI https://site-name/` and look for the two headers.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Tulis `add_header X-Content-Type-Options nosniff always;` dan "
                    "`add_header Content-Security-Policy \"frame-ancestors 'self'\" always;`.",
                    "Write `add_header X-Content-Type-Options nosniff always;` and "
                    "`add_header Content-Security-Policy \"frame-ancestors 'self'\" always;`. "
                    "Then reload nginx.",
                ),
            ),
            "apache": (
                Text(
                    "Jalankan `a2enmod headers`, tulis `Header always set X-Content-Type-Options "
                    "nosniff` dan `Header always set X-Frame-Options SAMEORIGIN`, lalu muat ulang.",
                    "Run `a2enmod headers`, write `Header always set X-Content-Type-Options "
                    "nosniff` and `Header always set X-Frame-Options SAMEORIGIN`, then reload.",
                ),
            ),
            "cpanel": (
                Text(
                    "Tambahkan kedua baris `Header always set` itu ke berkas .htaccess.",
                    "Add the two lines `Header always set` to the file .htaccess.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge the two protections; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    sniff = got.header("x-content-type-options")
    frames = _framing_rule(got)
    lacks = []
    if sniff is None or sniff.strip().lower() != "nosniff":
        lacks.append(header_seen(HTTP_VISITOR, "X-Content-Type-Options", sniff))
    if not frames:
        value = got.header("x-frame-options")
        lacks.append(header_seen(HTTP_VISITOR, "X-Frame-Options / frame-ancestors", value))
    if not lacks:
        return passed(
            Text("Kedua pelindung halaman dikirim.", "Both protections of the page are sent."),
            header_seen(HTTP_VISITOR, "X-Content-Type-Options", sniff),
            header_seen(HTTP_VISITOR, "X-Frame-Options / frame-ancestors", frames),
        )
    names = {
        1: Text(
            "Satu dari dua pelindung halaman belum dikirim.",
            "One of the page's two protections is not sent.",
        ),
        2: Text(
            "Kedua pelindung halaman belum dikirim.",
            "Neither of the page's two protections is sent.",
        ),
    }
    return failed(names[len(lacks)], *lacks)


def _framing_rule(got: HttpArtifact) -> str:
    for policy in got.all_headers("content-security-policy"):
        for directive in policy.split(";"):
            words = directive.split()
            if words and words[0].lower() == "frame-ancestors" and "*" not in words[1:]:
                return directive.strip()
    value = (got.header("x-frame-options") or "").strip()
    return value if value.upper() in ("DENY", "SAMEORIGIN") else ""


_NOSNIFF = ("x-content-type-options", "nosniff")

CASES = (
    Case(
        "Both, in the modern way",
        {
            HTTP_VISITOR: http(
                headers=(
                    _NOSNIFF,
                    ("content-security-policy", "default-src 'self'; frame-ancestors 'none'"),
                )
            )
        },
        Outcome.PASS,
    ),
    Case(
        "Both, in the old way",
        {HTTP_VISITOR: http(headers=(_NOSNIFF, ("x-frame-options", "SameOrigin")))},
        Outcome.PASS,
    ),
    Case("Neither", {HTTP_VISITOR: http()}, Outcome.FAIL, says="Kedua"),
    Case(
        "Framing is open to everybody",
        {HTTP_VISITOR: http(headers=(_NOSNIFF, ("content-security-policy", "frame-ancestors *")))},
        Outcome.FAIL,
        says="Satu",
    ),
    Case(
        "A value that browsers ignore",
        {HTTP_VISITOR: http(headers=(_NOSNIFF, ("x-frame-options", "ALLOWALL")))},
        Outcome.FAIL,
    ),
    Case("An error page", {HTTP_VISITOR: http(status=503)}, Outcome.NOT_MEASURED),
    Case("No answer", {HTTP_VISITOR: failure(FailureKind.RESET)}, Outcome.NOT_MEASURED),
)
