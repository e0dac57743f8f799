"""Addresses of directives and their adoptions."""

from __future__ import annotations

from django.urls import path

from zhibu.web.rulebook import comparing, types, views

urlpatterns = [
    path("directives", views.directive_list, name="directive-list"),
    path("directives/compare", comparing.directive_compare, name="directive-compare"),
    path(
        "matters/<str:matter>/decide", comparing.interpretation_record, name="interpretation-record"
    ),
    path(
        "interpretations/<int:key>/revoke",
        comparing.interpretation_revoke,
        name="interpretation-revoke",
    ),
    path("directives/<str:key>/activate", views.adoption_activate, name="adoption-activate"),
    path("directives/<str:key>", views.directive, name="directive"),
    path("activity-types", types.activity_type_list, name="activity-type-list"),
    path("activity-types/new", types.own_type_record, name="own-type-record"),
    path("activity-types/<str:key>", types.activity_type, name="activity-type"),
    path("activity-types/<str:key>/change", types.own_type_change, name="own-type-change"),
    path("activity-types/<str:key>/retire", types.own_type_retire, name="own-type-retire"),
    path("activity-types/<str:key>/undo", types.own_type_undo, name="own-type-undo"),
    path("adoptions/<int:key>/retire", views.adoption_retire, name="adoption-retire"),
    path("adoptions/<int:key>/withdraw", views.adoption_withdraw, name="adoption-withdraw"),
]
