"""How people sign in: by accounts that administrators open, here or at an identity provider that they trust."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.access import account_with_duties
from trivet.core.account_audit import own_act
from trivet.core.accounts import set_password
from trivet.core.users import User

#: What allauth says when something is wrong, in our words.
_WORDS = {
    "username_password_mismatch": gettext_lazy("The user name or the password is not right."),
    "too_many_login_attempts": gettext_lazy("Too many wrong attempts: wait five minutes, then try again."),
    "rate_limited": gettext_lazy("Too many attempts: wait a little, then try again."),
    "incorrect_password": gettext_lazy("The password is not right."),
    "enter_current_password": gettext_lazy("Type your present password."),
}


class WithDuties(AuthenticationBackend):  # type: ignore[misc]
    """Finds the account of a session together with its duties of today, which every page asks for."""

    def get_user(self, user_id: int) -> User | None:
        """The account, while it is open."""
        user = account_with_duties(user_id)
        return user if user and self.user_can_authenticate(user) else None


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by administrators only; what a person changes of their own is told to the audit."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Strangers open no accounts."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """A person's own new password."""
        set_password(user, password, actor=user, reason=_("their own new password"))

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """The audit is told who signed in; with what and from where is kept with the session as long as it lasts."""
        own_act(user, "sign-in", [], reason=_("signed in"))
        return super().post_login(request, user, **more)  # type: ignore[no-any-return]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what was done; that somebody signed in or out the page shows by itself."""
        if message_template and message_template.rpartition("/")[2] in {"logged_in.txt", "logged_out.txt"}:
            return
        messages.add_message(request, level, message or _("Done."))


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An identity provider tells who somebody is; what they may do, and whether they have an account, we tell."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody gets an account by being known elsewhere."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take the provider's word for the user name where the settings say so."""
        if sociallogin.is_existing:
            return
        claim = sociallogin.provider.app.settings.get("username_claim")
        if not claim or request.user.is_authenticated:
            return
        told = sociallogin.account.extra_data
        name = {**told, **told.get("userinfo", {}), **told.get("id_token", {})}.get(claim)
        found = User.objects.filter(username=name, is_installation=False, is_active=True).first() if name else None
        if found is None:
            raise SignupClosedException
        sociallogin.connect(request, found)


def provider_page(request: HttpRequest, provider_id: str) -> HttpResponse:
    """`/account/oidc/<id>/login/`: off to an identity provider; when it cannot be reached, say so."""
    try:
        away: HttpResponse = openid.login(request, provider_id)
    except (OSError, LookupError, ValueError):
        return render(request, "socialaccount/authentication_error.html", status=502)
    return away
