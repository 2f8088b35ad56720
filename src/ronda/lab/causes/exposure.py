"""Files that lie open on a server and should not."""

import io
import sqlite3
import zipfile
from functools import cache
from typing import Literal

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.format import SitePath


class ExposedGit(Cause, frozen=True, kw_only=True, tag="exposed_git"):
    """The working copy's .git folder is served."""

    branch: str = "main"

    def plant(self, draft: Draft) -> None:
        """Serve the files that every clone has."""
        head = f"ref: refs/heads/{self.branch}\n"
        draft.answer("/.git/HEAD", lambda: draft.file(head))
        config = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n"
        draft.answer("/.git/config", lambda: draft.file(config))

    def consequence(self) -> Consequence:
        """The source code can be copied."""
        return Consequence(expects=frozenset({classes.EXPOSED_GIT}))


class ExposedEnv(Cause, frozen=True, kw_only=True, tag="exposed_env"):
    """The application's .env file is served."""

    variables: dict[str, str]

    def plant(self, draft: Draft) -> None:
        """Serve it."""
        text = "".join(f"{name}={value}\n" for name, value in self.variables.items())
        draft.answer("/.env", lambda: draft.file(text))

    def consequence(self) -> Consequence:
        """Secrets can be read."""
        return Consequence(expects=frozenset({classes.EXPOSED_ENV}))


@cache
def working_copy() -> bytes:
    """The database of a Subversion working copy, with one file in it."""
    made = sqlite3.connect(":memory:")
    made.executescript(
        "create table REPOSITORY (id integer primary key, root text, uuid text);"
        "create table NODES (wc_id integer, local_relpath text, repos_path text, kind text);"
        "insert into REPOSITORY values (1, 'svn://svn.internal/situs', '9b1f');"
        "insert into NODES values (1, 'index.php', 'trunk/index.php', 'file');"
    )
    raw = made.serialize()
    made.close()
    return raw


class ExposedSvn(Cause, frozen=True, kw_only=True, tag="exposed_svn"):
    """The working copy's .svn folder is served."""

    def plant(self, draft: Draft) -> None:
        """Serve the files that every working copy has since Subversion 1.7."""
        draft.answer("/.svn/entries", lambda: draft.file("12\n"))
        draft.answer("/.svn/wc.db", lambda: draft.file(working_copy(), "application/octet-stream"))

    def consequence(self) -> Consequence:
        """The source code can be copied."""
        return Consequence(expects=frozenset({classes.EXPOSED_SVN}))


DUMP = """-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: latihan
-- ------------------------------------------------------
DROP TABLE IF EXISTS `pengguna`;
CREATE TABLE `pengguna` (
  `id` int NOT NULL AUTO_INCREMENT,
  `nama` varchar(100) DEFAULT NULL,
  `sandi` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`id`)
);
INSERT INTO `pengguna` VALUES (1,'admin','latihan-bukan-sandi');
"""


@cache
def archive() -> bytes:
    """A ZIP archive of a site, the same bytes each time."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in (("situs/index.php", "<?php\n"), ("situs/db.sql", DUMP)):
            made.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 0)), text)
    return raw.getvalue()


class ExposedBackup(Cause, frozen=True, kw_only=True, tag="exposed_backup"):
    """A backup of the site (.zip) or of its database (.sql) can be downloaded."""

    path: SitePath = "/backup.zip"

    def plant(self, draft: Draft) -> None:
        """Serve it: a dump as text for .sql, else an archive."""
        if self.path.endswith(".sql"):
            draft.answer(self.path, lambda: draft.file(DUMP, "application/sql"))
        else:
            draft.answer(self.path, lambda: draft.file(archive(), "application/zip"))

    def consequence(self) -> Consequence:
        """All data of the site can be copied."""
        return Consequence(expects=frozenset({classes.EXPOSED_BACKUP}))


CONFIGURATION = """<?php
define( 'DB_NAME', 'latihan' );
define( 'DB_USER', 'latihan' );
define( 'DB_PASSWORD', 'latihan-bukan-sandi' );
define( 'DB_HOST', 'localhost' );
define( 'AUTH_KEY', 'latihan' );
$table_prefix = 'wp_';
"""


class ExposedConfig(Cause, frozen=True, kw_only=True, tag="exposed_config"):
    """A copy of the configuration, with the database's password, is served as text."""

    path: SitePath = "/wp-config.php.bak"

    def plant(self, draft: Draft) -> None:
        """Serve it."""
        draft.answer(self.path, lambda: draft.file(CONFIGURATION, "application/octet-stream"))

    def consequence(self) -> Consequence:
        """Secrets can be read."""
        return Consequence(expects=frozenset({classes.EXPOSED_CONFIG}))


class ExposedLog(Cause, frozen=True, kw_only=True, tag="exposed_log"):
    """The application's log is served."""

    path: SitePath = "/storage/logs/laravel.log"

    def plant(self, draft: Draft) -> None:
        """Serve some lines of it, dated some days before."""
        lines = "".join(
            f"[{draft.now:%Y-%m-%d} 0{hour}:12:44] production.ERROR: SQLSTATE[HY000] [1045] Access "
            "denied for user 'latihan'@'localhost' (using password: YES) "
            '{"exception":"[object] (PDOException(code: 1045) at /var/www/html/vendor/laravel/'
            'framework/src/Illuminate/Database/Connectors/Connector.php:70)"}\n'
            "[stacktrace]\n#0 /var/www/html/app/Http/Controllers/BerandaController.php(31)\n"
            for hour in range(1, 6)
        )
        draft.answer(self.path, lambda: draft.file(lines))

    def consequence(self) -> Consequence:
        """What happens inside can be read."""
        return Consequence(expects=frozenset({classes.EXPOSED_LOG}))


