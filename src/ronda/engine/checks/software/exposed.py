"""The software that the site names is still mended by its makers.

## What it does
Reads names and versions from the headers Server and X-Powered-By and from the page's generator tag,
and compares them with a small dated table of the days on which makers stopped mending them.

## Why it matters
Holes that are found after that day stay open for ever. Attackers search for exactly these version
numbers, and most planted gambling comes in by old WordPress and PHP.

## How to fix
Back up, then update to a version that is mended, plugins and themes first. If the application
cannot follow, it needs a new one, or a wall in front of it and a date for its end.

## Limits
Only what the site itself says is judged; hiding the number makes the check silent but nothing
safer. Versions that name a Linux distribution are judged by that distribution's own end where the
table knows it, since distributions mend old versions. Unknown products are never guessed.

## References
The makers' own pages, named in end_of_life.toml beside this check.
"""

from ronda.engine.artifacts import HTTP_VISITOR, PAGE_VISITOR, FailureKind
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
from ronda.engine.checks.helpers import clip, local_day, on_day, own_answer, own_page
from ronda.engine.checks.legal import BSSN_SECURITY
from ronda.engine.content.software import (
    Named,
    Outdated,
    in_generator,
    in_header,
    load_table,
    outdated,
)
from ronda.engine.text import Text

META = Meta(
    id="SOFTWARE.EXPOSED",
    area="software",
    title=Text(
        "Perangkat lunak masih didukung pembuatnya", "Software is still mended by its makers"
    ),
    problem=Text(
        "Perangkat lunak sudah tidak didukung pembuatnya",
        "Software is no longer mended by its makers",
    ),
    finding_class="outdated-software",
    severity=Severity.MEDIUM,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    legal=(BSSN_SECURITY,),
    guidance=Guidance(
        why=Text(
            "Lubang keamanan pada versi ini tidak akan ditambal lagi. Penyerang mencari nomor versi "
            "seperti ini untuk menanam situs judi.",
            "Holes in this version will not be closed any more. Attackers look for such version "
            "numbers to plant gambling sites.",
        ),
        steps=(
            Text(
                "Buat cadangan situs dan basis datanya, lalu uji pemulihannya.",
                "Back up the site and its database, and test that it can be restored.",
            ),
            Text(
                "Perbarui ke versi yang masih didukung; coba dulu di salinan situs.",
                "Update to a version that is still mended; try it on a copy of the site first.",
            ),
            Text(
                "Bila aplikasinya tidak dapat mengikuti, rencanakan penggantinya dan batasi aksesnya.",
                "If the application cannot follow, plan its replacement and restrict access to it.",
            ),
        ),
        see_for_yourself=Text(
            "Jalankan `curl -sI https://nama-situs/` dan lihat baris Server dan X-Powered-By; untuk "
            'CMS, cari kata "generator" pada kode sumber halaman.',
            "Run `curl -sI https://site-name/` and look at the lines Server and X-Powered-By; for a "
            'CMS look for "generator" in the page\'s source.',
        ),
        platforms={
            "wordpress": (
                Text(
                    "Masuk ke /wp-admin > Dasbor > Pembaruan; perbarui plugin dan tema, lalu WordPress.",
                    "Sign in to /wp-admin > Dashboard > Updates; update plugins and themes, then "
                    "WordPress.",
                ),
            ),
            "cpanel": (
                Text(
                    "Naikkan versi PHP di cPanel > MultiPHP Manager, satu tingkat demi satu tingkat.",
                    "Raise the PHP version in cPanel > MultiPHP Manager, one step at a time.",
                ),
            ),
            "nginx": (
                Text(
                    "Perbarui sistem operasinya (`apt update && apt full-upgrade`), atau pindahkan "
                    "situs ke server yang lebih baru.",
                    "Update the operating system (`apt update && apt full-upgrade`), or move the "
                    "site to a newer server.",
                ),
            ),
        },
    ),
)

TABLE = load_table()
_HEADERS = ("server", "x-powered-by")


