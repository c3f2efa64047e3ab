"""Addresses of visits: their acts, their papers and their calendar."""

from django.urls import path

from trivet.web.visit_files import visit_calendar, visit_paper
from trivet.web.visit_pages import open_visit_page, outcomes_page, visit_act_page

urlpatterns = [
    path("visits/open/", open_visit_page, name="visit-open"),
    path("visits/<uuid:uuid>/act/", visit_act_page, name="visit-act"),
    path("visits/<uuid:uuid>/outcomes/", outcomes_page, name="visit-outcomes"),
    path("visits/<uuid:uuid>/visit.ics", visit_calendar, name="visit-calendar"),
    path("visits/<uuid:uuid>/<slug:paper>.<pack_form:form>", visit_paper, name="visit-paper"),
]
