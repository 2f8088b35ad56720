"""The application's settings file (.env) cannot be fetched.

## What it does
Asks for `.env` below the site's base and reads whether it holds lines NAME=value as frameworks
write them. Only the names are kept as evidence: values are masked before anything is shown or
stored in a finding.

## Why it matters
The file holds the password of the database, the key of the sessions and often the mailbox. Robots
try this address on every server of the world several times a day.

## How to fix
Block the file, change every secret in it at once, and set the web server's root to the folder
`public` of the application, so that the file lies outside.

## Limits
Only the file at the site's base is tried. Files of other names (.env.bak, config.php~) are not.

## References
OWASP Web Security Testing Guide, WSTG-CONF-04; The Twelve-Factor App, III (config).
"""

from ronda.engine.artifacts import PATH_MISSING, FailureKind
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
from ronda.engine.checks.examples import URL, failure, http
from ronda.engine.checks.helpers import clip, served_file
from ronda.engine.checks.legal import BSSN_INCIDENT, BSSN_SECURITY, PERSONAL_DATA
from ronda.engine.content.leaks import MASK
from ronda.engine.content.secrets import setting_names
from ronda.engine.text import Text

PATH = "/.env"
KEY = f"path:{PATH}"

META = Meta(
    id="EXPOSURE.ENV",
    area="exposure",
    title=Text("Berkas .env tidak terbuka", "The .env file is not open"),
    problem=Text(
        "Kata sandi aplikasi dapat dibaca siapa pun (berkas .env)",
        "Anybody can read the application's passwords (.env file)",
    ),
    finding_class="exposed-env",
    severity=Severity.CRITICAL,
    needs=(KEY, PATH_MISSING),
    judges_failure=(PATH_MISSING,),
    urgent=True,
    legal=(BSSN_SECURITY, BSSN_INCIDENT, PERSONAL_DATA),
    guidance=Guidance(
        why=Text(
            "Berkas ini memuat kata sandi basis data dan kunci aplikasi. Siapa pun yang membacanya "
            "dapat mengambil atau mengubah data warga.",
            "This file holds the database's password and the application's key. Whoever reads it "
            "can take or change the data of citizens.",
        ),
        steps=(
            Text(
                "Tutup berkas .env di server web sekarang juga.",
                "Block the .env file in the web server right now.",
            ),
            Text(
                "Anggap semua isinya bocor: ganti kata sandi basis data, surel, kunci aplikasi dan API.",
                "Take all of it as leaked: change the passwords of database and mail, the "
                "application's key and the API keys.",
            ),
            Text(
                "Baca catatan akses untuk /.env; bila ada yang mengambilnya, laporkan ke tim CSIRT.",
                "Read the access log for /.env; if anybody fetched it, tell the CSIRT.",
            ),
            Text(
                "Arahkan akar situs ke folder public aplikasi supaya berkas ini di luar jangkauan.",
                "Point the web root at the application's public folder, so that the file is outside.",
            ),
        ),
        see_for_yourself=Text(
            "Buka alamat situs ditambah /.env; harus muncul 403 atau 404.",
            "Open the site's address with /.env; it must say 403 or 404.",
        ),
        platforms={
            "nginx": (
                Text(
                    "Tulis `location ~ /\\.env { deny all; }`, lalu `nginx -t && systemctl reload nginx`.",
                    "Write `location ~ /\\.env { deny all; }`, then `nginx -t && systemctl reload nginx`.",
                ),
            ),
            "apache": (
                Text(
                    "Tulis `RedirectMatch 404 /\\.env`, lalu `systemctl reload apache2`.",
                    "Write `RedirectMatch 404 /\\.env`, then `systemctl reload apache2`.",
                ),
            ),
            "cpanel": (
                Text(
                    "Di cPanel > Domains ubah Document Root ke folder public, dan tambahkan "
                    "`RedirectMatch 404 /\\.env` ke .htaccess.",
                    "In cPanel > Domains set the Document Root to the folder public, and add "
                    "`RedirectMatch 404 /\\.env` to .htaccess.",
                ),
            ),
        },
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge whether a settings file came back; see the manual page above."""
    body = served_file(seen, KEY, PATH)
    names = setting_names(body) if body else ()
    if not names:
        return passed(Text("Berkas .env tidak dapat diambil.", "The .env file cannot be fetched."))
    shown = "\n".join(f"{name}={MASK}" for name in names[:20])
    where = Text("nama isian (nilainya disamarkan)", "names of the settings (values masked)")
    return failed(
        Text(
            "Berkas {path} dapat diambil siapa pun; {count} isian terbaca, nilainya kami samarkan.",
            "Anybody can fetch the file {path}; {count} settings can be read; we mask their values.",
        ).fill(path=PATH, count=len(names)),
        Evidence(KEY, where, clip(shown)),
    )


_AT = f"{URL}.env"
_NOT_FOUND = http("<h1>Tidak ditemukan</h1>", status=404, url=f"{URL}tidak-ada-7c1e")
_FILE = "APP_NAME=Dinas\nAPP_KEY=base64:abc\n# basis data\nDB_HOST=127.0.0.1\nDB_PASSWORD=rahasia\n"

CASES = (
    Case(
        "Forbidden",
        {KEY: http("<h1>403</h1>", status=403, url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.PASS,
    ),
    Case(
        "A server that answers 200 with its front page to everything",
        {
            KEY: http("<title>Beranda</title>", url=_AT),
            PATH_MISSING: http("<title>Beranda</title>", url=f"{URL}tidak-ada-7c1e"),
        },
        Outcome.PASS,
    ),
    Case(
        "A page that teaches how to write such a file",
        {KEY: http(f"<pre>{_FILE}</pre>", url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.PASS,
    ),
    Case(
        "An empty file",
        {KEY: http("", url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.PASS,
    ),
    Case(
        "The settings of the application",
        {KEY: http(_FILE, url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.FAIL,
        says="4 isian",
    ),
    Case(
        "Not ours to ask",
        {
            KEY: failure(FailureKind.BLOCKED_BY_POLICY, "policy"),
            PATH_MISSING: failure(FailureKind.BLOCKED_BY_POLICY, "policy"),
        },
        Outcome.NOT_MEASURED,
    ),
    Case(
        "Too many questions for this server",
        {KEY: http("", status=429, url=_AT), PATH_MISSING: _NOT_FOUND},
        Outcome.NOT_MEASURED,
    ),
)
