"""The addresses of signing in and out; what an office without self-registration lacks leads to it."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from ronda.web.views.inbox import language

to_login = login_not_required(RedirectView.as_view(pattern_name="account_login"))

# Names that the sign-in package looks up; the office makes accounts and resets passwords itself.
CLOSED = (
    "account_signup",
    "account_inactive",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_reset_password",
    "account_confirm_login_code",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("akun/sandi/", views.password_change, name="account_change_password"),
    path("bahasa/", language, name="set_language"),
    *(
        path(f"masuk/{name.removeprefix('account_').replace('_', '-')}/", to_login, name=name)
        for name in CLOSED
    ),
]