class ExposedListing(Cause, frozen=True, kw_only=True, tag="exposed_listing"):
    """A folder shows the list of its files."""

    path: SitePath = "/uploads/"

    def plant(self, draft: Draft) -> None:
        """Serve the list, as Apache writes it."""
        folder = draft.below(self.path)
        files = ("ktp_pemohon_001.jpg", "ktp_pemohon_002.jpg", "data_pegawai.xlsx", "surat.pdf")
        rows = "".join(
            f'<tr><td><a href="{name}">{name}</a></td><td align="right">2024-03-11 09:2{i}  </td>'
            f'<td align="right">{i + 1}20K</td></tr>\n'
            for i, name in enumerate(files)
        )
        body = (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>\n <head>\n'
            f"  <title>Index of {folder}</title>\n </head>\n <body>\n<h1>Index of {folder}</h1>\n"
            '<table><tr><th><a href="?C=N;O=D">Name</a></th><th>Last modified</th><th>Size</th></tr>'
            f'<tr><td><a href="../">Parent Directory</a></td></tr>\n{rows}</table>\n</body></html>\n'
        )
        draft.answer(self.path, lambda: draft.page(body))

    def consequence(self) -> Consequence:
        """Files can be found that nobody meant to publish."""
        return Consequence(expects=frozenset({classes.EXPOSED_LISTING}))


PHPINFO = (
    "<!DOCTYPE html><html><head><title>PHP 8.3.9 - phpinfo()</title></head><body><h1>PHP Version "
    "8.3.9</h1><table><tr><td>System</td><td>Linux web01 6.1.0 x86_64</td></tr><tr><td>Loaded "
    "Configuration File</td><td>/etc/php/8.3/php.ini</td></tr><tr><td>DOCUMENT_ROOT</td><td>"
    "/var/www/html</td></tr></table><h2>PHP Credits</h2></body></html>"
)
STATUS = (
    "<html><head><title>Apache Status</title></head><body><h1>Apache Server Status for {host} (via "
    "127.0.0.1)</h1><dl><dt>Server uptime: 12 days 3 hours</dt><dt>Total accesses: 88213</dt></dl>"
    "<table><tr><th>Srv</th><th>PID</th><th>Client</th><th>Request</th></tr><tr><td>0-0</td>"
    "<td>1181</td><td>198.18.0.1</td><td>GET /admin/login HTTP/1.1</td></tr></table></body></html>"
)


class ExposedInfo(Cause, frozen=True, kw_only=True, tag="exposed_info"):
    """A page for administrators is open: PHP's settings, or the web server's status."""

    what: Literal["phpinfo", "server_status"] = "phpinfo"

    def plant(self, draft: Draft) -> None:
        """Serve it where it usually stands."""
        if self.what == "phpinfo":
            draft.answer("/phpinfo.php", lambda: draft.page(PHPINFO))
        else:
            draft.answer("/server-status", lambda: draft.page(STATUS.replace("{host}", draft.host)))

    def consequence(self) -> Consequence:
        """The server tells attackers about itself."""
        return Consequence(expects=frozenset({classes.EXPOSED_INFO}))


DEBUG: dict[str, tuple[int, str]] = {
    "laravel": (
        500,
        "<!doctype html><html><head><title>Symfony\\Component\\HttpKernel\\Exception\\"
        "NotFoundHttpException</title></head><body><div id='app'></div><script>window.data = "
        '{"report":{"message":"The route could not be found.","language_version":"8.3.9",'
        '"framework_version":"11.31.0","application_path":"\\/var\\/www\\/html","stage":"local"}};'
        "window.Ignite(window.data)</script><!-- Illuminate\\Routing\\AbstractRouteCollection "
        "/var/www/html/vendor/laravel/framework/src/Illuminate/Routing --></body></html>",
    ),
    "codeigniter": (
        404,
        "<!doctype html><html><head><title>CodeIgniter\\Exceptions\\PageNotFoundException #404"
        "</title></head><body><h1>CodeIgniter\\Exceptions\\PageNotFoundException #404</h1><p>"
        "Can't find a route for 'GET: x'.</p><p><b>SYSTEMPATH/CodeIgniter.php : 1025</b></p>"
        "<h2>Backtrace</h2><p>FCPATH/index.php : 79</p><p>Environment: development</p>"
        "</body></html>",
    ),
    "django": (
        404,
        "<!DOCTYPE html><html lang='en'><head><title>Page not found at /x</title></head><body>"
        "<h1>Page not found <span>(404)</span></h1><p>Using the URLconf defined in <code>portal."
        "urls</code>, Django tried these URL patterns, in this order:</p><ol><li>admin/</li><li>"
        "api/pegawai/</li></ol><p>You're seeing this error because you have <code>DEBUG = True"
        "</code> in your Django settings file.</p></body></html>",
    ),
}


class ExposedDebug(Cause, frozen=True, kw_only=True, tag="exposed_debug"):
    """The application runs in its makers' mode: an unknown path shows code and settings."""

    framework: Literal["laravel", "codeigniter", "django"] = "laravel"

    def plant(self, draft: Draft) -> None:
        """Answer unknown paths with the framework's debug page."""
        status, body = DEBUG[self.framework]
        draft.not_found = lambda: draft.page(body, status=status)

    def consequence(self) -> Consequence:
        """The application tells attackers about itself."""
        return Consequence(expects=frozenset({classes.EXPOSED_DEBUG}))
