"""What each source gave, and what came of it."""

from collections.abc import Callable

import pytest

from ronda.accounts.models import Person
from ronda.discovery.models import Action
from ronda.discovery.services import decide, record
from ronda.discovery.yields import Yield, yields_by_source
from ronda.engine.discover.contract import Sighting
from ronda.register.models import Agency, Relation, Site

pytestmark = pytest.mark.django_db


def test_a_source_is_judged_by_what_people_decided(
    seen: Callable[..., Sighting], officer: Person, dinkes: Agency
) -> None:
    record([seen("https://dinkes-a.com/", "ct"), seen("https://toko.com/", "ct", "log 2")])
    record([seen("https://dinkes-a.com/", "links", "halaman"), seen("https://baru.com/", "links")])
    ours, shop = Site.objects.get(host="dinkes-a.com"), Site.objects.get(host="toko.com")
    decide(officer, ours, Action.CORRECT, relation=Relation.UNOFFICIAL, agency=dinkes)
    decide(officer, shop, Action.REJECT, relation=Relation.UNRELATED)
    found = yields_by_source()
    assert found == {
        "ct": Yield(sites=2, alone=1, decided=2, concern=1),
        "links": Yield(sites=2, alone=1, decided=1, concern=1),
    }
    assert found["ct"].precision == 0.5
    assert Yield().precision is None
