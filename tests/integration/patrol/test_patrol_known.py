"""The register as attribution knows it, shared by the shards of a process."""

from collections.abc import Iterator

import pytest

from ronda.patrol.known import forget, known
from ronda.register.models import Agency, AgencyName, Zone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


def test_shards_are_given_one_and_the_same() -> None:
    Zone.objects.create(name="rembulanprov.go.id")
    assert known() is known()


def test_what_people_change_counts_at_once() -> None:
    agency = Agency.objects.create(key="dinkes", name="Dinas Kesehatan")
    before = known()
    AgencyName.objects.create(agency=agency, text="Dinkes", kind="short")
    after = known()
    assert "Dinkes" not in {name.text for name in before.agencies[0].names}
    assert "Dinkes" in {name.text for name in after.agencies[0].names}


def test_it_is_made_anew_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ronda.patrol.known.AGE", -1.0)
    assert known() is not known()
