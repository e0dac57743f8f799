"""A scorecard of a draft is tried on the own facts before it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.domain.drafting.conftest import CONTENT, fresh_shelf
from tests.web.pieces import read
from zhibu.domain.activities.models import Activity
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.services import draft_create
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.scoring.models import KeptScore, Mark
from zhibu.kernel import clock

__all__ = ["fresh_shelf"]

YEAR = clock.today().replace(month=1, day=1)
CARD: dict[str, Any] = {
    "id": "YEARLY", "article": "1", "title": "年度计分", "period": "year", "when": {"kind": ["branch"]},
    "sections": [{"id": "S1", "title": "学习", "items": [
        {"id": "S1-1", "title": "每月学习", "points": 20, "rule": "F-1", "deduct": {"unmet": 1, "deviation": 1}}]}],
}  # fmt: skip
ClientOf = Callable[[str], Client]


@pytest.fixture
def draft(county: dict[str, Organisation]) -> DraftDirective:
    Activity.objects.create(id="S", organisation_id="B1", type="study", on=YEAR + dt.timedelta(5), status="held")
    return draft_create(actor=KEEPER, owner=county["C1"], content={**CONTENT, "scorecards": [CARD]})


def tried(client: Client, draft: DraftDirective, **more: str) -> str:
    data = {"organisation": "C1", "since": YEAR.isoformat(), "span": YEAR.isoformat(), **more}
    return read(client.post(f"/trials/drafts/{draft.pk}/scorecards/1", data))


def test_points_of_units_stand_with_their_arithmetic(client_of: ClientOf, draft: DraftDirective) -> None:
    client = client_of("clerk")
    assert f"/trials/drafts/{draft.pk}/scorecards/1" in client.get(
        f"/directives/own/{draft.pk}/lists/scorecards").content.decode()  # fmt: skip

    page = tried(client, draft)

    assert page.index("核查规则") < page.index("C1组织及以下的分")
    assert page.index("B1组织　") < page.index("B2组织　")
    assert "B9组织" not in page
    assert "每月学习" in page
    assert "20" in page
    held = page[page.index("B1组织　"):page.index("B2组织　")]
    none = page[page.index("B2组织　"):]
    assert held != none  # one month of study is one deduction less
    assert not KeptScore.objects.exists()
    assert not Mark.objects.exists()


def test_what_cannot_be_tried_is_told(client_of: ClientOf, draft: DraftDirective) -> None:
    client = client_of("clerk")

    assert "不在你的管理范围里" in tried(client, draft, organisation="C9")
    assert "还没有执行" in tried(client, draft, since="2090-01-01")
    assert client.get(f"/trials/drafts/{draft.pk}/scorecards/2").status_code == 404
    assert client_of("stranger").get(f"/trials/drafts/{draft.pk}/scorecards/1").status_code == 404
