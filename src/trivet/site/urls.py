"""Addresses: the web pages own the root."""

from django.urls import include, path

urlpatterns = [path("", include("trivet.web.urls"))]
