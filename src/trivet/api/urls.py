"""Addresses of the interface for programs; what is none of them is answered as a problem too."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from trivet.api.problems import problem
from trivet.api.service import make_api


def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address that is none."""
    return problem(404)


nothing_here.csrf_exempt = True  # type: ignore[attr-defined]

urlpatterns = [path("api/", make_api().urls), re_path(r"^api(?:/[\s\S]*)?\Z", nothing_here)]
