"""What every answer carries (content security policy, language) and what strangers may send."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)

Answer = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Answer) -> Answer:
    """Only our own files run and load (CSP level 3); nothing inline."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        user = getattr(request, "user", None)  # not there when an outer layer answered
        if user is not None and user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    return middleware


def chosen_language(get_response: Answer) -> Answer:
    """Indonesian unless the reader chose otherwise: an office's browsers are often set to English."""

    codes = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = cookie if cookie in codes else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


STRANGERS_MAY_SEND = 100_000  # bytes; the longest form for strangers needs a tenth of it


def small_bodies_from_strangers(get_response: Answer) -> Answer:
    """Refuse large bodies of people who are not signed in before anything reads or stores them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        large = not length.isdecimal() or int(length[:18]) > STRANGERS_MAY_SEND
        if large and not request.user.is_authenticated:
            return HttpResponse(status=413)
        return get_response(request)

    return middleware
