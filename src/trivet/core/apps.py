"""The kernel as a Django app: its checks run before anything starts."""

from django.apps import AppConfig
from django.core.checks import register as register_check


class CoreConfig(AppConfig):
    name = "trivet.core"
    label = "core"
    verbose_name = "Trivet kernel"

    def ready(self) -> None:
        # Django forbids importing models before its apps are loaded, which is only now.
        from trivet.core.register import check_declarations  # noqa: PLC0415

        register_check(check_declarations)
