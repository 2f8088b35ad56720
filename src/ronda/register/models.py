"""The register's facts: agencies and their names over time, systems, zones and sites."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from ronda.accounts.scoping import ScopedQuerySet
from ronda.engine.attribute.contract import Relation as EngineRelation


class Level(models.TextChoices):
    """The level of government of an agency."""

    PROVINCE = "province", "Provinsi"
    REGENCY = "regency", "Kabupaten"
    CITY = "city", "Kota"
    CENTRAL = "central", "Pusat"
    VILLAGE = "village", "Desa"


class AgencyQuerySet(ScopedQuerySet["Agency"]):
    """Agencies; an agency's person sees its own."""

    agency_path: ClassVar[str] = "pk"


class Agency(models.Model):
    """An office with names over time. ``name`` is its current official name."""

    key = models.SlugField(max_length=80, unique=True)  # stable: used by import and attribution
    name = models.CharField(max_length=300)
    level = models.CharField(max_length=16, choices=Level, default=Level.PROVINCE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="successors"
    )
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=200, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class NameKind(models.TextChoices):
    """What kind of a name it is."""

    OFFICIAL = "official", "Nama resmi"
    SHORT = "short", "Nama singkat"
    ALIAS = "alias", "Sebutan lain"
    FORMER = "former", "Nama lama"


class AgencyName(models.Model):
    """A name of an agency, with the time in which it was valid."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=NameKind)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = ScopedQuerySet["AgencyName"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "text"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "text", "kind"], name="one_name_once_an_agency"
            )
        ]


class Contact(models.Model):
    """Whom to write to; by role title, the name is optional."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="contacts")
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    history = HistoricalRecords()

    objects = ScopedQuerySet["Contact"].as_manager()


class Lifecycle(models.TextChoices):
    """The life of a system."""

    PROPOSED = "proposed", "Diusulkan"
    BUILDING = "building", "Dibangun"
    ACTIVE = "active", "Aktif"
    INACTIVE = "inactive", "Tidak aktif"
    RETIRED = "retired", "Dihentikan"


class System(models.Model):
    """An information system that an agency answers for."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="systems")
    name = models.CharField(max_length=300)
    lifecycle = models.CharField(max_length=16, choices=Lifecycle, default=Lifecycle.ACTIVE)
    purpose = models.TextField(blank=True)
    hosting = models.CharField(max_length=200, blank=True)
    history = HistoricalRecords()

    objects = ScopedQuerySet["System"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="one_system_name_an_agency")
        ]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A DNS zone that the government holds. Office-wide data, not an agency's."""

    name = models.CharField(max_length=253, unique=True)
    transfer_from = models.CharField(max_length=200, blank=True)  # address or address:port
    zone_file = models.CharField(max_length=500, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class Relation(models.TextChoices):
    """How a site stands to the government; the engine's relations with their words."""

    OFFICIAL = EngineRelation.OFFICIAL.value, "Resmi"
    UNOFFICIAL = EngineRelation.UNOFFICIAL.value, "Tidak resmi (milik perangkat daerah)"
    IMPERSONATION = EngineRelation.IMPERSONATION.value, "Tiruan"
    OTHER_GOVERNMENT = EngineRelation.OTHER_GOVERNMENT.value, "Pemerintah lain"
    THIRD_PARTY = EngineRelation.THIRD_PARTY.value, "Pihak ketiga"
    EX_OFFICIAL = EngineRelation.EX_OFFICIAL.value, "Bekas resmi"
    UNRELATED = EngineRelation.UNRELATED.value, "Tidak terkait"
    UNDECIDED = EngineRelation.UNDECIDED.value, "Belum diputuskan"


class SiteState(models.TextChoices):
    """A site's life in the register."""

    CANDIDATE = "candidate", "Calon"
    REGISTERED = "registered", "Terdaftar"
    RETIRED = "retired", "Dihentikan"


class ScheduleClass(models.TextChoices):
    """How often a site is due; the hours are settings of the patrol."""

    HOT = "hot", "Setiap 6 jam"
    DAILY = "daily", "Harian"
    WEEKLY = "weekly", "Mingguan"


OTHERS = (
    Relation.IMPERSONATION,
    Relation.OTHER_GOVERNMENT,
    Relation.THIRD_PARTY,
    Relation.EX_OFFICIAL,
    Relation.UNRELATED,
)
"""Relations of sites that no agency of ours answers for: looked at once, lightly, then left alone."""


class SiteQuerySet(ScopedQuerySet["Site"]):
    """Sites; an agency's person sees those that a person has confirmed as the agency's."""


class Site(models.Model):
    """An origin with a path scope. ``relation`` and ``agency`` are facts only when decided.

    An undecided candidate has relation UNDECIDED and no agency: what is merely proposed stands in
    the discovery room, so nothing is claimed for an agency automatically.
    """

    url = models.CharField(max_length=2000, unique=True)  # engine.urls.normalise
    host = models.CharField(max_length=253, db_index=True)
    state = models.CharField(
        max_length=16, choices=SiteState, default=SiteState.CANDIDATE, db_index=True
    )
    relation = models.CharField(
        max_length=20, choices=Relation, default=Relation.UNDECIDED, db_index=True
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="sites")
    system = models.ForeignKey(System, models.SET_NULL, null=True, blank=True, related_name="sites")
    zone = models.ForeignKey(Zone, models.SET_NULL, null=True, blank=True, related_name="sites")
    title = models.CharField(max_length=300, blank=True)  # as last seen
    schedule = models.CharField(max_length=16, choices=ScheduleClass, default=ScheduleClass.DAILY)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)  # null: at the next round
    last_visit_at = models.DateTimeField(null=True, blank=True)
    reachable = models.BooleanField(null=True)  # of the last visit; null: never measured
    # A person decided relation and agency; never overwritten by a proposal.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.CharField(max_length=300, blank=True)
    history = HistoricalRecords(excluded_fields=["due_at", "last_visit_at", "reachable", "title"])

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["host", "url"]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="site_entered")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_others(self) -> bool:
        """The site is known to be somebody else's: no finding is ever held against it."""
        return self.relation in OTHERS


