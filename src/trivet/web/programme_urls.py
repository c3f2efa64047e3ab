"""Addresses of the programme."""

from django.urls import path

from trivet.web.programme_acts import adopt_page, decide_page, finding_page
from trivet.web.programme_findings import findings_page
from trivet.web.programme_line import line_page
from trivet.web.programme_lines import form_file, lines_page
from trivet.web.programme_outcome import actual_page, edition_page
from trivet.web.programme_pages import programmes_page, year_page

urlpatterns = [
    path("programme/", programmes_page, name="programmes"),
    path("programme/decide/", decide_page, name="programme-decide"),
    path("programme/finding/", finding_page, name="programme-finding"),
    path("programme/lines/<uuid:uuid>/", line_page, name="programme-line"),
    path("programme/<uuid:uuid>/", year_page, name="programme"),
    path("programme/<uuid:uuid>/lines/", lines_page, name="programme-lines"),
    path("programme/<uuid:uuid>/form.xlsx", form_file, name="programme-form"),
    path("programme/<uuid:uuid>/findings/", findings_page, name="programme-findings"),
    path("programme/<uuid:uuid>/editions/<int:number>/", edition_page, name="programme-edition"),
    path("programme/<uuid:uuid>/actual/", actual_page, name="programme-actual"),
    path("programme/<uuid:uuid>/adopt/", adopt_page, name="programme-adopt"),
]
