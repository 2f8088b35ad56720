"""The page carries no injected gambling, neither openly nor for robots or phones alone.

## What it does
Asks for the front page as three visitors: an ordinary one, a search engine's robot, and a phone
that comes from a search result. It looks for links and texts that a visitor cannot see, for what
only robots or phones get, for redirects to gambling hosts, and for gambling promoted in
structured data; and in the sitemap for pages whose addresses promote gambling. Each sign is
weighed; words alone never decide.

## Why it matters
Gambling promoters break into government sites because search engines trust them. A hidden link is
proof that somebody else can write on the server, and what can plant a link can take data.

## How to fix
Preserve the evidence, close the way in, then clean: removing the links alone brings them back
within days. The steps below follow the order of an incident's handling.

## Limits
Only the front page and the first part of /sitemap.xml are looked at, from this place; pages that show gambling to addresses of one
country only, or deep in upload folders, are not seen. Pages that warn of gambling stay quiet: words
near "waspada", "blokir", "polisi" and the like do not count. When the robot's or the phone's view
could not be fetched, a clean page is "not measured", not "good".

## References
UU 1/2024 (ITE), Pasal 27 ayat (2); Google Search Essentials, cloaking and hidden text and links.
"""

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PAGE_PHONE,
    PAGE_ROBOT,
    PAGE_VISITOR,
    PATH_MISSING,
    Failure,
    FailureKind,
    HttpArtifact,
    PageArtifact,
    View,
)
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    NotSeen,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    not_measured,
    passed,
)
from ronda.engine.checks.examples import failure, http, link, page
from ronda.engine.checks.helpers import clip, not_own, own_page, served_file, status_seen, telling
from ronda.engine.checks.legal import BSSN_INCIDENT, BSSN_SECURITY, GAMBLING
from ronda.engine.content.gambling import ENOUGH, OTHERS, VIEWS, Sides, Sign, signs, total
from ronda.engine.content.gambling_names import KIND_NAMES, VIEW_NAMES
from ronda.engine.text import Text

SITEMAP = "path:/sitemap.xml"

META = Meta(
    id="CONTENT.GAMBLING",
    area="content",
    title=Text("Tidak ada sisipan judi", "No injected gambling"),
    problem=Text("Ada sisipan judi di situs", "Gambling has been injected into the site"),
    finding_class="injected-gambling",
    severity=Severity.CRITICAL,
    needs=(HTTP_VISITOR, PAGE_VISITOR, HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE),
    also=(SITEMAP, PATH_MISSING),
    # Signs in one view stand, whatever became of the others; see "Limits".
    judges_failure=(HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE),
    urgent=True,
    legal=(GAMBLING, BSSN_SECURITY, BSSN_INCIDENT),
    guidance=Guidance(
        why=Text(
            "Orang lain dapat menulis di server Anda; tautan judi hanyalah tandanya. Jalan masuk "
            "yang sama dapat dipakai untuk mengambil data.",
            "Somebody else can write on your server; the gambling links are only the sign of it. "
            "The same way in can be used to take data.",
        ),
        steps=(
            Text(
                "Simpan bukti dulu: salin seluruh berkas situs, basis data dan catatan akses.",
                "Keep the evidence first: copy all files of the site, the database and access logs.",
            ),
            Text(
                "Laporkan ke tim tanggap insiden (CSIRT) daerah Anda.",
                "Tell your region's incident response team (CSIRT).",
            ),
            Text(
                "Cari jalan masuknya: berkas PHP baru di folder unggahan, akun admin yang tidak "
                "dikenal, plugin lama, .htaccess yang berubah.",
                "Find the way in: new PHP files in upload folders, unknown admin accounts, old "
                "plugins, a changed .htaccess.",
            ),
            Text(
                "Ganti semua kata sandi (admin, basis data, FTP, panel) dan perbarui perangkat lunaknya.",
                "Change all passwords (admin, database, FTP, panel) and update the software.",
            ),
            Text(
                "Pasang ulang dari salinan bersih; jangan hanya menghapus tautannya.",
                "Reinstall from a clean copy; do not merely delete the links.",
            ),
            Text(
                "Periksa sitemap dan kepemilikan di Google Search Console, lalu minta pengindeksan ulang.",
                "Check the sitemap and owners in Google Search Console, then ask for re-indexing.",
            ),
        ),
        see_for_yourself=Text(
            "Tekan Ctrl+U di halaman depan lalu cari kata pada bukti; untuk tampilan robot, jalankan "
            "`curl -A Googlebot https://nama-situs/`; untuk tampilan ponsel, cari nama situs di "
            "Google dari telepon lalu buka hasilnya.",
            "Press Ctrl+U on the front page and look for the words of the evidence; for the robot's "
            "view run `curl -A Googlebot https://site-name/`; for the phone's view search for the "
            "site's name on a phone and open the result.",
        ),
        platforms={
            "wordpress": (
                Text(
                    "Jalankan `wp core verify-checksums` dan `wp plugin verify-checksums --all`.",
                    "Run `wp core verify-checksums` and `wp plugin verify-checksums --all`.",
                ),
                Text(
                    "Hapus berkas .php di wp-content/uploads, periksa wp-config.php, functions.php "
                    "tema dan folder mu-plugins.",
                    "Delete .php files in wp-content/uploads; check wp-config.php, the theme's "
                    "functions.php and the folder mu-plugins.",
                ),
                Text(
                    "Di Pengguna, hapus administrator yang tidak dikenal; ganti kunci di wp-config.php.",
                    "In Users delete unknown administrators; renew the keys in wp-config.php.",
                ),
            ),
            "cpanel": (
                Text(
                    "Jalankan cPanel > Virus Scanner, periksa Cron Jobs dan FTP Accounts yang tidak "
                    "dikenal, lalu pulihkan dari Backup sebelum tanggal penyisipan.",
                    "Run cPanel > Virus Scanner, check unknown Cron Jobs and FTP Accounts, then "
                    "restore a Backup from before the injection.",
                ),
            ),
            "nginx": (
                Text(
                    "Larang PHP di folder unggahan: `location ~* /uploads/.*\\.php$ { deny all; }`.",
                    "Forbid PHP in upload folders: `location ~* /uploads/.*\\.php$ { deny all; }`.",
                ),
            ),
            "apache": (
                Text(
                    'Larang PHP di folder unggahan: `<FilesMatch "\\.php$"> Require all denied '
                    "</FilesMatch>` dalam .htaccess folder itu.",
                    'Forbid PHP in upload folders: `<FilesMatch "\\.php$"> Require all denied '
                    "</FilesMatch>` in that folder's .htaccess.",
                ),
            ),
        },
    ),
)

