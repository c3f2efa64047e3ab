"""Forms that passkeys are used with: what a browser sends is read with care, or refused as no passkey."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.webauthn import forms as given
from django import forms


class _Careful(json.JSONDecoder):
    """JSON of which everything that cannot be read is an error of its form.

    A number of thousands of digits or lists in lists without end are told by other errors, which a form lets through.
    """

    def decode(self, s: str, *args: Any) -> Any:
        try:
            return super().decode(s, *args)
        except (ValueError, RecursionError) as problem:
            raise json.JSONDecodeError(str(problem), s, 0) from problem


class _Passkey(forms.Form):
    credential = forms.JSONField(required=True, widget=forms.HiddenInput, decoder=_Careful)


class Add(_Passkey, given.AddWebAuthnForm):  # type: ignore[misc]
    """Registering a passkey."""


class SignIn(_Passkey, given.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey alone."""


class SecondStep(_Passkey, given.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class Again(_Passkey, given.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before an act that asks for it anew."""
