"""Changes of the tree, checks and the tree itself of the foreign committee."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from tests.domain.conftest import KEEPER
from zhibu.domain.accounts.models import User
from zhibu.domain.establishment.given import Decision
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.services import organisation_rename
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Check

DEEDS = ("found", "rename", "move", "merge", "split", "dissolve")
PAGES = ("organisation-changes", "organisation-describe", "organisation-tree", "check-sheet", "check-record")
WITHOUT_OBJECT = {
    "check-table": "/establishment/checks",
    "school-terms": "/establishment/terms",
    "workdays": "/establishment/calendar",
}


def make(accounts: dict[str, User]) -> None:
    day = dt.date(2024, 6, 1)
    b9 = Organisation.objects.get(pk="B9")
    decision = Decision(on=day, decided_by="C9组织", number="外列1号", decided_on=day)
    organisation_rename(actor=KEEPER, organisation=b9, values={"short_name": "外列支部"}, decision=decision)
    Check.objects.create(organisation=b9, checklist="room", item="area", on=day, ok=True, value="外列40")


def addresses() -> dict[str, list[str]]:
    change, check = Change.objects.get().pk, Check.objects.get(organisation="B9").pk
    return {
        **{f"organisation-{deed}": [reverse(f"organisation-{deed}", args=["C9" if deed == "found" else "B9"])] for deed in DEEDS},
        **{name: [reverse(name, args=["B9"])] for name in PAGES},
        "organisation-change": [reverse("organisation-change", args=[change])],
        "organisation-change-undo": [reverse("organisation-change-undo", args=[change])],
        "check-withdraw": [reverse("check-withdraw", args=[check])],
        "check-table": ["/establishment/checks?at=C9"],
    }
