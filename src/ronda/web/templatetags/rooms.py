"""Tags and filters over the rooms' rows: a finding's name, who keeps a site, a proposal's sentence."""

from django import template
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ronda.cases.models import Finding, FindingEvent
from ronda.cases.selectors import event_words
from ronda.discovery.alike import Group, Tie
from ronda.discovery.models import Proposal
from ronda.engine.checks.contract import Severity
from ronda.engine.checks.registry import get
from ronda.engine.discover.parts import steps
from ronda.engine.discover.registry import all_sources
from ronda.register.models import Agency, NameKind, Relation, Site
from ronda.web import changes, rules
from ronda.web.labels import look
from ronda.web.templatetags.ronda import clean, percent, say

register = template.Library()


@register.filter
def problem(finding: Finding) -> str:
    """The bad state that a finding stands for, in the reader's language."""
    return say(rules.problem(finding.check_id, finding.verdict))


@register.filter
def event_text(event: FindingEvent) -> str:
    """What an event says, in the reader's language where it is known in it."""
    return say(event_words(event))


@register.filter
def check_title(check_id: str) -> str:
    """The good state that a check looks for."""
    return say(rules.title(check_id))


@register.filter
def measured_from(check_id: str) -> list[str]:
    """The keys of the stored records that a check reads; a page is read from its answer."""
    try:
        needs = get(check_id).meta.needs
    except KeyError:
        return []
    return list(dict.fromkeys(key.replace("page:", "http:") for key in needs))


@register.filter
def anchor(key: str) -> str:
    """The place of a record on the page of evidence."""
    return f"bukti-{slugify(key.replace('/', ' ').replace(':', ' ').replace('.', ' '))}"


@register.filter
def keeper(site: Site) -> str:
    """Whom to turn to about a site: the first contact of its agency, or ""."""
    if site.agency is None:
        return ""
    first = next(iter(site.agency.contacts.all()), None)
    return first.name or first.title if first else ""


@register.filter
def short_name(agency: Agency) -> str:
    """What colleagues call an agency; without a short name, its official one."""
    shorts = (name.text for name in agency.names.all() if name.kind == NameKind.SHORT)
    return next(shorts, agency.name)


@register.filter
def field_word(value: object, field: object) -> str:
    """A value of the register as a reader knows it: a choice's word, anything else as it is."""
    return changes.word(str(field), str(value or ""))


@register.filter
def severity_of(rank: int) -> str:
    """The severity of a rank (the order of the contract's members)."""
    members = list(Severity)
    return members[rank].value if 0 <= rank < len(members) else ""


@register.filter
def sentence(proposal: Proposal) -> str:
    """A proposal as a sentence: "Kemungkinan 94%: tidak resmi, milik Dinas Kesehatan"."""
    share = percent(min(proposal.probability, 0.99))  # a proposal is never certain
    agency = proposal.agency.name if proposal.agency else ""
    if proposal.relation == Relation.UNDECIDED:
        if agency:
            return _("Not sure. The best guess is %(agency)s (%(share)s)") % {
                "agency": agency,
                "share": share,
            }
        return _("Not sure: there are too few signs")
    said = {"share": share, "agency": agency, "relation": look("relation", proposal.relation).word}
    forms = {
        Relation.OFFICIAL: _("Probability %(share)s: official site of %(agency)s"),
        Relation.UNOFFICIAL: _("Probability %(share)s: unofficial site of %(agency)s"),
        Relation.IMPERSONATION: _("Probability %(share)s: imitates %(agency)s"),
        Relation.EX_OFFICIAL: _(
            "Probability %(share)s: once belonged to %(agency)s, now to others"
        ),
    }
    form = forms.get(Relation(proposal.relation)) if agency else None
    return (form or _("Probability %(share)s: %(relation)s")) % said


@register.filter
def source_title(source: str) -> str:
    """A discovery source's title; of a source that is gone, its id."""
    titles = {one.meta.id: one.meta.title for one in all_sources()}
    return say(titles[source]) if source in titles else source


@register.filter
def tie_words(group: Group) -> str:
    """What undecided sites have in common with one, as an entry of a list."""
    return tie_title(group.tie, group.value)


@register.filter
def tie_title(tie: str, value: str) -> str:
    """What sites have in common, in a sentence."""
    said = {
        Tie.HOLDER: _("The same holder of the domain: %(value)s."),
        Tie.ROOT: _("Below the same name: %(value)s."),
        Tie.SERVER: _("On the same server: %(value)s."),
        Tie.PROPOSAL: _("The same proposal: %(value)s."),
    }[Tie(tie)]
    shown = str(look("relation_full", value).word) if tie == Tie.PROPOSAL else clean(value)
    return said % {"value": shown}


STEPS = {
    "read": gettext_lazy("names read"),
    "duplicate": gettext_lazy("dropped: seen before in this run"),
    "wildcard": gettext_lazy("dropped: a wildcard answers for any name"),
    "not_watched": gettext_lazy("dropped: none of our words in the name"),
    "malformed": gettext_lazy("dropped: not a valid address"),
    "unverified": gettext_lazy("taken from logs without a key, unverified"),
    "shard_over": gettext_lazy("logs not read: their time is over"),
    "log_lies": gettext_lazy("logs caught in a lie"),
    "service": gettext_lazy("dropped: a service, not a web site"),
    "bare": gettext_lazy("names without any sign, kept for a light look"),
    "lead": gettext_lazy("weak signs: looked at before they trouble anybody"),
    "institution": gettext_lazy("dropped: a school's, university's or village's name"),
    "known": gettext_lazy("already known"),
    "sighted": gettext_lazy("sites sighted"),
    "other_government": gettext_lazy("dropped: another government's zone"),
    "platform": gettext_lazy("dropped: a large platform's own page"),
    "own_site": gettext_lazy("dropped: our own zones"),
    "over_limit": gettext_lazy("dropped: beyond the limits"),
    "left_for_next_run": gettext_lazy("left for the next run"),
    "unreadable": gettext_lazy("parts that could not be read"),
    "files": gettext_lazy("files read"),
    "other_file": gettext_lazy("other files in the folder"),
    "malformed_line": gettext_lazy("dropped: not a log line"),
    "no_referrer": gettext_lazy("dropped: visits without a referrer"),
    "asked": gettext_lazy("questions asked"),
    "no_domain": gettext_lazy("dropped: no domain of its own"),
    "fresh": gettext_lazy("asked about lately"),
    "rdap_not_found": gettext_lazy("not registered"),
    "rdap_no_server": gettext_lazy("no RDAP server for the ending"),
    "rdap_busy": gettext_lazy("put off: the server asked to wait"),
    "rdap_refused": gettext_lazy("refused by the server"),
    "rdap_broken": gettext_lazy("answers that could not be read"),
    "budget_used": gettext_lazy("this month's budget is used"),
    "kept": gettext_lazy("kept"),
    "new": gettext_lazy("new sites"),
}


@register.filter
def funnel_step(step: str) -> str:
    """A step of a source's funnel in words; an unknown step as its key."""
    said = steps.STEPS.get(step)
    return say(said) if said else str(STEPS.get(step, step.replace("_", " ")))
