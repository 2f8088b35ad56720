"""A tiny scenario, written anew for each test, with one site to plant things in."""

from datetime import UTC, datetime
from pathlib import Path

from ronda.lab.compile import compile_world
from ronda.lab.world import World

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

SCENARIO = """
name = "kecil"
title = "Provinsi kecil"
rounds = 3
[[zones]]
name = "fajarprov.go.id"
[region]
level = "province"
name = "Fajar"
[[others]]
level = "regency"
name = "Fajar"
zone = "fajarkab.go.id"
[[shared_hosts]]
name = "blogfajar.web.id"
kind = "label"
title = "Blog"
[[shared_hosts]]
name = "laman-fajar.co.id"
kind = "path"
title = "Laman"
"""

AGENCIES = """
[[agencies]]
key = "dinkes"
name = "Dinas Kesehatan"
short = "Dinkes"
address = "Jl. Satu 1"
phone = "(0498) 1"
email = "dinkes@fajarprov.go.id"
contact = "Sekretaris"
listed_sites = []
"""

SITE = """
address = "{address}"
note = "a test's site"
made_by.{made_by}
{top}
[front]
title = "Dinas Kesehatan Provinsi Fajar"
paragraphs = ["Selamat datang."]
[[front.posts]]
title = "Kabar"
date = "-3d"
{more}
"""


class Folder:
    """A scenario's folder that a test fills."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "sites").mkdir()
        self.write("scenario.toml", SCENARIO)
        self.write("agencies.toml", AGENCIES)

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def site(
        self,
        key: str = "satu",
        address: str = "https://satu.fajarprov.go.id/",
        made_by: str = 'agency = "dinkes"',
        top: str = "",
        more: str = "",
    ) -> None:
        text = SITE.format(address=address, made_by=made_by, top=top, more=more)
        self.write(f"sites/{key}.toml", text)

    def world(self, at_round: int = 1) -> World:
        return compile_world(self.root, at_round, NOW)
