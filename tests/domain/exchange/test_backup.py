"""A backup restores whole or not at all: digests, keys, the record, encrypted columns, files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.audit.chain import verify
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.exchange.archive.backup import backup_make
from zhibu.domain.exchange.archive.restore import backup_restore
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.crypto import KEY_NAMES
from zhibu.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY_LISTENS: dict[str, tuple[str, ...]] = {}


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    """Verdicts are not judged anew: these tests are about the archive."""
    settings.ZHIBU_WIRING = f"{__name__}.NOBODY_LISTENS"


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A data folder with one uploaded file and the keys in use."""
    settings.ZHIBU_DATA = tmp_path / "data"
    settings.ZHIBU_FILES = settings.ZHIBU_DATA / "files"
    settings.ZHIBU_KEYS = settings.ZHIBU_DATA / "keys"
    settings.ZHIBU_SECRETS = dict(settings.ZHIBU_SECRETS)
    settings.SECRET_KEY = settings.ZHIBU_SECRETS["secret_key"]
    settings.SALT_KEY = settings.ZHIBU_SECRETS["field_salt"]
    (settings.ZHIBU_FILES / "imports").mkdir(parents=True)
    (settings.ZHIBU_FILES / "imports" / "one.sealed").write_bytes(b"sealed content")
    settings.ZHIBU_KEYS.mkdir()
    for name, key in settings.ZHIBU_SECRETS.items():
        (settings.ZHIBU_KEYS / name).write_text(key + "\n")
    return Path(settings.ZHIBU_DATA)


@pytest.fixture
def archive(people: dict[str, Member], home: Path, tmp_path: Path) -> Path:
    """A backup of the cast, without keys."""
    return backup_make(actor=KEEPER, target=tmp_path / "backup.zip").path


def rewritten(archive: Path, change: dict[str, bytes | None], extra: str = "") -> Path:
    """The archive with some members changed or left out, or one more."""
    target = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        if extra:
            new.writestr(extra, b"extra")
    return target


def other_keys(settings: Any) -> None:
    """As on another machine: its own keys, made on its first start."""
    settings.ZHIBU_SECRETS = {name: f"another machine's {name}" for name in KEY_NAMES}


def test_everything_comes_back(archive: Path, home: Path) -> None:
    Organisation.objects.filter(pk="B1").update(name="改坏了")
    (home / "files" / "imports" / "one.sealed").write_bytes(b"lost")
    (home / "files" / "imports" / "two.sealed").write_bytes(b"later")

    done = backup_restore(actor=KEEPER, source=archive, replace=True)

    member = Member.objects.get(id_number_index=index_of("id_number", "999999199001010001"))
    assert (member.pk, member.phone) == ("M1", "15400000001")
    assert Organisation.objects.get(pk="B1").name == "B1组织"
    assert [p.name for p in (home / "files" / "imports").iterdir()] == ["one.sealed"]
    assert (home / "files" / "imports" / "one.sealed").read_bytes() == b"sealed content"
    assert verify().problems == ()
    assert list(AuditEntry.objects.order_by("-number").values_list("action", flat=True)[:2]) == [
        "backup.restore", "backup.make",
    ]
    assert done.kept is not None
    assert (done.kept / "files" / "imports" / "two.sealed").read_bytes() == b"later"
    Member.objects.create(id="M100", name="新人", joined="2024-01-01")
    assert not list(home.glob(".restore-*"))


def test_an_empty_installation_needs_no_leave_a_full_one_does(archive: Path) -> None:
    with pytest.raises(Refused, match="--replace"):
        backup_restore(actor=KEEPER, source=archive)
    call_command("flush", verbosity=0, interactive=False)

    backup_restore(actor=KEEPER, source=archive)

    assert (Organisation.objects.count(), Member.objects.count()) == (8, 5)


