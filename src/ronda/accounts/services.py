"""Makes accounts and sets passwords, roles and agencies: the office does, nobody for himself.

Agencies stand in the register, a room above this one, so here they are rows of any kind.
"""

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ronda.accounts.models import Person, Role
from ronda.engine.text import Text

# Without letters and digits that are taken for each other when read aloud or copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountRefused(Exception):
    """An account cannot be made or changed; ``text`` says why and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def new_password() -> str:
    """Return a random password of 100 bits that can be read aloud: abcde-fghjk-mnpqr-stuvw."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def may_manage(person: Person | AnonymousUser | None) -> None:
    """Raise :class:`AccountRefused` unless the person is an active officer; None is the operator.

    The operator is whoever may run commands on the server: the database is in his hands anyway.
    """
    if person is None:
        return
    if isinstance(person, AnonymousUser) or not person.is_active or person.role != Role.OFFICER:
        raise AccountRefused(
            Text(
                "Hanya petugas Diskominfo yang dapat mengelola akun.",
                "Only an officer may manage accounts.",
            )
        )


@transaction.atomic
def create_person(
    username: str,
    *,
    role: str,
    by: Person | None,
    agencies: Iterable[Any] = (),
    password: str | None = None,
    full_name: str = "",
    title: str = "",
    email: str = "",
) -> tuple[Person, str]:
    """Make an account and return it with its password, made up when none is given.

    The password stands nowhere in clear: show it once. Raises :class:`AccountRefused` when the
    name is taken or not allowed, when the role is unknown, when an agency's person has no agency,
    or when a given password is weak. ``by`` None: the operator on the command line.
    """
    may_manage(by)
    username = username.strip()
    owned = list(agencies)
    _check_name(username)
    _check_role(role, owned)
    person = Person(username=username, role=role, title=title, email=email)
    person.first_name, _, person.last_name = full_name.strip().partition(" ")
    chosen = password or new_password()
    _set(person, chosen)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise _taken(username) from error
    person.agencies.set(owned)
    return person, chosen


def _check_name(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise AccountRefused(
            Text(
                f"Nama pengguna {username!r} tidak dapat dipakai. Pakai huruf, angka dan @ . + - _",
                f"The user name {username!r} cannot be used. Use letters, digits and @ . + - _",
            )
        ) from error
    if len(username) > 150 or Person.objects.filter(username__iexact=username).exists():
        raise _taken(username)


def _taken(username: str) -> AccountRefused:
    return AccountRefused(
        Text(
            f"Nama pengguna {username} sudah dipakai. Pilih nama lain.",
            f"The user name {username} is taken. Choose another.",
        )
    )


def _check_role(role: str, agencies: list[Any]) -> None:
    if role not in Role.values:
        known = ", ".join(Role.values)
        raise AccountRefused(
            Text(
                f"Peran {role!r} tidak ada. Pilih salah satu: {known}.",
                f"There is no role {role!r}. Choose one of {known}.",
            )
        )
    if role == Role.AGENCY and not agencies:
        raise AccountRefused(
            Text(
                "Pengelola web perlu perangkat daerah. Sebutkan kodenya.",
                "An agency's person needs an agency. Name its key.",
            )
        )


def _set(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        why = " ".join(error.messages)
        raise AccountRefused(
            Text(f"Kata sandi terlalu lemah: {why}", f"The password is too weak: {why}")
        ) from error
    person.set_password(password)


@transaction.atomic
def set_password(person: Person, *, by: Person | None, password: str | None = None) -> str:
    """Give a person a new password and return it; everyone signed in with the old one is out.

    A person may change its own; anybody else's only an officer may.
    """
    if by is None or by.pk != person.pk:
        may_manage(by)
    chosen = password or new_password()
    _set(person, chosen)
    person.save(update_fields=["password"])
    return chosen


@transaction.atomic
def change_role(
    person: Person, role: str, *, by: Person | None, agencies: Iterable[Any] = ()
) -> Person:
    """Give a person another role and its agencies."""
    may_manage(by)
    owned = list(agencies)
    _check_role(role, owned)
    if role != Role.OFFICER:
        _keep_an_officer(person)
    person.role = role
    person.save(update_fields=["role"])
    person.agencies.set(owned)
    return person


@transaction.atomic
def deactivate(person: Person, *, by: Person | None) -> Person:
    """Close an account. It is kept, for the history names it."""
    may_manage(by)
    _keep_an_officer(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


def _keep_an_officer(person: Person) -> None:
    others = Person.objects.filter(role=Role.OFFICER, is_active=True).exclude(pk=person.pk)
    if person.role == Role.OFFICER and person.is_active and not others.exists():
        raise AccountRefused(
            Text(
                "Ini petugas terakhir yang aktif. Tunjuk petugas lain dulu.",
                "This is the last active officer. Appoint another first.",
            )
        )


def operator(username: str = "") -> Person:
    """Return whom a command acts as: the named person, else the longest-serving officer.

    Raises :class:`AccountRefused` when there is none.
    """
    active = Person.objects.filter(is_active=True)
    if username:
        found = active.filter(username=username).first()
    else:
        found = active.filter(role=Role.OFFICER).order_by("pk").first()
    if found is None:
        who = username or "petugas"
        raise AccountRefused(
            Text(
                f"Akun {who} tidak ada. Buat dengan: ronda init, atau ronda person add.",
                f"There is no account {username or 'of an officer'}. Make one with: ronda init, or "
                "ronda person add.",
            )
        )
    return found
