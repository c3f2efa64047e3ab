"""The room of procedures as a Django app."""

from django.apps import AppConfig


class ProceduresApp(AppConfig):
    name = "trivet.procedures"
    label = "procedures"
