"""Each source by itself: what it sights, what it drops and counts, what it says when it fails."""

import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.attribute.shared import shared_hosts
from ronda.engine.discover import links, uploaded, zone
from ronda.engine.discover.contract import (
    Checkpoint,
    Known,
    KnownPage,
    Note,
    Sighting,
    SourceContext,
    ZoneFeed,
)
from ronda.engine.discover.parts import listed
from ronda.engine.discover.parts.signals import Signs, Watch
from ronda.engine.discover.registry import Event, all_sources, get
from ronda.engine.netconfig import NetConfig

NET = NetConfig(resolvers=(), user_agent="Ronda", extra_shared_hosts=("rumahblog.id",))
NOW = datetime(2026, 3, 2, tzinfo=UTC)
WATCHED = ("arunikaprov.go.id", "tanjungarunika", "dinkes", "dinaskesehatan")


async def run(source: object, **fields: object) -> list[Event]:
    context = SourceContext(net=NET, now=NOW, watched=WATCHED, **fields)  # type: ignore[arg-type]
    return [event async for event in source.discover(context)]  # type: ignore[attr-defined]


def urls(events: list[Event]) -> list[str]:
    return [e.url for e in events if isinstance(e, Sighting)]


def counts(events: list[Event]) -> Counter[str]:
    found: Counter[str] = Counter()
    for event in events:
        if isinstance(event, Note):
            found[event.step] += event.count
    return found


def errors(events: list[Event]) -> list[str]:
    return [e.text.en for e in events if isinstance(e, Note) and e.level == "error" and e.text]


ZONE = """$TTL 300
@ IN SOA ns1 admin 1 3600 600 86400 300
@ NS ns1
@ MX 10 surat
ns1 A 192.0.2.1
surat A 192.0.2.2
@ A 192.0.2.3
www CNAME @
dinkes A 192.0.2.4
dinkes AAAA 2001:db8::4
lama CNAME tak-ada.awan.example.
* A 192.0.2.9
_dmarc TXT "v=DMARC1; p=none"
_acme-challenge.dinkes TXT "x"
autodiscover CNAME outlook.example.
hanya-teks TXT "halo"
"""


def zone_file(text: str) -> tuple[ZoneFeed, ...]:
    path = Path(tempfile.mkdtemp()) / "zone"
    path.write_text(text)
    return (ZoneFeed("arunikaprov.go.id", file=str(path)),)


def test_the_shipped_sources_are_found_by_walking() -> None:
    assert [s.meta.id for s in all_sources()] == [
        *("archive", "declared", "derived", "links", "list", "lookalikes", "nsec"),
        *("querylog", "referrers", "report", "reverse", "search", "zone", "ct", "rdap"),
    ]
    assert all(s.manual and s.meta.what.id and s.meta.cost.en for s in all_sources())
    with pytest.raises(KeyError):
        get("tak-ada")


async def test_a_zone_file_gives_every_name_with_an_address() -> None:
    events = await run(zone, zones=zone_file(ZONE))
    assert urls(events) == [
        "https://arunikaprov.go.id/",
        "https://www.arunikaprov.go.id/",
        "https://dinkes.arunikaprov.go.id/",
        "https://lama.arunikaprov.go.id/",
    ]


async def test_what_a_zone_drops_is_counted_with_its_reason() -> None:
    found = counts(await run(zone, zones=zone_file(ZONE)))
    assert found["wildcard"] == 1
    assert found["service_label"] == 2  # ns1, autodiscover
    assert found["infrastructure"] == 1  # only the mail exchanger's name
    assert found["no_address"] == 3  # two labels of services and a text
    dropped = sum(found[k] for k in ("wildcard", "service_label", "infrastructure", "no_address"))
    assert found["read"] == found["sighted"] + dropped


async def test_a_broken_zone_file_is_named_with_its_line() -> None:
    said = errors(await run(zone, zones=zone_file(ZONE + "rusak A 999.1.1.1\n")))
    assert len(said) == 1
    assert "line 17" in said[0]


@pytest.mark.parametrize(
    "line", ["$INCLUDE /etc/passwd", "$GENERATE 1-99999999 host-$ A 192.0.2.1"]
)
async def test_a_zone_file_reads_no_other_file_and_expands_nothing(line: str) -> None:
    events = await run(zone, zones=zone_file(ZONE + line + "\n"))
    assert urls(events) == []
    assert "not accepted" in errors(events)[0]


