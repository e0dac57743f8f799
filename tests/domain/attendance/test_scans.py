"""The signed sheet as a scan: who reads and adds it, replaced and taken back, the paper that rules ask for, the record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.domain.attendance.conftest import TODAY, himself, meeting
from tests.domain.conftest import actor
from tests.domain.uploads.samples import picture
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.attendance import selectors, services
from zhibu.domain.minutes.selectors.records import record_now
from zhibu.domain.uploads.selectors import file_get, files_about
from zhibu.domain.uploads.services import file_remove, file_restore
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

SHEET = ("签到表.jpg", picture())


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.ZHIBU_FILES = tmp_path / "files"


def noted() -> int:
    return Paper.objects.filter(kind="signin", about="MT").count()


def test_a_scan_is_the_paper_and_stands_in_the_record(held: Activity, leader: Actor) -> None:
    Activity.objects.filter(pk="MT").update(type="joint_activity")
    held.refresh_from_db()
    [made] = services.scans_store(actor=leader, activity=held, files=[SHEET])
    assert noted() == 1
    assert [(box.label, box.text) for box in record_now(held, None, {}).boxes] == [("签到表", "附扫描件 1 份：签到表.jpg")]
    file_remove(actor=leader, file=made)
    assert noted() == 0
    assert record_now(held, None, {}).boxes == ()
    file_restore(actor=leader, file=made)
    assert noted() == 1


def test_a_better_scan_takes_the_place_of_the_old_one(held: Activity, leader: Actor) -> None:
    services.scans_store(actor=leader, activity=held, files=[SHEET])
    services.scans_store(actor=leader, activity=held, files=[("清楚的.png", picture("PNG"))], replace=True)
    assert selectors.scan_names(held) == ("清楚的.png",)
    assert [one.name for one in files_about(leader, "signin", "MT", removed=True)] == ["签到表.jpg"]


def test_only_who_keeps_the_list_reads_and_adds(held: Activity, leader: Actor) -> None:
    [made] = services.scans_store(actor=leader, activity=held, files=[SHEET])
    for nobody in (himself("M2"), actor("leader", "G12", "M3"), actor("clerk", "C9")):
        with pytest.raises(NotFound):
            file_get(nobody, made.pk)
        with pytest.raises(NotFound):
            services.scans_store(actor=nobody, activity=held, files=[SHEET])
    assert file_get(actor("secretary", "B1"), made.pk).name == "签到表.jpg"


def test_there_is_no_signed_sheet_before_the_meeting(held: Activity, leader: Actor) -> None:
    ahead = meeting("LATER", on=TODAY + dt.timedelta(days=3))
    with pytest.raises(Refused, match="开过会才有"):
        services.scans_store(actor=leader, activity=ahead, files=[SHEET])
