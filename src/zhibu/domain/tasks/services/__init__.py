"""The writes of the room: given, worked on, handed in, looked at, with more time, taken back, every month."""

from zhibu.domain.tasks.services.doing import (
    task_ask,
    task_done,
    task_extend,
    task_progress,
    task_undo,
    undoable,
)
from zhibu.domain.tasks.services.following import tasks_follow, tasks_return
from zhibu.domain.tasks.services.giving import (
    task_assign,
    task_change,
    task_check,
    task_give,
    task_reopen,
    task_withdraw,
    tasks_give,
)
from zhibu.domain.tasks.services.repeating import series_due_make, series_end, series_open

__all__ = [
    "series_due_make",
    "series_end",
    "series_open",
    "task_ask",
    "task_assign",
    "task_change",
    "task_check",
    "task_done",
    "task_extend",
    "task_give",
    "task_progress",
    "task_reopen",
    "task_undo",
    "task_withdraw",
    "tasks_follow",
    "tasks_give",
    "tasks_return",
    "undoable",
]  # fmt: skip
