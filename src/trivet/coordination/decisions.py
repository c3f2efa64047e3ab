"""Decisions of leaders on what was submitted to them: numbered conclusions, of which tasks are made."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record


class Decision(Record):
    """One decision, as its notice tells it; `submission` is the text on which it was taken."""

    class Kind(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("decision", "approved")
        CHANGED = "changed", pgettext_lazy("decision", "approved with changes")
        REFUSED = "refused", pgettext_lazy("decision", "refused")
        RETURNED = "returned", pgettext_lazy("decision", "sent back")
        NOTED = "noted", pgettext_lazy("decision", "taken note of")

    title = models.CharField(_("title"), max_length=300)
    number = models.CharField(_("number"), max_length=80, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    submission = link("coordination.Text", _("on the submission"))
    body = link("core.Body", _("decided by"))
    post = link("core.Post", _("by the post"))
    partners = PartiesField(_("partners"))
    decided = UncertainDateField(_("decided on"), blank=False)
    words = models.TextField(_("words of the decision"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = (
            pgettext_lazy("register", "decision"),
            pgettext_lazy("register", "decisions"),
        )
        ordering = ("-decided_earliest", "uuid")

    class Register:
        code = "decisions"
        caption = ("title", "number")
        featured = ("title", "number", "kind", "body", "partners", "decided")
        search = ("title", "number", "words", "note")
        period = ("decided", "decided")
        parties = ("partners",)
        parts = ("conclusions",)

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.title, self.number]))


class Conclusion(Part):
    """One numbered conclusion of a decision: what is to be done or holds from then on; tasks name it by its number."""

    owner = models.ForeignKey(Decision, models.PROTECT, related_name="conclusions")
    number = models.CharField(_("number"), max_length=40)
    text = models.TextField(_("conclusion"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("conclusion"), _("conclusions")
