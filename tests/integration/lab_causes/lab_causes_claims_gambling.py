"""What the causes that inject gambling claim."""

import base64
import html
import re

from lab_causes_claims_web import intact, replaced, structured
from lab_causes_client import Page, Site
from lab_causes_registry import claim

JUDI = "https://judi77.com/"
HOSTS = 'hosts = ["judi77.com"]\n'
WAYS = {
    "display_none": "display:none",
    "visibility": "visibility:hidden",
    "opacity": "opacity:0",
    "off_screen": "left:-9876px",
    "font_zero": "font-size:0",
    "same_colour": "color:#ffffff;background-color:#ffffff",
    "zero_size": "width:0;height:0",
    "hidden_attribute": "<div hidden>",
    "css_class": ".sb-widget-x{display:none}",
}


def clean(page: Page) -> None:
    """Nothing of gambling is in a page."""
    assert "judi77" not in page.text
    assert "slot" not in page.text.lower()


@claim("hidden_links", *(f'{HOSTS}way = "{way}"' for way in WAYS))
def _hidden_links(*sites: Site) -> None:
    for site, sign in zip(sites, WAYS.values(), strict=True):
        for page in (site.get(), site.robot(), site.phone()):
            assert sign in page.text
            assert page.text.index("Selamat datang") < page.text.index(f'<a href="{JUDI}">')


@claim("robot_only", HOSTS)
def _robot_only(site: Site) -> None:
    assert JUDI in site.robot().text
    assert "SLOT GACOR" in site.robot().text
    for page in (site.get(), site.phone()):
        clean(page)
    intact(site)


@claim("phone_redirect", HOSTS)
def _phone_redirect(site: Site) -> None:
    assert (site.phone().status, site.phone().location) == (302, JUDI)
    assert site.robot().status == 200
    clean(site.get())


@claim("open_links", HOSTS)
def _open_links(site: Site) -> None:
    text = site.get().text
    assert text.index(JUDI) < text.index("Selamat datang")


@claim("doorway_pages", HOSTS, f'{HOSTS}linked = "hidden"', f'{HOSTS}linked = "none"\ncount = 3')
def _doorway_pages(listed: Site, hidden: Site, alone: Site) -> None:
    folder = "/wp-content/uploads/2024/"
    places = re.findall(r"<loc>https://[^/]*([^<]*)</loc>", listed.get("/sitemap.xml").text)
    spam = [place for place in places if place.startswith(folder)]
    assert len(spam) == 12
    clean(listed.get())
    links = re.findall(rf'href="({folder}[^"]*)"', hidden.get().text)
    assert len(links) == 12
    assert "left:-9876px" in hidden.get().text
    for site, paths in ((listed, spam), (hidden, links)):
        assert all(JUDI in site.get(path).text for path in paths)
    assert JUDI in alone.get(f"{folder}slot-gacor-hari-ini-1.html").text
    clean(alone.get())
    assert folder not in alone.get("/robots.txt").text + alone.get("/sitemap.xml").text


@claim("injected_sitemap", f"{HOSTS}count = 7")
def _injected_sitemap(site: Site) -> None:
    robots = site.get("/robots.txt").text
    assert f"Sitemap: https://{site.host}/sitemap-produk.xml" in robots
    listed = site.get("/sitemap-produk.xml")
    places = re.findall(rf"<loc>https://{site.host}([^<]*)</loc>", listed.text)
    assert len(places) == 7
    assert all(JUDI in site.get(place).text for place in places)
    clean(site.get())


@claim("injected_structured_data", HOSTS)
def _injected_structured_data(site: Site) -> None:
    (block,) = [b for b in structured(site.get().text) if b["@type"] == "Product"]
    assert block["url"] == JUDI
    assert block["name"] == "Slot Gacor Hari Ini"
    intact(site)


@claim("injected_meta", HOSTS)
def _injected_meta(site: Site) -> None:
    head, _, body = site.get().text.partition("</head>")
    assert "<title>SLOT GACOR" in head
    assert head.count('name="description"') == 1
    assert 'content="slot gacor hari ini' in head
    assert f'<meta property="og:url" content="{JUDI}">' in head
    assert "Selamat datang" in body
    assert "slot" not in body.lower()


