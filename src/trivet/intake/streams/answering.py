"""What a person says that a name means: a partner of the record or of the catalogue, or nobody."""

from typing import Any

from django.utils.translation import gettext as _

from trivet.core.users import User
from trivet.intake.naming.answers import remember
from trivet.intake.naming.creating import in_record


def answer(stream: str, name: str, key: str, *, actor: User, keeper: Any = None) -> None:
    """Remember that a name in a stream means the partner with this key; an empty key leaves out what it names.

    A partner that only the catalogue has is created, kept by the body `keeper`. Raises Invalid for a key that neither
    has, NotAllowed.
    """
    reason = _("what “%(name)s” means in %(stream)s") % {"name": name, "stream": stream}
    held = keeper.pk if keeper else None
    found = in_record(key, actor=actor, reason=reason, keeper=held) if key else None
    remember(stream, name, found, actor=actor, reason=reason)
