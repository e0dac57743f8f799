"""Groups: a division and two neighbouring units of the other committee's branch."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.groups.models import Alternative, Division, DivisionStep, Neighbour
from zhibu.kernel import clock

WITHOUT_OBJECT: dict[str, str] = {}
STEPS = (
    "propose", "take", "move", "pin", "merge", "name", "undo", "redo", "drop", "decide", "enforce", "withdraw", "file", "papers",
)  # fmt: skip
LAYOUT = {"groups": [{"name": "外列组", "members": ["M9"], "present": "", "leader": ""}]}


def make(accounts: dict[str, User]) -> None:
    row = Division.objects.create(id="V9", branch_id="B9", opened_on=clock.today(), opened_by="外名")
    DivisionStep.objects.create(division=row, number=0, label="外列", layout=LAYOUT)
    Alternative.objects.create(division=row, place=0, label="外列", layout=LAYOUT)
    Neighbour.objects.create(branch_id="B9", one="外列1", other="外列2")


def addresses() -> dict[str, list[str]]:
    near = Neighbour.objects.get(branch="B9").pk
    found = {f"division-{step}": [reverse(f"division-{step}", args=["V9"])] for step in STEPS}
    return found | {
        "division": [reverse("division", args=["V9"]), reverse("division", args=["V9"]) + "?format=xlsx"],
        "group-list": [reverse("group-list", args=["B9"])],
        "group": [reverse("group", args=["B9"])],
        "division-open": [reverse("division-open", args=["B9"])],
        "division-adjust": [reverse("division-adjust", args=["B9"])],
        "neighbour-note": [reverse("neighbour-note", args=["B9"])],
        "neighbour-forget": [reverse("neighbour-forget", args=[near])],
    }
