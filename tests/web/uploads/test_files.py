"""Files on pages: added, listed, served in a way in which nothing in them runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.domain.uploads import rooms, samples
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.uploads import services, store
from zhibu.domain.uploads.models import StoredFile
from zhibu.web.uploads.parts import files_shown

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def rooms_with_files(settings: Any, tmp_path: Path) -> None:
    settings.ZHIBU_FILE_READERS = "tests.domain.uploads.rooms.READERS"
    settings.ZHIBU_FILE_CHANGERS = "tests.domain.uploads.rooms.CHANGERS"
    settings.ZHIBU_FILES = tmp_path / "files"
    rooms.LOCKED.clear()


def kept(body: Organisation, name: str, content: bytes) -> StoredFile:
    return services.file_store(actor=KEEPER, organisation=body, noun="note", about=body.pk, name=name, content=content)


def test_several_are_added_at_once_and_told_on_the_page_one_came_from(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("secretary")
    files = [SimpleUploadedFile("方案.docx", samples.word()), SimpleUploadedFile("照片.jpg", samples.picture())]

    asked = page.get("/files/add/note/B1?next=/more")
    assert 'enctype="multipart/form-data"' in asked.content.decode()
    answer = page.post("/files/add/note/B1?next=/more", {"files": files}, follow=True)

    assert answer.redirect_chain[-1][0] == "/more"
    assert "收下了 2 个文件" in answer.content.decode()
    shown = files_shown(KEEPER, "note", "B1")
    assert [(row.file.name, row.label) for row in shown.rows] == [("方案.docx", "Word 文档"), ("照片.jpg", "图片")]


def test_a_fault_is_told_at_the_field_and_nothing_is_kept(county: dict[str, Organisation], client_of: As) -> None:
    files = [SimpleUploadedFile("宏.docm", b"x"), SimpleUploadedFile("好.txt", b"words")]

    answer = client_of("secretary").post("/files/add/note/B1", {"files": files})

    assert answer.status_code == 422
    assert "不带宏的 docx" in answer.content.decode()
    assert StoredFile.objects.count() == 0
    assert "还没有选文件" in client_of("secretary").post("/files/add/note/B1", {}).content.decode()


def test_it_is_saved_or_shown_where_nothing_runs(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("secretary")
    paper, picture = kept(county["B1"], "通知 一.pdf", samples.pdf()), kept(county["B1"], "照.png", samples.picture("PNG"))

    answer = page.get(f"/files/{paper.pk}")
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E9%80%9A%E7%9F%A5%20%E4%B8%80.pdf"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == samples.pdf()  # type: ignore[attr-defined]  # of a streamed answer
    assert page.get(f"/files/{picture.pk}")["Content-Disposition"].startswith("inline")
    assert page.get(f"/files/{picture.pk}?save=1")["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("bytes=0-3", 206, b"word"), ("bytes=6-", 206, b"and more"), ("bytes=-4", 206, b"more"), ("bytes=2-999", 206, b"rds and more"),
        ("bytes=99-", 416, b""), ("bytes=-0", 416, b""), ("lines=1-2", 200, b"words and more"), ("bytes=-", 200, b"words and more"),
    ],
)  # fmt: skip
def test_a_part_of_it_is_served(county: dict[str, Organisation], client_of: As, asked: str, status: int, told: bytes) -> None:
    made = kept(county["B1"], "说明.txt", b"words and more")

    answer = client_of("secretary").get(f"/files/{made.pk}", headers={"Range": asked})

    assert answer.status_code == status
    assert (b"".join(answer.streaming_content) if answer.streaming else answer.content) == told  # type: ignore[attr-defined]  # the same
    if status == 206:
        assert answer["Content-Range"].endswith("/14")


def test_bytes_that_are_gone_from_the_disk_are_told_not_broken_off(county: dict[str, Organisation], client_of: As) -> None:
    made = kept(county["B1"], "说明.txt", b"words")
    store.delete(made.stored_as)
    assert client_of("secretary").get(f"/files/{made.pk}").status_code == 409


def test_it_is_taken_away_and_brought_back(county: dict[str, Organisation], client_of: As) -> None:
    page, made = client_of("secretary"), kept(county["B1"], "说明.txt", b"words")

    assert "30 天内可以恢复" in page.get(f"/files/{made.pk}/remove?next=/more").content.decode()
    assert "已删除" in page.post(f"/files/{made.pk}/remove?next=/more", follow=True).content.decode()
    assert page.get(f"/files/{made.pk}").status_code == 409
    assert [row.file.pk for row in files_shown(KEEPER, "note", "B1").removed] == [made.pk]
    assert "已恢复" in page.post(f"/files/{made.pk}/restore", {"next": "/more"}, follow=True).content.decode()
    assert page.get(f"/files/{made.pk}").status_code == 200


def test_no_way_leads_off_the_site(county: dict[str, Organisation], client_of: As) -> None:
    made = kept(county["B1"], "说明.txt", b"words")

    answer = client_of("secretary").post(f"/files/{made.pk}/remove?next=https://elsewhere.example/", follow=True)

    assert answer.redirect_chain[-1][0] == "/"


def test_a_foreign_secretary_gets_neither_file_nor_page(county: dict[str, Organisation], client_of: As) -> None:
    made = kept(county["B9"], "外名.txt", b"words")

    page = client_of("secretary")
    for path in (f"/files/{made.pk}", f"/files/{made.pk}/remove", "/files/add/note/B9", "/files/add/unheard/B1"):
        assert page.get(path).status_code == 404
