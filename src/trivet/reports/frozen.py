"""Frozen reviews: the transaction and the numbers on which a published review stood."""

from django.db import models

from trivet.core.history import Transaction


class FrozenReview(models.Model):
    """That a review of a year was published as the record stood after a transaction."""

    year = models.PositiveSmallIntegerField()
    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="+")
    numbers = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-made_at",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year} at transaction {self.transaction_id}"
