"""Comparing directives on the page, and recording which reading holds."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.rulebook.models import Interpretation
from zhibu.kernel import clock

PATH = "/directives/compare"
DECIDE = "/matters/c05/decide"
DECISION = {
    "organisation": "C1",
    "directive": "town-life-2020",
    "reading": "每月必须一次",
    "reason": "镇里的通知更严",
    "decided_by": "工委会议",
    "since": "2024.3.1",
}


def test_by_default_those_in_force_here_with_the_reason(client_of: Callable[[str], Client]) -> None:
    page = client_of("secretary").get(PATH).content.decode()

    assert "2023-09-01 起执行，下级一并执行" in page
    assert "党小组会多久开一次" in page
    assert "只有一份说到" in page


def test_two_directives_side_by_side(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    both = f"{PATH}?d=loudi-groups-2023&d=town-life-2020"
    page = client.get(both).content.decode()
    only = client.get(f"{both}&only=1").content.decode()

    assert "党小组会一般每月至少开一次" in page
    assert "更宽" in page
    assert "没有另作决定时" in page
    assert len(only) < len(page)
    book = client.get(f"{both}&format=xlsx")
    assert book["Content-Type"].endswith("spreadsheetml.sheet")


def test_by_default_what_at_least_two_answer(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    both = f"{PATH}?d=loudi-groups-2023&d=town-life-2020"
    page = client.get(both).content.decode()
    everything = client.get(f"{both}&all=1").content.decode()

    assert "只有一份说到</span>" not in page
    assert "只有一份说到</span>" in everything
    left = int(re.search(r"只有一份说到的 (\d+) 个没有列出", page)[1])  # type: ignore[index]  # it is there
    assert everything.count('class="panel matter"') - page.count('class="panel matter"') == left > 0
    one = client.get(f"{PATH}?d=town-life-2020").content.decode()
    assert 'class="panel matter"' in one


def test_a_decision_is_recorded_shown_and_revoked(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")

    answer = client.post(DECIDE, DECISION)

    assert answer.status_code == 302
    assert AuditEntry.objects.filter(action="interpretation.record", organisation="C1").exists()
    shown = client_of("secretary").get(PATH).content.decode()
    assert "每月必须一次" in shown
    assert "工委会议决定" in shown
    made = Interpretation.objects.get()
    client.post(f"/interpretations/{made.pk}/revoke")
    made.refresh_from_db()
    assert made.until == clock.today()
    assert "工委会议决定" not in client_of("secretary").get(PATH).content.decode()
    form = client.get(f"{DECIDE}?at=B1").content.decode()
    assert '<option value="B1" selected>' in form  # the organisation from which one came
    assert "/directives/compare?at=B1#m-c05" in form
    assert "工委会议" in client.get(f"{DECIDE}?at=C1").content.decode()


def test_a_later_decision_ends_the_former(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    client.post(DECIDE, DECISION)
    early = client.post(DECIDE, DECISION).content.decode()
    client.post(DECIDE, DECISION | {"reading": "一般每月一次", "since": "2024.5.1"})

    assert "已经有一个决定" in early
    assert [str(one.until) for one in Interpretation.objects.order_by("since")] == [
        "2024-05-01",
        "None",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reading": ""}, "还没有写怎样读"),
        ({"reason": " "}, "还没有写理由"),
        ({"decided_by": ""}, "还没有写谁决定的"),
        ({"since": "昨天"}, "不是日期"),
        ({"organisation": "C9"}, "不在你的管理范围里"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    client_of: Callable[[str], Client], change: dict[str, str], words: str
) -> None:
    page = client_of("clerk").post(DECIDE, DECISION | change).content.decode()

    assert words in page
    assert not Interpretation.objects.exists()


def test_only_a_clerk_decides(client_of: Callable[[str], Client]) -> None:
    for role in ("secretary", "leader", "member"):
        assert client_of(role).post(DECIDE, DECISION).status_code == 403
    assert not Interpretation.objects.exists()
