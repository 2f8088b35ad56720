"""Not sure: ask a colleague about a site, answer, or take the question back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ronda.accounts.models import SEES_ALL, Person
from ronda.discovery.deciding import DecisionRefused
from ronda.discovery.inspecting import undecided
from ronda.discovery.models import Question, QuestionQuerySet
from ronda.register.models import Site

MAX_NOTE = 500


def colleagues_of(person: Person) -> list[Person]:
    """Whom the person may ask: everybody else who sees all agencies, who decides first."""
    others = Person.objects.filter(is_active=True, role__in=SEES_ALL).exclude(pk=person.pk)
    return sorted(others, key=lambda one: (not one.decides, one.username))


def ask(person: Person, site: Site, colleague: Person | None, note: str) -> Question:
    """Ask a colleague about an undecided site; an open question of the same person is replaced.

    Raises ``PermissionError`` for a person who does not decide and :class:`DecisionRefused` when
    nobody or nothing is asked, or when the site is decided already.
    """
    if not person.decides:
        raise PermissionError(_("Only an officer or the security team decides about sites."))
    note = note.replace("\x00", "\ufffd").strip()[:MAX_NOTE]
    if colleague is None or colleague not in colleagues_of(person):
        raise DecisionRefused(_("Choose the colleague whom you ask."))
    if not note:
        raise DecisionRefused(_("Write what you are not sure about."))
    with transaction.atomic():
        if not undecided().select_for_update().filter(pk=site.pk).exists():
            raise DecisionRefused(_("This site has been decided meanwhile."))
        now = timezone.now()
        open_ones(site).filter(asked_by=person).update(withdrawn_at=now)
        return Question.objects.create(
            site=site, asked_by=person, asked_to=colleague, note=note, asked_at=now
        )


def answer(person: Person, question: Question, words: str) -> None:
    """Answer a question that was put to the person; the site then waits for who asked."""
    words = words.replace("\x00", "\ufffd").strip()[:MAX_NOTE]
    if question.asked_to_id != person.pk:
        raise PermissionError(_("This question was put to somebody else."))
    if not words:
        raise DecisionRefused(_("Write your answer first."))
    waiting = Question.objects.filter(
        pk=question.pk, answered_at__isnull=True, withdrawn_at__isnull=True
    )
    if not waiting.update(answer=words, answered_at=timezone.now()):
        raise DecisionRefused(_("This question is answered or was taken back."))


def take_back(person: Person, question: Question) -> None:
    """Take one's own question back; the site waits for the asker as before."""
    if question.asked_by_id != person.pk:
        raise PermissionError(_("Only who asked takes a question back."))
    Question.objects.filter(pk=question.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )


def open_ones(site: Site) -> QuestionQuerySet:
    """Questions about a site that were not taken back, answered or not."""
    return Question.objects.filter(site=site, withdrawn_at__isnull=True)
