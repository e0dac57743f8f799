"""Addresses of the unit's own rules."""

from __future__ import annotations

from django.urls import path

from zhibu.web.bylaws import deciding, views, writing

urlpatterns = [
    path("bylaws", views.bylaw_list, name="bylaw-list"),
    path("bylaws/of/<path:key>/booklet", views.booklet, name="bylaw-booklet"),
    path("bylaws/of/<path:key>/shown", deciding.shown_record, name="bylaw-shown"),
    path("bylaws/of/<path:key>/add", writing.bylaw_add, name="bylaw-add"),
    path("bylaws/of/<path:key>/take/<slug:version>", writing.bylaw_take, name="bylaw-take"),
    path("bylaws/versions/<slug:key>", views.version, name="bylaw-version"),
    path("bylaws/versions/<slug:key>/compare", views.compare, name="bylaw-compare"),
    path("bylaws/versions/<slug:key>/wall", views.wall, name="bylaw-wall"),
    path("bylaws/versions/<slug:key>/enact", deciding.bylaw_enact, name="bylaw-enact"),
    path("bylaws/versions/<slug:key>/withdraw", deciding.bylaw_withdraw, name="bylaw-withdraw"),
    path("bylaws/<slug:key>/draft", writing.bylaw_draft, name="bylaw-draft"),
    path("bylaws/<slug:key>/rename", writing.bylaw_rename, name="bylaw-rename"),
    path("bylaws/<slug:key>/offer", writing.bylaw_offer, name="bylaw-offer"),
    path("bylaws/<slug:key>/repeal", deciding.bylaw_repeal, name="bylaw-repeal"),
    path("bylaws/<slug:key>", views.bylaw, name="bylaw"),
]
