"""The words of talks, reports and own notes lie nowhere that can be read: not in any table, log, record or answer of a door."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import connection

from tests.domain.conftest import KEEPER
from zhibu.domain.letters.models import Letter, LetterKey
from zhibu.domain.letters.selectors import letter_open
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.registry.services import member_merge
from zhibu.domain.reports import actions as report_actions
from zhibu.domain.reports import selectors as reports
from zhibu.domain.reports import services as report_services
from zhibu.domain.study import actions as study_actions
from zhibu.domain.study import services as study_services
from zhibu.domain.talks import actions as talk_actions
from zhibu.domain.talks import selectors as talks
from zhibu.domain.talks import services as talk_services
from zhibu.kernel import clock
from zhibu.kernel.actions import Listing, Single
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import ZhibuError

TODAY = clock.today()
WORD = "碧螺春密谈"  # a word that stands nowhere else


def himself(key: str) -> Actor:
    """A member without any office."""
    return Actor(name=f"党员{key}", door="test", member=key)


@pytest.fixture
def written(people: dict[str, Member]) -> dict[str, str]:
    """The word in a talk, a report with its answer, a draft and a reflection; ids by noun."""
    talk = talk_services.talk_record(actor=himself("M1"), people=[people["M1"], people["M2"]], on=TODAY, place="办公室")
    talk_services.talk_note(actor=himself("M1"), talk=talk, text=f"{WORD}一")
    talk_services.talk_note(actor=himself("M1"), talk=talk, text=f"{WORD}二，改过")
    report = report_services.report_hand_in(actor=himself("M2"), member=people["M2"], period=f"{TODAY:%Y-%m}", text=f"{WORD}三")
    report_services.report_answer(actor=himself("M1"), report=report, text=f"{WORD}四")
    report_services.report_draft(actor=himself("M1"), member=people["M1"], period=f"{TODAY:%Y-%m}", text=f"{WORD}五")
    study_services.note_write(actor=himself("M1"), member=people["M1"], kind="reflection", text=f"{WORD}六")
    return {"talk": talk.pk, "report": report.pk}


def dump() -> str:
    """Every cell of every table, bytes among them."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells += [
                    bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else str(cell) for cell in row
                ]
    return "\n".join(cells)


def test_not_one_word_lies_open_in_the_database(written: dict[str, str]) -> None:
    text = dump()
    assert "办公室" in text, "the dump holds what is not secret"
    for form in (WORD, json.dumps(WORD)[1:-1], WORD.encode().hex()):
        assert form not in text


def test_nor_in_a_log(people: dict[str, Member], caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> None:
    with caplog.at_level(logging.DEBUG):
        request.getfixturevalue("written")
    shown = [
        record for record in caplog.records
        if WORD in record.getMessage() and record.name not in ("django.db.backends",)  # statements, in debugging only
    ]
    assert shown == []


def test_no_listing_or_reading_of_programs_tells_it(written: dict[str, str]) -> None:
    """Not even to those who may read it on their page: what a program fetches, lies elsewhere afterwards."""
    asked = 0
    for actor in (KEEPER, himself("M1"), himself("M2")):
        for entry in (*talk_actions.ACTIONS, *report_actions.ACTIONS, *study_actions.ACTIONS):
            if isinstance(entry, Listing):
                given = entry.asked() if not entry.asked.model_fields or all(
                    not field.is_required() for field in entry.asked.model_fields.values()) else None
                if given is not None:
                    rows = entry.shape(actor, list(entry.find(actor, given)))
                    asked += len(rows)
                    assert WORD not in "".join(row.model_dump_json() for row in rows)
            elif isinstance(entry, Single):
                key = written.get(entry.name.split(".")[0])
                if key:
                    assert WORD not in entry.get(actor, key).model_dump_json()
    assert asked > 3, "something was listed"


def test_the_same_word_twice_does_not_look_the_same(written: dict[str, str]) -> None:
    sealed = list(Letter.objects.values_list("sealed", flat=True))
    assert len(set(sealed)) == len(sealed)
    assert len({len(one) for one in sealed}) == 1, "short texts are of one length"


def test_a_key_moved_to_another_letter_or_a_changed_byte_opens_nothing(written: dict[str, str]) -> None:
    """Somebody who can write to the database, without the keys of the installation, gains nothing."""
    own = Letter.objects.filter(study_note__isnull=False).get()
    other = Letter.objects.filter(noun="talk").get()
    stolen = LetterKey.objects.filter(letter=other).first()
    assert stolen is not None
    LetterKey.objects.filter(letter=own).update(wrapped=stolen.wrapped)
    with pytest.raises(ZhibuError, match="打不开"):
        letter_open(himself("M1"), own)

    Letter.objects.filter(pk=other.pk).update(sealed=own.sealed)
    with pytest.raises(ZhibuError, match="打不开"):
        letter_open(himself("M1"), Letter.objects.get(pk=other.pk))


def test_those_who_may_still_read_it(written: dict[str, str]) -> None:
    talk = talks.talk_get(himself("M2"), written["talk"])
    report = reports.report_get(himself("M1"), written["report"])
    assert [note.text for note in talks.notes_of(himself("M2"), talk)] == [f"{WORD}二，改过"]
    assert reports.report_texts(himself("M1"), report) == (f"{WORD}三", f"{WORD}四")


def test_what_was_sealed_for_a_row_opens_for_the_one_into_which_it_was_merged(people: dict[str, Member]) -> None:
    double = Member.objects.create(id="M2b", name="党员M2", joined=people["M2"].joined)
    Membership.objects.create(member=double, organisation_id="B1", since=people["M2"].joined)
    talk = talk_services.talk_record(actor=himself("M1"), people=[people["M1"], double], on=TODAY)
    talk_services.talk_note(actor=himself("M1"), talk=talk, text=f"{WORD}七")

    member_merge(actor=KEEPER, kept=people["M2"], gone=double, why="同一个人", memberships="kept")

    letter = Letter.objects.get(noun="talk")
    assert letter_open(himself("M2"), letter) == f"{WORD}七"
