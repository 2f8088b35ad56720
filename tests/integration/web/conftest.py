"""Fixtures of the screens' tests: sample rows, and signed-in browsers of every role."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from support.seed import Seed

from ronda.accounts.models import Person

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def _rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Seed]:
    """The sample rows, once for a module, in a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
        with override_settings(PASSWORD_HASHERS=[hasher]):
            made = Seed().all()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def seed(_rows: Seed, db: None) -> Seed:
    """Believable rows in every room; what a test changes is undone after it."""
    return _rows


@pytest.fixture
def signed_in(seed: Seed) -> SignIn:
    """A browser in which a person of the sample rows is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(
            Person.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in