_SHOWN = 8


def judge(seen: Seen) -> Verdict:
    """Weigh the signs of all views; see the manual page above."""
    answers: dict[View, HttpArtifact | Failure] = {}
    pages: dict[View, PageArtifact] = {}
    for view in VIEWS:
        answer = seen.artifacts.get(f"http:{view}")
        if isinstance(answer, HttpArtifact | Failure):
            answers[view] = answer
        got = seen.artifacts.get(f"page:{view}")
        if isinstance(got, PageArtifact):
            pages[view] = got
    seen.page()  # without the visitor's view there is nothing to compare with
    if seen.http().status >= 400:
        return not_measured(
            Text(
                "Belum terukur: halaman depan menjawab dengan status {status}.",
                "Not measured: the front page answered with status {status}.",
            ).fill(status=seen.http().status),
            status_seen(HTTP_VISITOR, seen.http()),
        )
    found = signs(Sides(seen.site.host, answers, pages, _sitemap(seen)))
    weight = total(found)
    evidence = tuple(_evidence(sign) for sign in found[:_SHOWN] if sign.weight > 0)
    if weight >= ENOUGH:
        return failed(_summary(found[0]), *evidence, confidence=min(0.99, 0.55 + 0.15 * weight))
    broken = seen.failure(SITEMAP)
    if broken and broken.kind is not FailureKind.BLOCKED_BY_POLICY:
        raise NotSeen(SITEMAP, broken)  # doorway pages found before may be listed still
    if isinstance(seen.artifacts.get(SITEMAP), HttpArtifact):
        telling(seen, SITEMAP)
    own = own_page(seen)
    if isinstance(own, Verdict):
        return own
    missing = [view for view in OTHERS if view not in pages or not_own(seen, f"http:{view}")]
    if missing:
        names = [VIEW_NAMES[view] for view in missing]
        return not_measured(
            Text(
                f"Belum terukur penuh: {' dan '.join(n.id for n in names)} tidak dapat diambil.",
                f"Not fully measured: the {' and the '.join(n.en for n in names)} could not be fetched.",
            ),
            *(_why(seen, view) for view in missing),
        )
    if own.truncated:
        return not_measured(
            Text(
                "Belum terukur penuh: halaman depan terlalu panjang untuk dibaca seluruhnya.",
                "Not fully measured: the front page is too long to be read to its end.",
            )
        )
    return passed(
        Text(
            "Tidak ada sisipan judi pada ketiga tampilan halaman depan.",
            "No injected gambling in the three views of the front page.",
        ),
        *evidence,
    )


def _sitemap(seen: Seen) -> bytes:
    try:
        return served_file(seen, SITEMAP, "/sitemap.xml") or b""
    except NotSeen:
        return b""


def _summary(first: Sign) -> Text:
    view, kind = VIEW_NAMES[first.view], _kind(first)
    return Text(
        f"Ada sisipan judi: {kind.id} pada {view.id}.",
        f"Gambling has been injected: {kind.en} in the {view.en}.",
    )


def _kind(sign: Sign) -> Text:
    return KIND_NAMES[sign.kind].fill(how=clip(sign.how)[:60] or "?")


