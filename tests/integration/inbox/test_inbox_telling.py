"""New candidates are told to those who decide: once, grouped, at once when dangerous."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ronda.accounts.models import Person, Role
from ronda.discovery.models import Proposal
from ronda.discovery.services import tell_new
from ronda.discovery.telling import AT_ONCE, SHOWN, tell_if_urgent
from ronda.inbox.delivering import KIND
from ronda.inbox.models import Delivery, DeliveryState, Message
from ronda.inbox.selectors import undelivered
from ronda.inbox.services import after_quiet, prefer, preference_of
from ronda.jobs import ledger
from ronda.jobs.models import Shard
from ronda.jobs.worker import _nothing_left, work_on
from ronda.lab.servers.mailbox import Mailbox, running_mailbox
from ronda.register.models import Agency, Relation, Site, SiteState

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)  # noon in the office's time zone
FORM = {
    "text": {"id": "Formulirnya meminta PIN.", "en": "Its form asks for a PIN."},
    "where": {"id": "formulir", "en": "form"},
    "weight": 2.5,
    "kind": "asks_secrets",
}
NAME = {
    "text": {"id": "Judulnya menyebut Dinas Kesehatan.", "en": "Its title names Dinas Kesehatan."},
    "where": {"id": "judul", "en": "title"},
    "weight": 3.0,
    "kind": "name_in_title",
}


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    """The office's mail server."""
    with running_mailbox() as mailbox:
        settings.RONDA_SMTP = mailbox.setting
        settings.RONDA_MAIL_FROM = "Ronda <ronda@contohprov.go.id>"
        settings.CSRF_TRUSTED_ORIGINS = ["https://ronda.contohprov.go.id"]
        yield mailbox


@pytest.fixture
def officer() -> Person:
    return Person.objects.create(
        username="petugas", role=Role.OFFICER, email="petugas@contohprov.go.id"
    )


def proposal(
    host: str,
    relation: str = Relation.UNOFFICIAL,
    *,
    reasons: tuple[dict[str, Any], ...] = (NAME,),
    probability: float = 0.93,
) -> Proposal:
    agency, _ = Agency.objects.get_or_create(key="dinkes", defaults={"name": "Dinas Kesehatan"})
    site = Site.objects.create(url=f"https://{host}/", host=host)
    return Proposal.objects.create(
        site=site,
        relation=relation,
        agency=agency,
        probability=probability,
        reasons=list(reasons),
        model="uji",
        made_at=NOW,
        pages=1,
    )


def deliver() -> None:
    """Work on what is due to be sent, as a worker does."""
    while lease := ledger.claim("uji", kinds=[KIND]):
        work_on(lease)


def test_those_who_decide_are_told_with_owner_probability_reasons_and_link(
    box: Mailbox, officer: Person
) -> None:
    Person.objects.create(username="pimpinan", role=Role.LEADER, email="kepala@contohprov.go.id")
    made = proposal("dinkes-contoh.com")
    assert tell_new(NOW) == 1
    deliver()
    [mail] = box.mails
    assert mail.to == ("petugas@contohprov.go.id",)
    assert mail.message["Subject"] == "Calon situs baru: dinkes-contoh.com"
    body = mail.message.get_content()
    assert "Situs tidak resmi · Dinas Kesehatan · keyakinan 93 %" in body
    assert "+ Judulnya menyebut Dinas Kesehatan." in body
    assert f"https://ronda.contohprov.go.id/calon/{made.site_id}/" in body
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_nobody_is_told_twice(box: Mailbox, officer: Person) -> None:
    proposal("dinkes-contoh.com")
    assert [tell_new(NOW), tell_new(NOW)] == [1, 0]
    deliver()
    Shard.objects.update(state="pending")  # as when the worker was killed before it said "done"
    deliver()
    assert len(box.mails) == 1


