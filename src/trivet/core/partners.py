"""Partners: states past and present, organisations, forums, parties, provinces, companies and groups of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField
from trivet.core.names import Named, reader_language
from trivet.core.records import Part, Record
from trivet.values.territories import LANGUAGES, territory_names


class Partner(Named, Record):
    """Anyone we have relations with. `key` is the ISO 3166-1 alpha-3 code of a state, a readable code of others.

    A code says nothing about recognition: relations are records of their own register. Names come from CLDR by
    `iso2` unless the record gives its own.
    """

    class Kind(models.TextChoices):
        #: Made from ISO 3166 codes, which say nothing about status; the record may say more.
        COUNTRY = "country", _("country or territory")
        STATE = "state", pgettext_lazy("partner", "state")
        TERRITORY = "territory", _("territory")
        ORGANISATION = "organisation", _("organisation")
        FORUM = "forum", _("forum")
        GROUP = "group", _("group of partners")
        PARTY = "party", _("political party")
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COMPANY = "company", _("company")
        MOVEMENT = "movement", _("movement")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    iso2 = models.CharField(_("ISO 3166 code"), max_length=2, blank=True, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("parent")
    )
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("predecessor")
    )
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("partner"), _("partners")
        ordering = ("name",)

    class Register:
        code = "partners"
        caption = "name"
        featured = ("name", "kind", "parent", "starts", "ends")
        search = ("name", "key")
        period = ("starts", "ends")
        parts = ("members", "former_names")

    def name_in(self, language: str | None = None) -> str:
        language = language or reader_language()
        own = (self.names or {}).get(language)
        # Named, not super(): versions of a partner, which are no partners, are named by this too.
        return own or territory_names(language).get(self.iso2) or Named.name_in(self, language)

    def by_language(self) -> dict[str, str]:
        """Its names by language: CLDR's, and before them its own."""
        known = {code: territory_names(code).get(self.iso2, "") for code in LANGUAGES} if self.iso2 else {}
        return {code: name for code, name in known.items() if name} | Named.by_language(self)


class Member(Part):
    """That a partner belongs to a group, organisation or forum for a time."""

    owner = models.ForeignKey(Partner, models.PROTECT, related_name="members")
    member = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("member"))
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("member"), _("members")


class FormerName(Part):
    """A name a partner bore in a language for a time."""

    owner = models.ForeignKey(Partner, models.PROTECT, related_name="former_names")
    name = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("former name"), _("former names")
