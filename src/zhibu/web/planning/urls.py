"""Addresses of agendas, calendars, waivers, burden and trials."""

from __future__ import annotations

from django.urls import path

from zhibu.web.planning import feeds, trials, views, waivers

urlpatterns = [
    path(
        "forecast/organisations/<path:key>",
        views.organisation_forecast,
        name="organisation-forecast",
    ),
    path("forecast/members/<path:key>", views.member_forecast, name="member-forecast"),
    path("feeds/open", feeds.feed_open, name="feed-open"),
    path("feeds/<int:key>/revoke", feeds.feed_revoke, name="feed-revoke"),
    path("calendar/<str:secret>.ics", feeds.calendar, name="calendar"),
    path("waivers", waivers.waiver_list, name="waiver-list"),
    path("waivers/record", waivers.waiver_record, name="waiver-record"),
    path("waivers/<int:key>/end", waivers.waiver_end, name="waiver-end"),
    path("burden/organisations/<path:key>", trials.organisation_burden, name="organisation-burden"),
    path("trials/directives/<str:key>", trials.directive_try, name="directive-try"),
    path("trials/drafts/<int:key>", trials.draft_try, name="draft-try"),
]
