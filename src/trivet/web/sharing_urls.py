"""Addresses of the exchange of information between bodies."""

from django.urls import path

from trivet.web.sharing_acts import sharing_act_page
from trivet.web.sharing_desk import exchange_page
from trivet.web.sharing_new import new_sharing_page

urlpatterns = [
    path("exchange/", exchange_page, name="exchange"),
    path("exchange/new/<slug:kind>/", new_sharing_page, name="sharing-new"),
    path("exchange/<slug:code>/<uuid:uuid>/act/", sharing_act_page, name="sharing-act"),
]
