"""Addresses of life meetings, lists of problems, appraisals and dual organisational life."""

from __future__ import annotations

from django.urls import path

from zhibu.web.appraisals import appraisals, dual, grading, life, measures, prints, words

urlpatterns = [
    path("life", life.life_list, name="life-list"),
    path("life/set/<path:key>", life.life_set, name="life-set"),
    path("life/write/<slug:kind>/<path:key>", life.life_write, name="life-write"),
    path("life/note/<slug:kind>/<path:key>", life.life_note, name="life-note"),
    path("life/paper/<slug:kind>/<path:key>", prints.life_paper, name="life-paper"),
    path("life/outline/<path:key>", words.outline_write, name="outline-write"),
    path("life/outlines/<path:key>", words.outline, name="outline"),
    path("life/criticism/<path:key>", words.criticism, name="criticism"),
    path("life/said/<path:key>", words.criticism_own, name="criticism-own"),
    path("life/<path:key>", life.life, name="life"),
    path("measures", measures.measure_list, name="measure-list"),
    path("measures/add", measures.measure_add, name="measure-add"),
    path("measures/settle/<path:key>", measures.measure_settle, name="measure-settle"),
    path("measures/carry/<path:key>", measures.measure_carry, name="measure-carry"),
    path("measures/change/<path:key>", measures.measure_change, name="measure-change"),
    path("measures/progress/<path:key>", measures.measure_progress, name="measure-progress"),
    path("measures/check/<path:key>", measures.measure_check, name="measure-check"),
    path("measures/extend/<path:key>", measures.measure_extend, name="measure-extend"),
    path("measures/reopen/<path:key>", measures.measure_reopen, name="measure-reopen"),
    path("measures/remove/<path:key>", measures.measure_remove, name="measure-remove"),
    path("measures/<path:key>", measures.measure, name="measure"),
    path("dual", dual.dual_list, name="dual-list"),
    path("appraisals", appraisals.appraisal_list, name="appraisal-list"),
    path("appraisals/plan", appraisals.appraisal_plan, name="appraisal-plan"),
    path("appraisals/change/<path:key>", appraisals.appraisal_change, name="appraisal-change"),
    path("appraisals/roll/<path:key>", appraisals.appraisal_roll, name="appraisal-roll"),
    path("appraisals/leave-out/<path:key>", appraisals.appraisal_leave_out, name="appraisal-leave-out"),
    path("appraisals/self/<path:key>", appraisals.appraisal_self, name="appraisal-self"),
    path("appraisals/mutual/<path:key>", appraisals.appraisal_mutual, name="appraisal-mutual"),
    path("appraisals/stage/<slug:step>/<path:key>", appraisals.appraisal_stage, name="appraisal-stage"),
    path("appraisals/cancel/<path:key>", appraisals.appraisal_cancel, name="appraisal-cancel"),
    path("appraisals/vote/<path:key>", grading.appraisal_vote, name="appraisal-vote"),
    path("appraisals/grade/<path:key>", grading.appraisal_grade, name="appraisal-grade"),
    path("appraisals/settle/<path:key>", grading.appraisal_settle, name="appraisal-settle"),
    path("appraisals/tell/<path:key>", grading.appraisal_tell, name="appraisal-tell"),
    path("appraisals/mine/<path:key>", grading.appraisal_mine, name="appraisal-mine"),
    path("appraisals/read/<path:key>", grading.appraisal_read, name="appraisal-read"),
    path("appraisals/object/<path:key>", grading.appraisal_object, name="appraisal-object"),
    path("appraisals/answer/<path:key>", grading.appraisal_answer, name="appraisal-answer"),
    path("appraisals/report/<path:key>", grading.appraisal_report, name="appraisal-report"),
    path("appraisals/close/<path:key>", grading.appraisal_close, name="appraisal-close"),
    path("appraisals/person/<path:key>", appraisals.appraisal_person, name="appraisal-person"),
    path("appraisals/paper/<slug:kind>/<path:key>", prints.appraisal_paper, name="appraisal-paper"),
    path("appraisals/<path:key>", appraisals.appraisal, name="appraisal"),
]
