"""Accounts: made by the office, with a password shown once."""

import pytest
from django.test import Client

from ronda.accounts import services
from ronda.accounts.models import Person, Role
from ronda.register.models import Agency

pytestmark = pytest.mark.django_db


def test_the_password_that_was_shown_signs_in() -> None:
    person, password = services.create_person("petugas", role=Role.OFFICER, by=None)
    assert Client().login(username="petugas", password=password)
    assert password not in person.password


def test_passwords_are_never_the_same_and_hard_to_misread() -> None:
    made = {services.new_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("01ilo")


@pytest.mark.parametrize(
    ("name", "role", "words"),
    [
        ("petugas", "officer", "is taken"),
        ("PETUGAS", "officer", "is taken"),
        ("pet ugas", "officer", "cannot be used"),
        ("baru", "kepala", "There is no role"),
        ("baru", "agency", "needs an agency"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(name: str, role: str, words: str) -> None:
    services.create_person("petugas", role=Role.OFFICER, by=None)
    with pytest.raises(services.AccountRefused, match=words) as refusal:
        services.create_person(name, role=role, by=None)
    assert refusal.value.text.id
    assert Person.objects.count() == 1


def test_a_weak_password_is_refused() -> None:
    with pytest.raises(services.AccountRefused, match="too weak"):
        services.create_person("baru", role=Role.OFFICER, by=None, password="password123")


@pytest.mark.parametrize("role", [Role.SECURITY, Role.LEADER, Role.AUDITOR, Role.AGENCY])
def test_only_an_officer_makes_accounts(role: Role) -> None:
    by = Person.objects.create_user("siapa", role=role)
    with pytest.raises(services.AccountRefused, match="Only an officer"):
        services.create_person("baru", role=Role.OFFICER, by=by)


def test_a_person_may_change_its_own_password_and_nobody_elses() -> None:
    agency = Agency.objects.create(key="a", name="A")
    one, _ = services.create_person("satu", role=Role.AGENCY, by=None, agencies=[agency])
    two, old = services.create_person("dua", role=Role.AGENCY, by=None, agencies=[agency])
    services.set_password(one, by=one)
    with pytest.raises(services.AccountRefused):
        services.set_password(two, by=one)
    two.refresh_from_db()
    assert two.check_password(old)


def test_the_last_officer_stays() -> None:
    last, _ = services.create_person("petugas", role=Role.OFFICER, by=None)
    for act in (
        lambda: services.deactivate(last, by=last),
        lambda: services.change_role(last, Role.AUDITOR, by=last),
    ):
        with pytest.raises(services.AccountRefused, match="last active officer"):
            act()
    services.create_person("kedua", role=Role.OFFICER, by=last)
    assert not services.deactivate(last, by=last).is_active


def test_a_command_acts_as_the_longest_serving_officer() -> None:
    with pytest.raises(services.AccountRefused, match="ronda init"):
        services.operator()
    first, _ = services.create_person("petugas", role=Role.OFFICER, by=None)
    services.create_person("kedua", role=Role.OFFICER, by=None)
    assert services.operator() == first
    assert services.operator("kedua").username == "kedua"