def _evidence(sign: Sign) -> Evidence:
    view, kind = VIEW_NAMES[sign.view], _kind(sign)
    key = (
        f"http:{sign.view}"
        if sign.kind in ("redirect", "code", "written_link")
        else f"page:{sign.view}"
    )
    if sign.kind == "sitemap":
        return Evidence(SITEMAP, kind, clip(sign.words))
    where = Text(f"{view.id}: {kind.id}", f"{view.en}: {kind.en}")
    return Evidence(key, where, clip(sign.words))


def _why(seen: Seen, view: View) -> Evidence:
    problem = seen.failure(f"http:{view}") or seen.failure(f"page:{view}")
    answer = seen.artifacts.get(f"http:{view}")
    status = f"HTTP {answer.status}" if isinstance(answer, HttpArtifact) else ""
    detail = problem.detail if problem else status
    return Evidence(f"http:{view}", VIEW_NAMES[view], clip(detail))


def _views(
    visitor: PageArtifact,
    robot: PageArtifact | None = None,
    phone: PageArtifact | None = None,
) -> dict[str, HttpArtifact | PageArtifact | Failure]:
    """Artifacts of the three views; the others get the visitor's page unless told."""
    shown = {"visitor": visitor, "robot": robot or visitor, "phone": phone or visitor}
    return {
        **{f"http:{view}": http() for view in shown},
        **{f"page:{view}": got for view, got in shown.items()},
    }


_NEWS = "Rapat koordinasi pelayanan. Jadwal posyandu bulan ini. Alamat: Jalan Melati 5."

CASES = (
    Case("An ordinary office", _views(page(_NEWS)), Outcome.PASS),
    Case(
        "News of a fight against gambling, with the words of the promoters",
        _views(
            page(
                "Dinas Kominfo memblokir situs slot gacor dan togel online. Polisi mengimbau warga "
                "waspada terhadap judi online, rtp live dan link alternatif yang menyusup.",
                title="Waspada judi online",
                links=(
                    link("https://berita.contoh.id/slot-gacor-diblokir", "Slot gacor diblokir"),
                ),
            )
        ),
        Outcome.PASS,
    ),
    Case(
        "Field hockey, a singing-bird contest, a queue and a budget",
        _views(
            page(
                "Tim hoki putri juara. Kontes burung: murai gacor hari ini juara satu. Ambil slot "
                "online antrean poli. Realisasi pengeluaran dan keluaran kegiatan. Raja dan dewa "
                "dalam hikayat. Bonus atlet dan deposit jaminan."
            )
        ),
        Outcome.PASS,
    ),
    Case(
        "News rotates between the views",
        _views(
            page(_NEWS, links=(link("https://dinas.contohprov.go.id/a", "Rapat"),)),
            page("Pelatihan UMKM.", links=(link("https://dinas.contohprov.go.id/b", "UMKM"),)),
        ),
        Outcome.PASS,
    ),
    Case(
        "A hidden block of links",
        _views(
            page(
                _NEWS,
                links=(
                    link("https://naga-slot88.example/", "slot gacor", hidden="display:none"),
                    link("https://surga4d.example/", "togel online", hidden="display:none"),
                ),
            )
        ),
        Outcome.FAIL,
        says="tersembunyi (display:none)",
    ),
    Case(
        "A robot gets another page",
        _views(
            page(_NEWS),
            page(
                "Situs slot terpercaya dengan rtp live dan maxwin hari ini.",
                title="SLOT GACOR MAXWIN",
                view="robot",
            ),
        ),
        Outcome.FAIL,
        says="robot",
    ),
    Case(
        "A phone from a search is sent away, and the way is barred to us",
        {
            **_views(page(_NEWS)),
            HTTP_PHONE: failure(FailureKind.NXDOMAIN, "dns", "https://raja-slot777.example/"),
            PAGE_PHONE: failure(FailureKind.NOT_ATTEMPTED, "parse"),
        },
        Outcome.FAIL,
        says="pengalihan",
    ),
    Case(
        "A hidden link is enough, though the other views were not fetched",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                _NEWS, links=(link("https://slot-dewa.example/", "x", hidden="off-screen"),)
            ),
            **dict.fromkeys(
                (HTTP_ROBOT, PAGE_ROBOT, HTTP_PHONE, PAGE_PHONE),
                failure(FailureKind.BLOCKED_BY_POLICY, "policy"),
            ),
        },
        Outcome.FAIL,
    ),
    Case(
        "Clean for visitors, but the robot's view timed out",
        {
            **_views(page(_NEWS)),
            HTTP_ROBOT: failure(FailureKind.TIMEOUT, "http"),
            PAGE_ROBOT: failure(FailureKind.NOT_ATTEMPTED, "parse"),
        },
        Outcome.NOT_MEASURED,
        says="robot",
    ),
    Case(
        "A firewall refuses the robot",
        {**_views(page(_NEWS)), HTTP_ROBOT: http("Forbidden", status=403)},
        Outcome.NOT_MEASURED,
        says="robot",
    ),
    Case(
        "The site is down",
        dict.fromkeys(META.needs, failure(FailureKind.REFUSED)),
        Outcome.NOT_MEASURED,
    ),
)
