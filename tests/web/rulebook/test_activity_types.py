"""The pages of activity types: what is demanded of one, and inventing one without a line of Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from tests.web.pieces import read
from zhibu.domain.meetings.services import meeting_hold, meeting_plan
from zhibu.domain.minutes.services import minutes_save
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.actions import ACTIONS
from zhibu.domain.rulebook.models import OwnType
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.domain.rulebook.shelf import shelf
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

CIRCLE = {
    "organisation": "C1", "label": "红色读书会", "short": "读书会", "gist": "一起读一本书", "held_by": ["party_group"],
    "called": "volunteers", "fields_": ["start", "place", "theme", "host", "recorded_on"], "minutes": ["discussion"],
    "lines": "读的书\n学时：数\n大家觉得: 选 好、一般", "papers": ["reflection"], "since": "2024.1.1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_shelf() -> Iterator[None]:
    shelf.forget()
    yield
    shelf.forget()


def test_a_page_tells_what_is_demanded_here_by_which_article(client_of: Callable[[str], Client]) -> None:
    page = client_of("leader").get("/activity-types/party_group_meeting").content.decode()

    assert "请示支部" in page
    assert "第五条" in page
    assert "事先" in page
    assert "组长检查记录" in page
    assert "没有制度要求，可以有" in page
    assert "own-type" not in page  # a leader invents nothing
    assert "定一种新的" not in client_of("leader").get("/activity-types").content.decode()


def test_a_clerk_looks_first_then_invents_changes_retires_and_takes_back(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    look = read(client.post("/activity-types/new", CIRCLE | {"look": "1"}))
    assert look.index("会是这样") < look.index("讨论发言", look.index("会是这样")) < look.rindex("台账的列")
    assert "<option>一般</option>" in look
    assert not OwnType.objects.exists()

    client.post("/activity-types/new", CIRCLE)
    made = OwnType.objects.get()
    address = f"/activity-types/{made.code}"
    kind = activity_type(made.code)
    assert [(one.label, one.kind) for one in kind.minutes] == [
        ("讨论发言", "text"), ("读的书", "text"), ("学时", "number"), ("大家觉得", "choice")]
    assert "红色读书会" in client.get("/activity-types").content.decode()
    form = client.get(f"{address}/change").content.decode()
    assert "大家觉得：选 好、一般" in form

    changed = CIRCLE | {"lines": "大家觉得：选 好、差\n读的书", "version": "1"}
    client.post(f"{address}/change", changed)
    before = {one.label: one.code for one in kind.minutes}
    after = {one.label: one.code for one in activity_type(made.code).minutes}
    assert {name: before[name] for name in ("大家觉得", "读的书")} == {name: after[name] for name in ("大家觉得", "读的书")}
    assert "别人刚改过" in read(client.post(f"{address}/change", changed))

    client.post(f"{address}/retire", {"until": "2024.6.1"})
    assert "已停用" in client.get("/activity-types").content.decode()
    client.post(f"{address}/undo")
    page = client.get(address).content.decode()
    assert "<td>撤回：从 2024-06-01 起停用</td>" in page
    assert OwnType.objects.count() == 4


@pytest.mark.parametrize(("change", "said"), [
    ({"label": ""}, "还没有填名称"),
    ({"label": "党课"}, "已经有一种活动叫“党课”"),
    ({"lines": "：数"}, "第 1 行没有名称"),
    ({"lines": "甲\n乙：颜色"}, "第 2 行“乙”读到“颜色”"),
    ({"lines": "丙：选 一"}, "至少写两样"),
    ({"organisation": "B9"}, "不在你的管理范围里"),
    ({"papers": ["nonsense"]}, "从列表里勾选"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    client_of: Callable[[str], Client], change: dict[str, object], said: str
) -> None:
    answer = client_of("clerk").post("/activity-types/new", CIRCLE | change)
    page = read(answer)

    assert answer.status_code == 422
    assert said in page
    assert "一起读一本书" in page
    assert not OwnType.objects.exists()


def test_form_record_list_filter_door_ledger_and_print_follow_from_an_invented_type(
    client_of: Callable[[str], Client],
) -> None:
    client, system = client_of("clerk"), Actor.system("test")
    client.post("/activity-types/new", CIRCLE)
    code = OwnType.objects.get().code
    group = Organisation.objects.get(pk="G11")
    held = meeting_plan(actor=system, organisation=group, type=code, on=clock.today())
    meeting_hold(actor=system, activity=held, on=clock.today())
    record = read(client.get(f"/minutes/{held.pk}"))
    assert "读的书" in record
    said = {"field.f1": "红星照耀中国", "field.f2": "2", "field.f3": "一般", "field.discussion": "谈了三点"}
    minutes_save(actor=system, activity=held, texts=said, base=0)

    assert held.pk in client.get(f"/meetings?type={code}").content.decode()
    assert held.pk not in client.get("/meetings?type=party_class").content.decode()
    sheet = load_workbook(BytesIO(read_bytes(client.get(f"/meetings?type={code}&format=xlsx")))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in cells if "读的书" in row)
    line = cells[cells.index(heads) + 1]
    assert (line[heads.index("读的书")], line[heads.index("学时")], line[heads.index("大家觉得")]) == ("红星照耀中国", 2, "一般")
    paper = Document(BytesIO(read_bytes(client.get(f"/minutes/print/{held.pk}?format=docx"))))
    words = "\n".join([one.text for one in paper.paragraphs]
                      + [cell.text for table in paper.tables for row in table.rows for cell in row.cells])
    assert "红星照耀中国" in words
    [listed] = [entry for entry in ACTIONS if entry.name == "activity_type.list"]
    asked = listed.asked(organisation="G11")
    assert code in [kind.code for kind in listed.find(system, asked)]


def read_bytes(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_the_page_of_a_directive_and_the_comparison_say_how_meetings_are_held(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    page = client.get("/directives/groups-course").content.decode()
    both = client.get("/directives/compare?d=loudi-groups-2023&d=groups-course").content.decode()

    assert "怎样开展活动" in page
    assert "提前 1 到 3 天" in page
    assert "1 月" in page
    held = both[both.index("怎样开展活动"):]
    assert "提前 1 到 3 天" in held
    assert "事先" in held
