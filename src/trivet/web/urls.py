"""Addresses of the pages; those over figures and reports are listed beside this file."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from trivet.web.account_urls import urlpatterns as account_addresses
from trivet.web.details import detail_page
from trivet.web.edits import edit_page, new_page
from trivet.web.figure_urls import urlpatterns as figure_addresses
from trivet.web.histories import history_page
from trivet.web.home import home_page, search_page
from trivet.web.lists import list_page
from trivet.web.moves import move_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home_page, name="home"),
    path("search/", search_page, name="search"),
    path("language/", set_language, name="set_language"),
    path("registers/<slug:code>/", list_page, name="list"),
    path("registers/<slug:code>/new/", new_page, name="new"),
    path("registers/<slug:code>/<uuid:uuid>/", detail_page, name="detail"),
    path("registers/<slug:code>/<uuid:uuid>/edit/", edit_page, name="edit"),
    path("registers/<slug:code>/<uuid:uuid>/history/", history_page, name="history"),
    path("registers/<slug:code>/<uuid:uuid>/move/", move_page, name="move"),
    *account_addresses,
    *figure_addresses,
]
