"""What the steps of the editorial life are called on buttons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

#: What the editorial moves are called on buttons; the moves themselves are the kernel's.
MOVE_LABELS: dict[str, Promise] = {
    "submit": gettext_lazy("Submit for review"),
    "return": gettext_lazy("Return to draft"),
    "verify": gettext_lazy("Verify"),
    "discard": gettext_lazy("Discard"),
    "withdraw": gettext_lazy("Withdraw"),
    "reinstate": gettext_lazy("Reinstate as draft"),
}