def judge(seen: Seen) -> Verdict:
    """Judge the versions that the site names; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    page_seen = seen.page()
    today = local_day(seen)
    named: list[Named] = []
    old: list[Outdated] = []
    evidence: list[Evidence] = []
    sources = [
        (HTTP_VISITOR, Text(f"kepala jawaban {name}", f"response header {name}"), value, in_header)
        for name in _HEADERS
        for value in got.all_headers(name)[:3]
    ]
    generator = Text("meta generator", "generator meta tag")
    sources.append((PAGE_VISITOR, generator, page_seen.generator, in_generator))
    for key, where, value, reader in sources:
        found = reader(value)
        named += found
        late = outdated(found, TABLE, today)
        if late:
            old += late
            evidence.append(Evidence(key, where, clip(value)))
    if old:
        return failed(_said(old[0]), *evidence, confidence=0.8)
    got = own_page(seen)
    if isinstance(got, Verdict):
        return got
    if not named:
        return not_applicable(
            Text("Situs tidak menyebut versi perangkat lunaknya.", "The site names no versions.")
        )
    return passed(
        Text(
            "Tidak ada versi usang yang kami kenali ({names}).",
            "No version that we know to be outdated ({names}).",
        ).fill(names=", ".join(f"{n.product} {n.version}" for n in named[:4])),
    )


def _said(old: Outdated) -> Text:
    what = f"{old.named.product} {old.named.version}"
    if old.patch_only:
        text = Text(
            "{what} belum memuat tambalan keamanan {day} dan sesudahnya.",
            "{what} lacks the security release of {day} and later ones.",
        )
    else:
        text = Text(
            "{what} tidak didukung lagi sejak {day}.", "{what} has not been mended since {day}."
        )
    # Versions are digits and points, so the text stays a template for the day.
    return on_day(text.fill(what=what, day="{day}"), old.since)


CASES = (
    Case(
        "A server that tells a version still mended",
        {
            HTTP_VISITOR: http(headers=(("server", "nginx/1.28.0"), ("x-powered-by", "PHP/8.3.9"))),
            PAGE_VISITOR: page(generator="WordPress 6.8.3"),
        },
        Outcome.PASS,
        says="PHP 8.3.9",
    ),
    Case(
        "A distribution's own old version, which it mends itself",
        {
            HTTP_VISITOR: http(headers=(("x-powered-by", "PHP/7.4.3-4ubuntu2.29"),)),
            PAGE_VISITOR: page(),
        },
        Outcome.PASS,
    ),
    Case(
        "Unknown software is never guessed",
        {
            HTTP_VISITOR: http(headers=(("server", "TokoServer/0.1"),)),
            PAGE_VISITOR: page(generator="Situs Desa 1.0"),
        },
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "Names without numbers",
        {
            HTTP_VISITOR: http(headers=(("server", "Apache"),)),
            PAGE_VISITOR: page(generator="Joomla! - Open Source Content Management"),
        },
        Outcome.NOT_APPLICABLE,
    ),
    Case(
        "PHP of the year 2018",
        {
            HTTP_VISITOR: http(headers=(("x-powered-by", "PHP/5.6.40"),)),
            PAGE_VISITOR: page(),
        },
        Outcome.FAIL,
        says="PHP 5.6.40",
    ),
    Case(
        "Apache of a distribution that has ended too",
        {
            HTTP_VISITOR: http(headers=(("server", "Apache/2.2.15 (CentOS)"),)),
            PAGE_VISITOR: page(),
        },
        Outcome.FAIL,
        says="Apache 2.2.15",
    ),
    Case(
        "WordPress without years of patches",
        {HTTP_VISITOR: http(), PAGE_VISITOR: page(generator="WordPress 4.9.8")},
        Outcome.FAIL,
        says="tambalan keamanan",
    ),
    Case(
        "An old Joomla",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(generator="Joomla! 1.5 - Open Source Content Management"),
        },
        Outcome.FAIL,
        says="Joomla 1.5",
    ),
    Case(
        "The page could not be fetched",
        {
            HTTP_VISITOR: failure(FailureKind.TIMEOUT),
            PAGE_VISITOR: failure(FailureKind.NOT_ATTEMPTED),
        },
        Outcome.NOT_MEASURED,
    ),
)
