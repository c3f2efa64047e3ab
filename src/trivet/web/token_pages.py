"""The page on which a person makes tokens for programs, and ends them."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trivet.core.standpoint import Standpoint
from trivet.core.tokens import ACTS, Token, make_token, revoke
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.web.reading import reads, show

#: What a new token is offered to live; a year is the most.
_USUAL = timedelta(days=90)


class TokenForm(forms.Form):
    """A new token: what for, what it may do, and from which day to which."""

    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=100)
    acts = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=list(ACTS.items()), widget=forms.CheckboxSelectMultiple
    )
    starts = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    ends = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))


@never_cache
@login_required
@reads
def tokens_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/account/tokens/`: a person's own tokens, and a form for another; a new secret is shown this once."""
    assert isinstance(request.user, User)  # noqa: S101
    today = timezone.now().date()
    form = TokenForm(request.POST or None, initial={"acts": ["view"], "starts": today, "ends": today + _USUAL})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            _token, context["secret"] = make_token(
                request.user, told["name"], told["acts"], starts=told["starts"], ends=told["ends"]
            )
            context["form"] = TokenForm(initial=form.initial)
        except Invalid as problem:
            for one in problem.problems:
                form.add_error(one.field, one.message)
    context["tokens"] = [(one, _words(one)) for one in Token.objects.filter(user=request.user)]
    return show(request, standpoint, "tokens", context, 422 if form.errors else 200)


def _words(token: Token) -> dict[str, str]:
    """What a token may do, and how it stands today."""
    if token.revoked:
        state = _("revoked")
    elif token.live:
        state = _("valid")
    else:
        state = _("not yet valid") if token.starts > timezone.now().date() else _("expired")
    return {"acts": ", ".join(str(ACTS[act]) for act in token.acts if act in ACTS), "state": state}


@require_POST
@login_required
def revoke_page(request: HttpRequest, number: int) -> HttpResponse:
    """`/account/tokens/<number>/revoke/`: end one of the person's own tokens."""
    assert isinstance(request.user, User)  # noqa: S101
    if number >= 2**63 or not revoke(request.user, number):
        raise Http404
    messages.success(request, _("The token opens nothing any more."))
    return redirect("tokens")
