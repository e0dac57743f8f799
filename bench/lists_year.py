"""What a province does once a year, for measuring lists: plans, rules of units, appraisals, measures, signals, notices.

Written past the services, by the site's own models, as `lists_life` does; after the meetings of `lists_work`.
"""

from __future__ import annotations

from datetime import date

from bench.lists_life import DAY, Province, write
from bench.lists_work import THEMES, at_of, body_of

PLANS, BYLAWS, APPRAISALS, MEASURES, SIGNALS, NOTICES = 54_000, 40_000, 30_000, 60_000, 40_000, 300_000


def fill_year(scale: float) -> None:
    """Write it where none of it is there; the order is that of the foreign keys."""
    here = Province(scale)
    for step in (_plans, _bylaws, _appraisals, _measures, _signals, _notices):
        step(here)


def _plans(here: Province) -> None:
    from zhibu.domain.plans.models import Plan, PlanItem

    year = here.today.year
    bodies = list(dict.fromkeys(body_of(here, n) for n in here.many(PLANS)))
    write(Plan, (
        Plan(id=f"q{n:06}", organisation_id=body, year=year, state="decided" if n % 5 else "draft", decided_on=date(year, 1, 15))
        for n, body in enumerate(bodies)
    ))  # fmt: skip
    write(PlanItem, (
        PlanItem(plan_id=f"q{n:06}", month=month, number=1, type="party_group_meeting", theme=THEMES[month % 5])
        for n in range(len(bodies)) for month in (1, 4, 7, 10)
    ))  # fmt: skip


def _bylaws(here: Province) -> None:
    from zhibu.domain.bylaws.models import Bylaw, Version

    rows, at = here.many(BYLAWS), at_of(here.today)
    write(Bylaw, (Bylaw(id=f"b{n:06}", organisation_id=here.branch(n), title=f"{THEMES[n % 5]}制度", order=n % 12, made_at=at) for n in rows))
    write(Version, (
        Version(id=f"b{n:06}", bylaw_id=f"b{n:06}", number=1, body="一、按时开会。", state="enacted", since=here.ago(500),
                made_at=at, changed_at=at) for n in rows
    ))  # fmt: skip


def _appraisals(here: Province) -> None:
    from zhibu.domain.appraisals.models import Appraisal, Appraisee
    from zhibu.domain.procedures.models import Case

    year = here.today.year
    opened, end = date(year, 11, 1), date(year, 12, 31)
    branches = list(dict.fromkeys(here.branch(n) for n in here.many(APPRAISALS)))
    write(Case, (
        Case(id=f"v{n:06}", procedure="democratic_appraisal", organisation_id=branch, opened=opened) for n, branch in enumerate(branches)
    ))  # fmt: skip
    write(Appraisal, (
        Appraisal(id=f"v{n:06}", organisation_id=branch, year=year, case_id=f"v{n:06}", self_by=end, mutual_by=end, meeting_on=end,
                  grading_by=end, opened_on=opened) for n, branch in enumerate(branches)
    ))  # fmt: skip
    write(Appraisee, (
        Appraisee(appraisal_id=f"v{n:06}", member_id=here.member_of(branch, k)) for n, branch in enumerate(branches) for k in range(3)
    ))  # fmt: skip


def _measures(here: Province) -> None:
    from zhibu.domain.appraisals.models import Measure

    def measure(n: int) -> Measure:
        found, body = here.ago(400), here.branch(n)
        state = here.chance.choices(["closed", "open", "done"], [80, 15, 5])[0]
        return Measure(
            id=f"x{n:06}", organisation_id=body, level="unit", found="self", problem="学习抓得不紧", measure="每月集中学一次",
            owner_id=here.member_of(body, n % 5), found_on=found, due_on=found + 90 * DAY, state=state,
            closed_on=found + 60 * DAY if state == "closed" else None,
        )  # fmt: skip

    write(Measure, map(measure, here.many(MEASURES)))


def _signals(here: Province) -> None:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.minutes.models import Signal

    held = Activity.objects.filter(type="party_group_meeting", status="held").order_by("pk")[: len(here.many(SIGNALS))]
    write(Signal, (
        Signal(id=f"z{n:06}", activity_id=one.pk, organisation_id=one.organisation_id, on=one.on, kind="late", key="late", figure=20,
               found_on=here.today, answer="explained" if n % 3 else "") for n, one in enumerate(held.iterator())
    ))  # fmt: skip


def _notices(here: Province) -> None:
    from zhibu.domain.notices.models import Batch, Notice

    rows = here.many(NOTICES)
    batches = range(max(1, len(rows) // 10))
    write(Batch, (Batch(id=f"n{n:06}", organisation_id=body_of(here, n), made_at=at_of(here.ago(300))) for n in batches))
    write(Notice, (
        Notice(id=f"n{n:07}", batch_id=f"n{n // 10 % len(batches):06}", member_id=here.member_of(here.branch(n), n % 5), kind="meeting",
               text="党小组会", about_name="meeting", about_key=f"{n}", day=here.today, made_at=at_of(here.ago(300)),
               seen_on=here.today if n % 4 else None) for n in rows
    ))  # fmt: skip
