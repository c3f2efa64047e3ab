"""The button by which a person says that they have seen what changed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trivet.core.standpoint import Standpoint
from trivet.web.agenda import looked
from trivet.web.reading import BadValue, reads


@require_POST
@login_required
@reads
def looked_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/today/looked/`: what changed up to the transaction in `number` was seen; back to the first page."""
    number = request.POST.get("number", "")
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise BadValue(_("“%s” is no transaction: go back and press the button again.") % number[:40])
    looked(standpoint, int(number))
    return redirect("home")
