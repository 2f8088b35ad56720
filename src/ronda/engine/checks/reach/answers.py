"""The site answers when an ordinary visitor asks for its front page.

## What it does
Looks at how the attempt to open the front page ended. A name that does not exist, a refused or
broken connection, silence until the time limit and an answer with a 5xx status all mean that a
visitor sees nothing. When only the secure port fails but plain http serves the page, the site
does answer, and the check "https" tells about the rest.

## Why it matters
A service that cannot be opened does not exist for the citizen who needs it, and a site that
nobody misses is a site that nobody patches.

## How to fix
Find the first step that fails, from the name to the application: does the name resolve, does the
server run, does the firewall let visitors in, does the application start. The steps below follow
that order.

## Limits
Seen from one place at one moment: a short outage and a block against this place look the same,
so one measurement alone is not told to anybody. Answers with a 4xx status count as answers.
What Ronda itself did not try (stop switch, do-not-visit list, used-up budget) is "not measured".
A name or redirect that leads into a private network, where no visitor from outside can follow,
is a site that cannot be opened.

## References
RFC 9110 section 15.6 (5xx status), RFC 8499 (NXDOMAIN).
"""

from ronda.engine.artifacts import DNS, HTTP_PLAIN, HTTP_VISITOR, FailureKind, HttpArtifact
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
from ronda.engine.checks.examples import answer, dns, failure, http
from ronda.engine.checks.helpers import clip, status_seen
from ronda.engine.checks.legal import BSSN_SECURITY, PSE_PUBLIC
from ronda.engine.judge import failure_text
from ronda.engine.text import Text

