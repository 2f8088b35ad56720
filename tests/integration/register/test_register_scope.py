"""Nobody sees another agency's rows: every model with a way to an agency, proved with real rows."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

import ronda
from ronda.accounts.models import Person, Role
from ronda.accounts.scoping import ScopedQuerySet
from ronda.register.models import Agency, Site

NOW = timezone.now()

NOT_SCOPED = {
    # Tables between two others; reached through either of them only.
    "Agency_predecessors",
    "Person_agencies",
    # When reports came in, to bound how many; nobody ever sees it.
    "Attempt",
    # What registered sites look like, for attribution to compare with; no page shows it.
    "SiteLook",
    # Who signs in; pages about people are the office's.
    "Person",
}


def scoped() -> list[type[models.Model]]:
    """Models whose default manager knows ``visible_to``."""
    return [
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.get_queryset(), ScopedQuerySet)
    ]


def leads_to_agency(model: type[models.Model], seen: frozenset[type] = frozenset()) -> bool:
    """Some chain of foreign keys leads from the model to an agency."""
    if model is Agency:
        return True
    return any(
        leads_to_agency(field.related_model, seen | {model})
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and isinstance(field.related_model, type)
        and field.related_model not in seen
        and field.related_model is not Person
    )


def fill(model: type[models.Model], agency: Agency, made: dict[type, models.Model]) -> models.Model:
    """Make a row of a model whose foreign keys lead to this agency; of anything required too."""
    if model in made:
        return made[model]
    values: dict[str, object] = {}
    for field in model._meta.fields:
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            if target is Agency:
                values[field.name] = agency
            elif not field.null or target is Site:
                values[field.name] = fill(target, agency, made)
        elif field.has_default() or field.null or field.auto_created or field.blank:
            continue
        elif isinstance(field, models.DateTimeField):
            values[field.name] = NOW
        elif isinstance(field, models.JSONField):
            values[field.name] = {}
        elif isinstance(field, models.CharField | models.TextField):
            values[field.name] = f"{model.__name__}-{agency.key}"[: field.max_length or 50]
        elif isinstance(field, models.BinaryField):
            values[field.name] = b"x"
        elif isinstance(field, models.IntegerField | models.FloatField):
            values[field.name] = 1
    made[model] = model._base_manager.create(**values)
    return made[model]


@pytest.mark.parametrize("model", scoped(), ids=lambda model: model.__name__)
@pytest.mark.django_db
def test_an_agencys_person_sees_only_its_own(model: type[models.Model]) -> None:
    rows = {}
    for key in ("satu", "dua"):
        agency = Agency.objects.create(key=key, name=f"Dinas {key}")
        rows[key] = fill(model, agency, {Agency: agency})
    member = Person.objects.create_user("web", role=Role.AGENCY)
    member.agencies.add(Agency.objects.get(key="satu"))
    manager = model._default_manager

    def seen(person: Person | AnonymousUser) -> set[models.Model]:
        return set(manager.visible_to(person))  # type: ignore[attr-defined]

    assert seen(member) == {rows["satu"]}
    for role in (Role.OFFICER, Role.SECURITY, Role.LEADER, Role.AUDITOR):
        assert seen(Person(username=role, role=role)) == set(rows.values())
    assert seen(AnonymousUser()) == set()
    member.is_active = False
    assert seen(member) == set()
    assert seen(Person.objects.create_user("baru", role=Role.AGENCY)) == set()


def test_every_model_with_a_way_to_an_agency_is_scoped() -> None:
    found = {
        model.__name__
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("ronda.")
        and not model.__name__.startswith("Historical")
        and leads_to_agency(model)
    }
    assert found - NOT_SCOPED == {model.__name__ for model in scoped()}


# --- the same, read from the code of the web room -------------------------------------------------

ALLOWED = "# office-wide:"
TIED = "# scoped:"


def unscoped_queries(source: str, models_: Iterable[str]) -> list[int]:
    """Lines that query a scoped model by ``.objects`` without ``.visible_to(`` in the same chain.

    A line, or the one above it, that says ``# office-wide: <why>`` is left out; so is a subquery
    tied by ``OuterRef`` to a scoped queryset that says ``# scoped: <why>``.
    """
    names = set(models_)
    lines = source.splitlines()
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        model = node.value if isinstance(node, ast.Attribute) and node.attr == "objects" else None
        name = model.id if isinstance(model, ast.Name) else getattr(model, "attr", "")
        if model is None or name not in names:
            continue
        top: ast.AST = node
        scoped_ = False
        while isinstance(parents.get(top), ast.Attribute | ast.Call):
            up = parents[top]
            if isinstance(up, ast.Call) and up.func is not top:
                break  # an argument of another call: the chain ends here
            top = up
            scoped_ |= isinstance(top, ast.Attribute) and top.attr == "visible_to"
        around = lines[max(0, node.lineno - 2) : getattr(top, "end_lineno", node.lineno)]
        tied = "OuterRef(" in (ast.get_source_segment(source, top) or "")
        marks = (ALLOWED, TIED) if tied else (ALLOWED,)
        if not scoped_ and not any(mark in line for line in around for mark in marks):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = Site.objects.filter(a=1)", [1]),
        ("x = models.Site.objects.all()", [1]),
        ("x = Site.objects.visible_to(p).filter(a=1)", []),
        ("x = Site.objects.filter(a=1).visible_to(p)", []),
        ("x = Zone.objects.all()", []),
        ("# office-wide: counts for the head of office\nx = Site.objects.count()", []),
        ("x = f(Site.objects.all()).visible_to(p)", [1]),
        ("# scoped: of the outer rows\nx = Site.objects.filter(pk=OuterRef('a'))", []),
        ("# scoped: no, it is not\nx = Site.objects.filter(pk=1)", [2]),
        ("x = get_object_or_404(Site.objects, pk=1)", [1]),
    ],
)
def test_the_reader_of_code_knows_a_scoped_query(source: str, lines: list[int]) -> None:
    assert unscoped_queries(source, ["Site"]) == lines


def test_no_page_queries_agency_data_unscoped() -> None:
    names = [model.__name__ for model in scoped()]
    folder = Path(ronda.__file__).parent / "web"
    bad = [
        f"{path.relative_to(folder)}:{line}"
        for path in sorted(folder.rglob("*.py"))
        for line in unscoped_queries(path.read_text(encoding="utf-8"), names)
    ]
    assert bad == [], "put .visible_to(person) into these queries, or say why: # office-wide: ..."
