"""A case of discipline: nobody is punished unheard, what was approved has effect, few may read, an appeal is answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.casework.services import case_abandon, case_open, step_record
from zhibu.domain.discipline import selectors, services
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.members.models import Member, Penalty, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
START = TODAY - dt.timedelta(days=30)
SECRET = "把公款借给亲戚"


@pytest.fixture
def file(people: dict[str, Member], tree: dict[str, Organisation]) -> DisciplineFile:
    """A case about M1 of B1."""
    return services.matter_open(actor=KEEPER, member=people["M1"], on=START, gist=SECRET)


@pytest.fixture
def meeting(people: dict[str, Member]) -> str:
    Activity.objects.create(
        id="GM", organisation_id="B1", type="general_meeting", on=TODAY - dt.timedelta(days=9), status="held"
    )
    return "GM"


def heard(file: DisciplineFile) -> DisciplineFile:
    day = START + dt.timedelta(days=1)
    services.matter_investigate(actor=KEEPER, file=file, on=day, gist=SECRET)
    return services.matter_hear(actor=KEEPER, file=file, on=day, statement="已经还清")


def approved(file: DisciplineFile, meeting: str, kind: str = "warning", months: int | None = None) -> DisciplineFile:
    services.matter_resolve(
        actor=KEEPER, file=heard(file), on=TODAY - dt.timedelta(days=9), activity=meeting, kind=kind, months=months
    )
    return services.matter_approve(
        actor=KEEPER, file=file, on=TODAY - dt.timedelta(days=5), approved_by="县纪委", number="县纪〔2026〕3号"
    )


def test_nobody_is_punished_unheard(file: DisciplineFile, meeting: str) -> None:
    with pytest.raises(Refused, match="听取他的说明"):
        services.matter_resolve(actor=KEEPER, file=file, on=TODAY, activity=meeting, kind="warning")


@pytest.mark.parametrize(
    ("kind", "given", "months"),
    [("warning", None, 12), ("serious_warning", 18, 18), ("removal_from_post", None, 24), ("probation_within_party", 12, 12)],
)
def test_a_penalty_has_effect_as_long_as_the_data_say(
    kind: str, given: int | None, months: int, file: DisciplineFile, meeting: str
) -> None:
    approved(file, meeting, kind, given)

    day = TODAY - dt.timedelta(days=5)
    found = Penalty.objects.get(member="M1")
    assert (found.kind, found.since, found.until) == (kind, day, add_months(day, months))


def test_a_length_that_the_data_do_not_know_is_refused(file: DisciplineFile, meeting: str) -> None:
    with pytest.raises(Refused, match="18 个月或 24 个月"):
        services.matter_resolve(
            actor=KEEPER, file=heard(file), on=TODAY, activity=meeting, kind="serious_warning", months=7
        )

    assert DisciplineFile.objects.get().proposed == ""


def test_probation_within_the_party_ends_his_posts(file: DisciplineFile, meeting: str) -> None:
    approved(file, meeting, "probation_within_party", 12)

    assert Post.objects.get(pk="P1").until == TODAY - dt.timedelta(days=5)


def test_expulsion_ends_his_membership_and_lifting_it_restores_it(file: DisciplineFile, meeting: str) -> None:
    approved(file, meeting, "expulsion")
    assert Member.objects.get(pk="M1").left == TODAY - dt.timedelta(days=5)

    services.matter_appeal(actor=KEEPER, file=file, on=TODAY - dt.timedelta(days=2), why="事实有出入")
    services.matter_review(actor=KEEPER, file=file, on=TODAY, review="lifted", by="市纪委〔2026〕8号")

    assert Member.objects.get(pk="M1").left is None
    assert Penalty.objects.get(member="M1").until == TODAY


def test_a_lighter_penalty_counts_from_the_first_decision(file: DisciplineFile, meeting: str) -> None:
    approved(file, meeting, "serious_warning", 18)
    services.matter_appeal(actor=KEEPER, file=file, on=TODAY - dt.timedelta(days=2), why="太重")
    services.matter_review(
        actor=KEEPER, file=file, on=TODAY, review="lighter", by="市纪委", kind="warning"
    )

    spans = list(Penalty.objects.filter(member="M1").order_by("since").values_list("kind", "since", "until"))
    first = TODAY - dt.timedelta(days=5)
    assert spans == [("serious_warning", first, TODAY), ("warning", TODAY, add_months(first, 12))]


def test_few_may_read_it(file: DisciplineFile, people: dict[str, Member]) -> None:
    Post.objects.create(id="PD", member="M3", organisation_id="B1", post="discipline_commissioner", since=START)
    Post.objects.create(id="PC", member="M2", organisation_id="B1", post="publicity_commissioner", since=START)
    who: dict[str, Actor] = {
        "clerk": actor("clerk", "C1"), "secretary": actor("secretary", "B1"),
        "discipline": actor("commissioner", "B1", "M3"),
        "himself": replace(actor("member", "B1", "M1"), roles=()), "leader": actor("leader", "G11"),
        "foreign": actor("clerk", "C9"),
    }  # fmt: skip
    publicity = replace(who["discipline"], member="M2")

    seen = {name: selectors.files(one).exists() for name, one in (*who.items(), ("publicity", publicity))}

    allowed = {"clerk", "secretary", "discipline"}
    assert {name for name, sees in seen.items() if sees} == allowed


def test_he_reads_his_own_case_once_he_was_heard_and_never_handles_it(file: DisciplineFile) -> None:
    himself = actor("secretary", "B1", "M1")  # even where he is the secretary
    with pytest.raises(NotFound):
        selectors.file_get(himself, file.pk)

    heard(file)

    assert selectors.file_get(himself, file.pk).statement == "已经还清"
    with pytest.raises(NotAllowed, match="自己的案子"):
        services.matter_abandon(actor=himself, file=file, on=TODAY, reason="算了")


def test_its_texts_stand_in_no_record_and_not_plainly_in_the_database(file: DisciplineFile) -> None:
    from django.db import connection

    heard(file)

    assert SECRET not in str(list(AuditEntry.objects.values_list()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT gist, statement FROM discipline_disciplinefile")
        assert not any(word in str(cursor.fetchall()) for word in (SECRET, "还清"))


def test_approval_is_entered_above_the_branch(file: DisciplineFile, meeting: str) -> None:
    services.matter_resolve(
        actor=KEEPER, file=heard(file), on=TODAY - dt.timedelta(days=9), activity=meeting, kind="warning"
    )

    with pytest.raises(NotAllowed, match="上级"):
        services.matter_approve(
            actor=actor("secretary", "B1"), file=file, on=TODAY, approved_by="自己", number="1"
        )

    assert not Penalty.objects.filter(member="M1").exists()


def test_an_appeal_waits_for_its_answer(file: DisciplineFile, meeting: str) -> None:
    approved(file, meeting)
    himself = replace(actor("member", "B1", "M1"), roles=())
    services.matter_appeal(actor=himself, file=file, on=TODAY, why="不服")

    with pytest.raises(Refused, match="还没有答复"):
        services.matter_appeal(actor=himself, file=file, on=TODAY, why="再说一遍")
    assert Penalty.objects.get(member="M1").until == add_months(TODAY - dt.timedelta(days=5), 12)


def test_the_general_list_of_cases_shows_it_to_few_too(file: DisciplineFile, people: dict[str, Member]) -> None:
    seen = {
        who.name: scope.cases(who).filter(pk=file.pk).exists()
        for who in (actor("clerk", "C1"), actor("secretary", "B1", "M1"), actor("commissioner", "B1"), actor("clerk", "C9"))
    }

    assert list(seen.values()) == [True, False, False, False]


def test_nobody_goes_past_the_file_by_the_page_of_cases(file: DisciplineFile, tree: dict[str, Organisation]) -> None:
    """The secretary could otherwise record a decision unheard, or end the case without a word in the file."""
    by, case = actor("secretary", "B1", "M3"), file.case
    with pytest.raises(NotAllowed, match="奖惩关怀"):
        case_open(actor=by, procedure="discipline", organisation=tree["B1"], subject="M2", on=TODAY)
    with pytest.raises(NotAllowed, match="违纪案件"):
        step_record(actor=by, case=case, step="penalty_resolution", on=TODAY, reason="不听了")
    with pytest.raises(NotAllowed, match="违纪案件"):
        case_abandon(actor=by, case=case, reason="不办了")

    assert not case.steps.exists()
    assert Case.objects.get(pk=case.pk).closed is None


def test_nothing_is_announced_before_it_was_approved(file: DisciplineFile, meeting: str) -> None:
    services.matter_resolve(
        actor=KEEPER, file=heard(file), on=TODAY - dt.timedelta(days=9), activity=meeting, kind="warning"
    )

    with pytest.raises(Refused, match="还没有批准"):
        services.matter_announce(actor=KEEPER, file=file, on=TODAY, reason="先宣布")


@pytest.mark.parametrize(("days", "said"), [(1, "还没到"), (-6, "或以后")])
def test_an_appeal_has_a_day_on_which_it_could_be(days: int, said: str, file: DisciplineFile, meeting: str) -> None:
    approved(file, meeting)
    himself = replace(actor("member", "B1", "M1"), roles=())

    with pytest.raises(Refused, match=said):
        services.matter_appeal(actor=himself, file=file, on=TODAY + dt.timedelta(days=days), why="不服")


def test_a_lighter_penalty_has_a_length_that_the_data_know(file: DisciplineFile, meeting: str) -> None:
    approved(file, meeting, "serious_warning", 18)
    services.matter_appeal(actor=KEEPER, file=file, on=TODAY - dt.timedelta(days=2), why="太重")

    with pytest.raises(Refused, match="12 个月"):
        services.matter_review(actor=KEEPER, file=file, on=TODAY, review="lighter", by="市纪委", kind="warning", months=7)

    assert Penalty.objects.get(member="M1").kind == "serious_warning"


def test_an_approval_to_be_entered_stands_on_the_desk_above(file: DisciplineFile, meeting: str) -> None:
    clerk = actor("clerk", "C1")
    assert selectors.desk_items(clerk, TODAY) == []
    services.matter_resolve(
        actor=KEEPER, file=heard(file), on=TODAY - dt.timedelta(days=9), activity=meeting, kind="warning"
    )

    assert ["等批准" in one.name for one in selectors.desk_items(clerk, TODAY)] == [True]
    assert selectors.desk_items(actor("clerk", "C9"), TODAY) == []
