"""The kernel as a Django app: its checks run before anything starts."""

import gc

from django.apps import AppConfig
from django.core.checks import register as register_check

#: After so many new objects Python looks for cycles. A batch of a thousand rows makes a million that all live to its
#: end, and with Python's own 700 a fifth of an import went into looking at them again and again.
_NEW_OBJECTS = 50_000


class CoreConfig(AppConfig):
    name = "trivet.core"
    label = "core"
    verbose_name = "Trivet kernel"

    def ready(self) -> None:
        # Django forbids importing models before its apps are loaded, which is only now.
        from trivet.core.register import check_declarations  # noqa: PLC0415

        gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
        register_check(check_declarations)
