"""Training the model of hosts' names: what is read, how it is split, what may become a piece."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ronda.engine.content.host_form import HostWeights, host_weights, score_of
from ronda.lab.train.hosts import (
    curve,
    fit_hosts,
    listed_labels,
    named,
    part_of,
    read_hosts,
    threshold_for,
    vocabulary,
    wilson,
    written_hosts,
)

LISTED = named([f"hokiraya{n}slot{n}.com" for n in range(12)], gambling=True)
HONEST = named([f"dinas{n}pertanian.com" for n in range(12)], gambling=False)


def test_comments_columns_and_addresses_are_read_and_bad_lines_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "# kinds\nprovince\tkenarangprov.go.id\nhttps://Hoki.example/x # seen\n"
        "10.0.0.1\nhttp://[::1\n<script>\n\nhoki.example\n"
    )
    assert read_hosts(path) == (["kenarangprov.go.id", "hoki.example"], 3)


@given(st.binary(max_size=400))
def test_any_file_is_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("hosts") / "list.txt"
    path.write_bytes(content)
    hosts, bad = read_hosts(path)
    assert bad <= len(content)
    assert all("." in host for host in hosts)


def test_hosts_of_one_domain_are_never_on_both_sides_of_the_split() -> None:
    for n in range(50):
        assert part_of(f"a.site{n}.com") == part_of(f"b.c.site{n}.com")


def test_a_piece_that_is_a_listed_name_whole_is_left_out() -> None:
    examples = [*named(["zuhok.com", "zuhokraya.com"], gambling=True), *HONEST]
    with_it = vocabulary(examples, frozenset(), 2)
    without = vocabulary(examples, listed_labels(examples), 2)
    assert "zuhok" in with_it
    assert with_it - without == {"zuhok", "^zuhok"}


def test_a_fit_tells_names_of_one_form_from_the_other() -> None:
    model = fit_hosts([*LISTED[:9], *HONEST[:9]], "t", frozenset())
    assert min(score_of(e.pieces, model) for e in LISTED[9:]) > 0.8
    assert max(score_of(e.pieces, model) for e in HONEST[9:]) < 0.2


def test_the_threshold_lets_no_more_honest_hosts_through_than_allowed() -> None:
    model = fit_hosts([*LISTED, *HONEST], "t", frozenset())
    chosen = threshold_for(model, HONEST, 0.25)
    assert sum(score_of(e.pieces, model) >= chosen for e in HONEST) <= 3


def test_a_fit_without_honest_hosts_is_refused() -> None:
    with pytest.raises(ValueError, match="honest"):
        fit_hosts(LISTED, "t", frozenset())


def test_wilson_agrees_with_the_published_example() -> None:
    low, high = wilson(0, 10)
    assert (round(low, 3), round(high, 3)) == (0.0, 0.278)


def test_the_shipped_weights_are_of_short_pieces_only() -> None:
    model = host_weights()
    assert 0.5 < model.threshold < 1
    assert all(
        len(piece) <= 6 or (piece.startswith("~") and len(piece) <= 11) for piece in model.pieces
    )
    assert not any("." in piece for piece in model.pieces)


def test_the_curve_rises_with_the_alarms_that_are_allowed() -> None:
    model = fit_hosts([*LISTED[:9], *HONEST[:9]], "t", frozenset())
    points = curve(model, [*LISTED, *HONEST], (0.0, 0.5))
    assert [share for share, _ in points] == [0.0, 0.5]
    assert 0 < points[0][1] <= points[1][1] <= 1


def test_a_curve_of_one_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="honest"):
        curve(fit_hosts([*LISTED, *HONEST], "t", frozenset()), LISTED, (0.1,))


def test_weights_are_written_as_they_are_read() -> None:
    model = fit_hosts([*LISTED, *HONEST], "t", frozenset())
    assert msgspec.json.decode(written_hosts(model), type=HostWeights) == model
