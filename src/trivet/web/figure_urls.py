"""Addresses of figures, reviews, checks and the map."""

from django.urls import path

from trivet.web.check_pages import check
from trivet.web.figure_pages import figure_detail, figure_list, review
from trivet.web.map_pages import land_file, map_page

urlpatterns = [
    path("figures/", figure_list, name="figures"),
    path("figures/<str:code>/", figure_detail, name="figure"),
    path("review/<int:year>/", review, name="review"),
    path("map/", map_page, name="map"),
    path("map/land.svg", land_file, name="land"),
    path("check/", check, name="check"),
]
