"""Memberships, seats and forum roles: where the country sits, in which role, elected or not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class Membership(Record):
    """That the country (or a person for it) has a role in an organisation, or in one of its organs."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        PARTNER = "partner", _("partner")
        OBSERVER = "observer", _("observer")
        PARTY = "party", _("party")
        ACTIVE = "active", _("active part")
        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice-chair", _("vice-chair")
        HOST = "host", _("host")
        COORDINATOR = "coordinator", _("coordinator")
        CONTRIBUTOR = "contributor", _("contributor")
        EXPERT = "expert", _("expert")

    organisation = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("organisation"))
    organ = models.CharField(_("organ"), max_length=200, blank=True, default="")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    elected = models.BooleanField(_("elected"), default=False)
    votes = models.CharField(_("votes"), max_length=60, blank=True, default="")
    person = models.ForeignKey(
        "core.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("membership or seat"), _("memberships and seats")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "memberships"
        caption = ("organisation", "organ", "role")
        featured = ("organisation", "organ", "role", "starts", "ends", "elected")
        search = ("organ", "note")
        period = ("starts", "ends")
        parties = ("organisation",)

    def __str__(self) -> str:
        return ", ".join(filter(None, [str(self.organisation), self.organ, self.get_role_display()]))
