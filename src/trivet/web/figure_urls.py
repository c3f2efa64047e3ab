"""Addresses of figures, reviews, checks and the map."""

from django.urls import path, register_converter

from trivet.web.check_pages import check
from trivet.web.figure_pages import figure_detail, figure_list
from trivet.web.map_pages import land_file, map_page
from trivet.web.review_pages import review, review_file, review_years


class _Years:
    """One year, or the first and the last of several; which can be is the page's to say."""

    regex = r"[0-9]+(?:/[0-9]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


class _FileForm:
    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_Years, "years")
register_converter(_FileForm, "file_form")

urlpatterns = [
    path("figures/", figure_list, name="figures"),
    path("figures/<str:code>/", figure_detail, name="figure"),
    path("review/", review_years, name="review-years"),
    path("review/<years:years>/", review, name="review"),
    path("review/<years:years>.<file_form:form>", review_file, name="review-file"),
    path("map/", map_page, name="map"),
    path("map/land.svg", land_file, name="land"),
    path("check/", check, name="check"),
]
