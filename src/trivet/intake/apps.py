"""The reading room as a Django app: it remembers what people answered about names."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "trivet.intake"
    label = "intake"
