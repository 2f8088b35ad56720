"""A new installation says on every page what to do next, and claims nothing that was not measured."""

from collections.abc import Callable

import pytest
from django.test import Client
from support.seed import only_people

from ronda.accounts.models import Person

SignIn = Callable[[str], Client]


@pytest.fixture
def new(db: None) -> Callable[[str], Client]:
    only_people()

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(
            Person.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Langkah pertama"),
        ("/calon/", "Lihat sumber"),
        ("/calon/daftar/", "Lihat sumber"),
        ("/situs/", "Impor daftar"),
        ("/temuan/", "ronda patrol"),
        ("/opd/", "Impor daftar"),
        ("/sumber/", "ronda discover"),
    ],
)
def test_an_empty_page_says_what_to_do_next(path: str, words: str, new: SignIn) -> None:
    assert words in new("petugas").get(path).content.decode()


@pytest.mark.parametrize("path", ["/", "/temuan/"])
@pytest.mark.parametrize("who", ["petugas", "web.baru"])
def test_nothing_measured_is_never_called_good(path: str, who: str, new: SignIn) -> None:
    body = new(who).get(path).content.decode()
    assert "Belum ada situs yang diukur" in body
    for praise in ("Terawat baik", "Tidak ada yang mendesak.", "Tidak ada temuan terbuka."):
        assert praise not in body
