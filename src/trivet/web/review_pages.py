"""The yearly review as a page and as files: of a year or several, in its present order or by an axis."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.standpoint import Standpoint
from trivet.reports.forms import file_name
from trivet.reports.pages import Ways, render_review
from trivet.reports.review_axes import Axis
from trivet.reports.review_paper import review_paper
from trivet.reports.years import NoYears, Years, terms, years_of
from trivet.web.brief_pages import asked_language, file_answer
from trivet.web.figure_pages import year_of_interest
from trivet.web.reading import BadValue, address, moment_text, reads


def asked_axis(request: HttpRequest) -> Axis | None:
    """The axis by which a review is to be read. Raises BadValue."""
    asked = request.GET.get("by", "")
    if asked and asked not in Axis.values:
        told = {"asked": asked, "known": ", ".join(Axis.values)}
        raise BadValue(_("a review cannot be read by “%(asked)s”; it can by: %(known)s") % told)
    return Axis(asked) if asked else None


def asked_years(text: str) -> Years:
    """The years of an address: one that is no year is not there, a period that cannot be says why."""
    try:
        return years_of(text)
    except NoYears as problem:
        if "/" in text:
            raise BadValue(str(problem)) from problem
        raise Http404(_("no such year")) from problem


@require_safe
@reads
def review(request: HttpRequest, standpoint: Standpoint, years: str) -> HttpResponse:
    """`/review/<year>/` and `/review/<first>/<last>/`, with `by`: as this reader may see it, in their language."""
    told, axis = asked_years(years), asked_axis(request)
    language = (get_language() or "en")[:2]
    page = render_review(told, standpoint, language, axis=axis, ways=lambda: _ways(standpoint, told, axis))
    return HttpResponse(page)


@require_safe
@reads
def review_years(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/review/?first=2021&last=2025`: the years that a form asks for; without any, those most likely meant."""
    axis = asked_axis(request)
    sides = [request.GET.get(name, "").strip() for name in ("first", "last")]
    text = "/".join(filter(None, sides)) or str(year_of_interest(standpoint))
    try:
        years = years_of(text)
    except NoYears as problem:
        raise BadValue(str(problem)) from problem
    return redirect(address(standpoint, "review", years, by=axis.value if axis else ""))


@require_safe
@reads
def review_file(request: HttpRequest, standpoint: Standpoint, years: str, form: str) -> HttpResponse:
    """`/review/<year>.docx` and `.pdf`, of several years and by an axis as the page."""
    told, axis = asked_years(years), asked_axis(request)
    language = asked_language(request)
    paper = review_paper(told, standpoint, language, request.build_absolute_uri(request.get_full_path()), axis)
    name = file_name("review", str(told), axis.value if axis else "", language, form=form)
    return file_answer(standpoint, paper, form, name)


def _ways(standpoint: Standpoint, years: Years, axis: Axis | None) -> Ways:
    by = axis.value if axis else ""
    known = moment_text(standpoint.known) if standpoint.known else ""
    axes = [(_("fields and months"), address(standpoint, "review", years), axis is None)]
    axes += [(str(one.label), address(standpoint, "review", years, by=one.value), one is axis) for one in Axis]
    return Ways(
        files=[(form.upper(), address(standpoint, "review-file", years, form, by=by)) for form in ("docx", "pdf")],
        axes=axes,
        terms=[
            (str(capfirst(label)), address(standpoint, "review", one, by=by), one == years)
            for label, one in terms(standpoint.profile)
        ],
        kept=[(name, value) for name, value in (("by", by), ("known", known)) if value],
        known=known,
    )
