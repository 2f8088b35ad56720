"""A page as a visitor reads it, and what is hidden from one."""

from datetime import UTC, datetime

import pytest

from ronda.engine.artifacts import Failure, FailureKind, HttpArtifact, PageArtifact
from ronda.engine.collect.page import parse_page
from ronda.engine.netconfig import Limits

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def http(body: bytes, content_type: str = "text/html", problem: str = "") -> HttpArtifact:
    return HttpArtifact(
        at=AT,
        view="visitor",
        url="https://dinas.contohprov.go.id/",
        final_url="https://dinas.contohprov.go.id/beranda/",
        address="103.10.0.1",
        status=200,
        headers=(("content-type", content_type),),
        hops=(),
        body=body,
        body_sha256="",
        truncated=False,
        elapsed_ms=1,
        framing_problem=problem,
    )


def page(markup: str, limits: Limits | None = None) -> PageArtifact:
    found = parse_page(http(markup.encode()), limits or Limits())
    assert isinstance(found, PageArtifact), found
    return found


def test_the_parts_of_an_ordinary_page() -> None:
    found = page(
        """<!doctype html><html lang=id><head><title> Dinas
        Contoh </title><meta name=Generator content="WordPress 6.4">
        <meta property="og:description" content="Situs resmi"><base href="/dasar/">
        <script src=/app.js></script><script>var x = "<p>bukan teks</p>"</script>
        <script type="application/ld+json">{"@type": "Organization"}</script></head>
        <body><header><a href="../">Muka</a></header>
        <nav><a href="profil#sejarah" rel="NoFollow">Pro<b>fil</b></a></nav>
        <h1>Selamat <i>datang</i></h1><p>Satu<p>Dua<br>Tiga
        <a href="mailto:dinas@contohprov.go.id">Surel</a><a href="javascript:void(0)">x</a>
        <img src="logo.png" alt="Lambang"><form action="cari" method=POST>
        <input name=q placeholder="Cari di sini"><input type=password name=sandi id=s
        aria-label="Kata sandi"><select id=jenis></select></form>
        <footer>Jalan Merdeka 1</footer></body></html>"""
    )
    assert (found.title, found.language, found.charset) == ("Dinas Contoh", "id", "utf-8")
    assert (found.generator, found.description) == ("WordPress 6.4", "Situs resmi")
    assert found.text == "Muka Profil Selamat datang Satu Dua Tiga Surelx Jalan Merdeka 1"
    assert found.headings == ("Selamat datang",)
    assert found.footer == "Jalan Merdeka 1"
    assert [(link.url, link.text, link.rel, link.place) for link in found.links] == [
        ("https://dinas.contohprov.go.id/", "Muka", "", "header"),
        ("https://dinas.contohprov.go.id/dasar/profil", "Profil", "nofollow", "nav"),
        ("mailto:dinas@contohprov.go.id", "Surel", "", "main"),
    ]
    assert found.forms[0].action == "https://dinas.contohprov.go.id/dasar/cari"
    assert found.forms[0].method == "post"
    assert found.forms[0].fields == (("q", "text"), ("sandi", "password"), ("jenis", "select"))
    assert found.forms[0].hints == ("Cari di sini", "Kata sandi")
    assert found.scripts == ("https://dinas.contohprov.go.id/app.js",)
    assert found.images == (("https://dinas.contohprov.go.id/dasar/logo.png", "Lambang"),)
    assert found.json_ld == ('{"@type": "Organization"}',)
    assert found.clipped == ()


@pytest.mark.parametrize(
    ("markup", "way"),
    [
        ("<div style='display:none'>{}</div>", "display:none"),
        ("<div style='DISPLAY : none !important'>{}</div>", "display:none"),
        ("<div style='visibility:hidden'><p>{}</p></div>", "visibility:hidden"),
        ("<span style='opacity:0'>{}</span>", "opacity:0"),
        ("<span style='font-size:0px'>{}</span>", "font-size:0"),
        ("<span style='font-size: 1px'>{}</span>", "font-size:0"),
        ("<div style='position:absolute;left:-9999px'>{}</div>", "off-screen"),
        ("<div style='position:fixed; top:-200%'>{}</div>", "off-screen"),
        ("<div style='text-indent:-999em'>{}</div>", "off-screen"),
        ("<div style='height:0;overflow:hidden'>{}</div>", "zero-size"),
        ("<div style='width:1px;height:1px;overflow:hidden'>{}</div>", "zero-size"),
        ("<div style='position:absolute;clip:rect(0,0,0,0)'>{}</div>", "zero-size"),
        ("<div style='transform:scale(0)'>{}</div>", "zero-size"),
        ("<div style='color:#fff;background:#FFFFFF'>{}</div>", "same-colour"),
        ("<body bgcolor=white><div style='color:rgb(255, 255, 255)'>{}</div>", "same-colour"),
        ("<body bgcolor=#fff><font color=white>{}</font>", "same-colour"),
        ("<div style='color:transparent'>{}</div>", "same-colour"),
        ("<div hidden>{}</div>", "hidden"),
        ("<noscript>{}</noscript>", "noscript"),
        ("<marquee width=0 height=0>{}</marquee>", "zero-size"),
        (
            "<style>.zx9, .lain {{ display: none }}</style><div class='a zx9'>{}</div>",
            "display:none",
        ),
        ("<style>#k{{position:absolute;top:-5000px}}</style><div id=k>{}</div>", "off-screen"),
        (
            "<style>/* x */ div.q{{height:0;overflow:hidden}}</style><div class=q>{}</div>",
            "zero-size",
        ),
    ],
)
def test_a_link_hidden_in_any_way_is_seen_with_its_way(markup: str, way: str) -> None:
    found = page("<p>terbuka</p>" + markup.format("<a href=//judi.contoh.id/>gacor</a>"))
    assert [(link.text, link.hidden) for link in found.links] == [("gacor", way)]
    assert found.hidden_text == "gacor"
    assert found.text == "terbuka"


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='display:block'>{}</div>",
        "<div style='color:#fff;background:#000'>{}</div>",
        "<div style='color:white'>{}</div>",
        "<div style='text-indent:-20px'>{}</div>",
        "<div style='height:0'>{}</div>",
        "<div style='left:-9999px'>{}</div>",
        "<div style='font-size:12px;opacity:.5'>{}</div>",
        "<style>@media print {{ .x {{ display:none }} }}</style><div class=x>{}</div>",
        "<style>.buka .x {{ display:none }}</style><div class=x>{}</div>",
        "<style>.x{{display:none}} .x{{display:block}}</style><div class=x>{}</div>",
        "<style>@import 'a.css'; .y{{display:none}}</style><div class=x>{}</div>",
        "<div style='visibility:hidden'><p style='visibility:visible'>{}</p></div>",
        "<div style='font-size:0'><p style='font-size:14px'>{}</p></div>",
        "<marquee>{}</marquee>",
    ],
)
def test_a_visible_link_is_not_called_hidden(markup: str) -> None:
    found = page(markup.format("<a href=/layanan>Layanan</a>"))
    assert [link.hidden for link in found.links] == [""]
    assert found.text == "Layanan"


