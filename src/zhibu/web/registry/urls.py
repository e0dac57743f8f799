"""Addresses of the file of a member."""

from __future__ import annotations

from django.urls import path

from zhibu.web.registry import clearing, corrections, doubles, files, records

urlpatterns = [
    path("members/reveal/<path:key>", files.member_reveal, name="member-reveal"),
    path("members/print/<path:key>", files.member_print, name="member-print"),
    path("members/form-blank", files.member_form_blank, name="member-form-blank"),
    path("members/looks/<path:key>", files.look_list, name="look-list"),
    path("members/kept", files.member_kept, name="member-kept"),
    path("members/correct/<path:key>", corrections.correction_ask, name="correction-ask"),
    path("corrections", corrections.correction_list, name="correction-list"),
    path("corrections/<int:key>", corrections.correction, name="correction"),
    path("corrections/<int:key>/decide", corrections.correction_decide, name="correction-decide"),
    path("corrections/<int:key>/object", corrections.correction_object, name="correction-object"),
    path("corrections/<int:key>/review", corrections.correction_review, name="correction-review"),
    path("corrections/<int:key>/withdraw", corrections.correction_withdraw, name="correction-withdraw"),
    path("members/reward/<path:key>", records.reward_record, name="reward-record"),
    path("rewards/<int:key>/withdraw", records.reward_withdraw, name="reward-withdraw"),
    path("members/hardship/<path:key>", records.hardship_record, name="hardship-record"),
    path("hardships/<int:key>/end", records.hardship_end, name="hardship-end"),
    path("members/care/<path:key>", records.care_record, name="care-record"),
    path("cares/<int:key>/withdraw", records.care_withdraw, name="care-withdraw"),
    path("members/doubles", doubles.double_list, name="double-list"),
    path("members/merge", doubles.member_merge, name="member-merge"),
    path("members/distinct", doubles.distinct_record, name="distinct-record"),
    path("mergings/<int:key>/separate", doubles.member_separate, name="member-separate"),
    path("members/clearings", clearing.clearing_list, name="clearing-list"),
    path("clearings/<int:key>/keep", clearing.clearing_keep, name="clearing-keep"),
]
