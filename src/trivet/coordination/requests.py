"""Requests between bodies: for information, for access to a record, for a copy; with what was answered and chased."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record


class Request(Record):
    """One request: its keeper asks the bodies that are assigned to it for consultation (role consult).

    `wanted` is an address as it was typed; nothing is looked up when it is asked, so that a request for access says
    nothing of what there is. A day that is over makes a request late; it never makes an answer.
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("exchange", "information")
        ACCESS = "access", pgettext_lazy("exchange", "access to a record")
        COPY = "copy", pgettext_lazy("exchange", "a copy")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("exchange", "open")
        ANSWERED = "answered", pgettext_lazy("exchange", "answered")
        DECLINED = "declined", pgettext_lazy("exchange", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("exchange", "taken back")

    question = models.CharField(_("question"), max_length=400)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.INFORMATION)
    partners = PartiesField(_("partners"))
    asked = UncertainDateField(_("asked on"))
    due = UncertainDateField(_("due"))
    wanted = models.CharField(_("address of what is wanted"), max_length=300, blank=True, default="")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN, editable=False)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("register", "request"), pgettext_lazy("register", "requests")
        ordering = ("-asked_earliest", "uuid")

    class Register:
        code = "requests"
        caption = "question"
        featured = ("question", "kind", "partners", "asked", "due", "status")
        search = ("question", "note")
        period = ("asked", "due")
        parties = ("partners",)
        parts = ("answers", "chases")
        sealed = ("status", "answers", "chases")
        owed = ("due", "status", ("open",))

    def __str__(self) -> str:
        return self.question


class Answer(Part):
    """What a body that was asked said, by whom and when; to decline is an answer with its reason."""

    class Verdict(models.TextChoices):
        ANSWERED = "answered", pgettext_lazy("exchange", "answered")
        DECLINED = "declined", pgettext_lazy("exchange", "declined")

    owner = models.ForeignKey(Request, models.PROTECT, related_name="answers")
    verdict = models.CharField(pgettext_lazy("exchange", "answer"), max_length=10, choices=Verdict)
    words = models.TextField(_("words"))
    body = link("core.Body", _("body"))
    person = models.CharField(_("person"), max_length=60)
    day = models.DateField(_("day"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("exchange", "answer"), pgettext_lazy("exchange", "answers")


class Chase(Part):
    """That the asking body asked again, by whom and when."""

    owner = models.ForeignKey(Request, models.PROTECT, related_name="chases")
    words = models.CharField(_("words"), max_length=300, blank=True, default="")
    person = models.CharField(_("person"), max_length=60)
    day = models.DateField(_("day"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("reminder to answer"), _("reminders to answer")