@pytest.mark.parametrize("base", ["http://[", "mailto:x@y", "data:,", ""])
def test_a_base_that_leads_nowhere_counts_for_nothing(base: str) -> None:
    found = page(f"<base href='{base}'><a href=/x>x</a>")
    assert [link.url for link in found.links] == ["https://dinas.contohprov.go.id/x"]


def test_the_end_of_the_text_stands_for_a_missing_footer() -> None:
    found = page("<p>" + "isi " * 1000 + "<p>Telepon 0435-1234")
    assert found.footer.endswith("Telepon 0435-1234")
    assert len(found.footer) == 800


@pytest.mark.parametrize(
    ("body", "content_type", "charset", "text"),
    [
        ("é".encode(), "text/html; charset=utf-8", "utf-8", "é"),
        ("é".encode("latin-1"), "text/html", "windows-1252", "é"),
        ("é".encode("latin-1"), "text/html; charset=ISO-8859-1", "windows-1252", "é"),
        ("é".encode(), "text/html; charset=ISO-8859-1", "utf-8", "é"),
        (b"<meta charset=windows-1251>" + "Ж".encode("cp1251"), "text/html", "cp1251", "Ж"),
        (b"\xef\xbb\xbf" + "é".encode(), "text/html; charset=latin1", "utf-8", "é"),
        (b"\xff\xfe" + "é".encode("utf-16-le"), "text/html", "utf-16le", "é"),
        (b"+AOk-", "text/html; charset=utf-7", "utf-8", "+AOk-"),
        (b"<meta charset=utf-16>aman", "text/html", "utf-8", "aman"),
        (b"a\xffb", "text/html; charset=utf-8", "utf-8", "a�b"),
        (b"baik", "text/html; charset=no-such-thing", "utf-8", "baik"),
    ],
)
def test_a_charset_is_found_as_a_browser_would(
    body: bytes, content_type: str, charset: str, text: str
) -> None:
    found = parse_page(http(body, content_type), Limits())
    assert isinstance(found, PageArtifact)
    assert (found.charset, found.text) == (charset, text)


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/json", ""])
def test_what_is_no_page_is_a_failure_and_not_an_empty_page(content_type: str) -> None:
    found = parse_page(http(b"%PDF-1.7", content_type), Limits())
    assert isinstance(found, Failure)
    assert (found.kind, found.stage) == (FailureKind.NOT_ATTEMPTED, "parse")


def test_a_page_without_a_type_is_known_by_its_look() -> None:
    found = parse_page(http(b"  <!DOCTYPE html><title>Tanpa jenis</title>", ""), Limits())
    assert isinstance(found, PageArtifact)
    assert found.title == "Tanpa jenis"


@pytest.mark.parametrize(
    ("markup", "limit"),
    [
        ("<div>" * 3_000 + "dasar", "depth"),
        ("<ul><li>" * 3_000 + "dasar", "depth"),
        ("<table><tr><td>" * 3_000 + "dasar", "depth"),
        ("<div></b>" * 3_000 + "dasar", "depth"),
        ("<i>a</i>" * 120_000, "nodes"),
        ("<a href=/x>x</a>" * 4_000, "links"),
        ("kata " * 100_000, "text"),
    ],
)
def test_a_limit_that_is_hit_is_said(markup: str, limit: str) -> None:
    assert limit in page(markup).clipped


def test_a_page_of_many_unclosed_paragraphs_is_not_deep() -> None:
    found = page("<p>satu<li>dua<br>" * 3_000 + "akhir")
    assert found.clipped == ()
    assert found.text.endswith("akhir")


def test_markup_inside_a_script_does_not_count() -> None:
    found = page("<script>" + "'<div>'+" * 5_000 + "</script><p>isi")
    assert (found.text, found.clipped) == ("isi", ())
