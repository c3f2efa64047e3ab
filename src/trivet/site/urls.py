"""Addresses: the interface for programs under /api/, and the web pages at the root."""

from django.urls import include, path

urlpatterns = [path("", include("trivet.api.urls")), path("", include("trivet.web.urls"))]
