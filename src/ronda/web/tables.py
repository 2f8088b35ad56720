"""Tables: filters as chips in the address, and paging by key, the same cost on page 1 and 1,000."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

M = TypeVar("M", bound=Model)
PAGE = 40
AFTER, BEFORE = "sesudah", "sebelum"


@dataclass(frozen=True)
class Option:
    """One choice of a filter, with the address that chooses it."""

    value: str
    label: str | Promise
    query: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter of a table: one parameter of the address with its choices."""

    key: str
    label: str | Promise
    choices: Callable[[], Iterable[tuple[str, str | Promise]]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True)
class Chip:
    """A filter as shown: the chosen choice, if any, and all choices."""

    label: str | Promise
    chosen: str | Promise
    clear: str
    options: Sequence[Option]


def query_with(params: QueryDict, **changes: str | None) -> str:
    """The address's parameters with changes, back on the first page; "?" when none is left."""
    copy = params.copy()
    for gone in (AFTER, BEFORE):
        copy.pop(gone, None)
    for key, value in changes.items():
        copy.pop(key, None)
        if value:
            copy[key] = value
    return "?" + copy.urlencode()


def filtered(
    rows: QuerySet[M], filters: Sequence[Filter], params: QueryDict
) -> tuple[QuerySet[M], list[Chip]]:
    """Apply the chosen filters; a choice that does not exist is ignored."""
    chips = []
    for one in filters:
        choices = [(value, label) for value, label in one.choices()]
        asked = params.get(one.key, "")
        chosen = next((label for value, label in choices if value == asked), "") if asked else ""
        if chosen:
            rows = one.apply(rows, asked)
        options = [
            Option(v, label, query_with(params, **{one.key: v}), bool(chosen) and v == asked)
            for v, label in choices
        ]
        if options:
            chips.append(Chip(one.label, chosen, query_with(params, **{one.key: None}), options))
    return rows, chips


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of rows with the addresses of its neighbours ("" where there is none)."""

    rows: list[M]
    total: int
    following: str
    preceding: str


def paged(rows: QuerySet[M], order: Sequence[str], params: QueryDict, size: int = PAGE) -> Page[M]:
    """Return the page that the address asks for.

    ``order`` names fields that are never null, "-" for falling; the last must be unique. A broken
    cursor shows the first page.
    """
    total = rows.count()
    backwards = BEFORE in params
    cursor = _read(rows.model, order, params.get(BEFORE) or params.get(AFTER) or "")
    sense = [_flip(name) for name in order] if backwards and cursor else list(order)
    found = rows.order_by(*sense)
    if cursor:
        found = found.filter(_beyond(sense, cursor))
    page = list(found[: size + 1])
    more = len(page) > size
    page = page[:size]
    if backwards and cursor:
        page.reverse()
        has_next, has_previous = True, more
    else:
        has_next, has_previous = more, cursor is not None
    if not page:
        return Page([], total, "", query_with(params) if cursor else "")
    return Page(
        page,
        total,
        query_with(params) + f"&{AFTER}={_write(page[-1], order)}" if has_next else "",
        query_with(params) + f"&{BEFORE}={_write(page[0], order)}" if has_previous else "",
    )


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], cursor: Sequence[Any]) -> Q:
    """Rows after the cursor: (a > x) or (a = x and b > y) or ..."""
    condition = Q()
    same = Q()
    for name, value in zip(order, cursor, strict=True):
        field, way = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= same & Q(**{f"{field}__{way}": value})
        same &= Q(**{field: value})
    return condition


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    *steps, last = path.lstrip("-").split("__")
    for step in steps:
        related = model._meta.get_field(step).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(path)
        model = related
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(path)
    return field


def _write(row: Model, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        field = _field(type(row), name)
        values.append(field.value_to_string(field.model(**{field.attname: value})))
    packed = json.dumps(values, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read(model: type[Model], order: Sequence[str], cursor: str) -> list[Any] | None:
    if not cursor or len(cursor) > 4000:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [
            _field(model, name).to_python(value) for name, value in zip(order, values, strict=True)
        ]
    except (ValueError, TypeError, binascii.Error, ValidationError):
        return None
