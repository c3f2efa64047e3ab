"""Addresses of the exchange of information between bodies."""

from django.urls import path

from trivet.web.copy_page import copy_page
from trivet.web.desk_pages import desks_page, leaving_page
from trivet.web.proposal_pages import proposal_page, propose_page
from trivet.web.protection_page import protection_page
from trivet.web.reads_page import reads_page
from trivet.web.sharing_acts import sharing_act_page
from trivet.web.sharing_desk import exchange_page
from trivet.web.sharing_new import new_sharing_page
from trivet.web.sharing_record import around_page, copy_holds_page, follow_page

urlpatterns = [
    path("exchange/", exchange_page, name="exchange"),
    path("exchange/new/<slug:kind>/", new_sharing_page, name="sharing-new"),
    path("exchange/follow/", follow_page, name="follow"),
    path("exchange/proposals/<uuid:uuid>/", proposal_page, name="proposal"),
    path("audit/reads/", reads_page, name="reads"),
    path("registers/<slug:code>/<uuid:uuid>/copy/", copy_page, name="copy"),
    path("registers/<slug:code>/<uuid:uuid>/copy/holds/", copy_holds_page, name="copy-holds"),
    path("registers/<slug:code>/<uuid:uuid>/reads/", reads_page, name="reads-of"),
    path("protection/", protection_page, name="protection"),
    path("desks/<uuid:uuid>/", desks_page, name="desks"),
    path("desks/of/<uuid:uuid>/", leaving_page, name="leaving"),
    path("registers/<slug:code>/<uuid:uuid>/exchange/", around_page, name="around"),
    path("registers/<slug:code>/<uuid:uuid>/propose/", propose_page, name="propose"),
    path("exchange/<slug:code>/<uuid:uuid>/act/", sharing_act_page, name="sharing-act"),
]
