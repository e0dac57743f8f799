"""Addresses of filings."""

from __future__ import annotations

from django.urls import path

from zhibu.web.filings import deeds, views

urlpatterns = [
    path("filings", views.filing_list, name="filing-list"),
    path("filings/new", views.filing_draft, name="filing-draft"),
    path("filings/prefix", views.prefix_set, name="filing-prefix"),
    path("filings/one/<path:key>", views.filing, name="filing"),
    path("filings/paper/<path:key>", views.filing_paper, name="filing-paper"),
    path("filings/change/<path:key>", views.filing_change, name="filing-change"),
    path("filings/send/<path:key>", deeds.filing_send, name="filing-send"),
    path("filings/discard/<path:key>", deeds.filing_discard, name="filing-discard"),
    path("filings/receive/<path:key>", deeds.filing_receive, name="filing-receive"),
    path("filings/accept/<path:key>", deeds.filing_accept, name="filing-accept"),
    path("filings/return/<path:key>", deeds.filing_return, name="filing-return"),
    path("filings/reply/<path:key>", deeds.filing_reply, name="filing-reply"),
    path("filings/withdraw/<path:key>", deeds.filing_withdraw, name="filing-withdraw"),
]