@claim(
    "visitor_redirect", *(f'{HOSTS}how = "{how}"' for how in ("http", "script", "meta", "robot"))
)
def _visitor_redirect(http: Site, script: Site, meta: Site, robot: Site) -> None:
    assert (http.get().status, http.get().location) == (302, JUDI)
    assert f'location.replace("{JUDI}")' in script.get().text
    assert "'unsafe-inline'" in script.get().headers["Content-Security-Policy"]
    assert f'<meta http-equiv="refresh" content="0;url={JUDI}">' in meta.get().text
    assert (robot.robot().status, robot.robot().location) == (302, JUDI)
    clean(robot.get())
    for site in (script, meta, robot):
        intact(site)


@claim("hijacked_subdomain", HOSTS)
def _hijacked_subdomain(site: Site) -> None:
    replaced(site)
    assert JUDI in site.get().text
    assert site.get("/profil").status == 404
    assert "Situs resmi" in site.robot().text


HOWS = ("leet", "zero_width", "homoglyph", "entities", "split")


@claim(
    "obfuscated_links",
    *(f'{HOSTS}how = "{how}"' for how in HOWS),
    f'{HOSTS}how = "leet"\nway = "opacity"',
)
def _obfuscated_links(*sites: Site) -> None:
    signs = (
        "5l0t g4c0r",
        "s\u200bl\u200bo\u200bt",
        "\u0455l\u043ft".replace("\u043f", "\u043e"),
        "&#x73;&#x6c;&#x6f;&#x74;",
        "<b>sl</b><i>ot</i>",
        "5l0t g4c0r",
    )
    for site, sign in zip(sites, signs, strict=True):
        intact(site)
        text = site.get().text
        assert f'<a href="{JUDI}">' in text
        assert sign in text
        assert "slot" not in text.lower()
    read = re.sub(r"<[^>]*>", "", html.unescape(sites[3].get().text))
    assert "slot gacor" in read
    assert "opacity:0" in sites[5].get().text
    assert "opacity" not in sites[0].get().text


@claim(
    "script_links",
    *(f'{HOSTS}how = "{how}"' for how in ("document_write", "base64", "from_char_code")),
)
def _script_links(plain: Site, based: Site, coded: Site) -> None:
    for site in (plain, based, coded):
        intact(site)
        text = site.get().text
        assert f'<a href="{JUDI}">' not in re.sub(
            r"<script>.*?</script>", "", text, flags=re.DOTALL
        )
        assert "'unsafe-inline'" in site.get().headers["Content-Security-Policy"]
    assert 'href=\\"https://judi77.com/\\"' in plain.get().text
    (secret,) = re.findall(r'atob\("([^"]*)"\)', based.get().text)
    assert f'<a href="{JUDI}">slot' in base64.b64decode(secret).decode()
    (codes,) = re.findall(r"fromCharCode\(([\d,]*)\)", coded.get().text)
    assert f'<a href="{JUDI}">slot' in "".join(chr(int(code)) for code in codes.split(","))


@claim("inner_page_links", HOSTS, f'{HOSTS}path = "/layanan"\nway = "visible"')
def _inner_page_links(first: Site, chosen: Site) -> None:
    assert "display:none" in first.get("/profil").text
    assert JUDI in first.get("/profil").text
    clean(first.get("/layanan"))
    assert JUDI in chosen.get("/layanan").text
    assert "display:none" not in chosen.get("/layanan").text
    for site in (first, chosen):
        clean(site.get())
        intact(site)


@claim("spam_posts", f"{HOSTS}count = 3")
def _spam_posts(site: Site) -> None:
    text = site.get().text
    places = re.findall(r'href="(/berita/[^"]*)"', text)
    assert len(set(places)) == 3
    assert "Daftar sekarang di judi77.com" in text
    assert "Kabar sehat" in text
    assert all(JUDI in site.get(place).text for place in places)


@claim("comment_spam", f"{HOSTS}count = 5")
def _comment_spam(site: Site) -> None:
    text = site.get().text
    assert text.count(f'<a href="{JUDI}" rel="nofollow ugc">') == 5
    assert text.index("Selamat datang") < text.index('id="comments"')
