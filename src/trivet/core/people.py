"""People, the posts they hold, and the tenures that say who held which post when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.names import Named
from trivet.core.records import Record


class Person(Record):
    """A person in an official capacity, of our side or of a partner's."""

    name = models.CharField(_("name"), max_length=200)
    nationality = models.ForeignKey(
        "core.Partner", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nationality")
    )

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("person"), _("people")
        ordering = ("name",)

    class Register:
        code = "people"
        caption = "name"
        featured = ("name", "nationality")
        search = ("name",)
        parties = ("nationality",)

    def __str__(self) -> str:
        return self.name


class Post(Named, Record):
    """An office that a person can hold. `rank` orders posts for protocol, 1 first; `pillar` is the profile's."""

    body = models.ForeignKey(
        "core.Body", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body")
    )
    pillar = models.SlugField(_("pillar"), blank=True, default="")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("post"), _("posts")
        ordering = ("rank", "name")

    class Register:
        code = "posts"
        caption = "name"
        featured = ("name", "body", "pillar", "rank")
        search = ("name",)
        period = ("starts", "ends")


class Tenure(Record):
    """That a person held a post for a time."""

    person = models.ForeignKey("core.Person", models.PROTECT, related_name="+", verbose_name=_("person"))
    post = models.ForeignKey("core.Post", models.PROTECT, related_name="+", verbose_name=_("post"))
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("tenure"), _("tenures")
        ordering = ("-starts_earliest",)

    class Register:
        code = "tenures"
        caption = ("person", "post")
        featured = ("person", "post", "starts", "ends")
        period = ("starts", "ends")

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"
