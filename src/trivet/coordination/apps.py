"""The room of coordination as a Django app."""

from django.apps import AppConfig


class CoordinationApp(AppConfig):
    name = "trivet.coordination"
    label = "coordination"
