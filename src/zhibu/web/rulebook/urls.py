"""Addresses of directives and their adoptions."""

from __future__ import annotations

from django.urls import path

from zhibu.web.rulebook import views

urlpatterns = [
    path("directives", views.directive_list, name="directive-list"),
    path("directives/<str:key>/activate", views.adoption_activate, name="adoption-activate"),
    path("directives/<str:key>", views.directive, name="directive"),
    path("adoptions/<int:key>/retire", views.adoption_retire, name="adoption-retire"),
    path("adoptions/<int:key>/withdraw", views.adoption_withdraw, name="adoption-withdraw"),
]
