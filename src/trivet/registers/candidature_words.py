"""The words of candidatures and pledges: whose, where they stand, and the majorities that rules of bodies ask."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """Whose candidature it is."""

    OURS = "ours", pgettext_lazy("candidature", "ours")
    THEIRS = "theirs", pgettext_lazy("candidature", "a partner’s")


class Standing(models.TextChoices):
    """Where a candidature stands."""

    ANNOUNCED = "announced", pgettext_lazy("candidature", "announced")
    ENDORSED = "endorsed", pgettext_lazy("candidature", "endorsed by the group")
    WITHDRAWN = "withdrawn", pgettext_lazy("candidature", "withdrawn")
    ELECTED = "elected", pgettext_lazy("candidature", "elected")
    NOT_ELECTED = "not-elected", pgettext_lazy("candidature", "not elected")


class Majority(models.TextChoices):
    """Which majority the rule of the body asks: of those present and voting, or (absolute) of all its members."""

    SIMPLE = "simple", _("more than half of those present and voting")
    TWO_THIRDS = "two-thirds", _("two-thirds of those present and voting")
    ABSOLUTE = "absolute", _("more than half of all members")


class Promise(models.TextChoices):
    """How far a pledge can be relied on."""

    FIRM = "firm", pgettext_lazy("pledge", "firm")
    LIKELY = "likely", pgettext_lazy("pledge", "likely")
    WITHDRAWN = "withdrawn", pgettext_lazy("pledge", "withdrawn")
    BROKEN = "broken", pgettext_lazy("pledge", "broken")