@pytest.mark.parametrize("path", ["/dev/zero", "/", "/tidak/ada"])
async def test_a_zone_file_that_is_no_file_is_said_in_words(path: str) -> None:
    said = errors(await run(zone, zones=(ZoneFeed("arunikaprov.go.id", file=path),)))
    assert len(said) == 1
    assert path in said[0]


async def test_a_zone_without_server_and_file_is_counted() -> None:
    assert counts(await run(zone, zones=(ZoneFeed("arunikaprov.go.id"),)))["no_feed"] == 1


@pytest.mark.parametrize("server", ["127.0.0.1:1", "ns1.contoh.id", "127.0.0.1:xx"])
async def test_a_server_that_cannot_be_asked_is_said_in_words(server: str) -> None:
    said = errors(await run(zone, zones=(ZoneFeed("arunikaprov.go.id", server=server),)))
    assert len(said) == 1
    assert server in said[0]


def page(*found: tuple[str, str, str], relation: str = "official") -> tuple[KnownPage, ...]:
    return (KnownPage("https://www.arunikaprov.go.id/", relation, found),)


@pytest.mark.parametrize(
    ("address", "words", "site"),
    [
        ("https://dinkes-tanjungarunika.com/a/b?c=1", "", "https://dinkes-tanjungarunika.com/"),
        ("http://tanjung-arunika.web.id/", "", "http://tanjung-arunika.web.id/"),
        ("https://sehat.example/", "Situs Dinas Kesehatan", "https://sehat.example/"),
        ("https://sites.google.com/view/x/y", "Dinas Kesehatan", "https://sites.google.com/view/x"),
        ("https://rumahblog.id/dinkes/1", "", "https://rumahblog.id/dinkes"),
        ("https://antrean-dkp.rumahblog.id/", "Antrean", "https://antrean-dkp.rumahblog.id/"),
        ("http://siagakesehatan.my.id/", "SIAGA", "http://siagakesehatan.my.id/"),
        ("https://ladang.example/", "E-LADANG", "https://ladang.example/"),
        ("https://ladang.example/", "SILADANG", "https://ladang.example/"),
        ("https://ladang.example/", "Aplikasi pupuk", "https://ladang.example/"),
        ("http://192.0.2.77/simpeg/login.php", "SIMPEG", "http://192.0.2.77/"),
    ],
)
async def test_a_link_with_an_offices_sign_is_sighted(address: str, words: str, site: str) -> None:
    events = await run(links, pages=page((address, words, "nav")))
    assert urls(events) == [site]
    sighting = next(e for e in events if isinstance(e, Sighting))
    assert sighting.facts["link_text"] == words
    assert "nav" in sighting.where


@pytest.mark.parametrize(
    ("address", "words", "step"),
    [
        ("https://www.arunikaprov.go.id/berita", "Berita", "own_site"),
        ("https://www.facebook.com/dinkes", "Dinas Kesehatan", "platform"),
        ("https://sman1.sch.id/", "SMA 1", "institution"),
        ("https://www.kemkes.go.id/", "Badan lain", "other_government"),
        ("javascript:alert(1)", "Dinas", "malformed"),
        ("https://dikenal.id/", "Dinas Kesehatan", "known"),
    ],
)
async def test_a_link_without_use_is_counted(address: str, words: str, step: str) -> None:
    events = await run(
        links, pages=page((address, words, "main")), known=frozenset({"https://dikenal.id/"})
    )
    assert urls(events) == []
    assert counts(events)[step] == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://tokobunga.com/", "Toko"),
        ("https://tokobunga.com/", "SITUS RESMI e-wallet"),
        ("https://dkpandu.com/", "Pandu"),
        ("https://koran.example/kesehatan/1", "Baca"),
    ],
)
async def test_a_link_without_a_sign_is_only_a_lead(address: str, words: str) -> None:
    events = await run(links, pages=page((address, words, "main")))
    assert [e.lead for e in events if isinstance(e, Sighting)] == [True]
    assert counts(events)["lead"] == 1


OFFICES = ("dlh", "bkad", "simpanan")
PLACES = ("jabar", "jbr", "muarabatu")


