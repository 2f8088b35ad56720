"""The words that Ronda watches for a province, as an installation of that province makes them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.attribution import gazetteer_of
from ronda.lab.scenario import Scenario


class Words(msgspec.Struct, frozen=True):
    """What discovery gives its sources."""

    zone: str  # the first official one
    watched: tuple[str, ...]
    hints: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def short(self) -> int:
        """How many have three or four letters."""
        return sum(len(word) < 5 for word in (*self.watched, *self.hints, *self.places))


@contextmanager
def installation() -> Iterator[None]:
    """An installation with an empty database of its own, until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RONDA_VAR": folder, "DJANGO_SETTINGS_MODULE": "ronda.settings"}
        os.environ.pop("RONDA_DATABASE_URL", None)
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connections.close_all()


def words_of(scenario: Scenario) -> Words:
    """Return the words of a scenario's province, its official sites being registered.

    Their names and titles teach applications, which are words too.
    """
    from ronda.discovery.watching import hint_words, place_words, watched_words
    from ronda.register.models import Relation, Site, SiteState, Zone

    Site.objects.all().delete()
    Zone.objects.all().delete()
    zones = [Zone.objects.create(name=zone.name) for zone in scenario.about.zones]
    sites = []
    for planned in scenario.sites:
        host = planned.origin.host
        zone = next((z for z in zones if host.endswith("." + z.name)), None)
        if zone is not None:
            site = Site(
                url=f"https://{host}/", host=host, zone=zone, title=planned.plan.front.title
            )
            site.state, site.relation = SiteState.REGISTERED, Relation.OFFICIAL
            sites.append(site)
    Site.objects.bulk_create(sites, ignore_conflicts=True)
    known = gazetteer_of(scenario)
    return Words(zones[0].name, watched_words(known), hint_words(known), place_words(known))


def provinces(seed: int) -> Iterator[tuple[str, Scenario]]:
    """Yield the shipped province and one that the generator writes."""
    import ronda.lab
    from ronda.lab.generate.settings import Settings
    from ronda.lab.generate.write import write
    from ronda.lab.scenario import load

    yield "Nusa Rembulan", load(Path(ronda.lab.__file__).parent / "provinces" / "nusa_rembulan")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "province"
        write(Settings(sites=300, seed=seed, rounds=1), target)
        yield "a generated province", load(target)
