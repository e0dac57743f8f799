"""Addresses of directives and their adoptions."""

from __future__ import annotations

from django.urls import path

from zhibu.web.rulebook import comparing, views

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
    path("adoptions/<int:key>/retire", views.adoption_retire, name="adoption-retire"),
    path("adoptions/<int:key>/withdraw", views.adoption_withdraw, name="adoption-withdraw"),
]
