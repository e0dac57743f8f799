"""Addresses of opinions; those under /o are for everybody."""

from __future__ import annotations

from django.urls import path

from zhibu.web.opinions import boxes, public, steps, views

urlpatterns = [
    path("opinions", views.opinion_list, name="opinion-list"),
    path("opinions/take", views.opinion_take, name="opinion-take"),
    path("opinions/put", views.opinion_put, name="opinion-put"),
    path("opinions/pass/<path:key>", steps.opinion_pass, name="opinion-pass"),
    path("opinions/answer/<path:key>", steps.opinion_answer, name="opinion-answer"),
    path("opinions/close/<path:key>", steps.opinion_close, name="opinion-close"),
    path("opinions/reopen/<path:key>", steps.opinion_reopen, name="opinion-reopen"),
    path("opinions/merge/<path:key>", steps.opinion_merge, name="opinion-merge"),
    path("opinions/part/<path:key>", steps.opinion_part, name="opinion-part"),
    path("opinions/guard/<path:key>", steps.opinion_guard, name="opinion-guard"),
    path("opinions/publish/<path:key>", steps.opinion_publish, name="opinion-publish"),
    path("opinions/hide/<path:key>", steps.opinion_hide, name="opinion-hide"),
    path("opinions/withdraw/<path:key>", steps.opinion_withdraw, name="opinion-withdraw"),
    path("opinions/undo/<path:key>", steps.opinion_undo, name="opinion-undo"),
    path("opinions/box/<path:key>", boxes.box, name="opinion-box"),
    path("opinions/box-open/<path:key>", boxes.box_open, name="box-open"),
    path("opinions/box-close/<path:key>", boxes.box_close, name="box-close"),
    path("opinions/box-renew/<path:key>", boxes.box_renew, name="box-renew"),
    path("opinions/box-poster/<path:key>", boxes.box_poster, name="box-poster"),
    path("opinions/<path:key>", views.opinion, name="opinion"),
    path("o/<str:code>", public.box_send, name="box-send"),
    path("o/<str:code>/answers", public.box_answers, name="box-answers"),
    path("o/<str:code>/receipt", public.box_receipt, name="box-receipt"),
]
