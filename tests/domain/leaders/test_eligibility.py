"""Who may lead a group, by each rule in force; the engine says the same of the posts."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.groups.office import DAY, branch_of, member, secretary
from zhibu.domain.compliance.sources import database_source
from zhibu.domain.leaders.selectors.eligibility import Eligible, eligible
from zhibu.domain.leaders.selectors.terms import term_end, vacancy
from zhibu.domain.members.models import Membership, Penalty, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.engine import Window, judge

SINCE = dt.date(2015, 1, 1)


def group_of(*directives: str) -> Organisation:
    """A group of four full members, one probationary and one under 留党察看."""
    branch = branch_of({"甲科": 4}, *directives, groups={"甲科": 4})
    for key, full in (("young", False), ("barred", True)):
        one = member(key, branch.pk, "甲科", full=full)
        Membership.objects.create(member=one, organisation_id="GB0", since=SINCE)
    Penalty.objects.create(
        member_id="mbarred", kind="probation_within_party", since=DAY - dt.timedelta(days=30), until=DAY + dt.timedelta(days=300)
    )
    Penalty.objects.create(member_id="mB001", kind="warning", since=DAY - dt.timedelta(days=30))
    return Organisation.objects.select_related("parent").get(pk="GB0")


def told(group: Organisation, on: dt.date) -> dict[str, list[str]]:
    """Member -> the articles that keep him from leading."""
    found: list[Eligible] = eligible(group, on)
    return {one.member.pk: [c.citation.short for c in one.barred] for one in found}


@pytest.mark.django_db
def test_each_rule_in_force_is_answered_with_its_article() -> None:
    found = told(group_of("loudi-groups-2023"), DAY)
    assert found["mB000"] == []
    assert found["mB001"] == []  # a warning keeps nobody from it
    assert found["myoung"] == ["第十条"]
    assert found["mbarred"] == ["第十条"]


@pytest.mark.django_db
def test_who_is_barred_by_a_penalty_is_so_from_its_day_to_its_last() -> None:
    group = group_of("groups-course")
    assert told(group, DAY - dt.timedelta(days=31))["mbarred"] == []
    assert told(group, DAY - dt.timedelta(days=30))["mbarred"] == ["p.17"]
    assert told(group, DAY + dt.timedelta(days=299))["mbarred"] == ["p.17"]
    assert told(group, DAY + dt.timedelta(days=300))["mbarred"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("directive", ["loudi-groups-2023", "groups-course", "central-groups"])
def test_the_engine_says_the_same_of_a_post_on_that_day(directive: str) -> None:
    group = group_of(directive)
    found = told(group, DAY)
    for key in found:
        Post.objects.create(id=f"P{key}", member=key, organisation=group, post="group_leader", since=DAY)
    verdicts = judge(rulebook(), database_source(), Window(DAY, DAY), [directive], {"B"})
    judged = {v.subject[1:] for v in verdicts if v.rule.startswith("E-LEADER") and v.status == "unmet"}
    assert judged == {key for key, barred in found.items() if barred}


@pytest.mark.django_db
def test_a_term_ends_with_the_committee_only_where_a_rule_demands_it() -> None:
    county = group_of("county-groups-2017")
    secretary(county.parent, "mB000")
    end = term_end(county, DAY)
    assert end is not None
    assert (end.on, end.with_committee, end.citation.short) == (dt.date(2028, 6, 1), True, "二(二)")


@pytest.mark.django_db
def test_without_such_a_rule_a_term_has_no_end() -> None:
    loudi = group_of("loudi-groups-2023")
    secretary(loudi.parent, "mB000")
    assert term_end(loudi, DAY) is None


@pytest.mark.django_db
def test_a_vacancy_is_counted_against_the_rule_in_force() -> None:
    group = group_of("county-groups-2017")
    Post.objects.create(
        id="P1", member="mB000", organisation=group, post="group_leader", since=SINCE, until=DAY - dt.timedelta(days=40)
    )
    found = vacancy(group, DAY)
    assert found is not None
    assert (found.days, found.due, found.late(DAY)) == (41, DAY - dt.timedelta(days=10), True)
    assert found.citation is not None
    assert found.citation.rule == "V-LEADER"
