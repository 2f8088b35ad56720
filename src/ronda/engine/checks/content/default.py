"""The front page is the office's own, not the one that the server came with.

## What it does
Recognises the pages that nginx, Apache, IIS, cPanel, Plesk and others show before anybody has set
them up, and a bare list of the files in a folder ("Index of /").

## Why it matters
A name that leads to a default page was begun and forgotten: nobody watches the server, and nobody
patches it. A list of files shows strangers what lies there.

## How to fix
Put the site in place, or retire the name and switch the server off. Switch listings off.

## Limits
Pages of more than 4,000 characters are taken as somebody's own. Default pages that Ronda does not
know, or in other languages, are not seen.

## References
Apache HTTP Server, mod_autoindex (Options Indexes); nginx, ngx_http_autoindex_module.
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
    passed,
)
from ronda.engine.checks.examples import failure, http, page
from ronda.engine.checks.helpers import clip, own_answer, own_page
from ronda.engine.checks.legal import PSE_PUBLIC
from ronda.engine.content.defaults import default_page
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.DEFAULT",
    area="content",
    title=Text("Halaman depan milik instansi", "The front page is the office's own"),
    problem=Text(
        "Halaman depan masih bawaan server", "The front page is still the server's default"
    ),
    finding_class="default-page",
    severity=Severity.MEDIUM,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    legal=(PSE_PUBLIC,),
    guidance=Guidance(
        why=Text(
            "Alamat ini sudah dibuka tetapi tidak ada yang mengurusnya. Server yang tidak diurus "
            "juga tidak diperbarui, sehingga mudah ditembus.",
            "This address was opened but nobody looks after it. A server without care gets no "
            "updates either and is easily broken into.",
        ),
        steps=(
            Text(
                "Tanyakan untuk apa subdomain ini dibuat dan siapa pengelolanya.",
                "Ask what this subdomain was made for and who looks after it.",
            ),
            Text(
                "Bila masih perlu, pasang situsnya dan arahkan server ke folder yang benar.",
                "If it is needed, put the site in place and point the server at the right folder.",
            ),
            Text(
                "Bila tidak, ajukan penonaktifan subdomain dan matikan servernya.",
                "If not, ask for the subdomain's retirement and switch the server off.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat situs di jendela penyamaran.", "Open the site in a private window."
        ),
        platforms={
            "nginx": (
                Text(
                    "Periksa `server_name` dan `root`, hapus /etc/nginx/sites-enabled/default, dan "
                    "pastikan `autoindex off;`.",
                    "Check `server_name` and `root`, remove /etc/nginx/sites-enabled/default, and "
                    "make sure of `autoindex off;`.",
                ),
            ),
            "apache": (
                Text(
                    "Jalankan `a2dissite 000-default`, aktifkan situs Anda dengan `a2ensite`, dan "
                    "tulis `Options -Indexes`.",
                    "Run `a2dissite 000-default`, enable your site with `a2ensite`, and write "
                    "`Options -Indexes`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Pastikan Document Root di cPanel > Domains benar dan berisi index; matikan "
                    "daftar isi di cPanel > Indexes.",
                    "Make sure that the Document Root in cPanel > Domains is right and holds an "
                    "index; switch listings off in cPanel > Indexes.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge whether somebody made this page; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    found = default_page(seen.page())
    if found is None:
        got = own_page(seen)
        if isinstance(got, Verdict):
            return got
        return passed(
            Text("Halaman depan bukan bawaan server.", "The front page is not a server's default.")
        )
    return failed(
        Text(
            "Halaman depan masih bawaan {product}.", "The front page is the default of {product}."
        ).fill(product=found.product),
        Evidence(PAGE_VISITOR, Text("judul halaman", "title of the page"), clip(found.words)),
    )


CASES = (
    Case("An office's page", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "A guide to the web server on a training site",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Setelah pemasangan, peramban menampilkan Welcome to nginx! dan Anda dapat lanjut.",
                title="Bimbingan teknis pengelola situs",
                headings=("Memasang nginx",),
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "The page of a fresh nginx",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "If you see this page, the web server is working.", title="Welcome to nginx!"
            ),
        },
        Outcome.FAIL,
        says="nginx",
    ),
    Case(
        "A hosting account that was never filled",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "If you are the owner of this website, please contact your hosting provider.",
                title="",
                headings=("SORRY!",),
            ),
        },
        Outcome.FAIL,
        says="cPanel",
    ),
    Case(
        "An empty folder is listed",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page("Index of / Name Last modified Size", title="Index of /"),
        },
        Outcome.FAIL,
        says="Index of",
    ),
    Case(
        "The page could not be read",
        {HTTP_VISITOR: http(), PAGE_VISITOR: failure(FailureKind.BUG, "parse")},
        Outcome.NOT_MEASURED,
    ),
    Case(
        "An error page",
        {HTTP_VISITOR: http(status=404), PAGE_VISITOR: page(title="404")},
        Outcome.NOT_MEASURED,
    ),
)
