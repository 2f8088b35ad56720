"""What the causes in pages, files and headers claim."""

import io
import json
import re
import sqlite3
import time
import zipfile
from datetime import UTC, datetime

import pytest
from lab_causes_client import Site
from lab_causes_registry import claim

from ronda.engine.content.harm import harmful

GENERATOR = 'generator = "WordPress 4.9.8"\npowered_by = "PHP/5.6.40"\nserver = "Apache/2.2.15"'


def intact(site: Site) -> None:
    """The visitor's front page is the healthy one."""
    assert "Selamat datang" in site.get().text


def replaced(site: Site) -> None:
    """Nothing of the front page is left, nor of what wrote it."""
    page = site.get()
    assert page.status == 200
    assert "Selamat datang" not in page.text
    assert "generator" not in page.text
    assert "Set-Cookie" not in page.headers


@claim("parked")
def _parked(site: Site) -> None:
    replaced(site)
    assert "Domain ini dijual" in site.get().text
    assert "Domain ini dijual" in site.get("/profil").text


@claim("default_page", 'page = "nginx"', 'page = "apache"', 'page = "listing"')
def _default_page(nginx: Site, apache: Site, listing: Site) -> None:
    for site, said in (
        (nginx, "Welcome to nginx!"),
        (apache, "It works!"),
        (listing, "Index of /"),
    ):
        replaced(site)
        assert said in site.get().text
        assert site.get("/profil").status == 404


@claim("stale", "days = 900")
def _stale(site: Site) -> None:
    year = datetime.now(UTC).year
    assert re.search(rf"\b({year - 2}|{year - 3})\b", site.get().text)
    assert str(year) not in site.get().text
    assert site.healthy is not None
    assert str(year) in site.healthy.get().text


@claim("outdated_software", GENERATOR)
def _outdated_software(site: Site) -> None:
    page = site.get()
    assert '<meta name="generator" content="WordPress 4.9.8">' in page.text
    assert (page.headers["X-Powered-By"], page.headers["Server"]) == ("PHP/5.6.40", "Apache/2.2.15")


@claim("no_https_redirect")
def _no_https_redirect(site: Site) -> None:
    assert "Selamat datang" in site.get(scheme="http").text
    assert site.healthy is not None
    assert site.healthy.get(scheme="http").location.startswith("https://")


@claim("no_hsts")
def _no_hsts(site: Site) -> None:
    assert "Strict-Transport-Security" not in site.get().headers
    assert "X-Content-Type-Options" in site.get().headers


@claim("weak_headers")
def _weak_headers(site: Site) -> None:
    weak = {"X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy"}
    assert not weak & set(site.get().headers)
    assert "Strict-Transport-Security" in site.get().headers


@claim("server_error", "status = 503")
def _server_error(site: Site) -> None:
    assert site.get().status == 503


@claim("hostile", 'behaviour = "empty_reply"', 'behaviour = "tls_alert"')
def _hostile(empty: Site, alert: Site) -> None:
    for path in ("/", "/profil", "/robots.txt"):
        with pytest.raises(ConnectionError):
            empty.get(path)
    with pytest.raises(OSError, match=r"alert|reset|EOF"):
        alert.get()


@claim("hostile_path", 'behaviour = "empty_reply"\npath = "/robots.txt"')
def _hostile_path(site: Site) -> None:
    with pytest.raises(ConnectionError):
        site.get("/robots.txt")
    intact(site)


@claim("defacement", 'by = "Kru Malam"')
def _defacement(site: Site) -> None:
    replaced(site)
    assert "HACKED BY Kru Malam" in site.get().text


@claim("phishing_page", 'brand = "Bank Purnama"', 'brand = "Bank Purnama"\nlinked = false')
def _phishing_page(linked: Site, alone: Site) -> None:
    for site in (linked, alone):
        intact(site)
        form = site.get("/verifikasi/akun/").text
        assert "Bank Purnama" in form
        assert 'name="pin" type="password"' in form
    assert 'href="/verifikasi/akun/"' in linked.get().text
    assert "verifikasi" not in alone.get().text


@claim("phishing_front", 'brand = "Bank Purnama"')
def _phishing_front(site: Site) -> None:
    replaced(site)
    assert 'name="pin" type="password"' in site.get().text


SCRIPTS = {
    "miner": "CoinHive",
    "skimmer": "https://statik-pustaka.net/px.gif",
    "fake_update": "ChromeUpdate.exe",
    "pool_miner": "wss://pool.statik-pustaka.net",
    "packed_skimmer": "atob('",
    "password_thief": "input[type=password]",
    "loader": "eval(atob('",
}


