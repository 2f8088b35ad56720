"""`ronda person ...`: accounts, from the command line."""

import typer

from ronda.commands.setup import use_database
from ronda.commands.speech import fail, give, say
from ronda.engine.text import Text

group = typer.Typer(help="Accounts of people.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="person")


@group.command("add")
def add_person(
    name: str = typer.Argument(help="User name."),
    role: str = typer.Option("agency", help="officer, security, leader, auditor or agency."),
    agency: list[str] = typer.Option([], help="Key of an agency; may be repeated."),  # noqa: B008
    full_name: str = typer.Option("", help="Full name."),
    title: str = typer.Option("", help="Role title in the office."),
    email: str = typer.Option("", help="E-mail address."),
    as_json: bool = typer.Option(False, "--json", help="Write the result as JSON."),
) -> None:
    """Make an account; its first password is shown once."""
    use_database()
    from ronda.accounts.services import AccountRefused, create_person
    from ronda.register.models import Agency

    owned = list(Agency.objects.filter(key__in=agency))
    missing = sorted(set(agency) - {a.key for a in owned})
    if missing:
        words = ", ".join(missing)
        fail(
            Text(
                f"Tidak ada perangkat daerah dengan kode {words}.",
                f"There is no agency with the key {words}.",
            )
        )
    try:
        person, password = create_person(
            name, role=role, by=None, agencies=owned, full_name=full_name, title=title, email=email
        )
    except AccountRefused as error:
        fail(error.text)
    if as_json:
        give({"username": person.username, "role": person.role, "password": password})
    else:
        _show(person.username, password)


@group.command("password")
def password(name: str = typer.Argument(help="User name.")) -> None:
    """Give an account a new password, shown once."""
    use_database()
    from ronda.accounts.models import Person
    from ronda.accounts.services import set_password

    person = Person.objects.filter(username=name).first()
    if person is None:
        fail(Text(f"Akun {name} tidak ada.", f"There is no account {name}."))
    _show(person.username, set_password(person, by=None))


def _show(username: str, password: str) -> None:
    say(
        f"Akun {username}, kata sandi: {password} (hanya ditampilkan sekali ini)",
        f"Account {username}, password: {password} (shown only this once)",
        mark="✓",
    )
