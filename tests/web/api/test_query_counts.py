"""A list of the JSON door costs as many queries for a long page as for a short one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.api.life_rows import life_of
from tests.web.test_query_counts import grow
from zhibu.domain.activities.models import Activity
from zhibu.domain.appraisals.models import Appraisal, LifeMeeting, Measure
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.filings.models import Filing
from zhibu.domain.gateway.registry import registry
from zhibu.domain.groups.models import Division
from zhibu.domain.leaders.models import Selection
from zhibu.domain.meetings.models import AgendaItem, Meeting
from zhibu.domain.members.models import Post
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.plans.models import Plan, PlanItem
from zhibu.domain.procedures.models import Case, Check, Step
from zhibu.domain.registry.models import Care, Clearing, Correction, Hardship, Reward
from zhibu.domain.tasks.models import Task, TaskSeries
from zhibu.domain.transfers.models import Transfer
from zhibu.domain.voting.models import Option, Poll, Teller, Voter
from zhibu.domain.yearly.models import YearReport
from zhibu.kernel import clock
from zhibu.kernel.actions import Listing
from zhibu.kernel.actor import Actor

pytestmark = pytest.mark.django_db
KEEPER = Actor.system("test")
DAY = dt.date(2023, 5, 4)
# what lists that ask for something are asked
ASKED = {"road": {"organisation": "B100", "procedure": "development"}, "leader": {"group": "G100"}}
# lists of which no more rows are made: those of rules and of the calendar, which ask for nothing about a row; files and
# versions of one thing; notices and signals, which everybody or every unit has of its own alone; types held in memory
FEW = {"road", "school_term", "file", "bylaw_version", "notice", "notice_batch", "signal", "own_type"}


def work_of(n: int, today: dt.date) -> list[Model]:
    """One row of each list for the nth branch, its group and one of its members, parents first."""
    branch, group, member = f"B{n}", f"G{n}", f"M{n}-0"
    matters = ("development", "leader_selection", "discipline")
    cases = [Case(id=f"K{n}{kind}", procedure=kind, organisation_id=branch, subject=member, opened=DAY) for kind in matters]
    change = Change(id=f"X{n}", kind="rename", on=DAY, decided_by="上级", number="1", decided_on=DAY, recorded_on=DAY)
    poll = Poll(id=f"V{n}", organisation_id=branch, kind="election", matter="group_leader", title="推选", on=DAY,
                means="electronic", seats=1, state="draft")  # fmt: skip
    meeting = Activity(id=f"A{n}", organisation_id=branch, type="theme_day", on=DAY, status="held")
    plan = Plan(id=f"PL{n}", organisation_id=branch, year=2023)
    lived = Activity(id=f"LM{n}", organisation_id=branch, type="organisational_life_meeting", on=DAY, status="held")
    appraising = Case(id=f"K{n}appraisal", procedure="appraisal", organisation_id=branch, subject=branch, opened=DAY)
    common: dict[str, Any] = {"member_id": member, "on": DAY}
    return [
        *cases,
        *(CaseRoad(case=case, next_step="notice", acts="own", due_on=DAY) for case in cases),
        *(Step(case=case, step="open", on=DAY) for case in cases),
        Selection(case=cases[1], group_id=group, kind="new"),
        DisciplineFile(case=cases[2], member_id=member, organisation_id=branch, opened_on=DAY, gist="虚构"),
        Post(id=f"P{n}", member=member, organisation_id=branch, post="secretary", since=DAY, planned_until=today),
        change, ChangePart(change=change, organisation_id=branch, part="changed"),
        Check(organisation_id=branch, checklist="activity_room", item="area", on=DAY, ok=True),
        Filing(id=f"F{n}", kind="report", sender_id=branch, receiver_id="C1", state="sent", subject="换届报告", year=2023, serial=n,
               number=f"{n}号", created_on=DAY, sent_on=DAY, due_on=DAY),
        Division(id=f"D{n}", branch_id=branch, state="draft", opened_on=DAY),
        Transfer(id=f"T{n}", way="inside", member_id=member, name="新人", origin_id=branch, destination_id="B1", state="sent",
                 requested_on=DAY, letter_on=DAY, valid_until=DAY),
        meeting, Meeting(activity=meeting), AgendaItem(activity=meeting, number=1, title="学习"),
        lived, LifeMeeting(activity=lived, opened_on=DAY),
        Measure(id=f"ME{n}", organisation_id=branch, level="unit", found="self", problem="学习少", found_on=DAY),
        appraising, Appraisal(id=f"AP{n}", organisation_id=branch, year=2023, case=appraising, self_by=DAY, mutual_by=DAY, meeting_on=DAY,
                              grading_by=DAY, opened_on=DAY),
        plan, PlanItem(plan=plan, month=1, number=1, type="theme_day", theme="学习"),
        Task(id=f"TK{n}", organisation_id=branch, giver_id=branch, title="走访", given_on=DAY, due_on=DAY),
        TaskSeries(id=f"SR{n}", organisation_id=branch, title="收笔记", due_day=5, since=DAY),
        Opinion(id=f"OP{n}", organisation_id=branch, at_id=branch, whose="masses", text="话", taken_on=DAY, at_since=DAY),
        YearReport(id=f"YR{n}", organisation_id=branch, type="unit_annual_report", period="2023", since=DAY, until=today,
                   title="报告", drafted_on=DAY),
        poll, Option(poll=poll, number=1, name="人选"), Voter(poll=poll, member_id=member, entitled=True),
        Teller(poll=poll, member_id=member, duty="watch"),
        Reward(title="先进", granted_by="上级", **common), Care(kind="visit", by="支部", **common),
        Hardship(member_id=member, kind="illness", since=DAY), Clearing(member_id=member, record_class="care", due_on=DAY, found_on=DAY),
        Correction(member_id=member, item="job", before="工人", wanted="教师", reason="写错", asked_at=clock.now()),
    ]  # fmt: skip


def cost(listing: Listing[Any, Any], asked: Any, rows: int) -> tuple[int, int]:
    """(rows told, queries)"""
    with CaptureQueriesContext(connection) as seen:
        found = listing.find(KEEPER, asked)
        told = listing.shape(KEEPER, list(found[:rows]))
    return len(told), len(seen)


def test_no_list_asks_for_each_row(client_of: Callable[[str], Client]) -> None:
    client_of("clerk")
    grow()
    for row in (row for n in range(100, 108) for row in (*work_of(n, clock.today()), *life_of(n))):
        row.save()
    grown, short = {}, {}
    for noun, listing in registry().listings.items():
        asked = listing.asked(**ASKED.get(noun, {}))
        cost(listing, asked, 2)
        (few, before), (many, after) = cost(listing, asked, 2), cost(listing, asked, 200)
        if after > before:
            grown[noun] = (few, before, many, after)
        if many <= few and noun not in FEW:
            short[noun] = many

    assert grown == {}
    assert short == {}  # of a list that does not grow nothing would be learnt
