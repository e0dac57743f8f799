"""An upload never lies unencrypted on the disk, however large it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhibu.domain.imports.models import Import

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1).isoformat()


def test_what_is_too_large_in_all_is_refused_and_not_put_on_the_disk(
    client_of: Callable[[str], Client], settings: Any
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    large = SimpleUploadedFile("名册.csv", "姓名\n".encode() * 500)

    answer = client_of("clerk").post("/imports/open", {"files": large, "organisation": "C1", "day": DAY})

    assert answer.status_code == 400
    assert "合计超过 50 MB" in answer.content.decode()
    assert not Import.objects.exists()
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
