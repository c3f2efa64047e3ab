"""What each stream told last of each of its rows, so that a later run changes only what the stream itself changed."""

from django.db import models


class TakenRow(models.Model):
    """A row of a stream and the record it became.

    told: the values as the stream gave them, as JSON. day: of the last snapshot that had the row (ISO), where the
    stream is one of snapshots. gone: a later snapshot had it no longer.
    """

    stream = models.CharField(max_length=40)
    section = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    record = models.UUIDField()
    told = models.TextField()
    day = models.CharField(max_length=10, blank=True, default="")
    gone = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["stream", "section", "key"], name="one_taken_row_a_key")]

    def __str__(self) -> str:
        return f"{self.stream} {self.section} {self.key}"
