"""The page on which a person says where reminders are sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trivet.core.accounts import set_mail
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.web.reading import reads, show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reads
def mail_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/account/mail/`"""
    assert isinstance(request.user, User)  # noqa: S101
    if request.method != "POST":
        return show(request, standpoint, "mail", {"mail": request.user.email})
    address = request.POST.get("mail", "").replace("\0", "").strip()
    try:
        set_mail(request.user, address, actor=request.user, reason=_("their own mail address"))
    except Invalid as problem:
        told = [one.message for one in problem.problems]
        return show(request, standpoint, "mail", {"mail": address, "problems": told}, status=422)
    messages.success(request, _("Done."))
    return redirect("mail")
