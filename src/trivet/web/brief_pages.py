"""Briefs, packs and reports as pages and files, as the reader may see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.account_audit import own_act
from trivet.core.standpoint import Standpoint
from trivet.core.wording import in_reader_language
from trivet.reports.agreement_year import agreement_year
from trivet.reports.brief import NoPartner, write_brief
from trivet.reports.commitment_pack import pack
from trivet.reports.conference import conference
from trivet.reports.forms import KINDS, as_html, file_name, in_form, marking_sheet
from trivet.reports.half_year import half_year
from trivet.reports.paper import Paper
from trivet.values.dates import DateError, parse_date
from trivet.values.territories import LANGUAGES
from trivet.web.reading import BadValue, address, day_of, moment_text, reads


def asked_language(request: HttpRequest) -> str:
    """The language of a paper: as asked in the address, else the reader's. Raises BadValue."""
    asked = request.GET.get("lang", "") or (get_language() or "en")[:2]
    if asked not in LANGUAGES:
        raise BadValue(_("“%s” is no language of the pages: write en, vi or id.") % asked)
    return asked


def page_answer(standpoint: Standpoint, paper: Paper, forms: list[tuple[str, str]]) -> HttpResponse:
    """A paper as a page that opens to its records, and to its other forms."""
    known = moment_text(standpoint.known) if standpoint.known else ""
    with override(paper.language):
        return HttpResponse(as_html(paper, alone=False, forms=forms, known=known))


def file_answer(standpoint: Standpoint, paper: Paper, form: str, name: str) -> HttpResponse:
    """A paper as a file that the browser keeps under a name; the audit is told who took it away."""
    if standpoint.user:
        fields = [f"paper={name}", f"marking={paper.marking}"]
        own_act(standpoint.user, "export", fields, reason=paper.title)
    answer = HttpResponse(in_form(paper, form), content_type=KINDS[form])
    answer["Content-Disposition"] = f'attachment; filename="{"exercise-" if paper.exercise else ""}{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@reads
def brief(request: HttpRequest, standpoint: Standpoint, key: str, form: str) -> HttpResponse:
    """`/partners/<key>/brief.html`, `.docx`, `.pdf`; `on`, `known` and `lang` in the address."""
    language, on = asked_language(request), day_of(request.GET.get("on", ""))
    try:
        paper = write_brief(key, standpoint, on, language, request.build_absolute_uri(request.get_full_path()))
    except NoPartner as problem:
        raise Http404(str(problem)) from problem
    if form == "html":
        told = {"on": request.GET.get("on", ""), "lang": request.GET.get("lang", "")}
        forms = [(name.upper(), address(standpoint, "brief", key, name, **told)) for name in ("docx", "pdf")]
        return page_answer(standpoint, paper, forms)
    return file_answer(standpoint, paper, form, file_name("brief", key, str(on or ""), language, form=form))


@require_safe
@reads
def commitment_pack(request: HttpRequest, standpoint: Standpoint, year: int, number: int, form: str) -> HttpResponse:
    """`/commitments/<year>-Q<number>.html`, `.docx`, `.pdf`, `.xlsx`"""
    if not (1 <= year <= 9998 and 1 <= number <= 4):
        raise Http404(_("no such quarter"))
    language = asked_language(request)
    paper = pack(year, number, standpoint, language, request.build_absolute_uri(request.get_full_path()))
    if form == "html":
        told = {"lang": request.GET.get("lang", "")}
        named = ("docx", "pdf", "xlsx")
        forms = [(name.upper(), address(standpoint, "commitment-pack", year, number, name, **told)) for name in named]
        return page_answer(standpoint, paper, forms)
    return file_answer(standpoint, paper, form, file_name("commitments", f"{year}-Q{number}", language, form=form))


@require_safe
@reads
def conference_papers(request: HttpRequest, standpoint: Standpoint, half: str, form: str) -> HttpResponse:
    """`/conference/<year>-H<1 or 2>.html`, `.docx`, `.pdf`, `.xlsx`; the page leads to the half-years beside it."""
    asked = half_year(half)
    if asked is None:
        raise Http404(_("no such half-year"))
    language = asked_language(request)
    paper = conference(asked, standpoint, language, request.build_absolute_uri(request.get_full_path()))
    if form == "html":
        told = {"lang": request.GET.get("lang", "")}
        forms = [(n.upper(), address(standpoint, "conference", asked, n, **told)) for n in ("docx", "pdf", "xlsx")]
        beside = (one for one in (asked.before, asked.after) if half_year(str(one)))
        forms += [(str(one), address(standpoint, "conference", one, "html", **told)) for one in beside]
        return page_answer(standpoint, paper, forms)
    return file_answer(standpoint, paper, form, file_name("conference", half, language, form=form))


@require_safe
@reads
def agreement_report(request: HttpRequest, standpoint: Standpoint, year: int, form: str) -> HttpResponse:
    """`/agreements/<year>.html`, `.docx`, `.pdf`, `.xlsx`; `period` in the address when it is not the calendar year."""
    if not 1 <= year <= 9998:
        raise Http404(_("no such year"))
    language, text = asked_language(request), request.GET.get("period", "").strip()
    try:
        period = parse_date(text) if text else None
    except DateError as problem:
        raise BadValue(in_reader_language(problem)) from problem
    paper = agreement_year(year, standpoint, language, period, request.build_absolute_uri(request.get_full_path()))
    if form == "html":
        told = {"lang": request.GET.get("lang", ""), "period": text}
        forms = [(n.upper(), address(standpoint, "agreement-year", year, n, **told)) for n in ("docx", "pdf", "xlsx")]
        return page_answer(standpoint, paper, forms)
    return file_answer(standpoint, paper, form, file_name("agreements", str(year), language, form=form))


@require_safe
def marking_sheet_page(request: HttpRequest) -> HttpResponse:
    """`/marking.css?of=`: the marking at the head of each printed page, which a strict policy keeps out of the page."""
    answer = HttpResponse(marking_sheet(request.GET.get("of", "")[:80]), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "max-age=86400"  # what it says hangs on its address alone
    return answer
