"""Addresses of tasks."""

from __future__ import annotations

from django.urls import path

from zhibu.web.tasks import giving, steps, views

urlpatterns = [
    path("tasks", views.task_list, name="task-list"),
    path("tasks/give", giving.task_give, name="task-give"),
    path("tasks/give/below", giving.tasks_give, name="task-give-below"),
    path("tasks/monthly", views.series_list, name="series-list"),
    path("tasks/monthly/open", giving.series_open, name="series-open"),
    path("tasks/monthly/end/<path:key>", giving.series_end, name="series-end"),
    path("tasks/progress/<path:key>", steps.task_progress, name="task-progress"),
    path("tasks/done/<path:key>", steps.task_done, name="task-done"),
    path("tasks/accept/<path:key>", steps.task_accept, name="task-accept"),
    path("tasks/return/<path:key>", steps.task_return, name="task-return"),
    path("tasks/ask/<path:key>", steps.task_ask, name="task-ask"),
    path("tasks/extend/<path:key>", steps.task_extend, name="task-extend"),
    path("tasks/change/<path:key>", steps.task_change, name="task-change"),
    path("tasks/assign/<path:key>", steps.task_assign, name="task-assign"),
    path("tasks/reopen/<path:key>", steps.task_reopen, name="task-reopen"),
    path("tasks/withdraw/<path:key>", steps.task_withdraw, name="task-withdraw"),
    path("tasks/undo/<path:key>", steps.task_undo, name="task-undo"),
    path("tasks/<path:key>", views.task, name="task"),
]
