"""What an import may not write: foreign bodies and people; what is asked; what is remembered."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from tests.domain.imports.books import book, id_number, person, register, roster
from zhibu.domain.activities.models import Activity
from zhibu.domain.imports import services
from zhibu.domain.imports.models import Import, RememberedName
from zhibu.domain.imports.services import previews
from zhibu.domain.imports.services.previews import Preview
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 6, 30)
FIRST, SECOND = "中共甲县财政局机关支部委员会", "中共甲县档案馆支部委员会"
COUNTY = register((FIRST, "2000-03-01"), (SECOND, "2010-03-01"))


def draft(who: Actor, *workbooks: bytes, under: str = "") -> Import:
    named = [(f"表{number}.xlsx", content) for number, content in enumerate(workbooks)]
    top = Organisation.objects.get(pk=under) if under else None
    return services.import_open(actor=who, workbooks=named, organisation=top, day=DAY)


def preview(who: Actor, of: Import) -> Preview:
    return previews.preview_make(of, who)


def take_in(who: Actor, *workbooks: bytes, under: str = "", **answers: str) -> Import:
    of = draft(who, *workbooks, under=under)
    services.import_answer(actor=who, of=of, answers=answers)
    return services.import_confirm(actor=who, of=of)


@pytest.fixture
def secretary(people: dict[str, Member]) -> Actor:
    """The secretary of branch B1."""
    return actor("secretary", "B1", "M1")


def test_a_county_roster_imported_by_a_secretary_writes_only_his_branch(secretary: Actor) -> None:
    county = roster(
        person(1, "张一", "B1组织"), person(2, "李二", "B2组织"), person(3, "王三", "B9组织")
    )
    before = Member.objects.count()

    of = draft(secretary, county, under="B1")
    fates = {row.row: row.outcome for row in preview(secretary, of).rows}
    services.import_confirm(actor=secretary, of=of)

    assert (fates[3], fates[4], fates[5]) == ("import", "reject", "reject")
    assert Member.objects.count() == before + 1
    assert Membership.objects.get(member__name="张一").organisation_id == "B1"
    assert not Member.objects.filter(name__in=("李二", "王三")).exists()


def test_a_county_register_imported_by_a_secretary_writes_nothing(secretary: Actor) -> None:
    before = Organisation.objects.count()

    of = draft(secretary, COUNTY, roster(person(1, "张一", FIRST)), under="B1")
    shown = preview(secretary, of)
    services.import_confirm(actor=secretary, of=of)

    assert shown.writes == 0
    assert {row.outcome for row in shown.rows if row.key} == {"reject"}
    assert Organisation.objects.count() == before
    assert not Member.objects.filter(name="张一").exists()


def test_who_is_registered_elsewhere_is_not_entered_twice(secretary: Actor) -> None:
    mark = index_of("id_number", id_number("19800101", 11))
    Member.objects.filter(pk="M9").update(id_number_index=mark)

    shown = preview(secretary, draft(secretary, roster(person(1, "张一", "B1组织")), under="B1"))

    assert shown.writes == 0
    assert any("以外的支部" in reason for row in shown.rows for reason in row.reasons)


def test_importing_into_a_foreign_body_is_not_allowed(secretary: Actor) -> None:
    with pytest.raises(NotAllowed):
        draft(secretary, roster(person(1, "张一", "B9组织")), under="B9")


@pytest.mark.parametrize("role", ["leader", "member"])
def test_leader_and_member_may_not_import(role: str, people: dict[str, Member]) -> None:
    with pytest.raises(NotAllowed):
        draft(actor(role, "G11", "M1"), roster(person(1, "张一", "B1组织")), under="B1")


def test_the_root_of_a_register_is_asked_once() -> None:
    top = take_in(KEEPER, register((FIRST, "2000-03-01"))).organisation
    assert top is None
    committee = Organisation.objects.get(kind="work_committee")
    other = book(
        "党组织名册", ("序号", "党组织名称", "组织类别", "成立时间", "备注"),
        [("一", "中共甲县县直机关工委", "工作委员会", "1990-07-01", ""), ("（一）", SECOND, "党支部", "2010-03-01", "")],
    )  # fmt: skip
    of = draft(KEEPER, other, under=committee.pk)
    shown = preview(KEEPER, of)
    [question] = shown.questions
    assert shown.writes == 0

    services.import_answer(actor=KEEPER, of=of, answers={question.items[0].key: "same"})
    services.import_confirm(actor=KEEPER, of=of)

    assert Organisation.objects.get(name=SECOND).parent == committee
    assert RememberedName.objects.get().organisation == committee
    assert not preview(KEEPER, draft(KEEPER, other, under=committee.pk)).questions


def test_posts_without_a_day_are_asked_of_each() -> None:
    headings = ("序号", "党组织名称", "组织类别", "成立时间", "书记", "备注")
    tree = book(
        "党组织名册", headings,
        [("一", "中共甲县直属机关工作委员会", "工作委员会", "1990-07-01", "", ""),
         ("（一）", FIRST, "党支部", "2000-03-01", "张一", ""),
         ("（二）", SECOND, "党支部", "2010-03-01", "李二", "")],
    )  # fmt: skip
    of = draft(KEEPER, tree, roster(person(1, "张一", FIRST), person(2, "李二", SECOND)))
    [question] = [one for one in preview(KEEPER, of).questions if one.key == "posts"]
    keys = {item.name: item.key for item in question.items}

    answers = {keys["张一"]: "2021-05-01", keys["李二"]: "2022-06-01"}
    services.import_answer(actor=KEEPER, of=of, answers=answers)
    services.import_confirm(actor=KEEPER, of=of)

    days = set(Post.objects.values_list("organisation__name", "post", "since"))
    assert days == {
        (FIRST, "secretary", dt.date(2021, 5, 1)),
        (SECOND, "secretary", dt.date(2022, 6, 1)),
    }


def test_an_explained_name_is_not_asked_again() -> None:
    tree = register((FIRST, "2000-03-01"), ("中共甲县审计局机关支部委员会", "2001-03-01"))
    take_in(KEEPER, tree)
    of = draft(KEEPER, roster(person(1, "张一", "机关党支部")))
    [doubt] = [one for one in preview(KEEPER, of).reading.issues if one.severity == "hold"]
    assert FIRST in doubt.candidates

    services.import_answer(actor=KEEPER, of=of, answers={doubt.key: FIRST}, remember={doubt.key})
    services.import_confirm(actor=KEEPER, of=of)
    again = preview(KEEPER, draft(KEEPER, roster(person(2, "李二", "机关党支部"))))

    assert not [one for one in again.reading.issues if one.severity == "hold"]
    assert again.writes == 2


def test_answers_to_the_same_file_are_carried_over() -> None:
    take_in(KEEPER, COUNTY)
    wrong = list(person(1, "张一", FIRST))
    wrong[4] = "1981-01-01"
    sheet = roster(tuple(wrong))
    of = draft(KEEPER, sheet)
    [doubt] = [one for one in preview(KEEPER, of).reading.issues if one.severity == "hold"]
    services.import_answer(actor=KEEPER, of=of, answers={doubt.key: doubt.candidates[0]})
    services.import_confirm(actor=KEEPER, of=of)

    again = draft(KEEPER, sheet)

    assert again.summary == {"carried": 1}
    shown = preview(KEEPER, again)
    assert shown.counts["hold"] == 0
    assert shown.writes == 0


def test_undo_is_refused_where_a_meeting_names_the_member() -> None:
    of = take_in(KEEPER, COUNTY, roster(person(1, "张一", FIRST)))
    member = Member.objects.get()
    top = Organisation.objects.create(
        id="elsewhere", kind="branch", name="别处", established=DAY, path="000099", depth=0
    )
    Activity.objects.create(
        id="A1", organisation=top, type="study", on=DAY, status="held", speaker=f"X {member.pk}"
    )

    with pytest.raises(Refused, match="张一”已经用在活动里"):
        services.import_undo(actor=KEEPER, of=of)


def test_an_assumed_day_of_a_group_is_marked() -> None:
    headings = ("序号", "党组织名称", "组织类别", "成立时间", "备注")
    rows = [
        ("一", "中共甲县直属机关工作委员会", "工作委员会", "1990-07-01", ""),
        ("（一）", FIRST, "党支部", "2000-03-01", ""),
        ("1", "第一党小组", "党小组", "", ""),
    ]
    take_in(KEEPER, book("党组织名册", headings, rows))

    group = Organisation.objects.get(kind="party_group")
    assert group.established_assumed
    assert group.established == dt.date(2000, 3, 1)
    assert not Organisation.objects.get(kind="branch").established_assumed
