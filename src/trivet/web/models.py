"""What the pages remember of people, and of no record: their calendar feeds, and when they last looked."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Feed(models.Model):
    """A calendar that a person's own program fetches by a secret address; only the hash of the secret is kept.

    It is read with the person's rights of the day. `language` is that of the summaries; `pillars`, `partner` and
    `mine` narrow it as on the calendar.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("core.User", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    secret = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    pillars = models.JSONField(default=list)
    partner = models.ForeignKey("core.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    mine = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class FeedTold(models.Model):
    """That a feed told of a record, with which sequence, and when it ended to; nothing of the record's content."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="told")
    record = models.UUIDField()
    sequence = models.PositiveIntegerField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        unique_together = [("feed", "record")]

    def __str__(self) -> str:
        return f"{self.record} {self.sequence}"


class LastLook(models.Model):
    """Up to which transaction a person has seen what changed."""

    user = models.OneToOneField("core.User", models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    moment = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.number}"


class SavedView(models.Model):
    """A list as one person wants to find it again: filters, columns and density as they stand in an address."""

    user = models.ForeignKey("core.User", models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField()

    class Meta:
        unique_together = [("user", "register", "name")]
        ordering = ("name",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
