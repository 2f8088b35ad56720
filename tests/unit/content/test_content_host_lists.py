"""The operator's lists of hosts: what a line may hold, what is refused and in which words."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.artifacts import Link, Observation, SiteFacts
from ronda.engine.checks.contract import Outcome
from ronda.engine.checks.examples import AT, HOST, URL, http, page
from ronda.engine.checks.registry import get
from ronda.engine.content import host_lists
from ronda.engine.content.host_lists import SETTING, BadHostList, HostList, from_env, read_hosts
from ronda.engine.judge import judge

LISTED = "kiosbambu.example"


def written(folder: Path, text: str, name: str = "daftar.txt") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def loaded(folder: Path, text: str) -> HostList:
    return from_env({SETTING: written(folder, text)})


def test_hosts_comments_and_lines_of_a_hosts_file_are_read(tmp_path: Path) -> None:
    text = (
        "# hosts\n\nKiosBambu.example # seen in May\n0.0.0.0 pasarombak.example\n*.lontar.example\n"
    )
    found = read_hosts(written(tmp_path, text))
    assert found.hosts == {"kiosbambu.example", "pasarombak.example", "lontar.example"}
    assert found.bad == ()


def test_lines_that_hold_no_host_are_left_out_and_named_by_number(tmp_path: Path) -> None:
    text = (
        "kiosbambu.example\n<html>\ndua kata.example\nco.id\n" + "x" * 5_000 + "\nlontar.example\n"
    )
    found = read_hosts(written(tmp_path, text))
    assert found.hosts == {"kiosbambu.example", "lontar.example"}
    assert [(line.number, line.why) for line in found.bad] == [
        (2, "not the name of a host"),
        (3, "more than one word"),
        (4, "a public suffix, under which anybody registers names"),
        (5, "longer than a line may be"),
    ]


def test_a_listed_host_names_what_stands_below_it_but_not_what_ends_alike(tmp_path: Path) -> None:
    lists = loaded(tmp_path, f"{LISTED}\n")
    assert lists.named(f"www.main.{LISTED}") == LISTED
    assert lists.named(f"x{LISTED}") == ""
    assert lists.named("") == ""


def test_a_file_that_is_not_there_is_refused_with_its_name_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        BadHostList, match=r"RONDA_GAMBLING_LIST: .*tiada\.txt cannot be read .* - name"
    ):
        from_env({SETTING: str(tmp_path / "tiada.txt")})


def test_too_many_hosts_are_refused_with_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host_lists, "MAX_HOSTS", 2)
    path = written(tmp_path, "a1.example\nb1.example\nc1.example\n")
    with pytest.raises(BadHostList, match=r"daftar\.txt, line 3: more than 2 hosts"):
        read_hosts(path, 2)


def test_a_line_without_end_ends_at_the_limit_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host_lists, "MAX_BYTES", 50_000)
    with pytest.raises(BadHostList, match="larger"):
        read_hosts(written(tmp_path, "x" * 200_000))


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    assert loaded(tmp_path, f"{LISTED}\n").named("lontar.example") == ""
    path = written(tmp_path, "lontar.example\n")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    again = from_env({SETTING: path})
    assert again.named("lontar.example") == "lontar.example"
    assert again.files[0].changed_at == datetime.fromtimestamp(1_700_000_000, UTC)


@given(st.binary(max_size=600))
def test_any_file_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("lists") / "list.txt"
    path.write_bytes(content)
    found = read_hosts(str(path))
    assert len(found.hosts) + found.bad_lines <= content.count(b"\n") + 1
    assert all("." in host and host.isascii() for host in found.hosts)


def verdict(link: Link, listed: HostList) -> Outcome:
    shown = page("Jadwal posyandu bulan ini.", links=(link,))
    views = {
        f"{kind}:{view}": got
        for view in ("visitor", "robot", "phone")
        for kind, got in (("http", http()), ("page", shown))
    }
    site = SiteFacts(url=URL, host=HOST, relation="official")
    return judge(get("CONTENT.GAMBLING"), Observation(site, AT, AT, views), listed).outcome


def test_a_list_by_itself_never_accuses_hidden_or_open(tmp_path: Path) -> None:
    lists = loaded(tmp_path, f"{LISTED}\n")
    for hidden in ("", "display:none"):
        assert verdict(Link(f"https://{LISTED}/", "Mitra", hidden=hidden), lists) is Outcome.PASS


def test_a_hidden_link_that_promises_and_leads_to_a_listed_host_is_accused(tmp_path: Path) -> None:
    link = Link(f"https://{LISTED}/", "deposit pulsa", hidden="display:none")
    assert verdict(link, HostList()) is Outcome.PASS
    assert verdict(link, loaded(tmp_path, f"{LISTED}\n")) is Outcome.FAIL
