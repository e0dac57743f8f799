"""Workbooks in: previewed, confirmed, undone; the second time nothing changes; the yearly roster."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.domain.imports.books import id_number, person, register, roster
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.dues.models import Due
from zhibu.domain.imports import services
from zhibu.domain.imports.models import Change, Import
from zhibu.domain.imports.services import files, previews
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Refused

pytestmark = pytest.mark.django_db
KEEPER = Actor.system("test")
DAY = dt.date(2025, 6, 30)
FIRST, SECOND = "中共甲县财政局机关支部委员会", "中共甲县档案馆支部委员会"
TREE = register((FIRST, "2000-03-01"), (SECOND, "2010-03-01"))
TABLES = (Organisation, Member, Membership, Post, Activity, Attendance, Due)


def take_in(*workbooks: bytes, day: dt.date = DAY, answers: dict[str, str] | None = None) -> Import:
    """Open, answer, confirm."""
    of = draft(*workbooks, day=day)
    if answers:
        services.import_answer(actor=KEEPER, of=of, answers=answers)
    return services.import_confirm(actor=KEEPER, of=of)


def draft(*workbooks: bytes, day: dt.date = DAY) -> Import:
    named = [(f"表{number}.xlsx", content) for number, content in enumerate(workbooks)]
    return services.import_open(actor=KEEPER, workbooks=named, organisation=None, day=day)


def count() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in TABLES}


def test_import_confirm_writes_members_with_assumed_memberships() -> None:
    take_in(TREE, roster(person(1, "张一", FIRST), person(2, "李二", SECOND)))

    assert Organisation.objects.count() == 3
    first = Member.objects.get(name="张一")
    assert first.id_number == id_number("19800101", 11)
    assert Member.objects.get(id_number_index=index_of("id_number", first.id_number)) == first
    membership = Membership.objects.get(member__name="李二")
    assert (membership.organisation.name, membership.since) == (SECOND, dt.date(2010, 3, 1))
    assert membership.assumed
    assert Membership.objects.get(member=first).since == dt.date(2005, 7, 1)


def test_import_preview_writes_nothing() -> None:
    of = draft(TREE, roster(person(1, "张一", FIRST)))

    preview = previews.preview_make(of, KEEPER)

    assert preview.writes == 5  # three bodies, a member, his membership
    assert count() == dict.fromkeys(count(), 0)


def test_import_of_the_same_file_again_changes_nothing() -> None:
    people = roster(person(1, "张一", FIRST), person(2, "李二", SECOND))
    take_in(TREE, people)
    before = count()

    again = previews.preview_make(draft(TREE, people), KEEPER)

    assert again.writes == 0
    assert again.summary["unchanged"]["党员"] == 2
    assert not again.questions
    assert count() == before


def test_import_undo_takes_everything_back() -> None:
    take_in(TREE)
    before = count()
    of = take_in(roster(person(1, "张一", FIRST), person(2, "李二", SECOND)))
    assert count() != before

    services.import_undo(actor=KEEPER, of=of)

    assert count() == before
    assert not Change.objects.filter(of=of).exists()
    assert files.read_sealed(f"{of.pk}.0.sealed") is None


def test_import_undo_puts_changed_values_back() -> None:
    take_in(TREE, roster(person(1, "张一", FIRST, phone="15400000001")))
    of = take_in(roster(person(1, "张一", FIRST, phone="15400000002")))
    assert Member.objects.get().phone == "15400000002"

    services.import_undo(actor=KEEPER, of=of)

    one = Member.objects.get()
    assert one.phone == "15400000001"
    assert one.phone_index == index_of("phone", "15400000001")


def test_import_undo_is_refused_where_later_work_rests_on_it() -> None:
    of = take_in(TREE, roster(person(1, "张一", FIRST)))
    member = Member.objects.get()
    Post.objects.create(
        id="p1", member=member.pk, organisation=Organisation.objects.get(name=FIRST),
        post="secretary", since=DAY,
    )  # fmt: skip
    before = count()

    with pytest.raises(Refused, match="任职"):
        services.import_undo(actor=KEEPER, of=of)

    assert count() == before
    of.refresh_from_db()
    assert of.state == "confirmed"


def test_import_undo_is_refused_where_a_row_was_changed_since() -> None:
    of = take_in(TREE, roster(person(1, "张一", FIRST)))
    Member.objects.update(education="大学本科")

    with pytest.raises(Refused, match="张一”后来改过"):
        services.import_undo(actor=KEEPER, of=of)


def test_newer_roster_shows_added_changed_moved_and_missing() -> None:
    take_in(
        TREE,
        roster(*(person(n, name, FIRST) for n, name in enumerate(("张一", "李二", "王三"), 1))),
    )
    newer = roster(
        person(1, "张一", FIRST, phone="15400000009"),
        person(2, "李二", SECOND),
        person(4, "赵四", FIRST),
    )

    plan = previews.preview_make(draft(newer), KEEPER)

    fates = {(one.name, one.fate) for one in plan.people}
    assert fates == {("张一", "changed"), ("李二", "moved"), ("赵四", "added"), ("王三", "missing")}
    missing = Member.objects.get(name="王三")
    assert [one.key for one in plan.questions] == ["moved", "missing"]
    assert [item.key for item in plan.questions[1].items] == [f"missing:{missing.pk}"]


def test_missing_person_stays_unless_somebody_says_otherwise() -> None:
    take_in(TREE, roster(person(1, "张一", FIRST), person(2, "李二", FIRST)))
    newer = roster(person(1, "张一", FIRST))
    gone = Member.objects.get(name="李二")

    take_in(newer)
    gone.refresh_from_db()
    assert gone.left is None

    take_in(newer, answers={f"missing:{gone.pk}": "transferred_out 2025-05-20"})
    gone.refresh_from_db()
    assert (gone.left, gone.left_reason) == (dt.date(2025, 5, 20), "transferred_out")
    assert Membership.objects.get(member=gone).until == dt.date(2025, 5, 20)


def test_moved_person_moves_on_the_day_that_was_answered() -> None:
    take_in(TREE, roster(person(1, "张一", FIRST)))

    key = f"moved:{Member.objects.get().pk}"
    take_in(roster(person(1, "张一", SECOND)), answers={key: "2025-03-01"})

    spans = Membership.objects.order_by("since").values_list("organisation__name", "since", "until")
    day = dt.date(2025, 3, 1)
    assert list(spans) == [(FIRST, dt.date(2005, 7, 1), day), (SECOND, day, None)]


def test_held_row_waits_until_answered() -> None:
    wrong = list(person(1, "张一", FIRST))
    wrong[4] = "1981-01-01"  # not the birth date in the ID number
    of = draft(TREE, roster(tuple(wrong), person(2, "李二", FIRST)))
    preview = previews.preview_make(of, KEEPER)
    [doubt] = [issue for issue in preview.reading.issues if issue.severity == "hold"]
    assert doubt.candidates

    services.import_answer(actor=KEEPER, of=of, answers={doubt.key: doubt.candidates[0]})
    services.import_confirm(actor=KEEPER, of=of)

    assert Member.objects.filter(name="张一").exists()


def test_import_open_refuses_what_is_no_workbook() -> None:
    with pytest.raises(InputError, match="xlsx"):
        services.import_open(
            actor=KEEPER, workbooks=[("照片.jpg", b"x")], organisation=None, day=DAY
        )
    assert not Import.objects.exists()


def test_uploads_lie_encrypted_and_are_deleted_when_undo_ends() -> None:
    of = take_in(TREE, roster(person(1, "张一", FIRST)))
    stored = [file.stored_as for file in of.files.all()]
    folder = files._folder()
    assert all((folder / name).read_bytes()[:2] != b"PK" for name in stored)
    later = of.undo_until + dt.timedelta(days=1)

    services.imports_expire(actor=KEEPER, now=later)

    assert not any((folder / name).exists() for name in stored)
    assert not Change.objects.exists()
    with pytest.raises(Refused):
        services.import_undo(actor=KEEPER, of=of)


def test_audit_holds_no_personal_data() -> None:
    take_in(TREE, roster(person(1, "张一", FIRST)))

    told = "".join(AuditEntry.objects.values_list("details", flat=True))
    assert "张一" not in told
    assert id_number("19800101", 11) not in told


def test_published_workbooks_import_check_again_and_undo(shared: Path) -> None:
    folder = shared / "data" / "rosters"
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".xlsx", ".xls", ".csv"))
    named = [(path.name, path.read_bytes()) for path in paths]
    of = services.import_open(
        actor=KEEPER, workbooks=named, organisation=None, day=dt.date(2024, 12, 31)
    )
    services.import_confirm(actor=KEEPER, of=of)
    assert Member.objects.count() > 1000
    assert Attendance.objects.count() > 5000
    assert Due.objects.count() > 2500
    again = services.import_open(
        actor=KEEPER, workbooks=named, organisation=None, day=dt.date(2024, 12, 31)
    )
    assert previews.preview_make(again, KEEPER).writes == 0

    services.import_undo(actor=KEEPER, of=of)

    assert count() == dict.fromkeys(count(), 0)
