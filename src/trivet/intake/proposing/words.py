"""What people read of proposals: how a fact is meant, and what it would do to the record."""

from django.utils.translation import gettext_lazy, pgettext_lazy

#: What a proposal would do to the record, in the reader's words.
WOULD = {
    "create": gettext_lazy("would be new"),
    "confirm": gettext_lazy("is so already"),
    "change": gettext_lazy("would complete"),
    "contradict": gettext_lazy("is told otherwise"),
    "none": gettext_lazy("writes nothing"),
}
MEANT = {
    "done": pgettext_lazy("how it is meant", "done"),
    "planned": pgettext_lazy("how it is meant", "planned"),
    "expected": pgettext_lazy("how it is meant", "expected"),
    "urged": pgettext_lazy("how it is meant", "asked for"),
    "denied": pgettext_lazy("how it is meant", "denied"),
}
