"""Dossiers: records on their way through a procedure, with what they tell, their papers, steps, opinions and clocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record
from trivet.procedures.editions import editions
from trivet.procedures.fixed import moved_facts


class Dossier(Record):
    """One matter taken through a procedure of the profile.

    Until it is opened it is a file being prepared. `edition` is the procedure with the rules of the day of opening.
    What it is about (a visit, a line) points to it; `about` and its register are written by nothing yet.
    """

    class Variant(models.TextChoices):
        NORMAL = "normal", _("normal")
        SHORTENED = "shortened", _("shortened")

    title = models.CharField(_("title"), max_length=300)
    procedure = models.SlugField(_("procedure"), max_length=50)
    variant = models.CharField(_("variant"), max_length=10, choices=Variant, default=Variant.NORMAL)
    partners = PartiesField(_("partners"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    stage = models.SlugField(_("stage"), max_length=50, blank=True, default="", editable=False)
    opened = UncertainDateField(_("opened"), editable=False)
    closed = UncertainDateField(_("closed"), editable=False)
    edition = models.CharField(max_length=64, blank=True, default="", editable=False)
    about_register = models.CharField(max_length=40, blank=True, default="", editable=False)
    about = models.UUIDField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("dossier"), _("dossiers")
        ordering = ("-opened_earliest", "uuid")
        indexes = [
            models.Index(fields=["closed_earliest", "marking"], name="dossier_under_way"),
            models.Index(fields=["procedure", "closed_earliest", "marking"], name="dossier_of_procedure"),
        ]

    class Register:
        code = "dossiers"
        caption = "title"
        featured = ("title", "procedure", "stage", "partners", "opened", "closed")
        search = ("title", "place", "note")
        period = ("opened", "closed")
        parties = ("partners",)
        place = "place"
        parts = ("facts", "papers", "steps", "obligations")
        sealed = ("stage", "opened", "closed", "edition", "about_register", "about", "steps", "obligations")

    def __str__(self) -> str:
        return self.title

    def owned_problems(self, parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[tuple[str, str, str]]:
        """Facts that are fixed since the opening: nobody changes them past the steps of the procedure."""
        procedure = editions({self.edition}).get(self.edition) if "facts" in parts else None
        if procedure and any(fact.fixed for fact in procedure.facts):
            stands = FactTold.objects.at(None).filter(owner=self.pk).order_by("position", "row")
            told = ((str(row.get("fact", "")), str(row.get("value") or "")) for row in parts["facts"])
            for code, way in moved_facts(procedure, stands.values_list("fact", "value"), told):
                yield "facts", code, way


class FactTold(Part):
    """Something the dossier tells, under a code of its procedure: a day, a number, a choice, a text."""

    owner = models.ForeignKey(Dossier, models.PROTECT, related_name="facts")
    fact = models.SlugField(_("fact"), max_length=50)
    value = models.TextField(_("value"), blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("fact"), _("facts")


class Paper(Part):
    """A paper in the dossier; `source` is the kept document, where there is one."""

    owner = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    paper = models.SlugField(_("paper"), max_length=50)
    title = models.CharField(_("title"), max_length=300, blank=True, default="")
    number = models.CharField(_("number"), max_length=80, blank=True, default="")
    dated = UncertainDateField(_("dated"))
    source = link("core.Source", _("source"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("paper"), _("papers")


class Step(Part):
    """One step taken: by whom, for which body, on which day (as told), and the authority it relied on."""

    owner = models.ForeignKey(Dossier, models.PROTECT, related_name="steps")
    transition = models.SlugField(_("transition"), max_length=50)
    left = models.SlugField(_("from"), max_length=50, blank=True, default="")
    stage = models.SlugField(_("stage"), max_length=50)
    day = models.DateField(_("day"))
    body = link("core.Body", _("body"))
    actor = models.CharField(_("actor"), max_length=60)
    reason = models.TextField(_("reason"), blank=True, default="")
    authority = models.SlugField(_("authority"), max_length=50, blank=True, default="")
    basis = models.TextField(_("legal basis"), blank=True, default="")
    delegation = link("procedures.Delegation", _("delegation"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("step"), _("steps")


class Obligation(Part):
    """Who owes what to whom by when: one run of a clock, or an opinion asked of a body in a branch and its answer.

    `due` is a day in the debtor's zone, empty where it cannot be reckoned; `due_at` is the end of that day (UTC);
    `basis` is the rule it relied on; `escalation` is the body that takes it up once it is overdue. An opinion that
    never came is not met: an outcome of its own, never a consent, unless its branch was opened as a silence procedure.

    Where a text is cleared, `version` is the hash of the exact text that the answer speaks of, and `scope` the
    identities of the paragraphs that the body was asked about (empty: the whole). `wanted` is the day until which it
    asks for more time. An answer that a stand-in gave names the `delegation`.
    """

    class Answer(models.TextChoices):
        AGREES = "agrees", _("agrees")
        AGREES_WITH_CHANGES = "agrees-with-changes", _("agrees with changes")
        DISAGREES = "disagrees", _("disagrees")
        NOT_CONCERNED = "not-concerned", _("not concerned")

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("obligation", "open")
        MET = "met", pgettext_lazy("obligation", "met")
        LATE = "late", pgettext_lazy("obligation", "met late")
        STOPPED = "stopped", pgettext_lazy("obligation", "stopped")
        UNMET = "unmet", pgettext_lazy("obligation", "not met")
        SILENT = "silent", pgettext_lazy("obligation", "consent by silence")
        REOPENED = "reopened", pgettext_lazy("obligation", "asked anew")

    owner = models.ForeignKey(Dossier, models.PROTECT, related_name="obligations")
    clock = models.SlugField(_("clock"), max_length=50, blank=True, default="")
    branch = models.SlugField(_("branch"), max_length=50, blank=True, default="")
    turn = models.PositiveSmallIntegerField(_("round"), default=1)
    debtor = link("core.Body", _("owed by"))
    creditor = link("core.Body", _("owed to"))
    escalation = link("core.Body", _("taken up by"))
    started = models.DateField(_("started"))
    due = models.DateField(_("due"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    ended = models.DateField(_("ended"), null=True, blank=True)
    rule = models.CharField(_("rule"), max_length=60, blank=True, default="")
    basis = models.TextField(_("legal basis"), blank=True, default="")
    confirmed = models.BooleanField(_("rule confirmed"), default=False)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer, blank=True, default="")
    text = models.TextField(_("opinion"), blank=True, default="")
    actor = models.CharField(_("actor"), max_length=60, blank=True, default="")
    version = models.CharField(_("text version"), max_length=64, blank=True, default="")
    scope = models.TextField(_("paragraphs"), blank=True, default="")
    wanted = models.DateField(_("more time until"), null=True, blank=True)
    delegation = link("procedures.Delegation", _("delegation"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("obligation"), _("obligations")
        indexes = [
            models.Index(fields=["vt", "outcome", "due_at", "row"], name="obligation_board"),
            models.Index(fields=["debtor", "vt", "outcome", "due_at", "row"], name="obligation_debtor"),
            models.Index(fields=["creditor", "vt", "outcome", "due_at", "row"], name="obligation_creditor"),
            models.Index(fields=["escalation", "vt", "outcome", "due_at", "row"], name="obligation_escalation"),
        ]
