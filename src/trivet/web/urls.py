"""Addresses of the pages; those over figures and reports are listed beside this file."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from trivet.web.account_urls import urlpatterns as account_addresses
from trivet.web.brief_urls import urlpatterns as brief_addresses
from trivet.web.bulk import bulk_page
from trivet.web.calendar_urls import urlpatterns as calendar_addresses
from trivet.web.details import detail_page, partner_page
from trivet.web.edits import edit_page, new_page
from trivet.web.figure_urls import urlpatterns as figure_addresses
from trivet.web.histories import history_page
from trivet.web.import_pages import import_page, imports_page
from trivet.web.import_upload import upload_page
from trivet.web.lists import list_page
from trivet.web.moves import move_page
from trivet.web.policy_urls import urlpatterns as policy_addresses
from trivet.web.procedure_urls import urlpatterns as procedure_addresses
from trivet.web.programme_urls import urlpatterns as programme_addresses
from trivet.web.read_urls import urlpatterns as read_addresses
from trivet.web.sharing_urls import urlpatterns as sharing_addresses
from trivet.web.shelves import registers_page, search_page
from trivet.web.text_urls import urlpatterns as text_addresses
from trivet.web.thread_urls import urlpatterns as thread_addresses
from trivet.web.today import today_page
from trivet.web.token_pages import revoke_page, tokens_page
from trivet.web.views_kept import views_page
from trivet.web.visit_urls import urlpatterns as visit_addresses

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today_page, name="home"),
    path("registers/", registers_page, name="registers"),
    path("search/", search_page, name="search"),
    path("partners/<str:key>/", partner_page, name="partner"),
    path("language/", set_language, name="set_language"),
    path("registers/<slug:code>/", list_page, name="list"),
    path("registers/<slug:code>/views/", views_page, name="views"),
    path("registers/<slug:code>/bulk/", bulk_page, name="bulk"),
    path("registers/<slug:code>/import/", upload_page, name="import"),
    path("imports/", imports_page, name="imports"),
    path("imports/<uuid:uuid>/", import_page, name="import-one"),
    path("registers/<slug:code>/new/", new_page, name="new"),
    path("registers/<slug:code>/<uuid:uuid>/", detail_page, name="detail"),
    path("registers/<slug:code>/<uuid:uuid>/edit/", edit_page, name="edit"),
    path("registers/<slug:code>/<uuid:uuid>/history/", history_page, name="history"),
    path("registers/<slug:code>/<uuid:uuid>/move/", move_page, name="move"),
    path("account/tokens/", tokens_page, name="tokens"),
    path("account/tokens/<int:number>/revoke/", revoke_page, name="revoke-token"),
    *account_addresses,
    *figure_addresses,
    *brief_addresses,
    *calendar_addresses,
    *procedure_addresses,
    *programme_addresses,
    *text_addresses,
    *visit_addresses,
    *policy_addresses,
    *thread_addresses,
    *sharing_addresses,
    *read_addresses,
]
