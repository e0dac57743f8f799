"""Addresses of own directives and of parameters; they stand before those of one directive by its id."""

from __future__ import annotations

from django.urls import path

from zhibu.web.drafting import items, parameters, rules, views

OWN = "directives/own"

urlpatterns = [
    path(OWN, views.draft_list, name="draft-list"),
    path(f"{OWN}/new", views.draft_create, name="draft-create"),
    path(f"{OWN}/import", views.draft_import, name="draft-import"),
    path(f"{OWN}/<int:key>", views.draft, name="draft"),
    path(f"{OWN}/<int:key>/head", views.draft_head, name="draft-head"),
    path(f"{OWN}/<int:key>/export", views.draft_export, name="draft-export"),
    path(f"{OWN}/<int:key>/publish", views.draft_publish, name="draft-publish"),
    path(f"{OWN}/<int:key>/retire", views.draft_retire, name="draft-retire"),
    path(f"{OWN}/<int:key>/remove", views.draft_remove, name="draft-remove"),
    path(f"{OWN}/<int:key>/restore", views.draft_restore, name="draft-restore"),
    path(f"{OWN}/<int:key>/files/<str:name>", views.draft_file, name="draft-file"),
    path(f"{OWN}/<int:key>/rules", rules.draft_rule_new, name="draft-rule-new"),
    path(f"{OWN}/<int:key>/rules/<str:rule>", rules.draft_rule, name="draft-rule"),
    path(f"{OWN}/<int:key>/rules/<str:rule>/yaml", rules.draft_rule_yaml, name="draft-rule-yaml"),
    path(f"{OWN}/<int:key>/rules/<str:rule>/move", rules.draft_rule_move, name="draft-rule-move"),
    path(f"{OWN}/<int:key>/rules/<str:rule>/remove", rules.draft_rule_remove, name="draft-rule-remove"),
    path(f"{OWN}/<int:key>/lists/<str:name>", items.draft_item_list, name="draft-item-list"),
    path(f"{OWN}/<int:key>/lists/<str:name>/new", items.draft_item_new, name="draft-item-new"),
    path(f"{OWN}/<int:key>/lists/<str:name>/<int:place>", items.draft_item, name="draft-item"),
    path(f"{OWN}/<int:key>/lists/<str:name>/<int:place>/move", items.draft_item_move, name="draft-item-move"),
    path(f"{OWN}/<int:key>/lists/<str:name>/<int:place>/remove", items.draft_item_remove, name="draft-item-remove"),
    path("directives/<str:key>/parameters", parameters.parameter_list, name="parameter-list"),
    path(
        "directives/<str:key>/parameters/<str:name>", parameters.parameter_set, name="parameter-set"
    ),
    path(
        "directives/<str:key>/parameters/<str:name>/reset",
        parameters.parameter_reset,
        name="parameter-reset",
    ),
]
