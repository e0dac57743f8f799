"""What a backup holds of the daily work: uploads come back, words between two lie in it sealed and come back readable to the two."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.domain.conftest import KEEPER, actor
from tests.domain.exchange.test_backup import home, quiet  # noqa: F401 -- fixtures
from tests.domain.uploads import samples
from zhibu.domain.activities.models import Activity
from zhibu.domain.exchange.archive.backup import backup_make
from zhibu.domain.exchange.archive.restore import backup_restore
from zhibu.domain.members.models import Member
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.opinions.services import opinion_take
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.talks.selectors import notes_of
from zhibu.domain.talks.services import talk_note, talk_record
from zhibu.domain.uploads.models import StoredFile
from zhibu.domain.uploads.selectors import content_of
from zhibu.domain.uploads.services import file_store
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY_LISTENS: dict[str, tuple[str, ...]] = {}
SAID, TOLD = "家里老人住院，最近顾不上开会", "反映一名党员说话粗暴"


def test_words_are_sealed_in_it_and_uploads_come_back(people: dict[str, Member], home: Path, tmp_path: Path) -> None:  # noqa: F811  # the fixture that is imported above
    one, other = people["M1"], people["M2"]
    writer, reader = (Actor(name=who.name, door="test", member=who.pk) for who in (one, other))
    talk = talk_record(actor=writer, people=[one, other], on=clock.today())
    talk_note(actor=writer, talk=talk, text=SAID)
    group = Organisation.objects.get(pk="G11")
    opinion_take(actor=actor("leader", "G11"), organisation=group, text=TOLD, whose="masses", confidential=True)
    file = file_store(actor=KEEPER.entrusted(), organisation=group, noun="activity", about="A11", name="照片.png", content=samples.picture("PNG"))
    before = content_of(file)

    made = backup_make(actor=KEEPER, target=tmp_path / "office.zip", with_keys=False)

    with zipfile.ZipFile(made.path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for words in (SAID, TOLD):
        assert words.encode() not in everything
        assert words.encode("utf-16-le") not in everything
    assert before not in everything  # sealed like every file of people
    for path in (home / "files").rglob("*.*"):
        if path.is_file():
            path.write_bytes(b"lost")
    Opinion.objects.update(text="改坏了")
    backup_restore(actor=KEEPER, source=made.path, replace=True)

    assert content_of(StoredFile.objects.get(pk=file.pk)) == before
    assert Opinion.objects.get().text == TOLD
    assert [note.text for note in notes_of(reader, Activity.objects.get(pk=talk.pk))] == [SAID]
