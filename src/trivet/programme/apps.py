"""The room of the programme as a Django app."""

from django.apps import AppConfig


class ProgrammeApp(AppConfig):
    name = "trivet.programme"
    label = "programme"
