"""Files: one of the other committee, of a noun for which no room answers here."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel import clock

WITHOUT_OBJECT: dict[str, str] = {}


def make(accounts: dict[str, User]) -> None:
    StoredFile.objects.create(
        id="F9", organisation_id="B9", noun="bylaw", about="L9", name="外名.txt", kind="txt", size=1, digest="0" * 64,
        stored_as="00/0.sealed", uploaded_at=clock.now(),
    )  # fmt: skip


def addresses() -> dict[str, list[str]]:
    one = {name: [reverse(name, args=["F9"])] for name in ("file", "file-remove", "file-restore")}
    return one | {"file-add": [reverse("file-add", args=["bylaw", "L9"])]}
