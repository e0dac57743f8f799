"""核查记录: the list, one run, checking it again, keeping it; for the clerk above all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from tests.web.pieces import read
from zhibu.domain.compliance.models import KeptRun, Run
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.clock import SHANGHAI


@pytest.mark.django_db(transaction=True)
def test_the_clerk_above_all_lists_checks_keeps_and_lets_go(
    county: dict[str, Organisation], client_of: Callable[[str], Client]
) -> None:
    Organisation.objects.filter(pk="C9").update(parent="C1", path="000001000099", depth=1)
    Organisation.objects.filter(pk="B9").update(path="000001000099000001", depth=2)
    client = client_of("clerk")
    run = Run.objects.get(scope="all")

    assert f"截至 {run.as_of}" in client.get("/runs").content.decode()
    rows = list(openpyxl.load_workbook(BytesIO(client.get("/runs?format=xlsx").content)).active.values)
    assert f"{run.finished_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" in {row[2] for row in rows}  # the office's clock
    assert run.row_digest[:16] in client.get(f"/runs/{run.pk}").content.decode()

    empty = client.post(f"/runs/{run.pk}/keep", {"reason": "", "until": ""})
    assert "还没有填为什么保存" in empty.content.decode()
    kept = client.post(f"/runs/{run.pk}/keep", {"reason": "半年检查", "until": ""}, follow=True)
    assert "半年检查" in kept.content.decode()
    said = read(client.get(f"/runs/{run.pk}/verify"))
    assert said.index("核查规则") < said.index("重新核查得出同样的")

    Organisation.objects.filter(pk="G11").update(dissolved=dt.date(2026, 1, 5))
    said = read(client.get(f"/runs/{run.pk}/verify"))
    assert "不一致" in said
    assert "哪些结论不同" in said
    assert "绕过程序" in said
    rows = said[said.index("哪些结论不同"):]
    assert "G11组织" in rows  # by its name, and the rule by what it asks
    assert 'class="mono">F-' not in rows
    assert "第" in rows

    client.post(f"/runs/{run.pk}/release")
    assert not KeptRun.objects.exists()


def test_others_see_no_runs(
    county: dict[str, Organisation], client_of: Callable[[str], Client]
) -> None:
    for role in ("clerk", "secretary", "member"):  # two bodies stand at the top here
        assert client_of(role).get("/runs").status_code == 403
