"""What documents propose for the record, waiting on a body's desk; nothing of it is in a register yet."""

from __future__ import annotations

import uuid
from functools import cached_property
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import pgettext_lazy

from trivet.core.access import Access, access_of
from trivet.core.bodies import Body
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.intake.proposing.entries import Entry, entries


class Proposal(models.Model):
    """One fact that kept documents state, and the fields that a register would take of it, plain.

    `rule` names what it becomes ("visit.made.out"; see proposing/entries.toml), `identity` two tellings of one thing.
    `written` is the transaction in which it was accepted, so that undoing knows whether the record was edited since.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("proposal", "open")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
        REJECTED = "rejected", pgettext_lazy("proposal", "rejected")
        MERGED = "merged", pgettext_lazy("proposal", "merged")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.ForeignKey(Body, models.PROTECT, related_name="+")
    marking = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=30)
    act = models.CharField(max_length=30)
    modality = models.CharField(max_length=10)
    rule = models.CharField(max_length=60, blank=True, default="")
    register = models.CharField(max_length=40, blank=True, default="")
    values = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    would = models.CharField(max_length=10)
    identity = models.CharField(max_length=64)
    confidence = models.FloatField()
    by = models.CharField(max_length=10, default="rules")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    record = models.UUIDField(null=True)
    written = models.BigIntegerField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-confidence", "read_at", "uuid")
        indexes = [
            models.Index(fields=["status", "keeper", "language", "kind"]),
            models.Index(fields=["identity", "keeper", "status"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.act} {self.status}"

    @cached_property
    def entry(self) -> Entry | None:
        """The rule by which it becomes an entry; None for a fact that no register takes."""
        return entries().get(self.rule)


class ProposalQuote(models.Model):
    """The exact words of a kept document that state it; offsets in code points of its text in NFC."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="quotes")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["proposal", "source", "start", "end"], name="intake_proposal_quote_once")
        ]

    def __str__(self) -> str:
        return self.exact


def on_desks(standpoint: Standpoint) -> QuerySet[Proposal]:
    """The proposals of the bodies for which a reader may create or verify, all of whose documents they may see today.

    Who creates decides on them; who verifies takes back what was accepted, since that stands in review.
    """
    access = standpoint.access
    rows = Proposal.objects.filter(marking__lte=access.clearance)
    if not access.everything:
        none: frozenset[UUID] = frozenset()
        rows = rows.filter(keeper__in=access.bodies.get("create", none) | access.bodies.get("verify", none))
    unseen = ProposalQuote.objects.filter(proposal=OuterRef("pk")).exclude(
        Exists(standpoint.of(Source).filter(pk=OuterRef("source")))
    )
    return rows.exclude(Exists(unseen))


def of_desk(actor: User, keeper: Body, marking: int) -> Standpoint:
    """What everybody sees who may see a proposal of this desk and marking; whoever hands in a document may see more.

    By this the proposals are made, so that nothing of what only some of the desk may see shows in them.
    """
    own, place = access_of(actor), Standpoint(actor)
    bodies = {verb: held & {keeper.pk} for verb, held in own.bodies.items()}
    vars(place)["access"] = Access(min(own.clearance, marking), bodies)
    return place
