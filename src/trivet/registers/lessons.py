"""Lessons drawn and leaders' appraisals, each kept with what it judges."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record


class Lesson(Record):
    """One lesson or appraisal: who says so, when, and of what; `about` says that where no record stands for it."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        APPRAISAL = "appraisal", _("appraisal")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    about = models.CharField(_("what it judges"), max_length=300)
    words = models.TextField(_("words"), blank=True, default="")
    person = link("core.Person", _("told by"))
    post = link("core.Post", _("acting as"))
    body = link("core.Body", _("drawn by"))
    said = UncertainDateField(pgettext_lazy("lesson", "told on"))
    policy = link("registers.PolicyDocument", _("on the policy"))
    objective = link("registers.Objective", _("on the objective"))
    activity = link("registers.Activity", _("on the activity"))
    task = link("registers.Task", _("on the task"))
    commitment = link("registers.Commitment", _("on the commitment"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("lesson or appraisal"), _("lessons and appraisals")
        ordering = ("-said_earliest", "uuid")

    class Register:
        code = "lessons"
        caption = "title"
        featured = ("title", "kind", "about", "person", "body", "said")
        search = ("title", "about", "words", "note")
        period = ("said", "said")

    def __str__(self) -> str:
        return self.title
