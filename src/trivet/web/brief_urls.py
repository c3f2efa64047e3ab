"""Addresses of papers: briefs and votes of partners, packs and reports."""

from django.urls import path, register_converter

from trivet.web.brief_pages import (
    agreement_report,
    brief,
    commitment_pack,
    conference_papers,
    marking_sheet_page,
)
from trivet.web.votes_page import votes_file, votes_page


class _Form:
    regex = "html|docx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _PackForm(_Form):
    regex = "html|docx|pdf|xlsx"


register_converter(_PackForm, "pack_form")
register_converter(_Form, "form")

urlpatterns = [
    path("marking.css", marking_sheet_page, name="marking-sheet"),
    path("partners/<str:key>/brief.<form:form>", brief, name="brief"),
    path("partners/<str:key>/votes/", votes_page, name="votes"),
    path("partners/<str:key>/votes.csv", votes_file, name="votes-file"),
    path("commitments/<int:year>-Q<int:number>.<pack_form:form>", commitment_pack, name="commitment-pack"),
    path("conference/<str:half>.<pack_form:form>", conference_papers, name="conference"),
    path("agreements/<int:year>.<pack_form:form>", agreement_report, name="agreement-year"),
]
