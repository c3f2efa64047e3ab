"""Nominations of titles: what is put forward to which body under which convention, who supports it, and how it ends."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record
from trivet.registers.titles import Title


class Nomination(Record):
    """One nomination; the title that came of it is a record of its own. Lobbying is the support of partners."""

    class Status(models.TextChoices):
        TENTATIVE = "tentative", pgettext_lazy("nomination", "on the tentative list")
        SUBMITTED = "submitted", pgettext_lazy("nomination", "submitted")
        EVALUATED = "under-evaluation", pgettext_lazy("nomination", "under evaluation")
        INSCRIBED = "inscribed", pgettext_lazy("nomination", "inscribed")
        RETURNED = "returned", pgettext_lazy("nomination", "returned")
        WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "withdrawn")

    name = models.CharField(_("name"), max_length=300)
    programme = models.CharField(_("programme"), max_length=20, choices=Title.Programme)
    organisation = link("core.Partner", _("put forward to"))
    convention = models.CharField(_("convention or list"), max_length=200, blank=True, default="")
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    prepared_by = link("core.Body", _("prepared by"))
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.TENTATIVE)
    submitted = UncertainDateField(_("submitted on"))
    decided = UncertainDateField(_("decided on"))
    title = link("registers.Title", _("title that came of it"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("nomination"), _("nominations")
        ordering = ("-submitted_earliest", "uuid")

    class Register:
        code = "nominations"
        caption = "name"
        featured = ("name", "programme", "organisation", "place", "status", "submitted", "decided")
        search = ("name", "convention", "place", "note")
        period = ("submitted", "decided")
        parties = ("organisation",)
        place = "place"
        parts = ("supports",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        wrong, status = {}, self.Status
        if self.submitted and self.status == status.TENTATIVE:
            wrong["submitted"] = _("What is on the tentative list was not submitted yet.")
        if self.decided and self.status in (status.TENTATIVE, status.SUBMITTED, status.EVALUATED):
            wrong["decided"] = _("Only what was inscribed, returned or withdrawn says when.")
        if self.title_id and self.status in (status.RETURNED, status.WITHDRAWN):
            wrong["title"] = _("What was returned or withdrawn has become no title.")
        if wrong:
            raise ValidationError(wrong)
