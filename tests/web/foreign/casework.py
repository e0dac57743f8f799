"""Cases: one of the other committee's branch."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock

WITHOUT_OBJECT = {"case-list": "/cases?state=all", "case-open": "/cases/new"}
KEY = "case_外"


def make(accounts: dict[str, User]) -> None:
    case = Case.objects.create(
        id=KEY, procedure="leader_selection", organisation_id="B9", subject="外名", opened=clock.today())
    CaseRoad.objects.create(case=case, note="外列", opened_by="外名", next_step="appointment", acts="own")


def addresses() -> dict[str, list[str]]:
    names = ("case", "case-paper", "case-close", "case-reopen", "case-abandon")
    steps = ("case-step", "case-step-withdraw")
    return {name: [reverse(name, args=[KEY])] for name in names} | {
        name: [reverse(name, kwargs={"step": "appointment", "key": KEY})] for name in steps}
