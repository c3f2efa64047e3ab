"""Addresses of signing in, of one's own account, of administration and of the audit."""

from allauth.account import views as accounts
from allauth.socialaccount.providers.openid_connect import urls as openid
from django.urls import URLPattern, URLResolver, include, path

from trivet.web.admin_pages import access_page, look_page, new_account_page, people_page, person_page
from trivet.web.audit_pages import audit_page, proof_page, verify_page
from trivet.web.mail_page import mail_page
from trivet.web.signing_in import provider_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", accounts.login, name="account_login"),
    path("sign-in/", accounts.login, name="sign-in"),
    path("sign-out/", accounts.logout, name="account_logout"),
    path("sign-out/", accounts.logout, name="sign-out"),
    path("account/sign-up/", accounts.signup, name="account_signup"),
    path("account/closed/", accounts.account_inactive, name="account_inactive"),
    path("account/confirm/", accounts.reauthenticate, name="account_reauthenticate"),
    path("account/password/", accounts.password_change, name="account_change_password"),
    path("account/password/set/", accounts.password_set, name="account_set_password"),
    path("account/mail/", mail_page, name="mail"),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/providers/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.mfa.urls")),
    path("account/oidc/<str:provider_id>/login/", provider_page, name="openid_connect_login"),
    path("account/", include(openid)),
    path("admin/people/", people_page, name="people"),
    path("admin/people/new/", new_account_page, name="new-account"),
    path("admin/people/<uuid:uuid>/", person_page, name="person"),
    path("admin/people/<uuid:uuid>/view/", look_page, name="look"),
    path("admin/access/", access_page, name="access"),
    path("audit/", audit_page, name="audit"),
    path("audit/verify/", verify_page, name="audit-verify"),
    path("audit/proof.csv", proof_page, name="audit-proof"),
]
