"""Addresses of texts: writing a version, the acts on one, what changed, its papers and its way through Word."""

from django.urls import path

from trivet.web.text_files import text_paper, word_page
from trivet.web.text_pages import changes_page, draft_page, text_act_page

urlpatterns = [
    path("texts/<uuid:uuid>/draft/", draft_page, name="text-draft"),
    path("texts/<uuid:uuid>/act/", text_act_page, name="text-act"),
    path("texts/<uuid:uuid>/changes/<int:number>/", changes_page, name="text-changes"),
    path("texts/<uuid:uuid>/word/", word_page, name="text-word"),
    path("texts/<uuid:uuid>/clearance.<pack_form:form>", text_paper, name="text-paper"),
]
