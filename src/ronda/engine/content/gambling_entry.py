"""Says, from the signs of injected content, where it probably came in and what has to be cleaned.

What each sign needs is written down: a link in the page's end needs somebody who writes its template or
its database, a redirect of robots alone needs code on the server. Probable, never certain: the access log
decides.
"""

from collections.abc import Iterable

import msgspec

from ronda.engine.content.gambling_sign import Sign
from ronda.engine.text import Text


class Way(msgspec.Struct, frozen=True):
    """A way in: the kinds of signs that need it, its name, and what is to be cleaned."""

    kinds: frozenset[str]
    entry: Text
    clean: Text


# In the order in which they are asked: what needs the most comes first.
WAYS: tuple[Way, ...] = (
    Way(
        frozenset({"taken_over"}),
        Text(
            "nama situs menunjuk ke server pihak lain (catatan DNS yang ditinggalkan), atau berkas "
            "halaman depan diganti",
            "the site's name leads to a stranger's server (an abandoned DNS record), or the front "
            "page's file was replaced",
        ),
        Text(
            "catatan DNS situs ini dan akun hosting lamanya; lalu berkas halaman depan",
            "this site's DNS records and its old hosting account; then the front page's file",
        ),
    ),
    Way(
        frozenset({"redirect", "view_title", "view_text", "view_link", "view_page", "kept_page"}),
        Text(
            "kode di server yang memilih jawaban menurut siapa yang bertanya: .htaccess, index.php, "
            "wp-config.php, functions.php tema, atau plugin palsu",
            "code on the server that answers by who asks: .htaccess, index.php, wp-config.php, the "
            "theme's functions.php or a false plug-in",
        ),
        Text(
            "aturan dan kode itu, berkas PHP yang baru berubah, serta tugas terjadwal (cron)",
            "those rules and that code, PHP files that changed lately, and scheduled tasks (cron)",
        ),
    ),
    Way(
        frozenset({"stored", "sitemap", "window"}),
        Text(
            "formulir unggah atau pengelola berkas tanpa pembatasan, atau folder yang boleh ditulisi "
            "dan dijalankan",
            "an upload form or file manager without limits, or a folder that may be written to and "
            "executed from",
        ),
        Text(
            "semua halaman di folder itu beserta skrip yang membuatnya, dan daftarnya di peta situs",
            "all pages in that folder with the script that makes them, and their list in the sitemap",
        ),
    ),
    Way(
        frozenset(
            {"moved_script", "moved_refresh", "moved_form", "moved_frame", "written_link", "code"}
        ),
        Text(
            "skrip yang disisipkan ke templat, widget atau basis data; sering lewat tema bajakan atau "
            "akun admin yang dicuri",
            "a script put into a template, a widget or the database; often through a pirated theme or "
            "a stolen administrator's account",
        ),
        Text(
            "templat kepala dan kaki halaman, widget HTML, dan tabel isi di basis data; cari kata pada bukti",
            "the templates of the page's head and foot, HTML widgets and the tables of content; look "
            "for the words of the evidence",
        ),
    ),
    Way(
        frozenset({"ware", "metadata", "home"}),
        Text(
            "templat kepala halaman atau setelan plugin SEO, lewat akun admin yang dicuri",
            "the template of the page's head or the settings of an SEO plug-in, by a stolen "
            "administrator's account",
        ),
        Text(
            "judul, deskripsi, canonical dan data terstruktur di templat serta di setelan SEO",
            "title, description, canonical address and structured data in the template and in the SEO settings",
        ),
    ),
    Way(
        frozenset({"hidden_link", "hidden_text", "open_link", "lead", "veiled_link"}),
        Text(
            "templat, widget atau tulisan di basis data, lewat akun pengelola yang dicuri atau plugin lama",
            "a template, a widget or a text in the database, by a stolen editor's account or an old plug-in",
        ),
        Text(
            "bagian halaman yang disebut pada bukti, di templat maupun di basis data",
            "the part of the page that the evidence names, in the template and in the database",
        ),
    ),
)
COMMENTS = Way(
    frozenset({"comment_link"}),
    Text(
        "formulir komentar atau buku tamu yang terbuka tanpa pemeriksaan; situsnya sendiri belum tentu diretas",
        "a comment form or guest book that is open without review; the site itself need not have been broken into",
    ),
    Text(
        "hapus komentar itu, wajibkan persetujuan sebelum tampil, pasang penyaring spam, atau tutup komentar",
        "delete those comments, require approval before they show, add a spam filter, or close comments",
    ),
)


def only_comments(found: Iterable[Sign]) -> bool:
    """Tell whether nothing but visitors' comments speaks for injected content."""
    kinds = {sign.kind for sign in found if sign.weight > 0}
    return bool(kinds) and kinds <= COMMENTS.kinds


def way_in(found: Iterable[Sign]) -> Way:
    """Return the way in that the weightiest signs need most."""
    told = tuple(found)
    if only_comments(told):
        return COMMENTS
    heavy = {sign.kind for sign in told if sign.weight >= 0.5} or {sign.kind for sign in told}
    return next((way for way in WAYS if way.kinds & heavy), WAYS[-1])