def test_the_archive_is_private_complete_and_never_overwritten(archive: Path, home: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        names = set(packed.namelist())
        manifest = json.loads(packed.read("manifest.json"))

    assert archive.stat().st_mode & 0o777 == 0o600
    assert names == {"manifest.json", "database.sqlite3", "files/imports/one.sealed"}
    assert manifest["counts"]["members_member"] == 5
    assert b"15400000001" not in archive.read_bytes()
    with pytest.raises(Refused, match="已经存在"):
        backup_make(actor=KEEPER, target=archive)
    assert sorted(p.name for p in archive.parent.iterdir()) == ["backup.zip", "data"]


@pytest.mark.parametrize(
    ("change", "extra", "told"),
    [
        ({"files/imports/one.sealed": b"sealed c0ntent"}, "", "one.sealed 损坏或被改动过"),
        ({"database.sqlite3": None}, "", "缺少 database.sqlite3"),
        ({}, "files/more", "多出 files/more"),
        ({"manifest.json": b"{}"}, "", "不是备份文件"),
        ({"manifest.json": b"not json"}, "", "不是备份文件"),
    ],
)
def test_a_damaged_archive_changes_nothing(
    archive: Path, home: Path, change: dict[str, bytes | None], extra: str, told: str
) -> None:
    bad = rewritten(archive, change, extra)
    Organisation.objects.filter(pk="B1").update(name="现在的名字")

    with pytest.raises(Refused, match=told):
        backup_restore(actor=KEEPER, source=bad, replace=True)

    assert Organisation.objects.get(pk="B1").name == "现在的名字"
    assert sorted(p.name for p in home.iterdir()) == ["files", "keys"]


def test_a_cut_archive_and_no_archive(archive: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:-200])

    with pytest.raises(Refused, match="损坏"):
        backup_restore(actor=KEEPER, source=cut, replace=True)
    with pytest.raises(Refused, match="没有找到"):
        backup_restore(actor=KEEPER, source=tmp_path / "none.zip", replace=True)


def test_a_name_that_leads_elsewhere_is_refused(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    manifest["members"]["files/../../evil"] = [5, "0" * 64]
    bad = rewritten(archive, {"manifest.json": json.dumps(manifest).encode()}, "files/../../evil")

    with pytest.raises(Refused, match="不该出现"):
        backup_restore(actor=KEEPER, source=bad, replace=True)


def test_a_broken_record_is_not_restored(people: Any, home: Path, tmp_path: Path) -> None:
    AuditEntry.objects.filter(number=1).update(actor="somebody else")
    bad = backup_make(actor=KEEPER, target=tmp_path / "bad.zip").path
    Organisation.objects.filter(pk="B1").update(name="现在的名字")

    with pytest.raises(Refused, match="操作日志接不上"):
        backup_restore(actor=KEEPER, source=bad, replace=True)

    assert Organisation.objects.get(pk="B1").name == "现在的名字"
    assert (home / "files" / "imports" / "one.sealed").exists()
    assert not list(home.glob("*restore-*"))


def test_another_machine_needs_the_keys(
    archive: Path, home: Path, settings: Any, tmp_path: Path
) -> None:
    keys = tmp_path / "kept-apart"
    (home / "keys").rename(keys)
    ours = dict(settings.ZHIBU_SECRETS)
    other_keys(settings)
    with pytest.raises(Refused, match="另一套密钥"):
        backup_restore(actor=KEEPER, source=archive, replace=True)
    assert settings.ZHIBU_SECRETS["index_key"] == "another machine's index_key"

    backup_restore(actor=KEEPER, source=archive, replace=True, keys=keys)

    assert ours == settings.ZHIBU_SECRETS
    assert Member.objects.get(pk="M1").phone == "15400000001"
    for name in KEY_NAMES:
        assert (home / "keys" / name).read_text().strip() == ours[name]
        assert (home / "keys" / name).stat().st_mode & 0o777 == 0o600
        assert (keys / name).exists()


def test_with_keys_it_stands_alone(people: Any, home: Path, settings: Any, tmp_path: Path) -> None:
    made = backup_make(actor=KEEPER, target=tmp_path / "whole.zip", with_keys=True)
    ours = dict(settings.ZHIBU_SECRETS)
    other_keys(settings)

    backup_restore(actor=KEEPER, source=made.path, replace=True)

    assert ours == settings.ZHIBU_SECRETS
    assert Member.objects.get(pk="M1").phone == "15400000001"


def test_a_backup_of_a_newer_program_is_refused(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    manifest["migrations"]["members"] = "0999_from_the_future"
    bad = rewritten(archive, {"manifest.json": json.dumps(manifest).encode()})

    with pytest.raises(Refused, match="更新的版本"):
        backup_restore(actor=KEEPER, source=bad, replace=True)


def test_only_the_keeper(tree: Any, home: Path, tmp_path: Path) -> None:
    clerk = actor("clerk", "C1")

    with pytest.raises(NotAllowed):
        backup_make(actor=clerk, target=tmp_path / "x.zip")
    with pytest.raises(NotAllowed):
        backup_restore(actor=clerk, source=tmp_path / "x.zip")
