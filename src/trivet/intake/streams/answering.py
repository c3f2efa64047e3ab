"""What a person says that a name means: a partner of the record or of the catalogue, or nobody."""

from django.utils.translation import gettext as _

from trivet.core.partners import Partner
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.intake.naming.answers import remember
from trivet.intake.naming.catalogue import catalogue
from trivet.intake.naming.creating import create_entries


def answer(stream: str, name: str, key: str, actor: User) -> None:
    """Remember that a name in a stream means the partner with this key; an empty key leaves out what it names.

    A partner that only the catalogue has is created. Raises Invalid for a key that neither has, NotAllowed.
    """
    reason = _("what “%(name)s” means in %(stream)s") % {"name": name, "stream": stream}
    found = Partner.objects.filter(key=key).first() if key else None
    if key and found is None:
        entry = catalogue().get(key)
        if entry is None:
            raise Invalid([Problem(name, "key", _("there is no partner “%s”") % key)])
        create_entries([entry], actor=actor, reason=reason, keeper=None)
        found = Partner.objects.get(key=key)
    remember(stream, name, found, actor=actor, reason=reason)
