"""Tasks: one of the other committee's branch."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.tasks.models import Task, TaskSeries
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "task-list": "/tasks?q=9",
    "series-list": "/tasks/monthly",
}
STEPS = ("progress", "done", "accept", "return", "ask", "extend", "change", "assign", "reopen", "withdraw", "undo")


def make(accounts: dict[str, User]) -> None:
    Task.objects.create(
        id="T9", organisation_id="B9", giver_id="B9", title="外列", note="外名", given_on=clock.today(), due_on=clock.today()
    )
    TaskSeries.objects.create(id="S9", organisation_id="B9", title="外列", due_day=5, since=clock.today(), made_to=clock.today())


def addresses() -> dict[str, list[str]]:
    found = {f"task-{step}": [reverse(f"task-{step}", args=["T9"])] for step in STEPS}
    return found | {
        "task": [reverse("task", args=["T9"])],
        "task-give": ["/tasks/give?at=B9", "/tasks/give?origin=A9"],
        "task-give-below": ["/tasks/give/below?at=B9"],
        "series-open": ["/tasks/monthly/open?at=B9"],
        "series-end": [reverse("series-end", args=["S9"])],
    }