@claim("malicious_script", *(f'what = "{what}"' for what in SCRIPTS))
def _malicious_script(*sites: Site) -> None:
    for site, sign in zip(sites, SCRIPTS.values(), strict=True):
        intact(site)
        assert sign in site.get().text
        assert harmful(site.get().text.encode(), site.host) is not None
        assert "'unsafe-inline'" in site.get().headers["Content-Security-Policy"]


@claim(
    "unfinished",
    'what = "coming_soon"',
    'what = "maintenance"',
    'what = "lorem"',
    'what = "template"',
)
def _unfinished(soon: Site, maintained: Site, lorem: Site, template: Site) -> None:
    signs = ("Coming Soon", "Under Maintenance", "Lorem ipsum dolor", "Hello world!")
    for site, sign in zip((soon, maintained, lorem, template), signs, strict=True):
        replaced(site)
        assert sign in site.get().text


@claim("empty_site")
def _empty_site(site: Site) -> None:
    replaced(site)
    assert re.sub(r"<[^>]*>", "", site.get().text).strip() == ""


@claim("slow", "seconds = 0.6")
def _slow(site: Site) -> None:
    start = time.monotonic()
    intact(site)
    assert time.monotonic() - start >= 0.6


@claim("mixed_content")
def _mixed_content(site: Site) -> None:
    intact(site)
    assert '<img src="http://gambar-lama.net/' in site.get().text
    assert '<script src="http://gambar-lama.net/' in site.get().text


@claim("moved", 'to = "https://sehat.fajarprov.go.id/"')
def _moved(site: Site) -> None:
    for path in ("/", "/profil", "/apa/saja"):
        page = site.get(path)
        assert (page.status, page.location) == (301, "https://sehat.fajarprov.go.id/")


@claim("restless", 'what = "tokens"', 'what = "ads"', 'what = "counter"')
def _restless(*sites: Site) -> None:
    for site in sites:
        intact(site)
        assert site.get().text != site.get().text
        assert "{" not in site.get().text.partition("</head>")[2]


@claim("exposed_git", 'branch = "utama"')
def _exposed_git(site: Site) -> None:
    assert site.get("/.git/HEAD").text == "ref: refs/heads/utama\n"
    assert site.get("/.git/config").text.startswith("[core]")
    intact(site)


@claim("exposed_env", 'variables = {DB_PASSWORD = "latihan"}')
def _exposed_env(site: Site) -> None:
    page = site.get("/.env")
    assert (page.text, page.headers["Content-Type"]) == ("DB_PASSWORD=latihan\n", "text/plain")


@claim("exposed_svn")
def _exposed_svn(site: Site) -> None:
    assert site.get("/.svn/entries").text == "12\n"
    found = sqlite3.connect(":memory:")
    found.deserialize(site.get("/.svn/wc.db").body)
    assert {"NODES", "REPOSITORY"} <= {name for (name,) in found.execute(TABLES)}
    found.close()


TABLES = "select name from sqlite_master where type = 'table'"


@claim("exposed_backup", "", 'path = "/db/situs.sql"')
def _exposed_backup(archive: Site, dump: Site) -> None:
    page = archive.get("/backup.zip")
    assert page.headers["Content-Type"] == "application/zip"
    assert "situs/db.sql" in zipfile.ZipFile(io.BytesIO(page.body)).namelist()
    assert "INSERT INTO" in dump.get("/db/situs.sql").text


@claim("exposed_config")
def _exposed_config(site: Site) -> None:
    assert "define( 'DB_PASSWORD'" in site.get("/wp-config.php.bak").text


@claim("exposed_log")
def _exposed_log(site: Site) -> None:
    assert "production.ERROR" in site.get("/storage/logs/laravel.log").text


@claim("exposed_listing", 'path = "/berkas/"')
def _exposed_listing(site: Site) -> None:
    assert "<title>Index of /berkas/</title>" in site.get("/berkas/").text
    assert "data_pegawai.xlsx" in site.get("/berkas/").text
    intact(site)


@claim("exposed_info", 'what = "phpinfo"', 'what = "server_status"')
def _exposed_info(php: Site, status: Site) -> None:
    assert "phpinfo()" in php.get("/phpinfo.php").text
    assert f"Apache Server Status for {status.host}" in status.get("/server-status").text


@claim(
    "exposed_debug", 'framework = "laravel"', 'framework = "codeigniter"', 'framework = "django"'
)
def _exposed_debug(laravel: Site, codeigniter: Site, django: Site) -> None:
    signs = (
        (laravel, 500, "Illuminate"),
        (codeigniter, 404, "SYSTEMPATH"),
        (django, 404, "URLconf"),
    )
    for site, status, sign in signs:
        intact(site)
        page = site.get("/tidak-ada-sama-sekali")
        assert page.status == status
        assert sign in page.text


def structured(text: str) -> list[dict[str, object]]:
    """The JSON-LD blocks of a page, read."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return [json.loads(block) for block in found]