@pytest.mark.parametrize(
    ("host", "office", "place"),
    [
        ("dlh-x.com", "dlh", ""),
        ("portal.dlh.xyz.id", "dlh", ""),
        ("dlhjbrofficial.com", "dlh", "jbr"),
        ("kelautanjabar.web.id", "kelautan", "jabar"),
        ("bkadxyz.id", "bkad", ""),
        ("xyzjbr.org", "", "jbr"),
        ("muarabaturunners.id", "", "muarabatu"),
        ("e-simpanan2024.com", "simpanan", ""),
        ("ayosimpananqu.com", "simpanan", ""),
        ("dlh.rumahblog.id", "dlh", ""),
        ("dlhx.com", "", ""),  # three letters beside what nobody knows
        ("xbkadx.com", "", ""),  # amid other letters
        ("kelautan.com", "", ""),  # an everyday word without our region
        ("toko.id", "", ""),
    ],
)
def test_a_weak_sign_counts_where_a_word_may_begin_or_end(
    host: str, office: str, place: str
) -> None:
    watch = Watch((), shared_hosts(NET.extra_shared_hosts), OFFICES, PLACES)
    assert watch.signs_in_host(host) == Signs(office, place)


@given(st.text(alphabet="abdhjklr-.0", max_size=70))
def test_signs_are_read_from_any_name(host: str) -> None:
    signs = Watch((), shared_hosts(()), OFFICES, PLACES).signs_in_host(host)
    assert all(word in host for word in (signs.office, signs.place))


async def test_pages_of_strangers_lead_nowhere() -> None:
    link = ("https://dinkes-tanjungarunika.com/", "Dinas Kesehatan", "main")
    assert urls(await run(links, pages=page(link, relation="impersonation"))) == []


async def test_a_list_keeps_order_and_drops_repeats() -> None:
    rows = (("dinkes.id", "r1"), ("https://dinkes.id/index.php?x=1", "r2"), ("b.id", "r3"))
    events = await run(uploaded, listed=rows)
    assert urls(events) == ["https://dinkes.id/", "https://b.id/"]
    assert counts(events)["duplicate"] == 1


async def test_whoever_reports_a_page_reports_its_site() -> None:
    events = await run(uploaded, listed=(("https://dinkesx.com/galeri/2025/", "r1"),))
    assert urls(events) == ["https://dinkesx.com/"]
    (sighting,) = [e for e in events if isinstance(e, Sighting)]
    assert sighting.facts["written"] == "https://dinkesx.com/galeri/2025/"


async def test_the_path_is_the_site_where_paths_have_different_owners() -> None:
    rows = (("https://sites.google.com/view/dinkes-x/galeri", "r1"),)
    assert urls(await run(uploaded, listed=rows)) == ["https://sites.google.com/view/dinkes-x"]


async def test_a_row_that_is_no_address_is_named() -> None:
    events = await run(uploaded, listed=(("bukan alamat", "daftar.xlsx baris 7"), ("a.id", "r")))
    assert urls(events) == ["https://a.id/"]
    assert "daftar.xlsx baris 7" in errors(events)[0]
    assert counts(events)["malformed"] == 1


async def test_an_international_name_becomes_its_ascii_form() -> None:
    assert urls(await run(uploaded, listed=(("https://dinkés.id/", "r"),))) == [
        "https://xn--dinks-esa.id/"
    ]


async def test_ten_thousand_broken_rows_are_counted_but_not_all_told() -> None:
    events = await run(uploaded, listed=tuple(("x y", f"r{n}") for n in range(10_000)))
    assert len(errors(events)) == listed.MAX_NAMED
    assert counts(events)["malformed"] == 10_000


def test_no_source_yields_what_the_contract_does_not_know() -> None:
    assert {Sighting, Note, Checkpoint, Known} == set(Event.__args__)


async def test_the_source_in_the_documentation_works_as_it_stands() -> None:
    path = Path(__file__).parents[3] / "docs" / "adding-a-source.md"
    code = path.read_text().split("```python\n")[1].split("```")[0]
    module = ModuleType("weblog")
    exec(compile(code, str(path), "exec"), module.__dict__)
    assert module.META.id == "weblog"
    assert urls(await run(module)) == ["https://dinas.contoh.go.id/"]
