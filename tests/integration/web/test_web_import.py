"""Import on the screen: preview in words, apply as a whole, discard."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from support.seed import Seed

from ronda.register.models import Agency, ImportBatch

SignIn = Callable[[str], Client]
GOOD = b"Nama Perangkat Daerah;Singkatan\nDinas Perhubungan;Dishub\n"
BAD = b"Nama Perangkat Daerah;Situs\nDinas Perhubungan;bukan alamat !!\n"


def upload(client: Client, content: bytes, kind: str = "agencies") -> ImportBatch:
    """Upload a list and return its batch."""
    file = SimpleUploadedFile("daftar opd.csv", content, "text/csv")
    answer = client.post("/impor/", {"kind": kind, "file": file}, follow=True)
    assert answer.status_code == 200
    return ImportBatch.objects.latest("uploaded_at")


def test_nothing_enters_before_it_is_applied(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    batch = upload(client, GOOD)
    assert not Agency.objects.filter(name="Dinas Perhubungan").exists()
    assert "Dinas Perhubungan" in client.get(f"/impor/{batch.pk}/").content.decode()
    client.post(f"/impor/{batch.pk}/terapkan/")
    assert Agency.objects.filter(name="Dinas Perhubungan").exists()


def test_errors_are_said_with_their_row_and_nothing_can_be_applied(
    signed_in: SignIn, seed: Seed
) -> None:
    client = signed_in("petugas")
    batch = upload(client, BAD)
    body = client.get(f"/impor/{batch.pk}/").content.decode()
    assert "Baris 2" in body
    assert "Terapkan semua" not in body
    client.post(f"/impor/{batch.pk}/terapkan/")
    assert not Agency.objects.filter(name="Dinas Perhubungan").exists()


def test_a_file_that_is_none_is_answered_in_words(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    batch = upload(client, b"PK\x03\x04 not really a workbook")
    assert 'role="alert"' in client.get(f"/impor/{batch.pk}/").content.decode()


def test_a_form_without_a_file_says_what_is_missing(signed_in: SignIn, seed: Seed) -> None:
    body = signed_in("petugas").post("/impor/", {"kind": "agencies"}, follow=True)
    assert "Pilih isi daftar dan berkasnya" in body.content.decode()


def test_an_upload_can_be_discarded(signed_in: SignIn, seed: Seed) -> None:
    client = signed_in("petugas")
    batch = upload(client, GOOD)
    client.post(f"/impor/{batch.pk}/batalkan/")
    assert not ImportBatch.objects.filter(pk=batch.pk).exists()


def test_a_leader_uploads_nothing(signed_in: SignIn, seed: Seed) -> None:
    file = SimpleUploadedFile("x.csv", GOOD, "text/csv")
    answer = signed_in("kadis").post("/impor/", {"kind": "agencies", "file": file})
    assert answer.status_code == 403
