"""Terms: a result ends and begins posts in one step; extensions stay within what the rules allow; what falls due."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor, people, tree
from zhibu.domain.activities.models import Activity
from zhibu.domain.committees.models import CommitteeTerm, Duty, Reminder
from zhibu.domain.committees.selectors.committee import committee_page
from zhibu.domain.committees.selectors.due import due_bodies, due_rows
from zhibu.domain.committees.services import (
    Seat,
    duty_set,
    reminders_record,
    term_begin,
    term_extend,
    term_withdraw,
)
from zhibu.domain.committees.services.terms import Answer
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Adoption
from zhibu.kernel.errors import NotAllowed, Refused

__all__ = ["people", "tree"]
People = dict[str, Member]
FIRST, SECOND = dt.date(2021, 5, 1), dt.date(2024, 5, 1)


@pytest.fixture
def b1(people: People) -> Organisation:
    for directive in ("branch-regulations-2018", "elections-2020"):
        Adoption.objects.create(organisation_id="C1", directive=directive, since=dt.date(2020, 1, 1))
    Organisation.objects.filter(pk="B1").update(sector="organ")
    return Organisation.objects.get(pk="B1")


def seats(people: People, *who: tuple[str, str]) -> list[Seat]:
    return [Seat(people[key], post) for key, post in who]


def first(b1: Organisation, people: People, **given: object) -> CommitteeTerm:
    chosen = seats(people, ("M1", "secretary"), ("M2", "organisation_commissioner"))
    values: dict[str, object] = {"actor": KEEPER, "since": FIRST, "seats": chosen} | given
    return term_begin(organisation=b1, **values)  # type: ignore[arg-type]  # one helper, many shapes


def held(day: dt.date) -> list[tuple[str, str]]:
    rows = Post.objects.filter(organisation="B1", since__lte=day)
    return sorted((p.member, p.post) for p in rows if p.until is None or p.until > day)


def test_the_length_comes_from_the_rules_in_force(b1: Organisation, people: People) -> None:
    assert first(b1, people).planned_until == dt.date(2024, 5, 1)
    Organisation.objects.filter(pk="B2").update(sector="rural")
    village = Organisation.objects.get(pk="B2")
    made = term_begin(actor=KEEPER, organisation=village, since=FIRST, seats=seats(people, ("M4", "secretary")))
    assert made.planned_until == dt.date(2026, 5, 1)
    free = Organisation.objects.get(pk="B9")
    with pytest.raises(Refused, match="没有说一届几年"):
        term_begin(actor=KEEPER, organisation=free, since=FIRST, seats=seats(people, ("M9", "secretary")))


def test_a_result_ends_the_old_committee_and_begins_the_new_one(b1: Organisation, people: People) -> None:
    old = first(b1, people)
    Activity.objects.create(id="E1", organisation=b1, type="election", on=dt.date(2024, 4, 28), status="held")

    made = term_begin(
        actor=KEEPER, organisation=b1, since=SECOND, decided_by="E1", number=6,
        seats=seats(people, ("M2", "secretary"), ("M3", "organisation_commissioner")),
        approval=Answer(dt.date(2024, 4, 30), "青直批〔2024〕8号"), filing=Answer(dt.date(2024, 5, 6), "备3号"),
    )

    assert held(SECOND - dt.timedelta(days=1)) == [("M1", "secretary"), ("M2", "organisation_commissioner")]
    assert held(SECOND) == [("M2", "secretary"), ("M3", "organisation_commissioner")]
    assert {p.post: p.filing_number for p in made.posts.all()} == {
        "secretary": "青直批〔2024〕8号", "organisation_commissioner": "备3号",
    }
    old.refresh_from_db()
    assert old.until == SECOND


def test_a_result_entered_by_mistake_is_taken_back(b1: Organisation, people: People) -> None:
    old = first(b1, people)
    before = list(Post.objects.order_by("pk").values_list())
    made = term_begin(actor=KEEPER, organisation=b1, since=SECOND, seats=seats(people, ("M2", "secretary")))

    with pytest.raises(Refused, match="先撤回后面"):
        term_withdraw(actor=KEEPER, term=old, reason="试")
    term_withdraw(actor=KEEPER, term=made, reason="登记到了别的支部")

    assert list(Post.objects.order_by("pk").values_list()) == before
    assert [t.until for t in CommitteeTerm.objects.all()] == [None]


def test_a_wrong_result_writes_nothing(b1: Organisation, people: People) -> None:
    first(b1, people)
    Activity.objects.create(id="E2", organisation_id="B2", type="election", on=SECOND, status="held")
    before = list(Post.objects.order_by("pk").values_list())

    with pytest.raises(Refused, match="不能决定"):
        term_begin(
            actor=KEEPER, organisation=b1, since=SECOND, decided_by="E2", seats=seats(people, ("M2", "secretary"))
        )
    with pytest.raises(Refused, match="两名"):
        term_begin(
            actor=KEEPER, organisation=b1, since=SECOND, seats=seats(people, ("M1", "secretary"), ("M2", "secretary"))
        )
    with pytest.raises(NotAllowed):
        first(b1, people, actor=actor("secretary", "B1"), since=SECOND)
    assert list(Post.objects.order_by("pk").values_list()) == before
    assert CommitteeTerm.objects.count() == 1


def test_a_term_is_put_off_by_a_year_at_most(b1: Organisation, people: People) -> None:
    first(b1, people)
    paper = {"approved_by": "C1", "number": "青直批〔2024〕2号", "approved_on": dt.date(2024, 3, 1)}

    with pytest.raises(Refused, match="最晚延到 2025-05-01"):
        term_extend(actor=KEEPER, organisation=b1, until=dt.date(2025, 6, 1), **paper)
    made = term_extend(actor=KEEPER, organisation=b1, until=dt.date(2025, 3, 1), **paper)

    assert (made.before, made.after) == (SECOND, dt.date(2025, 3, 1))
    assert set(Post.objects.filter(organisation="B1").values_list("planned_until", flat=True)) == {dt.date(2025, 3, 1)}


def test_what_falls_due_half_a_year_ahead(b1: Organisation, people: People) -> None:
    first(b1, people)
    Post.objects.filter(pk="P9").update(since=dt.date(2019, 1, 1), planned_until=dt.date(2030, 1, 1))
    early, soon = dt.date(2023, 10, 1), dt.date(2023, 11, 2)

    assert not due_bodies(KEEPER, early).exists()
    [row] = due_rows(list(due_bodies(KEEPER, soon)), soon)
    assert (row.organisation.pk, row.due, row.secretary, row.holders, row.reminded) == ("B1", SECOND, "党员M1", 2, None)
    reminders_record(actor=KEEPER, sent_by=Organisation.objects.get(pk="C1"), due=[(b1, SECOND)], on=soon, number="函1号")
    [row] = due_rows(list(due_bodies(KEEPER, soon)), soon)
    assert row.reminded == soon
    assert Reminder.objects.count() == 1
    assert not due_bodies(actor("clerk", "C9"), soon).exists()
    Post.objects.filter(organisation="B1").update(planned_until=None)
    [row] = due_rows(list(due_bodies(KEEPER, soon)), soon)
    assert (row.due, row.assumed) == (SECOND, True)


def test_the_page_tells_who_is_in_office_and_who_was(b1: Organisation, people: People) -> None:
    first(b1, people)
    term_begin(actor=KEEPER, organisation=b1, since=SECOND, seats=seats(people, ("M2", "secretary")))
    post = Post.objects.get(organisation="B1", until=None)
    duty_set(actor=actor("commissioner", "B1"), organisation=b1, words={post.pk: "主持全面工作"})

    page = committee_page(KEEPER, b1, dt.date(2024, 6, 1))

    assert [(one.name, one.duty) for one in page.now] == [("党员M2", "主持全面工作")]
    assert page.ends == dt.date(2027, 5, 1)
    assert [(day, sorted(o.name for o in rows)) for day, rows in page.former] == [(SECOND, ["党员M1", "党员M2"])]
    assert page.latest == dt.date(2028, 5, 1)
    assert Duty.objects.get().words == "主持全面工作"
