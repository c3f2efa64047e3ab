"""Addresses of figures, reviews and checks."""

from django.urls import path

from trivet.web.check_pages import check
from trivet.web.figure_pages import figure_detail, figure_list, review

urlpatterns = [
    path("figures/", figure_list, name="figures"),
    path("figures/<str:code>/", figure_detail, name="figure"),
    path("review/<int:year>/", review, name="review"),
    path("check/", check, name="check"),
]
