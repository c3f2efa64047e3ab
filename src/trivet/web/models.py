"""What the pages keep for the people who use them; nothing here is part of the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
