"""A form of a dossier that was refused: what was typed is never lost, even where its form stands no longer there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.profile import said
from trivet.procedures.tables import Procedure
from trivet.procedures.words import fact_words
from trivet.web.dossier_forms import Errors, typed, typed_fact


@dataclass
class Refused:
    """What was sent and is refused; `found` is whether a form of the page has taken it up."""

    post: QueryDict
    errors: Errors
    status: int
    found: bool = False

    @property
    def expected(self) -> int:
        """The version of the dossier that the person had read."""
        told = self.post.get("expected", "")
        return int(told) if told.isdecimal() and len(told) <= 18 else 0

    @property
    def told(self) -> list[str]:
        """What is wrong, each with the box or the thing that it is about."""
        return [
            message if name in {"", "reason", "day", "answer", "text", "bodies"} else f"{capfirst(name)}: {message}"
            for name, messages in self.errors.items()
            for message in messages
        ]

    def is_of(self, act: str, code: str, body: str) -> bool:
        """Whether it was sent from a form."""
        sent = (typed(self.post, "act"), typed(self.post, "step"), typed(self.post, "body"))
        return sent == (act, code, body)


def left_over(refused: Refused, procedure: Procedure) -> list[tuple[str, str]]:
    """What was typed into a form that the page has no longer, under the words of its boxes."""
    post, words = refused.post, {"reason": _("Reason"), "day": _("Day"), "text": _("Opinion"), "bodies": _("Bodies")}
    told = [(label, typed(post, name)) for name, label in words.items()]
    told += [
        (str(capfirst(said(one.label))), fact_words(one, typed_fact(post, one)))
        for one in procedure.facts
        if typed_fact(post, one)
    ]
    for kind in procedure.papers:
        texts = [typed(post, f"paper-{kind.code}-{of}") for of in ("number", "dated", "source")]
        told.append((str(capfirst(said(kind.label))), ", ".join(filter(None, texts))))
    return [(label, text) for label, text in told if text]
