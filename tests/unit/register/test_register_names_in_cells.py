"""What an office writes into one cell: a name, its short name in brackets, what it was called."""

import pytest

from ronda.register.imports.names import Written, abbreviates, take_apart


@pytest.mark.parametrize(
    ("cell", "name", "short", "former"),
    [
        ("Dinas Kesehatan", "Dinas Kesehatan", (), ()),
        ("Dinas Kesehatan (Dinkes)", "Dinas Kesehatan", ("Dinkes",), ()),
        ("Badan Arsip d/h Kantor Arsip", "Badan Arsip", (), ("Kantor Arsip",)),
        ("Badan Arsip (BA) (d/h Kantor Arsip)", "Badan Arsip", ("BA",), ("Kantor Arsip",)),
        ("Badan Arsip, dahulu: Kantor Arsip", "Badan Arsip", (), ("Kantor Arsip",)),
        ("Badan Arsip eks Kantor Arsip semula Bagian Arsip", "Badan Arsip", (),
         ("Kantor Arsip", "Bagian Arsip")),
        ("Rumah Sakit Umum Daerah (RSUD) Rembulan", "Rumah Sakit Umum Daerah Rembulan",
         ("RSUD",), ()),
        ("UPT Puskesmas Purnama (Rawat Inap)", "UPT Puskesmas Purnama (Rawat Inap)", (), ()),
        ("Badan Penghubung (Jakarta)", "Badan Penghubung (Jakarta)", (), ()),
        ("(BPBD)", "(BPBD)", (), ()),
        ("Dinas Eksplorasi", "Dinas Eksplorasi", (), ()),
    ],
)  # fmt: skip
def test_a_names_cell_is_taken_apart(
    cell: str, name: str, short: tuple[str, ...], former: tuple[str, ...]
) -> None:
    assert take_apart(cell) == Written(name, short, former)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Ro Hukum", "Biro Hukum"),
        ("Satpol PP", "Satuan Polisi Pamong Praja"),
        ("DP3A", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak"),
        ("Disnakertrans", "Dinas Tenaga Kerja dan Transmigrasi"),
    ],
)
def test_a_short_name_abbreviates(short: str, name: str) -> None:
    assert abbreviates(short, name)


@pytest.mark.parametrize(
    ("short", "name"), [("Kota", "Dinas Sosial"), ("123", "Dinas 123"), ("PPS", "Dinas Sosial")]
)
def test_another_remark_does_not(short: str, name: str) -> None:
    assert not abbreviates(short, name)