class ApplicationNameQuerySet(ScopedQuerySet["ApplicationName"]):
    """Names of applications, through the site whose page says them."""

    agency_path: ClassVar[str] = "site__agency_id"


class ApplicationName(models.Model):
    """What a page of a site of ours calls an application that it links to: "Tanya Kami".

    Certificates are searched for such words: whoever made the application may have taken it, or its
    name, to a domain of his own. And they tell whose a host is that bears them.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="application_names")
    word = models.CharField(max_length=24)  # squeezed: "tanyakami"
    written = models.CharField(max_length=80)
    to = models.CharField(max_length=500)  # where the link leads
    first_seen_at = models.DateTimeField()

    objects = ApplicationNameQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "word"], name="one_application_name_a_site")
        ]


class TaughtWeights(models.Model):
    """What the office's answers taught attribution, each time it was asked; the latest counts.

    See :mod:`ronda.register.taught`.
    """

    made_at = models.DateTimeField()
    base = models.CharField(max_length=64)  # version of the shipped weights it started from
    digest = models.CharField(max_length=64)  # of the answers: the same teach the same
    answers = models.PositiveIntegerField()
    before = models.JSONField()  # engine.attribute.learning.quality.Quality of the shipped weights
    after = models.JSONField()  # of these
    weights = models.JSONField()
    used = models.BooleanField()  # they did better on answers left out

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    @property
    def wrong_before(self) -> int:
        """Answers left out that the shipped weights would have got wrong."""
        return int(self.before["covered"] - self.before["right"])

    @property
    def wrong_after(self) -> int:
        """Answers left out that these get wrong."""
        return int(self.after["covered"] - self.after["right"])


class SiteLook(models.Model):
    """What a site looked like last; see :mod:`ronda.register.looks`."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="look")
    digest = models.CharField(max_length=64)
    look = models.TextField()  # engine.attribute.contract.KnownLook as JSON
    changed_at = models.DateTimeField()
    # The relation that its own evidence all but proves (engine.attribute.suspects), and since when.
    suspected = models.CharField(max_length=20, blank=True, default="", db_index=True)
    suspected_at = models.DateTimeField(null=True, blank=True)


class ImportBatch(models.Model):
    """An uploaded spreadsheet: previewed first, applied as a whole or not at all."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=255)
    kind = models.CharField(max_length=32)  # "agencies", "systems", "sites"
    content = models.BinaryField()
    preview = models.JSONField(default=dict)  # counts, rows and errors of the preview
    applied_at = models.DateTimeField(null=True, blank=True)