META = Meta(
    id="REACH.ANSWERS",
    area="reach",
    title=Text("Situs menjawab pengunjung", "The site answers visitors"),
    problem=Text("Situs tidak dapat dibuka", "The site cannot be opened"),
    finding_class="unreachable",
    severity=Severity.HIGH,
    needs=(DNS, HTTP_VISITOR),
    judges_failure=(DNS, HTTP_VISITOR),
    legal=(PSE_PUBLIC, BSSN_SECURITY),
    guidance=Guidance(
        why=Text(
            "Warga yang membutuhkan layanan ini tidak mendapat apa-apa. Situs mati yang dibiarkan "
            "juga mudah diambil alih orang lain.",
            "Citizens who need this service get nothing. A dead site left alone is also easily "
            "taken over by others.",
        ),
        steps=(
            Text(
                "Pastikan namanya masih ada di DNS dan menunjuk ke alamat server yang benar.",
                "Make sure that the name still exists in DNS and points to the right server.",
            ),
            Text(
                "Masuk ke server atau panel hosting; pastikan server menyala, masa sewa belum "
                "habis dan ruang simpan tidak penuh.",
                "Sign in to the server or hosting panel; make sure that it is running, that the "
                "rent is paid and that the disk is not full.",
            ),
            Text(
                "Jalankan ulang layanan web, lalu baca catatan galatnya bila masih gagal.",
                "Restart the web service, then read its error log if it still fails.",
            ),
            Text(
                "Bila situs memang sudah tidak dipakai, ajukan penonaktifan supaya namanya dihapus.",
                "If the site is no longer used, ask for its retirement so that its name is removed.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamatnya dari telepon dengan data seluler, bukan dari jaringan kantor.",
            "Open its address on a phone over mobile data, not from the office network.",
        ),
        platforms={
            "wordpress": (
                Text(
                    'Bila muncul "Error establishing a database connection", periksa DB_HOST, '
                    "DB_USER dan DB_PASSWORD di wp-config.php serta layanan basis datanya.",
                    'If it says "Error establishing a database connection", check DB_HOST, '
                    "DB_USER and DB_PASSWORD in wp-config.php and the database service.",
                ),
                Text(
                    "Bila halaman galat 500, ganti nama folder wp-content/plugins untuk mematikan "
                    "semua plugin, lalu hidupkan satu per satu.",
                    "If it is an error 500, rename the folder wp-content/plugins to switch all "
                    "plugins off, then enable them one by one.",
                ),
            ),
            "nginx": (
                Text(
                    "Jalankan `nginx -t`, lalu `systemctl status nginx`; galat 502 berarti aplikasi "
                    "di belakangnya (misalnya php-fpm) yang mati.",
                    "Run `nginx -t`, then `systemctl status nginx`; an error 502 means that the "
                    "application behind it (such as php-fpm) is down.",
                ),
            ),
            "apache": (
                Text(
                    "Jalankan `apachectl configtest`, lalu baca /var/log/apache2/error.log.",
                    "Run `apachectl configtest`, then read /var/log/apache2/error.log.",
                ),
            ),
            "cpanel": (
                Text(
                    "Buka cPanel > Metrics > Errors, dan cPanel > Disk Usage untuk melihat ruang "
                    "simpan yang penuh.",
                    "Open cPanel > Metrics > Errors, and cPanel > Disk Usage for a full disk.",
                ),
            ),
        },
    ),
)

# Ends of a visit that are the site's doing. The rest is Ronda's own choice or limit.
_SITES_DOING = frozenset(
    {
        FailureKind.TIMEOUT,
        FailureKind.REFUSED,
        FailureKind.RESET,
        FailureKind.UNREACHABLE,
        FailureKind.NXDOMAIN,
        FailureKind.NO_ADDRESS,
        FailureKind.DNS_ERROR,
        FailureKind.DNS_TIMEOUT,
        FailureKind.TLS_ALERT,
        FailureKind.TLS_PROTOCOL,
        FailureKind.TOO_MANY_REDIRECTS,
        FailureKind.BAD_HTTP,
        FailureKind.INCOMPLETE,
    }
)


# Limits of ours that every browser has too: an address inside a network or outside of the web, a
# handshake without end.
_NOWHERE = frozenset(
    {
        (FailureKind.BLOCKED_BY_POLICY, "dns"),
        (FailureKind.BLOCKED_BY_POLICY, "http"),
        (FailureKind.TOO_LARGE, "tls"),
    }
)


def judge(seen: Seen) -> Verdict:
    """Judge how opening the front page ended; see the manual page above."""
    problem = seen.failure(HTTP_VISITOR)
    key = HTTP_VISITOR
    if problem is None:
        return _by_status(seen.http())
    if problem.kind is FailureKind.NOT_ATTEMPTED and (cause := seen.failure(DNS)):
        problem, key = cause, DNS
    plain = seen.artifacts.get(HTTP_PLAIN)
    if isinstance(plain, HttpArtifact) and plain.status < 500:
        return passed(
            Text(
                "Situs menjawab, tetapi hanya lewat http biasa.",
                "The site answers, but over plain http only.",
            ),
            status_seen(HTTP_PLAIN, plain),
        )
    said = failure_text(problem)
    where = Text(f"langkah {problem.stage}", f"step {problem.stage}")
    evidence = Evidence(key, where, clip(f"{problem.where} {problem.detail}".strip()))
    if problem.kind in _SITES_DOING or (problem.kind, problem.stage) in _NOWHERE:
        return failed(
            Text(
                f"Situs tidak dapat dibuka: {said.id}.", f"The site cannot be opened: it {said.en}."
            ),
            evidence,
        )
    return not_measured(
        Text(f"Belum terukur: situs {said.id}.", f"Not measured: the site {said.en}."), evidence
    )


def _by_status(got: HttpArtifact) -> Verdict:
    evidence = status_seen(HTTP_VISITOR, got)
    if got.status >= 500:
        return failed(
            Text(
                "Server menjawab dengan galat {status}; pengunjung tidak mendapat halaman.",
                "The server answers with error {status}; visitors get no page.",
            ).fill(status=got.status),
            evidence,
        )
    if got.status == 429:
        return not_measured(
            Text(
                "Belum terukur: situs meminta kami mengurangi kunjungan (429).",
                "Not measured: the site asked us to slow down (429).",
            ),
            evidence,
        )
    if got.status >= 400:
        return passed(
            Text(
                "Situs menjawab, tetapi halaman depannya berstatus {status}.",
                "The site answers, but its front page has status {status}.",
            ).fill(status=got.status),
            evidence,
        )
    return passed(Text("Situs menjawab.", "The site answers."), evidence)


_GOOD_NAME = dns(answer("dinas.contohprov.go.id", "A", "198.51.100.7"))

CASES = (
    Case("An ordinary page", {DNS: _GOOD_NAME, HTTP_VISITOR: http()}, Outcome.PASS),
    Case(
        "A front page that asks for a password answers all the same",
        {DNS: _GOOD_NAME, HTTP_VISITOR: http(status=401)},
        Outcome.PASS,
        says="401",
    ),
    Case(
        "https is refused but plain http serves the page",
        {
            DNS: _GOOD_NAME,
            HTTP_VISITOR: failure(FailureKind.REFUSED),
            HTTP_PLAIN: http(url="http://dinas.contohprov.go.id/"),
        },
        Outcome.PASS,
        says="hanya lewat http",
    ),
    Case(
        "The server refuses the connection",
        {DNS: _GOOD_NAME, HTTP_VISITOR: failure(FailureKind.REFUSED)},
        Outcome.FAIL,
        says="menolak sambungan",
    ),
    Case(
        "The application is down behind a running server",
        {DNS: _GOOD_NAME, HTTP_VISITOR: http(status=502)},
        Outcome.FAIL,
        says="502",
    ),
    Case(
        "The name leads to an address inside of a network",
        {DNS: _GOOD_NAME, HTTP_VISITOR: failure(FailureKind.BLOCKED_BY_POLICY, "dns")},
        Outcome.FAIL,
        says="di luar batas",
    ),
    Case(
        "The visitor is sent to another port, where Ronda does not follow",
        {DNS: _GOOD_NAME, HTTP_VISITOR: failure(FailureKind.BLOCKED_BY_POLICY, "policy")},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "The name does not exist",
        {
            DNS: failure(FailureKind.NXDOMAIN, "dns"),
            HTTP_VISITOR: failure(FailureKind.NOT_ATTEMPTED),
        },
        Outcome.FAIL,
        says="tidak ditemukan di DNS",
    ),
    Case(
        "An officer stopped the round",
        {DNS: _GOOD_NAME, HTTP_VISITOR: failure(FailureKind.STOPPED, "policy")},
        Outcome.NOT_MEASURED,
        says="dihentikan",
    ),
    Case(
        "The site stands on the do-not-visit list",
        {DNS: _GOOD_NAME, HTTP_VISITOR: failure(FailureKind.DO_NOT_VISIT, "policy")},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "The site asks for fewer visits",
        {DNS: _GOOD_NAME, HTTP_VISITOR: http(status=429)},
        Outcome.NOT_MEASURED,
    ),
)
