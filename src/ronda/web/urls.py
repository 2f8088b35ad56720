"""Every address of the web interface."""

from django.urls import include, path

urlpatterns = [
    path("masuk/", include("allauth.urls")),
]
