"""Which host and which answer a request gets."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ronda.lab.ca import Authority
from ronda.lab.problems import LabError
from ronda.lab.servers.catalogue import as_page
from ronda.lab.servers.sites import Answers, Sites
from ronda.lab.servers.views import who
from ronda.lab.world import Misbehave, Respond, Route, VirtualHost, World

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PHONE = "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36"


def page(text: str) -> Respond:
    return Respond(200, (), text.encode())


def build(tmp_path: Path, *hosts: VirtualHost) -> Sites:
    return Sites(World("s", 1, NOW, (), hosts), Authority(tmp_path / "ca"))


@pytest.mark.parametrize(
    ("agent", "referer", "view"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "", "visitor"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "", "robot"),
        (PHONE, "https://www.google.com/", "phone"),
        (PHONE, "https://www.google.co.id/search?q=dinas", "phone"),
        (PHONE, "", "visitor"),
        (PHONE, "https://contoh.id/?from=google.com", "visitor"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "https://www.google.com/", "visitor"),
    ],
)
def test_view_is_told_by_agent_and_referer(agent: str, referer: str, view: str) -> None:
    assert who(agent, referer) == view


def test_answer_for_the_very_view_wins_over_the_one_for_all() -> None:
    answers = Answers((Route("/", page("all")), Route("/*", page("robot"), "robot")))
    assert answers.find("/", "robot") == page("robot")
    assert answers.find("/", "phone") == page("all")


def test_first_match_wins_and_query_is_left_out() -> None:
    answers = Answers((Route("/a", page("a")), Route("/*", page("rest"))))
    assert answers.find("/a?x=1", "visitor") == page("a")
    assert answers.find("/ab", "visitor") == page("rest")


def test_route_with_query_matches_only_with_it() -> None:
    answers = Answers((Route("/?p=7", page("seven")), Route("/", page("home"))))
    assert answers.find("/?p=7", "visitor") == page("seven")
    assert answers.find("/?p=8", "visitor") == page("home")


def test_wildcard_host_takes_labels_below(tmp_path: Path) -> None:
    sites = build(tmp_path, VirtualHost("*.blog.id", "198.18.0.3"))
    found = sites.find("127.18.0.3", "dinkes.blog.id", "https")
    assert found is not None
    assert found.name == "*.blog.id"
    assert sites.find("127.18.0.3", "a.b.blog.id", "https") is None


def test_host_without_a_scheme_is_not_found_there(tmp_path: Path) -> None:
    sites = build(tmp_path, VirtualHost("a.id", "198.18.0.3", https=None))
    assert sites.find("127.18.0.3", "a.id", "https") is None
    assert sites.open_for("https") == (set(), {"127.18.0.3"})
    assert sites.open_for("http") == ({"127.18.0.3"}, set())


def test_address_as_name_means_the_first_host_there(tmp_path: Path) -> None:
    sites = build(tmp_path, VirtualHost("a.id", "198.18.0.3"), VirtualHost("b.id", "198.18.0.3"))
    found = sites.find("127.18.0.3", "198.18.0.3", "http")
    assert found is not None
    assert found.name == "a.id"


@pytest.mark.parametrize(
    ("host", "said"),
    [
        (VirtualHost("a.id", "10.0.0.1"), "outside 198.18.0.0/15"),
        (VirtualHost("a.id", "x"), "not an IPv4 address"),
        (VirtualHost("a.id", "198.18.0.1", tls_behaviour="gzip_bomb"), "tls_behaviour 'gzip_bomb'"),
        (VirtualHost("a.id", "198.18.0.1", (Route("/", Misbehave("dance")),)), "behaviour 'dance'"),
        (VirtualHost("a.id", "198.18.0.1", (Route("/", Respond(99)),)), "status 99"),
        (
            VirtualHost("a.id", "198.18.0.1", (Route("/", Respond(200, (("X", "a\nb"),))),)),
            "cannot be sent",
        ),
        (
            VirtualHost(
                "a.id", "198.18.0.1", (Route("/", Respond(200, (("Content-Length", "3"),))),)
            ),
            "set by the server",
        ),
    ],
)
def test_host_that_cannot_be_served_is_named(tmp_path: Path, host: VirtualHost, said: str) -> None:
    with pytest.raises(LabError) as caught:
        build(tmp_path, host)
    assert said in str(caught.value)


def test_same_name_twice_at_an_address_is_refused(tmp_path: Path) -> None:
    host = VirtualHost("a.id", "198.18.0.1")
    with pytest.raises(LabError, match="stands twice"):
        build(tmp_path, host, host)


def test_the_page_of_behaviours_is_what_the_functions_say() -> None:
    page = Path(__file__).parents[3] / "docs" / "lab-behaviours.md"
    assert page.read_text(encoding="utf-8") == as_page(), (
        "write it anew: ronda lab behaviours --page > docs/lab-behaviours.md"
    )