def test_what_does_not_concern_us_or_was_decided_is_not_told(officer: Person) -> None:
    proposal("sekolah.sch.id", Relation.THIRD_PARTY)
    proposal("entah.com", Relation.UNDECIDED)
    decided = proposal("dinkes-lama.com").site
    decided.state = SiteState.REGISTERED
    decided.save()
    assert tell_new(NOW) == 0
    assert not Message.objects.exists()


def test_a_flood_is_one_message_with_a_count_and_the_first_ones(officer: Person) -> None:
    sites = Site.objects.bulk_create(
        Site(url=f"https://dinkes{n}.com/", host=f"dinkes{n}.com") for n in range(500)
    )
    Proposal.objects.bulk_create(
        Proposal(
            site=site,
            relation=Relation.UNOFFICIAL,
            probability=0.9,
            reasons=[NAME],
            model="uji",
            made_at=NOW,
        )
        for site in sites
    )
    proposal("tiruan.com", Relation.IMPERSONATION, reasons=(NAME, FORM))
    tell_new(NOW)
    [message] = Message.objects.all()
    assert message.urgent
    assert message.title["en"] == (
        "Urgent: 501 new candidates, 1 of them impersonations that ask citizens for data"
    )
    lines = message.body["en"].splitlines()
    assert lines[0] == "tiruan[.]com"  # no mail program makes a link of it
    assert sum(line.startswith("dinkes") for line in lines) == SHOWN - 1
    assert f"… and {501 - SHOWN} more in the list." in lines


def test_an_impersonation_with_a_form_is_told_at_once_and_a_flood_of_them_together(
    officer: Person,
) -> None:
    for n in range(AT_ONCE + 3):
        made = proposal(f"tiruan{n}.com", Relation.IMPERSONATION, reasons=(FORM,))
        tell_if_urgent(made, NOW + timedelta(seconds=n))
    assert Message.objects.filter(urgent=True).count() == AT_ONCE
    assert tell_new(NOW + timedelta(minutes=1)) == 3
    assert Message.objects.count() == AT_ONCE + 1


def test_a_site_that_turns_out_to_be_an_impersonation_is_told_again(officer: Person) -> None:
    made = proposal("dinkes-contoh.com")
    tell_new(NOW)
    made.refresh_from_db()
    made.relation, made.reasons = Relation.IMPERSONATION, [FORM]
    made.save()
    for _ in range(2):
        tell_if_urgent(made, NOW)
        made.refresh_from_db()
    assert [m.urgent for m in Message.objects.order_by("pk")] == [False, True]


def test_an_impersonation_without_a_form_waits_for_its_search(officer: Person) -> None:
    tell_if_urgent(proposal("tiruan.com", Relation.IMPERSONATION), NOW)
    assert not Message.objects.exists()


def test_each_person_is_told_in_the_own_language(box: Mailbox, officer: Person) -> None:
    prefer(officer, language="en")
    proposal("dinkes-contoh.com")
    tell_new(NOW)
    deliver()
    assert box.mails[0].message["Subject"] == "New candidate: dinkes-contoh.com"


def test_quiet_hours_hold_back_what_is_not_urgent(box: Mailbox, officer: Person) -> None:
    prefer(officer, quiet_from=11, quiet_until=14)
    proposal("dinkes-contoh.com")
    tell_new(NOW)
    made = proposal("tiruan.com", Relation.IMPERSONATION, reasons=(FORM,))
    tell_if_urgent(made, NOW)
    dues = Delivery.objects.order_by("pk").values_list("due_at", flat=True)
    assert list(dues) == [NOW + timedelta(hours=2), NOW]


def test_who_wants_no_mail_gets_none(box: Mailbox, officer: Person) -> None:
    prefer(officer, outside=False)
    proposal("dinkes-contoh.com")
    tell_new(NOW)
    assert Message.objects.count() == 1
    assert not Delivery.objects.exists()


