"""The certificate is signed by an authority that browsers know, with every link of the chain sent.

## What it does
Builds the path from the server's certificate to a known root with only what the server sent, and
tells three faults apart: a certificate that the server signed itself, a root that nobody knows,
and an intermediate certificate that the server forgot to send.

## Why it matters
Without a chain to a known root a visitor cannot tell your server from a forged one, and browsers
say so in red. With a missing intermediate it works on some devices and fails on others, phones
and applications first.

## How to fix
Self-signed or unknown root: get a certificate from a public authority. Missing intermediate: send
the whole chain ("fullchain"), the certificate itself is good.

## Limits
The trust store of this Ronda decides; an office may add a root of its own. Age and name are
judged by other checks, and expiry alone never fails this one.

## References
RFC 5280 section 6 (path validation), RFC 8446 section 4.4.2 (the server sends the chain).
"""

from ronda.engine.artifacts import TLS, FailureKind, TlsArtifact
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
    not_measured,
    passed,
)
from ronda.engine.checks.examples import certificate, failure, tls
from ronda.engine.checks.helpers import clip
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.text import Text

META = Meta(
    id="TLS.TRUSTED",
    area="tls",
    title=Text("Sertifikat dipercaya peramban", "Browsers trust the certificate"),
    problem=Text("Sertifikat tidak dipercaya peramban", "Browsers do not trust the certificate"),
    finding_class="tls-untrusted",
    severity=Severity.HIGH,
    needs=(TLS,),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Pengunjung tidak dapat membedakan server Anda dari server palsu. Sebagian telepon dan "
            "aplikasi langsung menolak tersambung.",
            "Visitors cannot tell your server from a forged one. Some phones and applications "
            "refuse to connect at all.",
        ),
        steps=(
            Text(
                'Lihat ringkasan temuan: "ditandatangani sendiri" atau "penerbit tidak dikenal" '
                'berarti sertifikatnya harus diganti; "sertifikat antara tidak dikirim" berarti '
                "cukup melengkapi rantainya.",
                'Read the finding: "self-signed" or "unknown issuer" means that the certificate '
                'must be replaced; "intermediate not sent" means completing the chain is enough.',
            ),
            Text(
                "Untuk mengganti: terbitkan sertifikat dari penerbit publik, misalnya Let's Encrypt "
                "yang gratis, lalu pasang.",
                "To replace it: get a certificate from a public authority, such as Let's Encrypt, "
                "which is free, and install it.",
            ),
            Text(
                "Untuk melengkapi: gabungkan sertifikat situs dan sertifikat antara dari penerbit "
                '(berkas "fullchain" atau "CA bundle"), situs lebih dulu.',
                "To complete it: join the site's certificate and the issuer's intermediate (the "
                'file "fullchain" or "CA bundle"), the site\'s first.',
            ),
            Text("Muat ulang server web.", "Reload the web server."),
        ),
        see_for_yourself=Text(
            "Jalankan `openssl s_client -connect nama-situs:443 -servername nama-situs` dan lihat "
            'baris "Verify return code"; 0 berarti dipercaya.',
            "Run `openssl s_client -connect site-name:443 -servername site-name` and look at the "
            'line "Verify return code"; 0 means trusted.',
        ),
        platforms={
            "nginx": (
                Text(
                    "Arahkan `ssl_certificate` ke fullchain.pem, bukan cert.pem, lalu "
                    "`nginx -t && systemctl reload nginx`.",
                    "Point `ssl_certificate` at fullchain.pem, not cert.pem, then "
                    "`nginx -t && systemctl reload nginx`.",
                ),
            ),
            "apache": (
                Text(
                    "Arahkan `SSLCertificateFile` ke fullchain.pem, lalu "
                    "`apachectl configtest && systemctl reload apache2`.",
                    "Point `SSLCertificateFile` at fullchain.pem, then "
                    "`apachectl configtest && systemctl reload apache2`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Buka cPanel > SSL/TLS Status > Run AutoSSL; untuk sertifikat sendiri, isi juga "
                    'kotak "Certificate Authority Bundle".',
                    "Open cPanel > SSL/TLS Status > Run AutoSSL; for a certificate of your own fill "
                    'the box "Certificate Authority Bundle" too.',
                ),
            ),
        },
    ),
)

