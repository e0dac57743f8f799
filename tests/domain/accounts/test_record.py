"""Who reads what of the record, and that no number of a person is ever in it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import transaction

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.accounts import record
from zhibu.domain.accounts.record import EntryFilter
from zhibu.domain.audit.details import said
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.procedures.choices import NARROW
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
ALL = EntryFilter()


def note(by: Actor, action: str, subject: str = "", organisation: str = "", **details: object) -> None:
    with transaction.atomic():
        entry_record(actor=by, action=action, subject=subject, organisation=organisation, details=details)


def seen(by: Actor, wanted: EntryFilter = ALL) -> list[str]:
    return [f"{row.action}:{row.subject}" for row in record.entries(by, wanted) if row.action.startswith("x.")]


@pytest.fixture
def played(people: dict[str, Member]) -> None:
    note(KEEPER, "x.branch", "M1", "B1")
    note(KEEPER, "x.group", "M2", "G11")
    note(KEEPER, "x.other", "M4", "B2")
    note(KEEPER, "x.committee", "C1", "C1")
    note(KEEPER, "x.foreign", "M9", "B9")


def test_each_reads_what_was_done_where_he_answers(played: None) -> None:
    assert seen(actor("secretary", "B1")) == ["x.group:M2", "x.branch:M1"]
    assert seen(actor("clerk", "C1")) == ["x.committee:C1", "x.other:M4", "x.group:M2", "x.branch:M1"]
    assert seen(actor("clerk", "C9")) == ["x.foreign:M9"]
    assert seen(actor("leader", "G11", member="M1")) == ["x.branch:M1"]  # what was done about himself
    assert seen(actor("member", "B1", member="M2")) == ["x.group:M2"]
    assert len(seen(KEEPER)) == 5


def test_cases_of_discipline_are_not_learnt_of_here(people: dict[str, Member]) -> None:
    clerk = actor("clerk", "C1")
    note(clerk, "discipline.open", "M2", "B1")

    assert AuditEntry.objects.get(action="discipline.open") in record.entries(clerk, ALL)
    for other in (actor("secretary", "B1"), actor("member", "B1", member="M2")):
        assert not record.entries(other, ALL).filter(action="discipline.open").exists()


def test_the_steps_of_such_a_case_are_not_either(people: dict[str, Member]) -> None:
    clerk = actor("clerk", "C1")
    Case.objects.create(id="K1", organisation_id="B1", procedure=NARROW[0], subject="M1", opened=clock.today())
    note(clerk, "x.step", "K1", "B1", about="M1")

    assert seen(clerk) == ["x.step:K1"]
    assert seen(actor("secretary", "B1", member="M1")) == []  # he may be the one concerned


def test_filters(played: None) -> None:
    clerk, today = actor("clerk", "C1"), clock.today()
    note(clerk, "x.mine", "M2", "B2")

    assert seen(clerk, EntryFilter(action="x.group")) == ["x.group:M2"]
    assert seen(clerk, EntryFilter(organisation="B1")) == ["x.group:M2", "x.branch:M1"]
    assert seen(clerk, EntryFilter(person="clerk C1")) == ["x.mine:M2"]
    assert seen(clerk, EntryFilter(about="me")) == ["x.mine:M2"]
    assert seen(clerk, EntryFilter(until=today - dt.timedelta(days=1))) == []
    assert len(seen(clerk, EntryFilter(since=today, until=today))) == 5
    with pytest.raises(NotFound):
        seen(clerk, EntryFilter(organisation="B9"))


def test_a_page_costs_the_same_however_many_rows(played: None, django_assert_max_num_queries: object) -> None:
    rows = list(record.entries(KEEPER, ALL))
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # pytest-django's fixture has no type
        few = record.entry_lines(rows[:1])
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # the same
        many = record.entry_lines(rows)
    assert few[0] == many[0]
    assert {line.subject for line in many} >= {"党员M1", "党员M9", "C1组织"}


def test_details_are_words_and_numbers_are_covered() -> None:
    assert said('{"reason":"调走","role":{"before":"leader","after":"clerk"}}') == "原因：调走；角色：党小组长 → 党务工作者"
    assert said('{"changes":{"name":["李","张"]}}') == "改动：名称：李 → 张"
    assert "19900101" not in said('{"x":"999999199001010012"}')
    assert said('{"count":3,"users":["a","b"]}').startswith("几个：3")


def test_an_entry_speaks_of_people_and_steps_by_their_names(people: dict[str, Member]) -> None:
    details = {
        "member": "M1", "by": "B1", "procedure": "leader_selection", "step": "appointment", "means": "electronic",
        "transfer": "tra_0123456789abcdef", "change": "chg_0123456789abcdef",
    }  # fmt: skip
    entry_record(actor=KEEPER, action="x.told", subject="M1", organisation="B1", details=details)
    rows = list(record.entries(KEEPER, EntryFilter(action="x.told")))
    [line] = record.entry_lines(rows, {"procedure.leader_selection": "产生组长", "leader_selection.appointment": "决定"})
    assert line.said == "由：B1组织；投法：电子票；党员：党员M1；手续：产生组长；步骤：决定"


def test_the_alarm_is_for_clerks(people: dict[str, Member]) -> None:
    from zhibu.domain.audit.services import record_check

    note(KEEPER, "x.a")
    note(KEEPER, "x.b")
    record_check(actor=KEEPER)
    assert record.alarm(actor("clerk", "C1")) is None
    AuditEntry.objects.filter(action="x.a").update(actor="别人")
    record_check(actor=KEEPER)

    found = record.alarm(actor("clerk", "C9"))
    assert found is not None
    assert re.search("第 [0-9]+ 条.*x.a.*被改动过", found.problems)
    assert record.alarm(actor("secretary", "B1")) is None
