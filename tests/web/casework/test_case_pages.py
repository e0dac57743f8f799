"""Pages of cases: opened by a road, steps recorded with errors in place, lists that cost the same for many."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.domain.conftest import KEEPER
from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.services import case_open
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Step
from zhibu.domain.rulebook import shelf
from zhibu.kernel import clock

ClientOf = Callable[[str], Client]
ROAD = "loudi-groups-2023/DESIGNATED"


def opened(subject: str = "M2", procedure: str = "leader_selection", road: str = ROAD, back: int = 5) -> Case:
    return case_open(actor=KEEPER, procedure=procedure, organisation=Organisation.objects.get(pk="B1"), subject=subject,
                     on=clock.today() - dt.timedelta(days=back), road=road)


def test_a_case_is_opened_by_the_road_that_was_chosen(client_of: ClientOf) -> None:
    client = client_of("secretary")
    address = f"{reverse('case-open')}?procedure=leader_selection&organisation=B1"
    page = client.get(address).content.decode()
    assert "支部指定" in page
    assert "组里推荐，支部确认" in page
    given = {"procedure": "leader_selection", "organisation": "B1", "subject": "党员M2", "on": "2026年11月"}

    said = client.post(address, given).content.decode()
    assert "还没有选走哪条路径" in said
    assert "不是日期" in said
    assert 'value="党员M2"' in said
    done = client.post(address, given | {"on": clock.today().isoformat(), "road": ROAD}, follow=True)

    case = Case.objects.get()
    assert (case.subject, case.road.road) == ("M2", ROAD)  # the name became the member
    assert "党员M2" in done.content.decode()


def test_a_step_is_recorded_from_the_case_and_what_is_refused_keeps_what_was_typed(client_of: ClientOf) -> None:
    case, client = opened(), client_of("secretary")
    address = reverse("case-step", kwargs={"step": "appointment", "key": case.pk})
    day = clock.today().isoformat()

    said = client.post(address, {"on": day, "outcome": "同意"}).content.decode()
    assert "写明是哪一次" in said
    assert "第十一条" in said
    assert 'value="同意"' in said
    Activity.objects.create(id="K1", organisation_id="B1", type="general_meeting", on=clock.today(), status="held")
    assert "K1" in client.get(address).content.decode()
    client.post(address, {"on": day, "decided_by": "K1"})

    assert Step.objects.get(case=case).step == "appointment"
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    assert "起作数" in page
    assert "写备案报告" in page
    undo = reverse("case-step-withdraw", kwargs={"step": "appointment", "key": case.pk})
    assert "还没有写原因" in client.post(undo, {"reason": ""}).content.decode()
    client.post(undo, {"reason": "日子写错了"})
    assert not Step.objects.filter(case=case).exists()
    assert "日子写错了" in client.get(reverse("case", args=[case.pk])).content.decode()


def test_any_procedure_of_the_packs_can_be_run_and_printed(client_of: ClientOf, county: object) -> None:
    client = client_of("clerk")
    for procedure in ("development", "branch_election", "discipline", "membership_stop", "dues_waiver", "appraisal"):
        case = opened("B1" if "branch" in procedure else "M2", procedure, "")
        page = client.get(reverse("case", args=[case.pk]))
        assert page.status_code == 200, procedure
        paper = client.get(reverse("case-paper", args=[case.pk]), {"format": "docx"})
        assert b"".join(paper).startswith(b"PK"), procedure


def test_the_list_is_filtered_searched_and_exported(client_of: ClientOf, county: object) -> None:
    opened()
    opened("G11", "group_setup", "")
    client = client_of("clerk")
    assert "党员M2" in client.get("/cases", {"q": "党员M2"}).content.decode()
    assert "党员M2" not in client.get("/cases", {"procedure": "group_setup"}).content.decode()
    assert "没有过期的" in client.get("/cases", {"state": "overdue"}).content.decode()
    assert "没有办完的" in client.get("/cases", {"state": "done"}).content.decode()

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/cases", {"format": "xlsx"})))).active
    assert sheet is not None
    assert {sheet.cell(row, 2).value for row in (3, 4)} == {"党员M2", "G11组织"}


@pytest.mark.parametrize("address", ["/cases", "/"])
def test_many_cases_cost_as_many_queries_as_few(
    client_of: ClientOf, county: object, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(shelf, "LOOK_AGAIN", 3600.0)
    client = client_of("secretary")
    opened()

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for number in range(12):
        opened(f"申请人{number}", "development", "")
    assert queries() == few


def test_what_waits_stands_on_the_desk_and_beside_the_entry(client_of: ClientOf, county: object) -> None:
    opened()
    desk = client_of("secretary").get("/").content.decode()
    assert "党小组组长产生：党员M2，下一步支委会决定" in desk
    assert '<span class="n">1' in desk
    assert "等你办的" not in client_of("member").get("/").content.decode()
