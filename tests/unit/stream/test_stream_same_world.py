"""A round compiled when asked says the same as the same round compiled as a whole."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ronda.lab.compile import compile_scenario
from ronda.lab.scenario import BadScenario, load
from ronda.lab.servers.sites import Answers
from ronda.lab.stream import SiteIndex, StreamedRound
from ronda.lab.world import Served, VirtualHost, World

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SMALL = Path(__file__).parents[3] / "src/ronda/lab/provinces/rembulan_small"
VIEWS = ("visitor", "robot", "phone")


def frame(root: Path, rounds: int = 3) -> None:
    """A scenario without sites."""
    (root / "sites").mkdir()
    text = (
        f'name = "acak"\ntitle = "Acak"\nrounds = {rounds}\n'
        '[[zones]]\nname = "fajarprov.go.id"\n'
        '[region]\nlevel = "province"\nname = "Fajar"\n'
        '[[shared_hosts]]\nname = "blogfajar.web.id"\nkind = "label"\ntitle = "Blog"\n'
        '[[shared_hosts]]\nname = "laman-fajar.co.id"\nkind = "path"\ntitle = "Laman"\n'
        '[[gone]]\nname = "lama.fajarprov.go.id"\nlogged = "-300d"\n'
    )
    (root / "scenario.toml").write_text(text)
    agency = (
        '[[agencies]]\nkey = "dinkes"\nname = "Dinas Kesehatan"\nshort = "Dinkes"\n'
        'address = "Jl. Satu 1"\nphone = "(0498) 1"\nemail = "d@fajarprov.go.id"\n'
        'contact = "Sekretaris"\n'
    )
    (root / "agencies.toml").write_text(agency)


def targets(host: VirtualHost) -> Iterator[str]:
    """Paths that a host answers somehow, and some that nobody planned."""
    yield from ("/", "/tidak-ada", "/a/b/c?x=1")
    for route in (*(host.http or ()), *(host.https or ())):
        yield route.path.removesuffix("*")
        yield route.path.removesuffix("*") + "lain"


def answers(host: VirtualHost, scheme: str, target: str) -> list[object] | None:
    routes = host.http if scheme == "http" else host.https
    if routes is None:
        return None
    return [Answers(routes).find(target, view) for view in VIEWS]  # type: ignore[arg-type]


def logged(served: Served) -> Counter[str]:
    return Counter(map(repr, served.logged()))


def assert_same(streamed: StreamedRound, whole: World) -> None:
    assert (streamed.scenario, streamed.round, streamed.now) == (
        whole.scenario,
        whole.round,
        whole.now,
    )
    assert (streamed.settings, streamed.files) == (whole.settings, whole.files)
    assert tuple(streamed.zones) == whole.zones
    assert logged(streamed) == logged(whole)
    assert list(streamed.places()) == list(whole.places())
    for place in whole.places():
        planned = whole.hosts[place.number]
        for target in dict.fromkeys(targets(planned)):
            made = streamed.host(place.number, target.partition("?")[0])
            for scheme in ("http", "https"):
                assert answers(made, scheme, target) == answers(planned, scheme, target)
            for field in ("name", "address", "certificate", "tls_behaviour", "max_tls"):
                assert getattr(made, field) == getattr(planned, field)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_shipped_small_province_is_the_same(number: int) -> None:
    index = SiteIndex(SMALL, NOW)
    assert_same(index.at(number), compile_scenario(load(SMALL), number, NOW))


rounds = st.integers(1, 3)
CAUSES = (
    {"kind": "dead"},
    {"kind": "name_gone"},
    {"kind": "no_https_redirect"},
    {"kind": "weak_headers"},
    {"kind": "self_signed"},
    {"kind": "expired_certificate"},
    {"kind": "missing_intermediate"},
    {"kind": "wildcard_dns"},
    {"kind": "spoofable_mail"},
    {"kind": "dangling_cname", "target": "hilang.awan-hilang.id"},
    {"kind": "exposed_git"},
    {"kind": "robot_only", "hosts": ["rajahoki.id"], "words": ["gacor"], "title": "Raja"},
    {"kind": "server_error"},
    {"kind": "old_tls"},
    {"kind": "hostile", "behaviour": "never_answers"},
    {"kind": "hostile", "behaviour": "tls_alert"},
)


@st.composite
def causes(draw: st.DrawFn) -> list[dict[str, object]]:
    planted = []
    for kind in draw(st.lists(st.sampled_from(CAUSES), max_size=3, unique_by=str)):
        first, last = sorted((draw(rounds), draw(rounds)))
        planted.append({**kind, "from_round": first, "until_round": last})
    return planted


@st.composite
def sites(draw: st.DrawFn) -> list[dict[str, object]]:
    """Sites on hosts of their own, on shared ones, with further names, in some of the rounds."""
    found = []
    for number, kind in enumerate(
        draw(
            st.lists(
                st.sampled_from(("official", "own", "sub", "twin", "label", "path", "http")),
                min_size=1,
            )
        )
    ):
        address = {
            "official": f"https://s{number}.fajarprov.go.id/",
            "own": f"https://s{number}-fajar.id/",
            "sub": f"https://s{number}.satu-fajar.id/",
            "twin": "https://kembar-fajar.id/" + draw(st.sampled_from(("", "x/"))),
            "label": f"https://s{number}.blogfajar.web.id/",
            "path": "https://laman-fajar.co.id/"
            + draw(st.sampled_from(("a/", "a/b/", f"a/s{number}"))),
            "http": f"http://s{number}.fajarprov.go.id/",
        }[kind]
        first, last = sorted((draw(rounds), draw(rounds)))
        shared = kind in ("label", "path")
        faults = draw(causes()) if kind != "http" else []
        if kind in ("own", "twin"):  # a registered domain is no alias
            faults = [one for one in faults if one["kind"] != "dangling_cname"]
        also = [f"www.s{number}.fajarprov.go.id"] if draw(st.booleans()) else []
        found.append(
            {
                "key": f"{draw(st.sampled_from('zam'))}{number}",
                "address": address,
                "note": "acak",
                "made_by": {"agency": "dinkes"},
                "front": {"title": f"Situs {number}"},
                "pages": {"/profil": {"title": "Profil", "paragraphs": ["Isi."]}},
                "server": draw(st.sampled_from((None, "bersama"))),
                "also": also if kind == "official" else [],
                "from_round": first,
                "until_round": last,
                "causes": [] if shared else faults,
            }
        )
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(planned=sites(), number=rounds)
def test_any_scenario_is_the_same(planned: list[dict[str, object]], number: int) -> None:
    with TemporaryDirectory() as name:
        root = Path(name)
        frame(root)
        half = len(planned) // 2
        for file, part in (("a", planned[half:]), ("b", planned[:half])):
            lines = "".join(json.dumps(site) + "\n" for site in part)
            (root / f"sites/{file}.jsonl").write_text(lines)
        index = SiteIndex(root, NOW)
        assert_same(index.at(number), compile_scenario(load(root), number, NOW))


def test_problems_are_the_same(tmp_path: Path) -> None:
    frame(tmp_path)
    lines = ['{"key": "a"}', "kacau", '{"key": "b", "address": "x"}', '{"key": 1}']
    (tmp_path / "sites/a.jsonl").write_text("\n".join(lines))
    (tmp_path / "sites/b.toml").write_text("x = ")
    with pytest.raises(BadScenario) as whole:
        load(tmp_path)
    with pytest.raises(BadScenario) as streamed:
        SiteIndex(tmp_path, NOW)
    assert streamed.value.problems == whole.value.problems
    assert len(whole.value.problems) == 5


def test_a_host_of_several_sites_has_the_certificate_of_the_last(tmp_path: Path) -> None:
    """Both when pages of one of them alone are made, and when the whole round is."""
    frame(tmp_path)
    lines = [
        {
            "key": f"s{number}",
            "address": f"https://laman-fajar.co.id/s{number}",
            "note": "Beside others.",
            "made_by": {"agency": "dinkes"},
            "front": {"title": f"Situs {number}"},
            "certificate": {"expires": f"+{number}00d"},
        }
        for number in (1, 2, 3)
    ]
    text = "\n".join(map(json.dumps, lines))
    (tmp_path / "sites" / "0000.jsonl").write_text(text + "\n")
    streamed = SiteIndex(tmp_path, NOW).at(1)
    (place,) = [p for p in streamed.places() if p.name == "laman-fajar.co.id"]
    shown = [streamed.host(place.number, path).certificate for path in ("/", "/s1", "/s3/a")]
    assert shown[0] is not None
    assert shown == [shown[0]] * 3
    assert [e for e in logged(streamed) if "laman-fajar" in e] == [repr((shown[0], None))]
    assert_same(streamed, compile_scenario(load(tmp_path), 1, NOW))
