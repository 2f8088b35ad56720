"""The archive source: every form of an index, what it drops, what breaks and how it goes on."""

import gzip
from pathlib import Path

import duckdb
import pytest
from archives_run import run
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.discover import archive
from ronda.engine.discover.parts import folder
from ronda.engine.discover.parts.folder import Lines

JSON = '{"urlkey": "x", "timestamp": "20260102030405", "url": "%s", "status": "200"}\n'


@pytest.mark.parametrize(
    "line",
    [
        '{"timestamp":"20260102030405","url":"https://dinkes-x.com/a","status":"200","mime":"x"}',
        'com,dinkes-x)/a 20260102030405 {"url": "https://dinkes-x.com/a", "status": "200"}',
        '["com,dinkes-x)/a","20260102030405","https://dinkes-x.com/a","text/html","200"],',
        '[["com,dinkes-x)/a","20260102030405","https://dinkes-x.com/a","text/html","200"]]',
        "com,dinkes-x)/a 20260102030405 https://dinkes-x.com/a text/html 200 ABC 5",
    ],
)
def test_every_form_of_an_index_line_is_read(line: str) -> None:
    said = archive.parse_line(line.encode())
    assert said == archive.Capture("https://dinkes-x.com/a", "200", "20260102030405")


@settings(max_examples=50)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_no_line_breaks_the_reader(line: bytes) -> None:
    said = archive.parse_line(line)
    assert said is None or isinstance(said.url, str)


@pytest.mark.parametrize("opened", [b"[", b'{"a":', b'{"url":['])
def test_endless_depth_is_no_index_line(opened: bytes) -> None:
    assert archive.parse_line(opened * 20_000) is None


async def test_watched_names_are_found_and_the_rest_is_counted(tmp_path: Path) -> None:
    lines = [
        JSON % "http://dinkes.arunikaprov.go.id/berita/1",
        JSON % "https://www.toko-lain.com/dinkes",
        JSON % "https://www.toko-lain.com/2",
        JSON % "https://dinkes.kota-lain.go.id/",
        JSON % "https://posyandu-dinkes.my.id/a",
        JSON % "https://posyandu-dinkes.my.id/b",
        JSON % "https://sites.google.com/view/tanjungarunika/x",
        "no index line\n",
    ]
    with gzip.open(tmp_path / "hasil.json.gz", "wt") as file:
        file.writelines(lines)
    (tmp_path / "gambar.png").write_bytes(b"x")
    ran = await run(archive, tmp_path)
    assert ran.urls == [
        "http://dinkes.arunikaprov.go.id/",
        "https://posyandu-dinkes.my.id/",
        "https://sites.google.com/view/tanjungarunika",
    ]
    assert ran.facts["https://posyandu-dinkes.my.id/"]["captured"] == "2026-01-02T03:04:05+00:00"
    assert ran.counts == {
        "read": 7, "not_watched": 2, "other_government": 1, "duplicate": 1, "sighted": 3,
        "malformed": 1, "other_file": 1, "files": 1,
    }  # fmt: skip


async def test_an_office_and_our_region_in_short_are_as_good_as_a_name(tmp_path: Path) -> None:
    lines = [
        JSON % "https://dkpjabar.com/",
        JSON % "https://dkp-lain.com/",
        JSON % "https://jabar.com/",
    ]
    (tmp_path / "a.json").write_text("".join(lines))
    ran = await run(archive, tmp_path, hints=("dkp",), places=("jabar",))
    assert [(s.url, s.lead, s.facts["sign"]) for s in ran.sightings] == [
        ("https://dkpjabar.com/", False, "dkp jabar")
    ]


async def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "a.cdxj"
    file.write_text(JSON % "https://dinkes-a.com/")
    first = await run(archive, tmp_path)
    assert (await run(archive, tmp_path, checkpoint=first.state)).urls == []
    file.write_text(JSON % "https://dinkes-a.com/" + JSON % "https://dinkes-b.com/")
    again = await run(archive, tmp_path, checkpoint=first.state)
    assert again.urls == ["https://dinkes-a.com/", "https://dinkes-b.com/"]


