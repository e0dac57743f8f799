"""Verdicts in a second: the engine in bulk, against a rules engine on documents and against the site's ORM.

zen-engine judges rules (a), (c), (f), (g) on one document a group; making the documents counts, as the facts have
to be put together for it anyhow. It is an extra: `python3 dev.py bench other_ways --others` installs it. The ORM
asks one question after another, as an application without a rule engine would; a sample of branches suffices.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.branches.judging import Place, by_engine, timed
from bench.stage import ROOT, Figure, Stage, hand_over

EXTRA = ROOT / ".venv" / "bench"
TURNS = 3
SAMPLE = 25  # branches of the ORM loop
GROUPS = 20_000  # documents of the rules engine

DOCUMENTS = """
select to_json({members: coalesce(any_value(s.n), 0), seasoned: coalesce(any_value(s.full_members), 0),
    months: list(distinct a.month), meetings: list({lead: coalesce(a.held_on - a.notice_on, -1),
    complete: a.has_time and a.has_place and a.has_attendees and a.has_absentees and a.has_content})})
from (from grp limit {limit}) g
left join (select group_id, count(*) as n, count(*) filter (is_full) as full_members from member group by all) s using (group_id)
left join activity a using (group_id) group by g.group_id
"""
EXPRESSIONS = {
    "a": "members >= 3 and seasoned >= 1",
    "c": "map([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], # in months)",
    "f": "map(meetings, #.lead >= 1 and #.lead <= 3)",
    "g": "map(meetings, #.complete)",
}


def measure(stage: Stage) -> list[Figure]:
    size, folder = stage.branches()
    own = Stage(Path(folder) / f"site-{size}")
    own.data.mkdir(parents=True, exist_ok=True)
    own.zhibu("manage", "migrate", "--noinput", "-v", "0")
    return own.inside("other_ways", size, folder)


def rules_engine(place: Place) -> int:
    """Judges groups with zen-engine, their documents made by DuckDB; how many verdicts."""
    import zen

    model = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "rules", "type": "expressionNode", "name": "rules", "content": {
                "expressions": [{"id": k, "key": k, "value": v} for k, v in EXPRESSIONS.items()]}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [{"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
                  {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"}],
    }
    decision, number = zen.ZenEngine().create_decision(json.dumps(model)), 0
    with duckdb.connect(str(place.narrow), read_only=True) as connection:
        rows = connection.execute(DOCUMENTS.replace("{limit}", str(GROUPS)))
        while chunk := rows.fetchmany(1000):
            for (document,) in chunk:
                result = decision.evaluate(json.loads(document))["result"]
                number += 1 + len(result["c"]) + len(result["f"]) + len(result["g"])
    return number


def orm_loop(place: Place) -> int:
    """Judges branches with the site's models, one question after another; how many verdicts."""
    from zhibu.domain.activities.models import Activity, Attendance
    from zhibu.domain.dues.models import Due
    from zhibu.domain.members.models import Member, Membership, Post
    from zhibu.domain.organisations.models import Organisation

    verdicts: list[bool] = []
    for place_number in range(SAMPLE):
        branch = Organisation.objects.get(pk=f"b{1 + place_number * place.branches // SAMPLE:06d}")
        groups = list(Organisation.objects.filter(parent=branch))
        if Membership.objects.filter(organisation=branch).count() >= 20:
            verdicts.append(bool(groups))
        for body in groups:
            inside = Membership.objects.filter(organisation=body)
            verdicts.append(inside.count() >= 3 and inside.exclude(member__full_since=None).count() >= 1)
            held = Activity.objects.filter(organisation=body, type="party_group_meeting")
            verdicts += [held.filter(on__year=2025, on__month=month).exists() for month in range(1, 13)]
            for post in Post.objects.filter(organisation=body):
                verdicts.append(Member.objects.get(pk=post.member).full_since is not None)
        for first in (1, 4, 7, 10):
            held = Activity.objects.filter(organisation=branch, type="general_meeting")
            verdicts.append(held.filter(on__month__range=(first, first + 2)).exists())
        verdicts.append(Activity.objects.filter(organisation=branch, type="party_class").count() >= 4)
        for activity in Activity.objects.filter(organisation__in=[branch, *groups]):
            verdicts.append(bool(activity.start and activity.place and activity.theme))
            if activity.type == "party_group_meeting":
                verdicts.append(activity.notice_on is not None and 1 <= (activity.on - activity.notice_on).days <= 3)
            if activity.type == "general_meeting":
                came = Attendance.objects.filter(activity=activity)
                verdicts.append(2 * came.filter(status="present").count() > came.count())
        for row in Membership.objects.filter(organisation=branch).select_related("member"):
            member = row.member
            verdicts.append(any(due.paid for due in Due.objects.filter(member=member).order_by("-month")[:6]))
            there = Attendance.objects.filter(member=member, status="present", activity__on__month__gte=7)
            verdicts.append(there.exists())
    return len(verdicts)


def main() -> None:
    import django

    django.setup()
    from bench.branches.site import filled

    place = filled(*sys.argv[1:3])
    figures: list[Figure] = []
    sys.path.append(str(EXTRA))
    try:
        import zen  # noqa: F401 -- only whether it is there
    except ImportError:
        print("没有装 zen-engine，不同它比。要比：python3 dev.py bench other_ways --others", file=sys.stderr)
        figures.append(Figure("比 zen-engine：没有装（--others 安装），略过", 0, ""))
    else:
        four = by_engine(place, "counters", frozenset("acfg"))
        figures += _compared("比 zen-engine，规则 a、c、f、g，连同做它的文档", four, lambda: rules_engine(place), 10)
    all_ten = by_engine(place, "counters")
    figures += _compared("比逐条查库（ORM）", all_ten, lambda: orm_loop(place), 100)
    hand_over(figures)


def _compared(
    name: str, ours: Callable[[], int], theirs: Callable[[], int], at_least: float
) -> list[Figure]:
    """Verdicts a second of both, in turns; the limit is on the share of time, so that less is better."""
    rates: list[tuple[float, float]] = []
    for turn in range(TURNS + 1):
        found = []
        for work in (ours, theirs):
            number, wall, _ = timed(work)
            found.append(number / wall)
        if turn:
            rates.append((found[0], found[1]))
    rates.sort(key=lambda pair: pair[1] / pair[0])
    mine, other = rates[len(rates) // 2]
    return [
        Figure(f"{name}：它的速度占我们的", other / mine, "", 1 / at_least),
        Figure("  我们快", mine / other, "倍"),
        Figure("  它每秒", other, "条"),
    ]


if __name__ == "__main__":
    main()
