"""Addresses of procedures, of their dossiers' acts, and of what is owed in them."""

from django.urls import path

from trivet.web.board_page import board_page
from trivet.web.dossier_acts import dossier_act_page
from trivet.web.dossier_new import choose_procedure_page, new_dossier_page
from trivet.web.procedure_pages import bpmn_page, procedure_page, procedures_page
from trivet.web.signing_page import signing_page
from trivet.web.succession_notices import notices_page
from trivet.web.succession_page import succession_page

urlpatterns = [
    path("procedures/", procedures_page, name="procedures"),
    path("procedures/<str:code>/", procedure_page, name="procedure"),
    path("procedures/<str:code>/process.bpmn", bpmn_page, name="bpmn"),
    path("succession/<uuid:uuid>/", succession_page, name="succession"),
    path("succession/<uuid:uuid>/<int:number>/", notices_page, name="succession-notices"),
    path("signing/", signing_page, name="signing"),
    path("dossiers/new/", choose_procedure_page, name="choose-procedure"),
    path("dossiers/new/<str:code>/", new_dossier_page, name="new-dossier"),
    path("dossiers/<uuid:uuid>/act/", dossier_act_page, name="dossier-act"),
    path("obligations/", board_page, name="obligations"),
]
