"""Addresses of minutes, templates, signals and inspections."""

from __future__ import annotations

from django.urls import path

from zhibu.web.minutes import keeping, papers, settling, signals, views

urlpatterns = [
    path("minutes", keeping.minutes_list, name="minutes-list"),
    path("minutes/booklet/<path:key>", papers.minutes_booklet, name="minutes-booklet"),
    path("minutes/made/<str:made>", papers.minutes_made, name="minutes-made"),
    path("minutes/draft/<path:key>", views.minutes_draft, name="minutes-draft"),
    path("minutes/versions/<path:key>", views.minutes_versions, name="minutes-versions"),
    path("minutes/compare/<path:key>", views.minutes_compare, name="minutes-compare"),
    path("minutes/restore/<path:key>", views.minutes_restore, name="minutes-restore"),
    path("minutes/choose/<path:key>", views.minutes_choose, name="minutes-choose"),
    path("minutes/return/<path:key>", settling.minutes_return, name="minutes-return"),
    path("minutes/reopen/<path:key>", settling.minutes_reopen, name="minutes-reopen"),
    path("minutes/lock/<path:key>", settling.minutes_lock, name="minutes-lock"),
    path("minutes/correct/<path:key>", settling.minutes_correct, name="minutes-correct"),
    path("minutes/print/<path:key>", papers.minutes_print, name="minutes-print"),
    path("minutes/blank/<path:key>", papers.minutes_blank, name="minutes-blank"),
    path("minutes-templates", keeping.template_list, name="template-list"),
    path("minutes-templates/start", keeping.template_start, name="template-start"),
    path("minutes-templates/add", keeping.template_add, name="template-add"),
    path("minutes-templates/file/<path:key>", keeping.template_file, name="template-file"),
    path("minutes-templates/withdraw/<path:key>", keeping.template_withdraw, name="template-withdraw"),
    path("signals", signals.signal_list, name="signal-list"),
    path("signals/inspect", signals.inspection_open, name="inspection-open"),
    path("signals/inspections/<path:key>", signals.inspection, name="inspection"),
    path("signals/pass/<path:key>", signals.signal_pass, name="signal-pass"),
    path("signals/<path:key>", signals.signal, name="signal"),
    path("minutes/<path:key>", views.minutes, name="minutes"),
]
