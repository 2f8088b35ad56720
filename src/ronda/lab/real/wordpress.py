"""Installs Debian's WordPress for sites of a world, with a database, behind nginx and php-fpm."""

import base64
import contextlib
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from ronda.lab.problems import LabError
from ronda.lab.real import programs
from ronda.lab.real.database import PROGRAMS as DATABASE
from ronda.lab.real.database import mariadb, socket_folder
from ronda.lab.real.nginx import Php
from ronda.lab.real.phpfpm import PROGRAM as PHP_FPM
from ronda.lab.real.phpfpm import php_fpm
from ronda.lab.real.wordpress_site import Hack, WordPressSite

PROGRAMS = (*DATABASE, PHP_FPM, "php")
SHARE = Path("/usr/share/wordpress")
THEME = "twentytwentyone"
_SCRIPTS = Path(__file__).parent / "php"
_KEYS = ("AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE")


@contextlib.contextmanager
def wordpress(folder: Path, sites: Sequence[WordPressSite]) -> Iterator[Mapping[str, Php]]:
    """Install and run WordPress for each site; yields by host how nginx reaches it.

    Raises :class:`LabError` when the package or a program is missing, or an installation fails.
    """
    programs.need(PROGRAMS)
    if not (SHARE / "wp-content/themes" / THEME).is_dir():
        raise LabError(
            f"not installed: WordPress and its theme {THEME}; "
            f"as root: apt-get install wordpress wordpress-theme-{THEME}"
        )
    databases = {site.host: f"site{number}" for number, site in enumerate(sites, start=1)}
    with (
        socket_folder() as sockets,
        mariadb(folder / "mariadb", sockets, tuple(databases.values())) as database,
        php_fpm(folder / "php", sockets) as php,
    ):
        found = {}
        for site in sites:
            root = folder / site.host / "web"
            _lay_out(root, site, databases[site.host], database)
            _install(root, site)
            _break_in(root, site.hack)
            found[site.host] = Php(root, php, site.kept)
        yield found


def _lay_out(root: Path, site: WordPressSite, database: str, socket: Path) -> None:
    """A document root: the package's files as links or copies, and what is the site's own."""
    if root.exists():
        shutil.rmtree(root)
    content = root / "wp-content"
    for part in ("themes", "plugins", "uploads", "mu-plugins"):
        (content / part).mkdir(parents=True)
    # Copies: WordPress looks for its configuration where these files truly stand.
    for path in SHARE.glob("*.php"):
        if not path.name.startswith("wp-config"):
            shutil.copy(path, root)
    for part in ("wp-admin", "wp-includes"):
        (root / part).symlink_to(SHARE / part)
    shutil.copytree(SHARE / "wp-content/themes" / THEME, content / "themes" / THEME)
    language = "<?php\nadd_filter('locale', function () { return 'id_ID'; });\n"
    (content / "mu-plugins/bahasa.php").write_text(language, encoding="utf-8")
    # The pages of wp-admin are links: they must hear where the site is before they load it.
    (root.parent / "prepend.php").write_text(
        f"<?php\ndefined('ABSPATH') || define('ABSPATH', {_php(f'{root}/')});\n", encoding="utf-8"
    )
    constants: dict[str, str | bool] = {
        "DB_NAME": database,
        "DB_USER": "root",
        "DB_PASSWORD": "",
        "DB_HOST": f"localhost:{socket}",
        "DB_CHARSET": "utf8mb4",
        "WP_HOME": f"https://{site.host}",
        "WP_SITEURL": f"https://{site.host}",
        "WP_DEFAULT_THEME": THEME,
        # Nothing here leaves this machine or does anything by itself.
        "WP_HTTP_BLOCK_EXTERNAL": True,
        "DISABLE_WP_CRON": True,
        "AUTOMATIC_UPDATER_DISABLED": True,
        "DISALLOW_FILE_MODS": True,
    }
    for key in _KEYS:
        constants[f"{key}_KEY"], constants[f"{key}_SALT"] = (secrets.token_hex(32) for _ in "ab")
    lines = [f"define('{name}', {_php(value)});" for name, value in constants.items()]
    config = root / "wp-config.php"
    config.write_text(
        "\n".join(
            [
                "<?php",
                *lines,
                "$table_prefix = 'wp_';",
                "defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');",
                "require_once ABSPATH . 'wp-settings.php';\n",
            ]
        ),
        encoding="utf-8",
    )


def _install(root: Path, site: WordPressSite) -> None:
    plan = {
        **msgspec.to_builtins(msgspec.structs.replace(site, kept=frozenset(), hack=Hack())),
        "root": str(root),
        "heading": site.heading or site.title,
    }
    said = programs.run("php", [_SCRIPTS / "install.php"], root, text=json.dumps(plan))
    if said.strip() != "ok":
        raise LabError(f"WordPress for {site.host} was not installed; it said: {said[-600:]}")


def _break_in(root: Path, hack: Hack) -> None:
    """Do to the site what a thief does: snippets in the theme's files, pages among the uploads."""
    theme = root / "wp-content/themes" / THEME
    if hack.block:
        _insert(theme / "footer.php", "<?php wp_footer(); ?>", _snippet("footer.php", hack.block))
    if hack.robot_page:
        functions = theme / "functions.php"
        functions.write_text(
            functions.read_text(encoding="utf-8") + _snippet("cloak.php", hack.robot_page),
            encoding="utf-8",
        )
    for path, markup in hack.files.items():
        file = root / path.strip("/")
        if not file.resolve().is_relative_to(root / "wp-content/uploads"):
            raise LabError(f"{path}: a thief's file must stand below /wp-content/uploads/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(markup, encoding="utf-8")


def _snippet(name: str, markup: str) -> str:
    """A thief's PHP, with its markup written so that nobody finds it by searching the files."""
    coded = base64.b64encode(markup.encode()).decode()
    return (_SCRIPTS / name).read_text(encoding="utf-8").replace("{coded}", coded)


def _insert(file: Path, mark: str, snippet: str) -> None:
    text = file.read_text(encoding="utf-8")
    if mark not in text:
        raise LabError(f"{file}: no {mark} to put the links before; is it another theme's?")
    file.write_text(text.replace(mark, snippet + mark), encoding="utf-8")


def _php(value: str | bool) -> str:
    """Write a constant as PHP reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