def test_a_mail_server_that_is_away_is_tried_again(box: Mailbox, officer: Person) -> None:
    box.refuses = "451 later"
    proposal("dinkes-contoh.com")
    tell_new()
    deliver()
    [row] = Delivery.objects.all()
    assert row.state == DeliveryState.WAITING
    assert "451" in row.error["en"]
    said = undelivered("email", row.due_at + timedelta(hours=1))
    assert (said.late, said.failed) == (1, 0)
    box.refuses = ""
    Shard.objects.update(not_before=row.due_at)
    deliver()
    row.refresh_from_db()
    assert (row.state, row.error) == (DeliveryState.SENT, {})


def test_a_worker_that_works_off_what_is_left_does_not_wait_for_the_morning(
    officer: Person, box: Mailbox
) -> None:
    prefer(officer, quiet_from=11, quiet_until=14)
    proposal("dinkes-contoh.com")
    tell_new(NOW)
    Shard.objects.update(not_before=timezone.now() + timedelta(hours=2))
    assert _nothing_left(None)


def test_a_refusal_for_good_is_given_up_in_words(box: Mailbox, officer: Person) -> None:
    box.refuses = "550 nobody here"
    proposal("dinkes-contoh.com")
    tell_new()
    deliver()
    [row] = Delivery.objects.all()
    assert row.state == DeliveryState.FAILED
    assert "550" in row.error["id"]
    assert undelivered("email", row.due_at).failed == 1


def test_a_strangers_text_cannot_disturb_the_message(box: Mailbox, officer: Person) -> None:
    evil = {**NAME, "text": {"id": "A\r\nBcc: x@y.z\u202e" + "z" * 900, "en": "x"}}
    proposal("dinkes-contoh.com", reasons=(evil,))
    tell_new(NOW)
    deliver()
    body = box.mails[0].message.get_content()
    assert "+ A Bcc: x@y.z" in body
    assert "\u202e" not in body
    assert max(map(len, body.splitlines())) < 300


def test_the_bell_counts_and_a_message_leads_to_its_candidate(
    client: Client, officer: Person
) -> None:
    made = proposal("dinkes-contoh.com")
    tell_new(NOW)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/pesan/").content.decode()
    assert "Calon situs baru: dinkes-contoh.com" in page
    [message] = Message.objects.all()
    answer = client.post("/pesan/dibaca/", {"pesan": str(message.pk)})
    assert answer["Location"] == f"/calon/{made.site_id}/"
    assert Message.objects.get().read_at is not None


def test_nobody_opens_another_persons_message(client: Client, officer: Person) -> None:
    proposal("dinkes-contoh.com")
    tell_new(NOW)
    other = Person.objects.create(username="lain", role=Role.AUDITOR)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert "dinkes-contoh" not in client.get("/pesan/").content.decode()
    pk = Message.objects.get().pk
    assert client.post("/pesan/dibaca/", {"pesan": str(pk)})["Location"] == "/pesan/"
    assert Message.objects.get().read_at is None


def test_a_person_chooses_quiet_hours_and_the_language_is_that_of_the_pages(
    client: Client, officer: Person
) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/pesan/cara/", {"luar": "1", "tenang_dari": "21", "tenang_sampai": "6"})
    client.post("/bahasa/", {"language": "en"})
    kept = preference_of(officer)
    assert (kept.outside, kept.quiet_from, kept.quiet_until) == (True, 21, 6)
    assert kept.language == "en"
    client.post("/pesan/cara/", {"tenang_dari": "24", "tenang_sampai": "6"})
    assert preference_of(officer).quiet_from == 21


@pytest.mark.parametrize(
    ("hour", "until"), [(20, 0), (21, 9), (23, 7), (0, 6), (5, 1), (6, 0), (12, 0)]
)
def test_the_night_ends_in_the_morning(officer: Person, hour: int, until: int) -> None:
    chosen = prefer(officer, quiet_from=21, quiet_until=6)
    now = datetime(2026, 6, 1, (hour - 8) % 24, tzinfo=UTC)  # the office is at UTC+8
    assert after_quiet(chosen, now) - now == timedelta(hours=until)
