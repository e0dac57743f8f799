"""Files are kept whole or not at all, read only with the room's leave, and can be brought back for a while."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.domain.conftest import KEEPER
from tests.domain.uploads import rooms, samples
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.uploads import selectors, services, store
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor, Held
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rooms_with_files(settings: Any, tmp_path: Path) -> None:
    settings.ZHIBU_FILE_READERS = "tests.domain.uploads.rooms.READERS"
    settings.ZHIBU_FILE_CHANGERS = "tests.domain.uploads.rooms.CHANGERS"
    settings.ZHIBU_FILES = tmp_path / "files"
    rooms.LOCKED.clear()


def keeper_of(body: Organisation, role: str = "secretary", user: str = "") -> Actor:
    return Actor("某", "test", user=user, roles=(Held(role, body.pk, body.path),))  # type: ignore[arg-type]  # one of the roles


def kept(body: Organisation, name: str = "说明.txt", content: bytes = b"words", noun: str = "note") -> StoredFile:
    return services.file_store(actor=KEEPER, organisation=body, noun=noun, about=body.pk, name=name, content=content)


def lying() -> list[str]:
    return [place for place, _ in store.places()]


def test_a_file_comes_back_as_it_was(tree: dict[str, Organisation]) -> None:
    made = kept(tree["B1"], content=samples.word(), name="方案.docx")

    found = selectors.file_get(keeper_of(tree["B1"]), made.pk)
    assert selectors.content_of(found) == samples.word()
    assert (found.name, found.kind, found.size) == ("方案.docx", "docx", len(samples.word()))


def test_nothing_on_the_disk_tells_what_it_is(tree: dict[str, Organisation]) -> None:
    made = kept(tree["B1"], content="机密的话".encode() * 9)

    [place] = lying()
    assert made.digest[:12] not in place
    assert "说明" not in place
    assert "机密".encode() not in (store.root() / place).read_bytes()
    assert (store.root() / place).stat().st_mode & 0o077 == 0


def test_a_foreign_clerk_and_an_unknown_noun_find_nothing(tree: dict[str, Organisation]) -> None:
    made = kept(tree["B1"])
    StoredFile.objects.filter(pk=kept(tree["B1"], content=b"other").pk).update(noun="unheard")

    with pytest.raises(NotFound):
        selectors.file_get(keeper_of(tree["C9"], "clerk"), made.pk)
    with pytest.raises(NotFound):
        selectors.files_about(keeper_of(tree["C9"], "clerk"), "note", "B1")
    with pytest.raises(NotFound):
        selectors.file_get(KEEPER, StoredFile.objects.get(noun="unheard").pk)


def test_the_same_content_twice_is_one_file_and_a_name_twice_gets_a_number(tree: dict[str, Organisation]) -> None:
    first, again, other = kept(tree["B1"]), kept(tree["B1"]), kept(tree["B1"], content=b"else")

    assert first.pk == again.pk
    assert other.name == "说明（2）.txt"
    assert len(lying()) == 2


def test_several_are_kept_all_or_none_and_every_fault_is_told(tree: dict[str, Organisation]) -> None:
    files = [("好.txt", b"words"), ("坏.exe", b"MZ"), ("假.jpg", b"words")]

    with pytest.raises(InputError) as told:
        services.files_store(actor=KEEPER, organisation=tree["B1"], noun="note", about="B1", files=files)

    assert [problem.where for problem in told.value.problems] == ["坏.exe", "假.jpg"]
    assert (StoredFile.objects.count(), lying()) == (0, [])


def test_the_quota_counts_what_can_be_brought_back(tree: dict[str, Organisation], settings: Any) -> None:
    settings.ZHIBU_UPLOADS = {"most": 1000, "quota": 1500}
    services.file_remove(actor=KEEPER, file=kept(tree["B1"], content=b"a" * 900))

    with pytest.raises(Refused, match="B1组织存文件的地方"):
        kept(tree["B1"], content=b"b" * 900)
    assert kept(tree["B2"], content=b"b" * 900).size == 900


def test_a_crash_before_the_row_leaves_no_file_for_good(tree: dict[str, Organisation]) -> None:
    safe = kept(tree["B1"])
    with transaction.atomic():
        kept(tree["B1"], content=b"lost")
        transaction.set_rollback(True)
    half = store.root() / "ab" / "x.sealed.1234.part"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")

    assert services.files_sweep(actor=KEEPER) == (0, 0, [])  # fresh: a transaction may still end
    yesterday = (clock.now() - dt.timedelta(days=2)).timestamp()
    for place in lying():
        os.utime(store.root() / place, (yesterday, yesterday))

    assert services.files_sweep(actor=KEEPER) == (0, 2, [])
    assert lying() == [safe.stored_as]


def test_bytes_that_are_gone_are_told(tree: dict[str, Organisation]) -> None:
    made = kept(tree["B1"])
    store.delete(made.stored_as)

    assert services.files_sweep(actor=KEEPER)[2] == [made.pk]
    with pytest.raises(Refused, match="备份"):
        selectors.content_of(made)


def test_removed_is_brought_back_for_thirty_days(tree: dict[str, Organisation], django_capture_on_commit_callbacks: Any) -> None:
    early, late = kept(tree["B1"]), kept(tree["B1"], content=b"else")
    for made in (early, late):
        services.file_remove(actor=KEEPER, file=made)
    StoredFile.objects.filter(pk=late.pk).update(removed_at=clock.now() - dt.timedelta(days=31))

    assert services.file_restore(actor=KEEPER, file=early).removed_at is None
    with django_capture_on_commit_callbacks(execute=True):
        assert services.files_sweep(actor=KEEPER)[0] == 1
    with pytest.raises(Refused, match="超过 30 天"):
        services.file_restore(actor=KEEPER, file=late)
    assert lying() == [early.stored_as]


def test_what_was_uploaded_anew_is_not_brought_back_too(tree: dict[str, Organisation]) -> None:
    old = kept(tree["B1"])
    services.file_remove(actor=KEEPER, file=old)
    kept(tree["B1"])

    with pytest.raises(Refused, match="又传过一次"):
        services.file_restore(actor=KEEPER, file=old)


def test_the_room_says_who_takes_away(tree: dict[str, Organisation]) -> None:
    made, secretary = kept(tree["B1"]), keeper_of(tree["B1"])
    rooms.LOCKED.add("B1")

    with pytest.raises(Refused, match="锁定"):
        services.file_remove(actor=secretary, file=made)
    with pytest.raises(Refused, match="锁定"):
        selectors.file_to_change(secretary, made.pk)
    rooms.LOCKED.clear()
    assert services.file_remove(actor=secretary, file=made).removed_at is not None


def test_without_a_word_of_the_room_keepers_of_the_body_take_away(tree: dict[str, Organisation]) -> None:
    made = kept(tree["B1"], noun="loose")

    with pytest.raises(NotAllowed, match="上传的人"):
        services.file_remove(actor=Actor("某", "test", user="U-x", member="M1"), file=made)
    assert services.file_remove(actor=keeper_of(tree["C1"], "clerk"), file=made).removed_at is not None


def test_the_record_names_the_digest_and_never_the_name(tree: dict[str, Organisation]) -> None:
    made = kept(tree["B1"], name="甲某检讨.txt")

    entry = AuditEntry.objects.get(action="file.store")
    assert made.digest in entry.details
    assert "检讨" not in entry.details