async def test_a_broken_file_says_so_and_the_others_go_on(tmp_path: Path) -> None:
    whole = gzip.compress((JSON % "https://dinkes-a.com/" * 50).encode())
    (tmp_path / "a.gz").write_bytes(whole[: len(whole) - 9])
    (tmp_path / "b.json").write_text(JSON % "https://dinkes-b.com/")
    ran = await run(archive, tmp_path)
    assert "https://dinkes-b.com/" in ran.urls
    assert "a.gz cannot be read to its end" in ran.errors[0]
    assert list(ran.state["files"]) == ["b.json"]  # type: ignore[call-overload]


async def test_a_folder_that_is_not_there_is_named_with_its_setting(tmp_path: Path) -> None:
    ran = await run(archive, tmp_path / "tiada")
    assert "RONDA_ARCHIVE_DIR" in ran.errors[0]
    assert (await run(archive)).counts == {}


async def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "folder"
    inside.mkdir()
    (tmp_path / "rahasia.json").write_text(JSON % "https://dinkes-a.com/")
    (inside / "a.json").symlink_to(tmp_path / "rahasia.json")
    assert (await run(archive, inside)).urls == []


async def test_time_that_is_over_leaves_the_rest_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text(JSON % "https://dinkes-a.com/")
    monkeypatch.setattr(archive, "A_RUN", -1.0)
    ran = await run(archive, tmp_path)
    assert ran.counts["left_for_next_run"] == 1
    assert ran.urls == []


async def test_a_parquet_index_is_read_whatever_its_columns(tmp_path: Path) -> None:
    con = duckdb.connect()
    con.execute(
        "COPY (SELECT 'https://www.dinkes-' || i || '.com/x' AS url, 200 AS fetch_status, "
        "TIMESTAMP '2026-01-02 03:04:05' AS fetch_time FROM range(3) t(i) "
        "UNION ALL SELECT 'https://sites.google.com/view/tanjung-arunika/a', 200, NULL "
        "UNION ALL SELECT 'https://kelautan-jabar.com/', 200, NULL "
        "UNION ALL SELECT 'https://kelautan-lain.com/', 200, NULL "
        "UNION ALL SELECT 'https://lain' || i || '.com/dinkes', 200, NULL FROM range(5000) t(i)) "
        f"TO '{tmp_path / 'b.parquet'}'"
    )
    (tmp_path / "c.parquet").write_bytes(b"PAR1" + b"\xff" * 400 + b"PAR1")
    ran = await run(archive, tmp_path, places=("jabar",))
    assert ran.urls == [
        "https://www.dinkes-0.com/",
        "https://www.dinkes-1.com/",
        "https://www.dinkes-2.com/",
        "https://sites.google.com/view/tanjung-arunika",
        "https://kelautan-jabar.com/",
    ]
    assert not any(s.lead for s in ran.sightings)
    assert ran.facts["https://www.dinkes-1.com/"]["captured"].startswith("2026-01-02")
    assert ran.counts["read"] == 5  # the 5,000 others never left the child
    assert "c.parquet cannot be read" in ran.errors[0]


def test_an_endless_line_is_skipped_and_the_next_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "x.log"
    file.write_bytes(b"a" * (3 * folder.MAX_LINE + 5) + b"\nb\nc")
    lines = Lines(file)
    assert list(lines) == [b"b\n"]
    assert lines.too_long == 1
    file.write_bytes(file.read_bytes() + b"d\n")
    assert list(Lines(file, lines.at)) == [b"cd\n"]


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")), max_size=20))
def test_lines_come_back_as_written(parts: list[bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "x"
        file.write_bytes(gzip.compress(b"".join(p + b"\n" for p in parts)))
        assert [line.rstrip(b"\n") for line in Lines(file)] == parts
