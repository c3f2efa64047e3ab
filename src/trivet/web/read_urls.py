"""Addresses of the desk of reading."""

from django.urls import path

from trivet.web.read_desk import reading_page
from trivet.web.read_proposal import reading_proposal_page

urlpatterns = [
    path("reading/", reading_page, name="reading"),
    path("reading/<uuid:uuid>/", reading_proposal_page, name="reading-proposal"),
]
