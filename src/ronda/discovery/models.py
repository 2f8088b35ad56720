"""What discovery saw, what attribution proposes, what people decided."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ronda.accounts.scoping import ScopedQuerySet
from ronda.register.models import Agency, Relation, Site, SiteState, System


class SourceRun(models.Model):
    """One run of one source, with its counted funnel and the errors in words."""

    source = models.CharField(max_length=32, db_index=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    funnel = models.JSONField(default=dict)  # step -> count
    errors = models.JSONField(default=list)  # [{"id": ..., "en": ...}]
    new_sites = models.PositiveIntegerField(default=0)


class SourceState(models.Model):
    """Where a source goes on; moved in the transaction that stores its sightings."""

    source = models.CharField(max_length=32, unique=True)
    checkpoint = models.JSONField(default=dict)


class SightingQuerySet(ScopedQuerySet["Sighting"]):
    """Sightings, through their site."""

    agency_path: ClassVar[str] = "site__agency_id"


class Sighting(models.Model):
    """One source saw a site somewhere; seen again, only ``last_seen_at`` and ``times`` move."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="sightings")
    source = models.CharField(max_length=32)
    where = models.CharField(max_length=500)
    facts = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    objects = SightingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "source", "where"], name="one_sighting_a_place")
        ]


class LeadState(models.TextChoices):
    """What became of a lead."""

    WAITING = "waiting", "Belum dilihat"
    OURS = "ours", "Menjadi calon"
    OTHERS = "others", "Bukan urusan kami"
    SILENT = "silent", "Tidak menjawab"


class Lead(models.Model):
    """A name with a weak sign: Ronda looks at it by itself, and only what concerns us is a site.

    Kept after the look, so that nobody is visited twice for the same weak sign.
    """

    place = models.CharField(max_length=500, unique=True)  # recording.same_place
    url = models.CharField(max_length=500)
    source = models.CharField(max_length=32)  # the first that brought it
    traces = models.JSONField(default=list)  # [{"source", "where", "seen_at", "facts"}]
    state = models.CharField(max_length=16, choices=LeadState, default=LeadState.WAITING)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Without any sign: how much the name reads like a government's, between 0 and 1.
    hunch = models.FloatField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "first_seen_at"], name="lead_waiting"),
            models.Index(fields=["hunch", "looked_at"], name="lead_hunch"),
        ]


class ChannelQuerySet(ScopedQuerySet["Channel"]):
    """Channels, through their site."""

    agency_path: ClassVar[str] = "site__agency_id"


class Channel(models.Model):
    """A social profile or an application that a site of ours links to; never visited by itself."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="channels")
    network = models.CharField(max_length=16)  # engine.content.channels
    handle = models.CharField(max_length=300)
    url = models.CharField(max_length=500)  # as linked
    page = models.CharField(max_length=500)  # that links to it, as first seen
    place = models.CharField(max_length=16)  # "nav", "header", "footer", "main"
    words = models.CharField(max_length=300, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "network", "handle"], name="one_channel_once_a_site"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["network", "handle"], name="channel_handle")]


class ProposalQuerySet(ScopedQuerySet["Proposal"]):
    """Proposals, through their site."""

    agency_path: ClassVar[str] = "site__agency_id"


class Proposal(models.Model):
    """The current attribution of a site: a proposal, never a fact."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="proposal")
    relation = models.CharField(max_length=20, choices=Relation)
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    probability = models.FloatField()
    reasons = models.JSONField(default=list)  # [engine.attribute.contract.Reason as JSON]
    model = models.CharField(max_length=64)
    # [engine.attribute.item.Item as JSON]: what was weighed, to learn from the answer to it.
    items = models.JSONField(default=list)
    made_at = models.DateTimeField()
    # Pages of the site that it rests on; 0: nothing could be read, only the address and traces spoke.
    pages = models.PositiveSmallIntegerField(default=0)
    # The relation that people were told of; empty: nobody was told.
    told_as = models.CharField(max_length=20, blank=True, default="")
    # What the person who decides is shown of them: engine.attribute.extract.Extract as JSON.
    extract = models.JSONField(default=dict)
    # What ties a site to others: the name that all below it share, its server, who registered it.
    root = models.CharField(max_length=253, blank=True, db_index=True)
    server = models.CharField(max_length=45, blank=True, db_index=True)
    holder = models.CharField(max_length=200, blank=True, db_index=True)

    objects = ProposalQuerySet.as_manager()


class DecisionQuerySet(ScopedQuerySet["Decision"]):
    """Decisions, through their site."""

    agency_path: ClassVar[str] = "site__agency_id"


class Action(models.TextChoices):
    """What a person did with a proposal."""

    CONFIRM = "confirm", "Benar"
    CORRECT = "correct", "Dikoreksi"
    REJECT = "reject", "Bukan milik kami"
    COPY = "impersonation", "Tiruan"
    SKIP = "skip", "Dilewati"


class Decision(models.Model):
    """A person's answer to a proposal, kept for ever, with what it replaced so that it can be undone."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="decisions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    action = models.CharField(max_length=16, choices=Action)
    relation = models.CharField(max_length=20, choices=Relation)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    # The proposal that it answered, to measure how right proposals were.
    proposed_relation = models.CharField(max_length=20, blank=True)
    proposed_agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_probability = models.FloatField(null=True, blank=True)
    items = models.JSONField(default=list)  # of the proposal; see discovery.lessons
    previous_state = models.CharField(max_length=16, choices=SiteState)
    previous_relation = models.CharField(max_length=20, choices=Relation)
    previous_agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    previous_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    previous_confirmed_at = models.DateTimeField(null=True, blank=True)
    previous_system = models.ForeignKey(
        System, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    # Several alike that were answered in one go carry the same number.
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_at"]
        indexes: ClassVar = [
            models.Index(fields=["-decided_at", "-id"], name="decision_newest_first")
        ]


class QuestionQuerySet(ScopedQuerySet["Question"]):
    """Questions, through their site."""

    agency_path: ClassVar[str] = "site__agency_id"


class Question(models.Model):
    """Somebody was not sure about a site and asks a colleague; a decision about the site ends it."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions_asked"
    )
    asked_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions_got"
    )
    note = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
