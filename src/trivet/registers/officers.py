"""Officers: people of our side's service, with rank and languages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record, marked
from trivet.values.markings import Marking


class Officer(Record):
    """One person in the service; `diplomatic_rank` is a code of the profile. Nothing of family or health is kept."""

    marking = marked(Marking.INTERNAL)
    person = models.ForeignKey("core.Person", models.PROTECT, related_name="+", verbose_name=_("person"))
    body = link("core.Body", _("body"))
    diplomatic_rank = models.SlugField(_("diplomatic rank"), max_length=40, blank=True, default="")
    languages = models.CharField(_("languages"), max_length=200, blank=True, default="")
    since = UncertainDateField(_("in the service since"))
    until = UncertainDateField(_("in the service until"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("officer"), _("officers")
        ordering = ("-since_earliest", "uuid")

    class Register:
        code = "officers"
        caption = "person"
        featured = ("person", "body", "diplomatic_rank", "languages", "since", "until")
        search = ("languages", "note")
        period = ("since", "until")

    def __str__(self) -> str:
        return str(self.person)

    def clean(self) -> None:
        if self.since and self.until and self.since.earliest > self.until.latest:
            raise ValidationError({"until": _("It ends before it starts.")})
