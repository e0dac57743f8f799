"""Study: the ledger and hours come from what was held; notes are a member's own; commitments are public and inspected."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity, Attendance, Paper
from zhibu.domain.activities.services import activity_record
from zhibu.domain.members.models import Member, Post
from zhibu.domain.minutes.services import minutes_confirm, minutes_save
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.domain.study import selectors, services
from zhibu.domain.study.choices import CommitmentState
from zhibu.domain.study.models import Commitment, Finding, Session
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
YEAR = TODAY.year
SAID = "读到这里想起自己当年的粗心"


def himself(key: str) -> Actor:
    """A member without any office."""
    return Actor(name=f"党员{key}", door="test", member=key)


@pytest.fixture
def studied(people: dict[str, Member], tree: dict[str, Organisation]) -> Activity:
    """G11 studied: M1 was there, M2 asked for leave."""
    topic = services.topic_add(actor=actor("leader", "G11"), organisation=tree["G11"], year=YEAR, month=1, topic="条例第三章")
    return services.session_record(
        actor=KEEPER, organisation=tree["G11"], type="study", on=TODAY, content="条例第三章\n讨论两个问题",
        present=["M1"], excused=["M2"], hours=Decimal("1.5"), topic=topic,
    )  # fmt: skip


def test_a_study_is_a_fact_and_a_line_of_the_ledger(studied: Activity, tree: dict[str, Organisation]) -> None:
    assert (studied.type, studied.status, studied.theme, studied.recorded_on) == ("study", "held", "条例第三章", TODAY)
    assert dict(Attendance.objects.filter(activity=studied).values_list("member", "status")) == {"M1": "present", "M2": "excused"}
    (line,) = selectors.ledger(KEEPER, tree["G11"], YEAR)
    assert (line.content, line.hours, line.people) == ("条例第三章\n讨论两个问题", Decimal("1.5"), ("党员M1",))
    assert selectors.topics(KEEPER, tree["G11"], YEAR).get().activity == studied


def test_a_study_within_a_meeting_says_at_which(tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    meeting = Activity.objects.create(
        id="Z1", organisation_id="G11", type="party_group_meeting", on=TODAY, status="held", theme="月会")
    services.session_record(
        actor=KEEPER, organisation=tree["G11"], type="study", on=TODAY, content="会上学", present=["M1"], part_of=meeting)
    (line,) = selectors.ledger(KEEPER, tree["G11"], YEAR)
    assert line.carried == f"{TODAY} 月会"


@pytest.mark.parametrize(
    ("change", "told"),
    [({"content": " "}, "学了什么"), ({"present": []}, "没有一个人"), ({"present": ["M4"]}, "不在"),
     ({"hours": Decimal(500)}, "学时读到"), ({"type": "dance"}, "类型读到"), ({"on": TODAY + dt.timedelta(days=1)}, "还没到")],
)  # fmt: skip
def test_a_fault_is_told_and_nothing_is_written(
    change: dict[str, object], told: str, tree: dict[str, Organisation], people: dict[str, Member]
) -> None:
    given = {"type": "study", "on": TODAY, "content": "学", "present": ["M1"], "hours": None} | change
    with pytest.raises(Refused, match=told):
        services.session_record(actor=KEEPER, organisation=tree["G11"], **given)  # type: ignore[arg-type]  # of the table
    assert not Activity.objects.filter(type="study").exists()


@pytest.mark.parametrize(("role", "place", "may"), [("leader", "G11", True), ("leader", "G12", False), ("clerk", "C9", False)])
def test_who_keeps_the_study_of_a_group(role: str, place: str, may: bool, tree: dict[str, Organisation]) -> None:
    if may:
        services.topic_add(actor=actor(role, place), organisation=tree["G11"], year=YEAR, topic="学")
    else:
        with pytest.raises(NotAllowed):
            services.topic_add(actor=actor(role, place), organisation=tree["G11"], year=YEAR, topic="学")


def test_hours_are_those_of_studies_attended_and_his_own_against_the_directive(
    studied: Activity, tree: dict[str, Organisation], people: dict[str, Member]
) -> None:
    assert selectors.hours_of([people["M1"]], tree["G11"], YEAR, TODAY)[0].needed is None
    adoption_activate(actor=KEEPER, organisation=tree["C1"], directive="education-2019", since=dt.date(2020, 1, 1))
    services.self_study_note(actor=himself("M1"), member=people["M1"], on=TODAY, what="网上党课", hours=Decimal(2))
    Post.objects.create(id="P3", member="M3", organisation_id="B1", post="secretary", since=dt.date(2021, 1, 1))

    first, second, secretary = selectors.hours_of([people["M1"], people["M2"], people["M3"]], tree["B1"], YEAR, TODAY)

    assert (first.together, first.alone, first.needed, first.lacking) == (Decimal("1.5"), Decimal(2), Decimal(32), Decimal("28.5"))
    assert (second.total, secretary.needed) == (Decimal(0), Decimal(56))


def test_registering_the_hours_is_the_paper_that_a_directive_asks_for(tree: dict[str, Organisation]) -> None:
    services.hours_register(actor=KEEPER, organisation=tree["B1"], year=YEAR)
    assert Paper.objects.get(kind="training_hours", about="B1").for_period == str(YEAR)


def test_a_note_is_his_own_until_he_shares_it(people: dict[str, Member], studied: Activity) -> None:
    note = services.note_write(actor=himself("M1"), member=people["M1"], kind="reflection", text=SAID, activity=studied)

    assert selectors.note_text(himself("M1"), note) == SAID
    assert set(Paper.objects.filter(kind="reflection").values_list("about", flat=True)) == {"M1", studied.pk}
    for who in (actor("secretary", "B1"), actor("leader", "G12"), KEEPER, himself("M3")):
        with pytest.raises(NotFound):
            selectors.note_get(who, note.pk)
        with pytest.raises(NotAllowed):
            selectors.note_text(who, note)

    services.note_share(actor=himself("M1"), note=note)
    shared = selectors.note_get(himself("M3"), note.pk)
    assert selectors.note_text(himself("M3"), shared) == SAID
    with pytest.raises(NotFound):
        selectors.note_get(himself("M4"), note.pk)

    services.note_unshare(actor=himself("M1"), note=shared)
    with pytest.raises(NotFound):
        selectors.note_get(himself("M3"), note.pk)


def test_a_note_that_is_thrown_away_counts_no_more(people: dict[str, Member], studied: Activity) -> None:
    note = services.note_write(actor=himself("M1"), member=people["M1"], kind="reflection", text=SAID, activity=studied)
    services.note_remove(actor=himself("M1"), note=note)
    assert not Paper.objects.filter(kind="reflection").exists()


def test_materials_are_read_below_the_body_that_put_them_there(tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    made = services.material_add(actor=actor("clerk", "C1"), organisation=tree["C1"], title="条例", link="https://example.org/a")
    assert selectors.material_get(himself("M1"), made.pk) == made
    with pytest.raises(NotFound):
        selectors.material_get(himself("M9"), made.pk)
    with pytest.raises(Refused, match="http"):
        services.material_add(actor=KEEPER, organisation=tree["C1"], title="坏的", link="javascript:alert(1)")


def test_a_commitment_from_writing_to_inspection(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    secretary = actor("secretary", "B1", "M3")
    made = services.commitment_write(actor=himself("M1"), year=YEAR, text="带好一名新同志", member=people["M1"])
    assert Paper.objects.get(kind="commitment", about="M1").for_period == str(YEAR)
    assert not selectors.commitments(himself("M2")).exists(), "not public yet"

    services.commitment_return(actor=secretary, commitment=made, why="写明哪一天以前")
    services.commitment_write(actor=himself("M1"), year=YEAR, text="七月以前带好一名新同志", member=people["M1"])
    services.commitments_publish(actor=secretary, organisation=tree["B1"], year=YEAR)
    assert selectors.commitments(himself("M2")).get().text == "七月以前带好一名新同志"
    assert not selectors.commitments(himself("M4")).exists()

    with pytest.raises(Refused, match="差在哪里"):
        services.inspection_record(actor=secretary, organisation=tree["B1"], on=TODAY, findings={made.pk: ("partly", "")})
    services.inspection_record(actor=secretary, organisation=tree["B1"], on=TODAY, findings={made.pk: ("partly", "还差两课")})
    finding = Finding.objects.get()
    services.finding_follow(actor=secretary, finding=finding, on=TODAY)

    assert Activity.objects.get(type="commitment_inspection").status == "held"
    assert Finding.objects.get().followed_on == TODAY
    assert Commitment.objects.get().state == CommitmentState.PUBLISHED


def test_a_member_writes_only_his_own_commitment_and_may_have_it_entered_for_him(people: dict[str, Member]) -> None:
    with pytest.raises(NotAllowed):
        services.commitment_write(actor=himself("M2"), year=YEAR, text="他的", member=people["M1"])
    behalf = replace(himself("M1"), on_behalf="M1", behalf_name="党员M1")
    services.commitment_write(actor=behalf, year=YEAR, text="代写", member=people["M1"])
    with pytest.raises(NotAllowed):
        services.note_write(actor=behalf, member=people["M1"], kind="reflection", text="代写")
    with pytest.raises(NotAllowed):
        services.commitment_publish(actor=himself("M1"), commitment=Commitment.objects.get())


def test_hours_and_content_of_a_study_are_taken_from_its_minutes(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    leader = actor("leader", "G11", "M1")
    held = activity_record(actor=KEEPER, organisation=tree["G11"], type="study", on=TODAY, status="held", host="M1")
    minutes_save(actor=leader, activity=held, texts={"about.host": "M1", "field.study": "党章总纲", "field.hours": "2 学时"}, base=0)
    minutes_confirm(actor=leader, activity=Activity.objects.get(pk=held.pk))

    kept = Session.objects.get(activity=held)
    assert (kept.hours, kept.content) == (2, "党章总纲")
