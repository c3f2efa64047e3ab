"""What people answered when a name in other people's data was none of a partner, kept for the next run."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.access import access_of, restrict
from trivet.core.actions import NotAllowed
from trivet.core.audit import canonical, tell
from trivet.core.history import Unit, unit
from trivet.core.partners import Partner
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.intake.naming.catalogue import Span
from trivet.intake.naming.spelling import spelling
from trivet.values.dates import DateError, UncertainDate, parse_date

#: What the audit calls answers, beside the registers' codes.
NAMINGS = "namings"


class Naming(models.Model):
    """That a text in one stream of data names a partner, in a time; without a partner what it names is left out.

    `folded` is the spelling that is compared, `starts` and `ends` are EDTF dates or empty. One answer a spelling and
    beginning: a later answer takes the place of the one before, and the audit has both.
    """

    uuid = models.UUIDField(primary_key=True, editable=False)
    stream = models.CharField(max_length=60)
    text = models.CharField(gettext_lazy("name"), max_length=300)
    folded = models.CharField(max_length=300)
    starts = models.CharField(max_length=40, blank=True, default="")
    ends = models.CharField(max_length=40, blank=True, default="")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        ordering = ("stream", "folded", "starts")
        constraints = [models.UniqueConstraint(fields=["stream", "folded", "starts"], name="intake_naming_one_answer")]

    def __str__(self) -> str:
        return f"{self.stream}: {self.text}"

    @property
    def span(self) -> Span:
        """The days for which the answer was given."""
        return Span.of(_read(self.starts), _read(self.ends))


def answers(stream: str) -> Sequence[Naming]:
    """What is remembered for a stream, in the order of names and days."""
    return list(Naming.objects.filter(stream=stream).select_related("partner"))


def remember(
    stream: str, text: str, partner: Partner | None, *, actor: User, reason: str, starts: str = "", ends: str = ""
) -> Naming:
    """Remember that a text in a stream names a partner from one day to another; None leaves out what it names.

    An answer to the same spelling from the same day takes the place of the one before. `starts` and `ends` are EDTF
    dates. Raises Invalid for an empty text or a date that is none, NotAllowed for a partner that the actor may not see
    and for an actor who may create nothing.
    """
    _check(text, starts, ends)
    _allow(actor, partner)
    folded = spelling(text)
    place = uuid5(NAMESPACE_URL, f"trivet:{NAMINGS}:{canonical({'of': [stream, folded, starts]})}")
    values = {"text": text, "ends": ends, "partner": partner, "answered_by": actor}
    with unit(actor, reason) as opened:
        fixed = {"stream": stream, "folded": folded, "starts": starts}
        one, _made = Naming.objects.update_or_create(pk=place, defaults=values, create_defaults={**fixed, **values})
        _tell(opened, "answer", one)
    return one


def forget(one: Naming, *, actor: User, reason: str) -> None:
    """Take an answer back: the name will be asked about again. Raises NotAllowed."""
    _allow(actor, one.partner)
    with unit(actor, reason) as opened:
        _tell(opened, "forget", one)
        one.delete()


def _tell(opened: Unit, verb: str, one: Naming) -> None:
    fields = [f"partner={one.partner_id or '-'}", f"ends={one.ends}"]
    tell(opened, [{"verb": verb, "register": NAMINGS, "record": str(one.pk), "fields": fields}])


def _check(text: str, starts: str, ends: str) -> None:
    problems = [] if spelling(text) else [Problem(text, "text", _("This is no name."))]
    for name, value in (("starts", starts), ("ends", ends)):
        try:
            _read(value)
        except DateError as problem:
            problems.append(Problem(text, name, str(problem)))
    if problems:
        raise Invalid(problems)


def _allow(actor: User, partner: Partner | None) -> None:
    access = access_of(actor)
    seen = partner is None or restrict(Partner.objects.filter(pk=partner.pk), access, "view").exists()
    if not (access.may("create") and seen):
        raise NotAllowed(_("You may not say what names mean, or the partner is not there."))


def _read(text: str) -> UncertainDate | None:
    return parse_date(text) if text else None
