"""Figures of leaders' activities: in all, abroad, received, and what was held for the first time."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import NOT_CERTAIN_IN, Counts, LeftOut, Question, Verdict, figure
from trivet.registers.activities import Activity
from trivet.values.dates import Held, held_on, parse_date

_READS = Selection(Activity, ("post", "also_post"), ending=True)


def _key_posts(question: Question, row: Activity) -> bool:
    """Whether one of the posts in which our side acted was a key leader's on the last day of the activity."""
    last = row.ends or row.starts
    day = last.latest if last else question.on
    keys = {
        listed["post"]
        for listed in question.profile.rows("key_leaders")
        if held_on(parse_date(listed.get("starts") or "0001"), _date(listed.get("ends")), day) is Held.CERTAIN
    }
    return any(post and post.key in keys for post in (row.post, row.also_post))


def _date(text: str | None) -> Any:
    return parse_date(text) if text else None


def _counted(question: Question, kinds: set[str]) -> Iterator[Verdict]:
    """Activities of some kinds that ended in the period, by kind.

    An activity belongs to the period in which its last day falls, so that each belongs to one.
    """
    for row in question.rows():
        if row.kind not in kinds:
            continue
        last = row.ends or row.starts
        inside = last.within(question.period) if last else Held.POSSIBLE
        if inside is Held.NO:
            continue
        visit_class = question.profile.row("visit_classes", row.visit_class)
        if visit_class and not visit_class.get("counts", True):
            label = question.profile.label("visit_classes", row.visit_class)
            yield LeftOut(row, _("this class is not counted: %s") % label)
        elif row.kind != Activity.Kind.VISIT_IN and not _key_posts(question, row):
            yield LeftOut(row, _("not led by one of the key leaders of the profile"))
        elif inside is Held.CERTAIN:
            yield Counts(row, part=row.kind)
        else:
            yield LeftOut(row, NOT_CERTAIN_IN % (last or _("no date")))


def _declare(code: str, title: Any) -> None:
    @figure(code, title, "activities", stock=False, reads=_READS)
    def query(question: Question) -> Iterator[Verdict]:
        return _counted(question, set(question.parameters(code).get("kinds", Activity.Kind.values)))


_declare("activities.key-leaders", gettext_lazy("External activities of key leaders"))
_declare("activities.out", gettext_lazy("Trips of key leaders abroad, multilateral meetings included"))
_declare("activities.in", gettext_lazy("Visits of foreign leaders received"))


def _visits(code: str, title: Any, kinds: set[str]) -> None:
    @figure(code, title, "visits", stock=False, reads=Selection(Activity))
    def query(question: Question) -> Iterator[Verdict]:
        """Visits of every class and of whomever, by class, in the period in which their first day falls."""
        for row in question.rows():
            inside = row.starts.within(question.period) if row.starts else Held.POSSIBLE
            if row.kind not in kinds or inside is Held.NO:
                continue
            if inside is Held.CERTAIN:
                yield Counts(row, part=row.visit_class)
            else:
                yield LeftOut(row, NOT_CERTAIN_IN % (row.starts or _("no date")))


_visits("visits.received", gettext_lazy("Visits received, of every class"), {Activity.Kind.VISIT_IN})
_visits(
    "visits.made",
    gettext_lazy("Visits abroad, of every class"),
    {Activity.Kind.VISIT_OUT, Activity.Kind.MULTILATERAL_ABROAD},
)


@figure(
    "events.first",
    gettext_lazy("Events hosted, which a text may say were the first"),
    "events",
    stock=False,
    reads=_READS,
)
def events_first(question: Question) -> Iterator[Verdict]:
    """Hosted events of the period; the record cannot show that nothing of the kind was held before."""
    for row in question.rows():
        last = row.ends or row.starts
        if row.kind == Activity.Kind.HOSTED and last and last.within(question.period) is Held.CERTAIN:
            yield Counts(row)
