"""The cascade of policies as a tree with counts, and the work on one document: clauses left, their tasks right."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trivet.core.standpoint import Standpoint
from trivet.figures.counts.tasks import Standing
from trivet.programme.cascade import POLICIES, Node, cascade
from trivet.web.calendar_filters import pillar_choices
from trivet.web.policy_words import (
    clause_line,
    document_line,
    duty_line,
    objective_tallies,
    pillar_tallies,
    review_lines,
)
from trivet.web.reading import address, reads, show
from trivet.web.tags import sheet_marking

#: So many tasks that are overdue are listed above the clauses of a document.
_MOST_OVERDUE = 50


@require_safe
@reads
def policies_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/policies/?pillar=`: every document under the one it carries out, with what became of it and of all below it."""
    whole, asked = cascade(standpoint, timezone.localdate()), request.GET.get("pillar", "")
    choices = pillar_choices(standpoint)
    nodes = [node for root in whole.roots for node in _speaking(root, asked)]
    told = [node for node in nodes if not asked or asked in node.pillars]
    context = {
        "lines": [document_line(standpoint, node) for node in nodes],
        "pillars": list(pillar_tallies(standpoint, told)),
        "objectives": list(objective_tallies(whole, told)),
        "choices": [(code, label, address(standpoint, "policies", pillar=code)) for code, label in choices],
        "asked": asked,
        "all": address(standpoint, "policies"),
        "list": address(standpoint, "list", POLICIES),
        "marking": sheet_marking(standpoint, levels=_levels(nodes)),
    }
    return show(request, standpoint, "policies", context)


@require_safe
@reads
def policy_work_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/policies/<uuid>/work/`: what is overdue first, then each clause with its tasks, and what carries it out."""
    today = timezone.localdate()
    whole = cascade(standpoint, today, uuid)
    node = whole.node(uuid)
    if node is None:
        raise Http404
    nodes = list(node.walk())
    late = [(one, under) for under in nodes for one in under.duties if one.standing is Standing.OVERDUE]
    late.sort(key=lambda pair: pair[0].order)
    live = standpoint.number is None and standpoint.access.may("create")
    context = {
        "row": node.row,
        "document": document_line(standpoint, node),
        "reviews": review_lines(standpoint, node.row.reviews_rows, today),
        "overdue": [duty_line(standpoint, one, under) for one, under in late[:_MOST_OVERDUE]],
        "clauses": [clause_line(standpoint, one, whole.objectives) for one in node.clauses],
        "loose": [duty_line(standpoint, one) for one in node.loose],
        "below": [document_line(standpoint, one) for one in nodes[1:]],
        "pillars": list(pillar_tallies(standpoint, nodes)),
        "objectives": list(objective_tallies(whole, nodes)),
        "give": address(standpoint, "policy-tasks", uuid) if live else "",
        "policies": address(standpoint, "policies"),
        "marking": sheet_marking(standpoint, levels=_levels(nodes)),
    }
    return show(request, standpoint, "policy_work", context)


def _speaking(root: Node, pillar: str) -> list[Node]:
    """The documents of a tree that speak to a pillar, with those above them; all without one."""
    below = [node for child in root.below for node in _speaking(child, pillar)]
    return [root, *below] if below or not pillar or pillar in root.pillars else []


def _levels(nodes: Iterable[Node]) -> list[int]:
    """The markings of all that a page names of some documents."""
    return [row.marking for node in nodes for row in (node.row, *(duty.row for duty in node.duties))]
