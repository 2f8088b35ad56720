"""The referrer source: log formats, rotation, broken lines, and that visitors leave no trace."""

import gzip
import json
from pathlib import Path

import pytest
from archives_run import run
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.discover import referrers

LINE = (
    '192.0.2.7 - - [02/Mar/2026:08:00:0{n} +0800] "GET /logo.png HTTP/1.1" 200 12 "{ref}" "Agent"\n'
)


def line(ref: str, n: int = 0) -> str:
    return LINE.format(ref=ref, n=n)


@pytest.mark.parametrize(
    ("written", "referrer"),
    [
        (line("https://a.id/x"), b"https://a.id/x"),
        ("www.x.go.id:443 " + line("https://a.id/x"), b"https://a.id/x"),
        (line("https://a.id/x").replace("GET /logo.png", 'GET /\\"x\\"'), b"https://a.id/x"),
        (line("-"), b"-"),
        ('1.2.3.4 - - [x] "GET / HTTP/1.1" 200 12\n', None),
        (json.dumps({"http_referer": "https://a.id/x", "status": 200}), b"https://a.id/x"),
        (json.dumps({"request": {"headers": {"Referer": ["https://a.id/x"]}}}), b"https://a.id/x"),
        (json.dumps({"status": 200}), b""),
        ("{broken", None),
        ("", None),
    ],
)
def test_the_referrer_of_a_line(written: str, referrer: bytes | None) -> None:
    assert referrers.parse_line(written.encode()) == referrer


@settings(max_examples=50)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: line(t).encode())))
def test_no_line_breaks_the_reader(written: bytes) -> None:
    said = referrers.parse_line(written)
    assert said is None or isinstance(said, bytes)


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "evil", ['"' * 60_000, '] "' * 20_000, '] "' + '\\"' * 30_000, "\\" * 60_000]
)
def test_a_line_made_to_stall_takes_no_time(evil: str) -> None:
    assert referrers.parse_line(evil.encode()) is None


async def test_referrers_with_watched_words_are_told_with_their_visits(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text(
        line("https://info-dinkes.my.id/a?nama=warga")
        + line("https://info-dinkes.my.id/a?nama=lain")
        + line("https://mesin.example/cari?q=dinkes")
        + line("https://dinkes.arunikaprov.go.id/")
        + line("-")
        + "rusak\n"
    )
    known = frozenset(["https://dinkes.arunikaprov.go.id/"])
    ran = await run(referrers, tmp_path, known=known)
    assert ran.urls == ["https://info-dinkes.my.id/"]
    assert ran.facts["https://info-dinkes.my.id/"] == {
        "sign": "dinkes", "visits": "2", "page": "https://info-dinkes.my.id/a", "scheme": "https",
    }  # fmt: skip
    assert ran.counts == {
        "files": 1, "read": 3, "sighted": 1, "not_watched": 1, "known": 1, "no_referrer": 1,
        "malformed_line": 1,
    }  # fmt: skip
    assert "192.0.2.7" not in repr(ran.sightings)  # of visitors nothing is kept


async def test_a_log_goes_on_where_it_was_left_also_after_rotation(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(line("https://dinkes-1.id/"))
    first = await run(referrers, tmp_path)
    with log.open("a") as file:
        file.write(line("https://dinkes-2.id/", 1) + line("https://dinkes-3.id/", 2)[:40])
    second = await run(referrers, tmp_path, checkpoint=first.state)
    assert second.urls == ["https://dinkes-2.id/"]

    text = (
        line("https://dinkes-1.id/")
        + line("https://dinkes-2.id/", 1)
        + line("https://dinkes-3.id/", 2)
    )
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(text.encode()))
    log.write_text(line("https://dinkes-4.id/", 3))
    third = await run(referrers, tmp_path, checkpoint=second.state)
    assert third.urls == ["https://dinkes-4.id/", "https://dinkes-3.id/"]
    assert {s.where for s in third.sightings} == {"log akses access.log"}
    assert (await run(referrers, tmp_path, checkpoint=third.state)).urls == []


async def test_a_log_that_breaks_off_keeps_what_was_read(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(line(f"https://dinkes-{n}.id/{n}").encode() for n in range(400)))
    (tmp_path / "access.log.gz").write_bytes(whole[:-500])
    ran = await run(referrers, tmp_path)
    assert "cannot be read to its end" in ran.errors[0]
    assert len(ran.urls) > 10


async def test_a_weak_sign_makes_a_lead(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text(line("https://info-dkp.my.id/") + line("https://lain.id/"))
    ran = await run(referrers, tmp_path, hints=("dkp",))
    assert [(s.url, s.lead) for s in ran.sightings] == [("https://info-dkp.my.id/", True)]
    assert ran.counts["lead"] == 1
