"""Delegations: that one body lets another sign for it, in writing and for a time."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record, State


class Delegation(Record):
    """`grantor` lets `holder` decide in a procedure (all of them when none is named); it is live once verified."""

    grantor = models.ForeignKey("core.Body", models.PROTECT, related_name="+", verbose_name=_("given by"))
    holder = models.ForeignKey("core.Body", models.PROTECT, related_name="+", verbose_name=_("given to"))
    procedure = models.SlugField(_("procedure"), max_length=50, blank=True, default="")
    starts = UncertainDateField(_("starts"), blank=False)
    ends = UncertainDateField(_("ends"))
    document = models.CharField(_("document"), max_length=200)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("delegation"), _("delegations")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "delegations"
        caption = ("grantor", "holder", "document")
        featured = ("grantor", "holder", "procedure", "starts", "ends", "document")
        search = ("document", "note")
        period = ("starts", "ends")

    def __str__(self) -> str:
        return self.document


def live_delegation(grantors: frozenset[UUID], holders: frozenset[UUID], procedure: str, day: date) -> Any:
    """A verified delegation that certainly holds on a day, from one of some bodies to one of others; or None."""
    return live_delegations(procedure, day).filter(grantor__in=grantors, holder__in=holders).first()


def live_delegations(procedure: str, day: date) -> models.QuerySet[Any]:
    """The verified delegations that certainly hold in a procedure on a day, the oldest first."""
    rows = Delegation.objects.filter(state=State.VERIFIED, procedure__in=("", procedure), starts_latest__lte=day)
    rows = rows.filter(models.Q(ends_earliest=None) | models.Q(ends_earliest__gte=day))
    return rows.order_by("starts_earliest", "uuid")
