"""Addresses of transfers."""

from __future__ import annotations

from django.urls import path

from zhibu.web.transfers import steps, views

urlpatterns = [
    path("transfers", views.transfer_list, name="transfer-list"),
    path("transfers/register", views.transfer_register, name="transfer-register"),
    path("transfers/blank", views.transfer_blank, name="transfer-blank"),
    path("transfers/request/<path:member>", views.transfer_request, name="transfer-request"),
    path("transfers/send/<path:key>", steps.transfer_send, name="transfer-send"),
    path("transfers/arrive/<path:key>", steps.transfer_arrive, name="transfer-arrive"),
    path("transfers/receive/<path:key>", steps.transfer_receive, name="transfer-receive"),
    path("transfers/acknowledge/<path:key>", steps.transfer_acknowledge, name="transfer-acknowledge"),
    path("transfers/return/<path:key>", steps.transfer_return, name="transfer-return"),
    path("transfers/withdraw/<path:key>", steps.transfer_withdraw, name="transfer-withdraw"),
    path("transfers/letter/<path:key>", views.transfer_letter, name="transfer-letter"),
    path("transfers/<path:key>", views.transfer, name="transfer"),
]
