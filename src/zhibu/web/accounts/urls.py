"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import path

from zhibu.web.accounts import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("account", views.account, name="account"),
    path("account/password", views.password_change, name="password-change"),
]
