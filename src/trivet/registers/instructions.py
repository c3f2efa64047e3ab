"""Instructions of leaders: who said what to be done, when and where; tasks come of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


class Instruction(Record):
    """One instruction that a leader gave; `words` are the leader's own as far as a source gives them."""

    title = models.CharField(_("title"), max_length=300)
    leader = models.ForeignKey("core.Person", models.PROTECT, related_name="+", verbose_name=_("leader"))
    post = link("core.Post", _("acting as"))
    given = UncertainDateField(_("given on"), blank=False)
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    words = models.TextField(_("words"), blank=True, default="")
    partners = PartiesField(_("partners"))
    activity = link("registers.Activity", _("given during"))
    policy = link("registers.PolicyDocument", _("under the policy"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("leader's instruction"), _("leaders' instructions")
        ordering = ("-given_earliest", "uuid")

    class Register:
        code = "instructions"
        caption = "title"
        featured = ("title", "leader", "post", "given", "place")
        search = ("title", "words", "place", "note")
        period = ("given", "given")
        parties = ("partners",)
        place = "place"

    def __str__(self) -> str:
        return self.title
