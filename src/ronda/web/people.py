"""Who asks, and what that person may open or do."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from ronda.accounts.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person_of(request: HttpRequest) -> Person:
    """The signed-in person; raises PermissionDenied for anybody else."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def office_only(view: View[P]) -> View[P]:
    """For roles that see all agencies; to others the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not person_of(request).sees_all:
            raise Http404
        return view(request, *args, **kwargs)

    return cast(View[P], guarded)


def deciders_only(view: View[P]) -> View[P]:
    """For officers and the security team, who alone change what is office-wide."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not person_of(request).decides:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast(View[P], guarded)
