"""Notes: what one body tells chosen others, and which of them took note of which version."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record


class Note(Record):
    """A note to the bodies that are assigned to it (in any role); its keeper wrote it.

    `about` is words, or the address of a record as it was typed. With need to know nobody but these bodies reads it.
    """

    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"))
    about = models.CharField(_("about"), max_length=300, blank=True, default="")
    partners = PartiesField(_("partners"))
    written = UncertainDateField(_("written on"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("register", "note"), pgettext_lazy("register", "notes")
        ordering = ("-written_earliest", "uuid")

    class Register:
        code = "notes"
        caption = "title"
        featured = ("title", "about", "partners", "written")
        search = ("title", "text", "about", "note")
        period = ("written", "written")
        parties = ("partners",)
        parts = ("acknowledgements",)
        sealed = ("acknowledgements",)

    def __str__(self) -> str:
        return self.title


class Acknowledgement(Part):
    """That a body took note: by whom, when, and of which version (a transaction's number)."""

    owner = models.ForeignKey(Note, models.PROTECT, related_name="acknowledgements")
    body = link("core.Body", _("body"))
    person = models.CharField(_("person"), max_length=60)
    day = models.DateField(_("day"))
    read_version = models.BigIntegerField(_("version that was read"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("acknowledgement"), _("acknowledgements")