_PROBLEMS = {
    "self_signed": Text(
        "Sertifikat ditandatangani sendiri oleh server; ganti dengan sertifikat dari penerbit publik.",
        "The certificate is self-signed; replace it with one from a public authority.",
    ),
    "untrusted_root": Text(
        "Penerbit sertifikat tidak dikenal peramban; ganti dengan sertifikat dari penerbit publik.",
        "The certificate's issuer is unknown to browsers; replace it with one from a public authority.",
    ),
    "missing_intermediate": Text(
        "Sertifikat antara tidak dikirim server; lengkapi rantainya, sertifikatnya sendiri baik.",
        "The intermediate certificate is not sent; complete the chain, the certificate itself is good.",
    ),
    "wrong_purpose": Text(
        "Sertifikat ini bukan untuk server web; terbitkan sertifikat server.",
        "This certificate is not meant for a web server; get a server certificate.",
    ),
    "other": Text(
        "Sertifikat tidak lolos pemeriksaan kepercayaan; lihat rinciannya di bukti.",
        "The certificate does not pass the verification of trust; see the evidence for details.",
    ),
}


def judge(seen: Seen) -> Verdict:
    """Judge the path to a known root; see the manual page above."""
    shown = seen.tls()
    if not shown.chain:
        return not_measured(
            Text(
                "Belum terukur: server tidak menunjukkan sertifikat yang dapat dibaca.",
                "Not measured: the server showed no certificate that can be read.",
            )
        )
    problem = shown.problem
    leaf = shown.chain[0]
    if problem in ("expired", "not_yet_valid"):
        # A path was found and only time broke it, unless the server is its own issuer.
        problem = "self_signed" if leaf.self_signed else ""
    if problem in _PROBLEMS:
        sure = 0.7 if problem == "other" else 1.0
        return failed(_PROBLEMS[problem], *_evidence(shown), confidence=sure)
    return passed(
        Text("Penerbit sertifikat dikenal.", "The certificate's issuer is known."),
        *_evidence(shown),
    )


def _evidence(shown: TlsArtifact) -> tuple[Evidence, ...]:
    chain = tuple(
        Evidence(
            TLS,
            Text(f"sertifikat ke-{i} dari server", f"certificate {i} from the server"),
            clip(f"{one.subject} <- {one.issuer}"),
        )
        for i, one in enumerate(shown.chain[:5], 1)
    )
    if not shown.problem_detail:
        return chain
    where = Text("hasil pemeriksaan kepercayaan", "result of the verification")
    return (*chain, Evidence(TLS, where, clip(shown.problem_detail)))


CASES = (
    Case("A chain to a known root", {TLS: tls()}, Outcome.PASS),
    Case(
        "Expired, but from a known issuer",
        {TLS: tls(certificate(days_left=-3), certificate(is_ca=True), problem="expired")},
        Outcome.PASS,
    ),
    Case(
        "The server signed it itself",
        {TLS: tls(certificate(self_signed=True), problem="self_signed")},
        Outcome.FAIL,
        says="ditandatangani sendiri",
    ),
    Case(
        "Self-signed and expired",
        {TLS: tls(certificate(self_signed=True, days_left=-3), problem="expired")},
        Outcome.FAIL,
        says="ditandatangani sendiri",
    ),
    Case(
        "The intermediate is missing",
        {TLS: tls(certificate(), problem="missing_intermediate")},
        Outcome.FAIL,
        says="antara",
    ),
    Case(
        "Nobody knows the root",
        {TLS: tls(problem="untrusted_root")},
        Outcome.FAIL,
        says="tidak dikenal",
    ),
    Case("No handshake", {TLS: failure(FailureKind.TLS_ALERT, "tls")}, Outcome.NOT_MEASURED),
)
